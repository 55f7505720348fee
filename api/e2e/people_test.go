package e2e_test

import (
	"latchkey/api/apply"
	"latchkey/api/idp/idptest"
	"latchkey/api/rules"
	"latchkey/api/store"
)

const (
	everybodysPassword = "correct horse battery staple"
	clientSecret       = "canary-client-secret/+ %"

	acmeTenant    = "6f1c2a34-8d0e-4b57-9c11-2a7d3e5f9b01"
	foreignTenant = "b7e0d9c8-1122-4f3a-8a55-0c9d8e7f6a5b"
)

// people is the world as an operator would write it. Acme has both providers,
// Globex none, Initech an unlocked Google; Hooli's is turned off and Dormant is
// suspended.
func people() *apply.Document {
	hash := everybodysHash()
	person := func(email string, role store.Role, active bool) apply.Person {
		return apply.Person{Email: email, Name: &email, Role: &role, Active: &active, PasswordHash: &hash}
	}
	return &apply.Document{Organizations: []apply.Organization{
		{
			Code: "acme", Name: ptr("Acme </script><script>alert(1)</script>"), SignInPolicy: rules.SignInPolicy{ContactText: ptr("Extension 4100.")},
			Connections: []apply.Connection{
				application("google", "acme-google", "", "acme.example"),
				application("microsoft", "acme-microsoft", acmeTenant, acmeTenant),
			},
			People: []apply.Person{
				person("sofia@acme.example", store.SuperAdmin, true),
				person("maya@acme.example", store.Agent, true),
				person("ben@acme.example", store.Agent, true),
				person("lena@acme.example", store.Agent, true),
				person("omar@acme.example", store.Agent, false),
				person("gita@partner.example", store.Agent, true),
			},
		},
		{
			Code: "globex", Name: ptr("Globex"),
			People: []apply.Person{
				person("gloria@globex.example", store.SuperAdmin, true),
				person("eve@acme.example", store.Agent, true),
				person("maya@acme.example", store.Agent, true),
			},
		},
		{
			Code: "initech", Name: ptr("Initech"),
			Connections: []apply.Connection{application("google", "initech-google", "")},
			People:      []apply.Person{person("peter@initech.example", store.Agent, true)},
		},
		{
			Code: "hooli", Name: ptr("Hooli"),
			Connections: []apply.Connection{turnedOff(application("google", "hooli-google", ""))},
		},
		{
			Code: "dormant", Name: ptr("Dormant"), Active: ptr(false),
			Connections: []apply.Connection{application("google", "dormant-google", "")},
			People:      []apply.Person{person("dora@dormant.example", store.Agent, true)},
		},
	}}
}

func application(provider, clientID, tenant string, lockedTo ...string) apply.Connection {
	c := apply.Connection{
		Provider: provider, State: ptr(store.Enabled), ClientID: &clientID,
		Secret: &apply.Secret{Value: clientSecret}, LockedTo: lockedTo,
	}
	if tenant != "" {
		c.Tenant = &tenant
	}
	return c
}

func turnedOff(c apply.Connection) apply.Connection {
	c.State = ptr(store.Disabled)
	return c
}

func ptr[T any](v T) *T { return &v }

// The provider accounts that several tests use, by subject.
const (
	recycled = "100000000000000000090" // has lena's address, but is not the account that lena linked
	unproven = "100000000000000000091" // maya's address, not verified
)

// accounts are the people of the stand-in providers.
func accounts() []idptest.Person {
	google := func(subject, email, domain string) idptest.Person {
		return idptest.Person{
			Provider: idptest.Google, Subject: subject, Email: email, Name: email, HostedDomain: domain, EmailVerified: true,
		}
	}
	microsoft := func(subject, email, tenant string, guest bool) idptest.Person {
		return idptest.Person{
			Provider: idptest.Microsoft, Subject: subject, Email: email, Name: email, TenantID: tenant,
			ObjectID: "5a0c7b1e-0000-4000-8000-0000000000" + subject[len(subject)-2:], Guest: guest,
		}
	}
	openID := func(subject, email string, verified bool) idptest.Person {
		return idptest.Person{Provider: idptest.OpenID, Subject: subject, Email: email, Name: email, EmailVerified: verified}
	}
	weak := google(unproven, "maya@acme.example", "acme.example")
	weak.EmailVerified = false
	return []idptest.Person{
		google("100000000000000000001", "maya@acme.example", "acme.example"),
		google("100000000000000000002", "lena@acme.example", "acme.example"),
		google("100000000000000000003", "sofia@acme.example", "acme.example"),
		google("100000000000000000004", "omar@acme.example", "acme.example"),
		google("100000000000000000005", "eve@acme.example", "acme.example"),
		google("100000000000000000006", "stranger@acme.example", "acme.example"),
		google("100000000000000000007", "someone@gmail.com", ""),
		google("100000000000000000008", "maya@other.example", "other.example"),
		google("100000000000000000009", "peter@initech.example", "initech.example"),
		google(recycled, "lena@acme.example", "acme.example"),
		weak,
		openID("oidc-21", "maya@acme.example", true),
		openID("oidc-22", "ben@acme.example", true),
		openID("oidc-23", "lena@acme.example", false),
		openID("oidc-24", "sofia@acme.example", true),
		openID("oidc-25", "gita@partner.example", true),
		openID("oidc-26", "stranger@acme.example", true),
		openID("oidc-27", "", true),
		microsoft("ms-subject-11", "ben@acme.example", acmeTenant, false),
		microsoft("ms-subject-12", "gita@partner.example", acmeTenant, true),
		microsoft("ms-subject-13", "stranger@acme.example", acmeTenant, false),
		microsoft("ms-subject-14", "ben@elsewhere.example", foreignTenant, false),
		microsoft("ms-subject-15", "nobody@partner.example", acmeTenant, true),
	}
}
