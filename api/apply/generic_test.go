package apply_test

import (
	"slices"
	"strings"
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// okta is a file about acme's own provider.
func okta(text string) string {
	return "organizations:\n  - code: acme\n    connections:\n      - {provider: okta, " + text + "}\n"
}

const whole = `label: " Acme Login ", issuer: "https://acme.okta.example/", state: enabled, clientId: c-1, secret: {env: APPLY_SECRET}`

func TestGenericProviderByFile(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.refuses(okta(whole), "connection okta: provider: generic OpenID providers are turned off: set LATCHKEY_GENERIC_PROVIDERS=true")
		r.GenericAllowed = true
		r.apply(okta(whole + `, lockedTo: [" Acme.EXAMPLE ", acme.test]`))
		l, err := r.db.LiveAt(t.Context(), "acme", "okta")
		r.must(err)
		if l.Label != "Acme Login" || l.Issuer != "https://acme.okta.example/" || l.ClientID != "c-1" || l.Tenant != "" ||
			r.secret(l) != "canary-secret" || !slices.Equal(l.LockedTo, []string{"acme.example", "acme.test"}) {
			t.Errorf("okta %+v", l)
		}
		if said := r.apply(okta(whole + `, lockedTo: [ACME.example, acme.test]`)); said != "" {
			t.Errorf("changed again\n%s", said)
		}
		r.refuses(okta("preset: unknown"), "connection okta: preset: want a brand that is known, such as okta, for generic providers only")
		r.apply(okta("preset: okta"))
		if c, err := r.db.ConnectionAt(t.Context(), r.acme().ID, "okta"); err != nil || c.Preset != "okta" {
			t.Errorf("preset %q, %v", c.Preset, err)
		}
		r.refuses(okta(`issuer: "https://evil.example"`), "needs its secret again") // or the secret would be sent there
		if said := r.apply(okta(`issuer: "https://login.acme.example", secret: {env: APPLY_SECRET}`)); !strings.Contains(said, "~ application of acme okta") {
			t.Errorf("changed\n%s", said)
		}
		r.GenericAllowed = false
		r.refuses(okta("state: enabled"), "turned off")
	})
}

// F20: how the secret is shown is the file's where it says something new, and makes
// a version with the secret that is stored. What a test has found out since stays,
// until the file says another way or names another application.
func TestHowTheSecretIsShownByFile(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.GenericAllowed = true
		live := func() store.LiveConnection {
			l, err := r.db.LiveAt(t.Context(), "acme", "okta")
			r.must(err)
			return l
		}
		says := func(text, wantAuth, wantSaid string) {
			t.Helper()
			dry, err := r.Apply(t.Context(), r.document(okta(text)), true)
			r.must(err)
			said := r.apply(okta(text))
			if l := live(); l.ClientAuth != wantAuth || said != wantSaid || r.said(dry) != said || !strings.HasPrefix(r.secret(l), "canary") {
				t.Errorf("%s: is %q, said\n%s\ndry\n%s", text, l.ClientAuth, said, r.said(dry))
			}
		}
		const renewed = "~ application of acme okta\n~ connection okta of acme"
		const kept = "= connection okta of acme: kept clientAuth as somebody made it since the file said the same"
		r.apply(okta(whole + ", clientAuth: post"))
		says(whole+", clientAuth: post", "post", "")
		says("clientAuth: basic", "basic", renewed)
		if !strings.Contains(r.audit(), `"client_auth":"basic","client_id":"c-1"`) || !strings.Contains(r.audit(), `"secret":"kept"`) {
			t.Errorf("audited\n%s", r.audit())
		}
		r.must(r.db.NoteClientAuth(t.Context(), live().OrganizationID, live().VersionID, "basic_raw")) // a test
		says(whole+", clientAuth: basic", "basic_raw", kept)
		says("secret: {env: APPLY_OTHER}, clientAuth: basic", "basic_raw", renewed+"\n"+kept)
		says(whole, "basic_raw", renewed)
		says("clientAuth: automatic", "", renewed)
		says("clientAuth: automatic", "", "")
		r.must(r.db.NoteClientAuth(t.Context(), live().OrganizationID, live().VersionID, "post"))
		says("clientId: c-2, secret: {env: APPLY_SECRET}, clientAuth: automatic", "", renewed)
		r.must(r.db.NoteClientAuth(t.Context(), live().OrganizationID, live().VersionID, "post"))
		r.Overwrite = true
		says("clientAuth: automatic", "", renewed)
	})
}

func TestWhatAGenericProviderCannotBe(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	r.GenericAllowed = true
	credentials := ", clientId: c-1, secret: {env: APPLY_SECRET}"
	for text, want := range map[string]string{
		`issuer: "https://acme.okta.example"` + credentials:                "label: a generic provider needs one",
		"label: Okta" + credentials:                                        "issuer: a generic provider needs it",
		`label: Okta, issuer: "https://acme.okta.example"`:                 "give both",
		`label: Okta, issuer: "http://acme.okta.example"` + credentials:    "issuer: want an https URL",
		`label: Okta, issuer: "https://acme.okta.example?a"` + credentials: "issuer: want an https URL",
		`label: Okta, issuer: "https://u:p@okta.example"` + credentials:    "issuer: want an https URL",
		`label: Okta, issuer: "http://127.0.0.1:1"` + credentials:          "issuer: want an https URL",
		"label: Okta, state: enabled":                                      "cannot be enabled",
	} {
		r.refuses(okta(text), want)
	}
}

// What a lock names is stored as it is compared.
func TestLocksAreStoredPlain(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	r.apply(strings.NewReplacer("lockedTo: [acme.example]", `lockedTo: [" ACME.example"]`, "lockedTo: ["+tenantA+"]", "lockedTo: ["+strings.ToUpper(tenantA)+"]").Replace(world))
	if l := r.google(); !slices.Equal(l.LockedTo, []string{"acme.example"}) {
		t.Errorf("google %q", l.LockedTo)
	}
	if m, err := r.db.LiveAt(t.Context(), "acme", "microsoft"); err != nil || !slices.Equal(m.LockedTo, []string{tenantA}) {
		t.Errorf("microsoft %q, %v", m.LockedTo, err)
	}
}
