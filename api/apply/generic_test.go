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
		r.refuses(okta(`issuer: "https://evil.example"`), "needs its secret again") // or the secret would be sent there
		if said := r.apply(okta(`issuer: "https://login.acme.example", secret: {env: APPLY_SECRET}`)); !strings.Contains(said, "~ application of acme okta") {
			t.Errorf("changed\n%s", said)
		}
		r.GenericAllowed = false
		r.refuses(okta("state: enabled"), "turned off")
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
