package doctor_test

import (
	"strings"
	"testing"

	"latchkey/api/store"
)

// What an operator is told of applications: the public URL is their issuer, and what they
// prove themselves by ends.
func TestApplicationsAreLookedAt(t *testing.T) {
	in := func(days int) store.Time { return store.At(today().AddDate(0, 0, days)) }
	crm := func(change func(*store.ApplicationState)) store.ApplicationState {
		a := store.ApplicationState{ClientID: "crm", Type: store.WebApplication, RedirectURIs: store.Strings{"https://crm.example/cb"}, Secrets: 1, LastUsedAt: in(-1)}
		change(&a)
		return a
	}
	const url = "https://sso.example.com"
	for want, c := range map[string]struct {
		app    store.ApplicationState
		issuer store.Issuer
	}{
		"ok   application  nothing is wrong with 1\n": {crm(func(*store.ApplicationState) {}), store.Issuer{Now: url}},
		"ok   issuer       https://sso.example.com is the issuer of 1 applications; another LATCHKEY_PUBLIC_URL breaks them: crm\n": {crm(func(*store.ApplicationState) {}), store.Issuer{}},
		"ok   issuer       https://sso.example.com is":                                                                       {crm(func(*store.ApplicationState) {}), store.Issuer{Now: url, Before: "https://old.example", ChangedAt: in(-2)}},
		"look issuer       the public URL was https://old.example until 2026-05-04":                                          {crm(func(*store.ApplicationState) {}), store.Issuer{Now: url, Before: "https://old.example", ChangedAt: in(0)}},
		"FAIL issuer       LATCHKEY_PUBLIC_URL is https://sso.example.com, and https://old.example was served":               {crm(func(*store.ApplicationState) {}), store.Issuer{Now: "https://old.example"}},
		"FAIL application  crm: it has no live secret":                                                                       {crm(func(a *store.ApplicationState) { a.Secrets = 0 }), store.Issuer{}},
		"look application  crm: its last secret expires on 2026-05-10, within 7 days -> latchkey application secret add crm": {crm(func(a *store.ApplicationState) { a.LastExpiry, a.NextExpiry = in(6), in(6) }), store.Issuer{}},
		"look application  crm: a secret expires on 2026-05-10, within 7 days; another one lives longer":                     {crm(func(a *store.ApplicationState) { a.NextExpiry = in(6) }), store.Issuer{}},
		"look application  crm: codes go to http://crm.example/cb without TLS":                                               {crm(func(a *store.ApplicationState) { a.RedirectURIs = append(a.RedirectURIs, "http://crm.example/cb") }), store.Issuer{}},
	} {
		d := well()
		d.apps, d.issuer = []store.ApplicationState{c.app}, c.issuer
		if text, _ := d.diagnose(t); !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	d := well()
	d.apps = []store.ApplicationState{crm(func(a *store.ApplicationState) {
		a.Type, a.Secrets, a.RedirectURIs = store.NativeApplication, 0, store.Strings{"http://127.0.0.1/cb", "http://[::1]/cb", "http://localhost/cb"}
	}), crm(func(a *store.ApplicationState) { a.LastExpiry, a.NextExpiry = in(60), in(60) })}
	if text, r := d.diagnose(t); r.Failed() || !strings.Contains(text, "nothing is wrong with 2") {
		t.Errorf("\n%s", text)
	}
}
