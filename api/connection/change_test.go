package connection_test

import (
	"context"
	"testing"
	"time"

	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

func TestTwoFieldsMakeADraft(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.create("google")
		r.same("a new one", []any{v.Status(), v.Live, v.Draft, v.Revision, v.ChangedByName}, []any{
			connection.StatusDraft, (*store.VersionEntry)(nil), (*store.VersionEntry)(nil), int64(1), "Sofia of Acme Support",
		})
		r.refuses("again", fault.Conflict, nil, func() error {
			_, err := r.Create(t.Context(), connection.Beginning{OrganizationID: r.acme.ID, Provider: "google", By: r.sofia.ID})
			return err
		})
		v = r.save(v, connection.Change{ClientID: ptr("  " + clientA + "\n"), ClientSecret: ptr("\t" + secretA + " "), Label: ptr(" Ours ")})
		d := v.Draft
		r.same("the draft", []any{d.ClientID, d.Issuer, d.Number, d.State, d.SecretEnds, d.SavedBy, v.Label, v.Status(), v.Revision}, []any{
			clientA, "https://accounts.google.com", int64(1), store.VersionDraft, "x9Q", "Sofia of Acme Support", "Ours", connection.StatusDraft, int64(2),
		})
		opened, err := r.ring.OpenRow(d.SecretPlace(), d.SecretSealed)
		r.must(err)
		r.same("the secret, trimmed", string(opened), secretA)
		r.same("once it has passed", r.tested(v).Status(), connection.StatusTested)
		r.same("audited", len(r.audited()), 3)
	})
}

// Everything that is not as it must be is named by its member (S9, F01).
func TestShapes(t *testing.T) {
	field := func(pointer, code string) []fault.Field { return []fault.Field{{Pointer: pointer, Code: code}} }
	id := func(s string) connection.Change { return keys(s, secretA) }
	tenant := func(s string) connection.Change { return connection.Change{Tenant: &s} }
	issuer := func(s string) connection.Change { return connection.Change{Issuer: &s} }
	lock := func(s ...string) connection.Change { return connection.Change{LockedTo: &s} }
	now := time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)
	both := []fault.Field{{Pointer: "/clientId", Code: "required"}, {Pointer: "/clientSecret", Code: "required"}}
	r := newRig(t, storetest.Open(t, store.SQLite))
	at := map[string]connection.View{}
	for _, provider := range []string{"google", "microsoft", "okta"} {
		at[provider] = r.create(provider)
	}
	for name, row := range map[string]struct {
		provider string
		change   connection.Change
		fields   []fault.Field
	}{
		"a client id of spaces":            {"google", id("  "), field("/clientId", "required")},
		"a secret of spaces":               {"google", keys(clientA, " "), field("/clientSecret", "required")},
		"a client id of another form":      {"google", id("client-1"), field("/clientId", "format")},
		"nothing before the ending":        {"google", id(".apps.googleusercontent.com"), field("/clientId", "format")},
		"a space within":                   {"google", id("a b.apps.googleusercontent.com"), field("/clientId", "format")},
		"Microsoft's client id":            {"google", id(tenantA), field("/clientId", "other_provider")},
		"the secret as client id":          {"google", id(secretA), field("/clientId", "format")},
		"the client id as secret":          {"google", keys(clientA, clientB), field("/clientSecret", "invalid")},
		"a GUID as Google's secret":        {"google", keys(clientA, tenantA), field("/clientSecret", "invalid")},
		"letters that nobody types":        {"google", keys(clientA, "sécret"), field("/clientSecret", "format")},
		"swapped":                          {"google", keys(secretA, clientA), []fault.Field{{Pointer: "/clientId", Code: "format"}, {Pointer: "/clientSecret", Code: "invalid"}}},
		"a tenant of Google":               {"google", tenant(tenantA), field("/tenant", "invalid")},
		"an issuer of Google":              {"google", issuer("https://idp.example"), field("/issuer", "invalid")},
		"a lock on private accounts":       {"google", lock("acme.example", "Gmail.com"), field("/lockedTo/1", "public_domain")},
		"a lock on no domain":              {"google", lock("acme"), field("/lockedTo/0", "format")},
		"a lock on an address":             {"google", lock("127.0.0.1"), field("/lockedTo/0", "format")},
		"a lock on nothing":                {"google", lock(" "), field("/lockedTo/0", "required")},
		"a label on two lines":             {"google", connection.Change{Label: ptr("a\nb")}, field("/label", "format")},
		"a label of spaces":                {"google", connection.Change{Label: ptr("  ")}, field("/label", "required")},
		"Microsoft: no GUID":               {"microsoft", keys("client-1", "s"), field("/clientId", "format")},
		"Microsoft: Google's client id":    {"microsoft", keys(clientA, "s"), field("/clientId", "other_provider")},
		"Microsoft: the secret's id":       {"microsoft", keys(tenantA, " AAAAAAAA-bbbb-4ccc-8ddd-eeeeeeeeeeee "), field("/clientSecret", "secret_id")},
		"Microsoft: Google's secret":       {"microsoft", keys(tenantA, secretA), field("/clientSecret", "other_provider")},
		"common":                           {"microsoft", tenant("common"), field("/tenant", "invalid")},
		"consumers":                        {"microsoft", tenant("Consumers"), field("/tenant", "invalid")},
		"organizations":                    {"microsoft", tenant("organizations"), field("/tenant", "invalid")},
		"the tenant of private accounts":   {"microsoft", tenant(personal), field("/tenant", "invalid")},
		"a tenant with a path":             {"microsoft", tenant("acme.example/../x"), field("/tenant", "format")},
		"a tenant that is a URL":           {"microsoft", tenant("https://login.microsoftonline.com"), field("/tenant", "format")},
		"a tenant of one label":            {"microsoft", tenant("acme"), field("/tenant", "format")},
		"a tenant with a query":            {"microsoft", tenant("acme.example?x=1"), field("/tenant", "format")},
		"a lock on a domain at Microsoft":  {"microsoft", lock(tenantA, "acme.example"), field("/lockedTo/1", "format")},
		"a lock on the private accounts":   {"microsoft", lock(personal), field("/lockedTo/0", "invalid")},
		"F24: metadata of http":            {"okta", issuer("http://idp.example/.well-known/openid-configuration"), field("/issuer", "format")},
		"an issuer without https":          {"okta", issuer("http://idp.example"), field("/issuer", "format")},
		"an issuer with a query":           {"okta", issuer("https://idp.example/?a=b"), field("/issuer", "format")},
		"an issuer with a fragment":        {"okta", issuer("https://idp.example/#"), field("/issuer", "format")},
		"an issuer with user info":         {"okta", issuer("https://a:b@idp.example"), field("/issuer", "format")},
		"an issuer of no host":             {"okta", issuer("https:///x"), field("/issuer", "format")},
		"no issuer":                        {"okta", issuer(" "), field("/issuer", "required")},
		"a tenant of a generic one":        {"okta", tenant(tenantA), field("/tenant", "invalid")},
		"the first without a secret":       {"google", connection.Change{ClientID: ptr(clientA)}, field("/clientSecret", "required")},
		"the first without a client id":    {"google", connection.Change{ClientSecret: ptr(secretA)}, field("/clientId", "required")},
		"the first without both":           {"microsoft", tenant(tenantA), both},
		"the first without an issuer":      {"okta", keys("a", "b"), field("/issuer", "required")},
		"an expiry of no secret":           {"google", connection.Change{SecretExpires: ptr(now.AddDate(1, 0, 0))}, field("/clientSecret", "required")},
		"an expiry long ago":               {"google", connection.Change{SecretExpires: ptr(now.AddDate(-100, 0, 0))}, field("/secretExpiresAt", "out_of_range")},
		"an expiry in another millennium":  {"google", connection.Change{SecretExpires: ptr(now.AddDate(7973, 0, 0))}, field("/secretExpiresAt", "out_of_range")},
		"an old secret kept until now":     {"google", connection.Change{KeepOldUntil: ptr(now)}, field("/keepOldSecretUntil", "out_of_range")},
		"an old secret kept for 31 days":   {"google", connection.Change{KeepOldUntil: ptr(now.AddDate(0, 0, 31))}, field("/keepOldSecretUntil", "out_of_range")},
		"an old secret kept of nothing":    {"google", connection.Change{KeepOldUntil: ptr(now.AddDate(0, 0, 1))}, field("/keepOldSecretUntil", "invalid")},
		"an old secret kept by the first":  {"google", connection.Change{ClientID: ptr(clientA), ClientSecret: ptr(secretA), KeepOldUntil: ptr(now.AddDate(0, 0, 1))}, field("/keepOldSecretUntil", "invalid")},
		"a client id with a line break in": {"okta", keys("a\nb", "s"), field("/clientId", "format")},
	} {
		r.t = t
		r.refuses(name, fault.ValidationFailed, row.fields, func() error {
			_, err := r.Change(t.Context(), r.at(at[row.provider]), row.change)
			return err
		})
	}
	// What an operator put in the place of a provider has client ids of any form.
	r.useTestProvider()
	for provider, code := range map[string]string{"google": tenantA, "microsoft": clientA} {
		r.refuses("another provider's id at a stand-in", fault.ValidationFailed, field("/clientId", "other_provider"), func() error {
			_, err := r.Change(t.Context(), r.at(at[provider]), keys(code, "s"))
			return err
		})
		r.same("any id at a stand-in", r.save(at[provider], keys("client-1", "s")).Draft.ClientID, "client-1")
	}
}

func TestGenericProvidersNeedTheSwitchAndALabel(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	begin := func(provider, label string) func() error {
		return func() error {
			_, err := r.Create(t.Context(), connection.Beginning{OrganizationID: r.acme.ID, Provider: provider, Label: label, By: r.sofia.ID})
			return err
		}
	}
	r.refuses("without a label", fault.ValidationFailed, []fault.Field{{Pointer: "/label", Code: "required"}}, begin("okta", " "))
	r.refuses("with an odd label", fault.ValidationFailed, []fault.Field{{Pointer: "/label", Code: "format"}}, begin("okta", "a\x1bb"))
	r.GenericAllowed = false
	r.refuses("without the switch", fault.ValidationFailed, []fault.Field{{Pointer: "/provider", Code: "invalid"}}, begin("okta", "Okta"))
	r.GenericAllowed = true
	v := r.save(r.create("okta"), connection.Change{
		ClientID: ptr("id"), ClientSecret: ptr("short"), Issuer: ptr(" https://idp.example/x "), LockedTo: &[]string{" ACME.example", "acme.example"},
	})
	r.same("kept", []any{v.Draft.Issuer, v.Draft.SecretEnds, v.LockedTo, v.Label}, []any{"https://idp.example/x", "", store.Strings{"acme.example"}, "Our own"})
}

// A preset is a value of the connection, for generic providers only: guide and logo
// are found by it.
func TestPresetIsKept(t *testing.T) {
	onBoth(t, func(r *rig) {
		begin := func(provider, preset string) (connection.View, error) {
			return r.Create(r.t.Context(), connection.Beginning{
				OrganizationID: r.acme.ID, Provider: provider, Label: "Work", Preset: preset, By: r.sofia.ID,
			})
		}
		for provider, preset := range map[string]string{"google": "okta", "work": "unknown", "other": "google"} {
			r.refuses(preset+" for "+provider, fault.ValidationFailed, []fault.Field{{Pointer: "/preset", Code: "invalid"}}, func() error {
				_, err := begin(provider, preset)
				return err
			})
		}
		r.same("made with a preset", r.made(begin("work", "auth0")).Preset, "auth0")
		r.same("made without", r.made(begin("plain", "")).Preset, "")
	})
}

// A tenant may be given as a domain; what is stored, locked and sent is its GUID.
func TestTenantByDomain(t *testing.T) {
	onBoth(t, func(r *rig) {
		provider := r.useTestProvider()
		for domain, tenant := range map[string]string{"acme.example": tenantA, "private.example": personal} {
			r.must(provider.AddPerson(idptest.Person{Provider: "microsoft", Subject: domain, Email: "ben@" + domain, TenantID: tenant}))
		}
		v := r.create("microsoft")
		change := func(tenant string) connection.Change {
			return connection.Change{ClientID: ptr(tenantB), ClientSecret: ptr(secretB[7:]), Tenant: &tenant}
		}
		for _, domain := range []string{"nobody.example", "private.example"} {
			r.refuses(domain, fault.ValidationFailed, []fault.Field{{Pointer: "/tenant", Code: "unresolved"}}, func() error {
				_, err := r.Change(r.t.Context(), r.at(v), change(domain))
				return err
			})
		}
		v = r.save(v, change(" ACME.example "))
		r.same("kept", []any{v.Draft.Tenant, v.LockedTo}, []any{tenantA, store.Strings{tenantA}})
		v = r.save(v, connection.Change{LockedTo: &[]string{}})
		r.same("unlocked on purpose", len(v.LockedTo), 0)
		v = r.save(v, connection.Change{LockedTo: &[]string{tenantB}, Tenant: ptr(""), ClientSecret: ptr("another secret")})
		r.same("several tenants", []any{v.Draft.Tenant, v.LockedTo}, []any{"", store.Strings{tenantB}})
	})
}

// F15: an enabled connection is not opened to everybody by a slip.
func TestTakingTheLockOffAsksForTheName(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.on()
		v = r.save(v, connection.Change{LockedTo: &[]string{"acme.example"}})
		for typed, code := range map[string]string{"": "required", "globex": "invalid"} {
			r.refuses(typed, fault.ValidationFailed, []fault.Field{{Pointer: "/confirm", Code: code}}, func() error {
				_, err := r.Change(r.t.Context(), r.at(v), connection.Change{
					LockedTo: &[]string{}, Unlocked: connection.Confirmation{Name: "Acme Support", Typed: typed},
				})
				return err
			})
		}
		v = r.save(v, connection.Change{
			LockedTo: &[]string{}, Unlocked: connection.Confirmation{Name: "Acme Support", Typed: " Acme Support "},
		})
		r.same("unlocked", len(v.LockedTo), 0)
	})
}

// A password manager took the form for a login (F2): nothing of that is kept.
func TestF2OwnLoginIsNoApplication(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	v := r.create("google")
	own := map[string]bool{"sofia@acme.example": true, "open sesame": true}
	target := r.at(v)
	target.IsOwnLogin = func(_ context.Context, value string) (bool, error) { return own[value], nil }
	field := func(name string) fault.Field { return fault.Field{Pointer: "/" + name, Code: "own_login"} }
	for name, c := range map[string]struct {
		change connection.Change
		fields []fault.Field
	}{
		"both":            {keys("sofia@acme.example", "open sesame"), []fault.Field{field("clientId"), field("clientSecret")}},
		"the secret":      {keys(clientA, " open sesame "), []fault.Field{field("clientSecret")}},
		"a new secret":    {connection.Change{ClientSecret: ptr("open sesame")}, []fault.Field{field("clientSecret")}},
		"a new client id": {connection.Change{ClientID: ptr("sofia@acme.example")}, []fault.Field{field("clientId")}},
	} {
		t.Run(name, func(t *testing.T) {
			r.refuses(name, fault.ValidationFailed, c.fields, func() error {
				_, err := r.Change(t.Context(), target, c.change)
				return err
			})
		})
	}
	_, err := r.Change(t.Context(), target, keys(clientA, secretA))
	r.must(err)
}
