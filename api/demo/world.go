package demo

import (
	"strconv"

	"latchkey/api/apply"
	"latchkey/api/demo/crm"
	"latchkey/api/idp/idptest"
	"latchkey/api/store"
)

// Password is everybody's.
const Password = "open-sesame-demo"

// The made-up directory of Acme at Microsoft, and a foreign one.
const (
	acmeTenant    = "6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01"
	foreignTenant = "b7e0d9c8-1122-4f3a-8a55-0c9d8e7f6a5b"
	globexTenant  = "2c4e6a80-1b3d-4f5a-8c7e-9d0b1a2c3e4f"
)

// The applications that the organizations have registered.
const (
	acmeGoogle    = "acme-support.apps.googleusercontent.com"
	acmeMicrosoft = "0d6b9a3e-41f7-4c2d-b8aa-5e9f10c3d7e2"
	initechGoogle = "initech.apps.googleusercontent.com"
	// Registered at the providers, and waiting for the super admin of Globex.
	globexGoogle    = "globex.apps.googleusercontent.com"
	globexMicrosoft = "9b1f7c52-3e8a-4d60-a1c9-7f2e5b8d4036"
)

const (
	goodSecret    = "demo-secret-value"
	expiredSecret = "demo-secret-that-expired"
)

// document is the world as an operator would write it.
func document(passwordHash string) *apply.Document {
	person := func(email, name string, role store.Role, active bool) apply.Person {
		return apply.Person{Email: email, Name: &name, Role: &role, Active: &active, PasswordHash: &passwordHash}
	}
	d := &apply.Document{Organizations: []apply.Organization{
		{
			Code: "acme", Name: ptr("Acme Support"),
			Connections: []apply.Connection{
				connection("google", acmeGoogle, goodSecret, "", "acme.example"),
				connection("microsoft", acmeMicrosoft, goodSecret, acmeTenant, acmeTenant),
			},
			People: []apply.Person{
				person("sofia@acme.example", "Sofia Marin", store.SuperAdmin, true),
				person("maya@acme.example", "Maya Ortiz", store.Agent, true),
				person("ben@acme.example", "Ben Okafor", store.Agent, true),
				person("lena@acme.example", "Lena Fischer", store.Agent, true),
				person("omar@acme.example", "Omar Haddad", store.Agent, false),
				person("gita@partner.example", "Gita Rao", store.Agent, true),
				person("alex@acme.example", "Alex Kim (Acme)", store.Agent, true),
			},
		},
		{
			Code: "globex", Name: ptr("Globex"),
			People: []apply.Person{
				person("gloria@globex.example", "Gloria Stone", store.SuperAdmin, true),
				person("hank@globex.example", "Hank Scorpio", store.Agent, true),
				person("alex@acme.example", "Alex Kim (Globex)", store.Agent, true),
			},
		},
		{
			Code: "initech", Name: ptr("Initech"),
			Connections: []apply.Connection{connection("google", initechGoogle, expiredSecret, "", "initech.example")},
			People: []apply.Person{
				person("bill@initech.example", "Bill Lumen", store.SuperAdmin, true),
				person("peter@initech.example", "Peter Gray", store.Agent, true),
			},
		},
	}}
	d.Organizations[0].ContactText = ptr("Call the service desk, extension 4100, or write to it@acme.example.")
	return d
}

func connection(provider, clientID, secret, tenant, lockedTo string) apply.Connection {
	c := apply.Connection{
		Provider: provider, State: ptr(store.Enabled), ClientID: &clientID,
		Secret: &apply.Secret{Value: secret}, LockedTo: []string{lockedTo},
	}
	if tenant != "" {
		c.Tenant = &tenant
	}
	return c
}

// The CRM as the product knows it.
const (
	crmID     = "harbor-crm"
	crmSecret = "demo-secret-of-harbor-crm-and-of-nothing-else"
)

// application registers the CRM for everybody, as an operator would. The product calls it
// by its address: names below localhost are known to browsers, and not to each resolver.
func application(port int) apply.Application {
	url, direct := CRMURL(port), "http://127.0.0.1:"+strconv.Itoa(port)
	return apply.Application{
		ClientID: crmID, Name: ptr("Harbor CRM"), Icon: &apply.Icon{Picture: crm.Icon()}, HomeURL: ptr(url + "/"),
		RedirectURIs: []string{url + crm.CallbackPath}, PostLogoutRedirectURIs: []string{url + "/"},
		InitiateLoginURI: ptr(url + crm.LoginPath), BackchannelLogoutURI: ptr(direct + crm.BackchannelPath),
		Organizations: &apply.OrganizationChoice{All: true}, Secrets: []apply.ApplicationSecret{{Value: crmSecret}},
	}
}

func ptr[T any](v T) *T { return &v }

// accounts are the people of the stand-in providers.
func accounts() []idptest.Person {
	google := func(subject, email, name, domain, label string) idptest.Person {
		return idptest.Person{
			Provider: idptest.Google, Subject: subject, Email: email, Name: name, HostedDomain: domain,
			EmailVerified: true, Label: label,
		}
	}
	microsoft := func(n, email, name, tenant, label string, guest bool) idptest.Person {
		return idptest.Person{
			Provider: idptest.Microsoft, Subject: "demo-subject-" + n, Email: email, Name: name,
			TenantID: tenant, ObjectID: "5a0c7b1e-0000-4000-8000-0000000000" + n, Guest: guest, Label: label,
		}
	}
	return []idptest.Person{
		google("100000000000000000001", "maya@acme.example", "Maya Ortiz", "acme.example", "Agent of Acme, not connected yet"),
		google("100000000000000000002", "lena@acme.example", "Lena Fischer", "acme.example", "Agent of Acme, connected"),
		google("100000000000000000003", "sofia@acme.example", "Sofia Marin", "acme.example", "Super admin of Acme: is asked to link"),
		google("100000000000000000004", "omar@acme.example", "Omar Haddad", "acme.example", "Deactivated at Acme"),
		google("100000000000000000005", "alex@acme.example", "Alex Kim", "acme.example", "A user of Acme and another one of Globex"),
		google("100000000000000000006", "stranger@acme.example", "Sam Stranger", "acme.example", "Works at Acme, but is no user"),
		google("100000000000000000007", "someone@gmail.com", "Some One", "", "A private account"),
		google("100000000000000000008", "peter@initech.example", "Peter Gray", "initech.example", "Agent of Initech"),
		google("100000000000000000009", "bill@initech.example", "Bill Lumen", "initech.example", "Super admin of Initech"),
		google("100000000000000000010", "gloria@globex.example", "Gloria Stone", "globex.example", "Super admin of Globex"),
		google("100000000000000000011", "hank@globex.example", "Hank Scorpio", "globex.example", "Agent of Globex"),
		microsoft("11", "ben@acme.example", "Ben Okafor", acmeTenant, "Agent of Acme, not connected yet", false),
		microsoft("12", "gita@partner.example", "Gita Rao", acmeTenant, "A guest in Acme's directory: is asked to link", true),
		microsoft("13", "maya@acme.example", "Maya Ortiz", acmeTenant, "Agent of Acme, not connected yet", false),
		microsoft("14", "stranger@acme.example", "Sam Stranger", acmeTenant, "Works at Acme, but is no user", false),
		microsoft("15", "ben@elsewhere.example", "Ben Elsewhere", foreignTenant, "An account of another company", false),
		microsoft("16", "gloria@globex.example", "Gloria Stone", globexTenant, "Super admin of Globex", false),
		microsoft("17", "hank@globex.example", "Hank Scorpio", globexTenant, "Agent of Globex", false),
	}
}
