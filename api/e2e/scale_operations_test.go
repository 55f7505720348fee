//go:build scale

package e2e_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"latchkey/api/doctor"
)

// operation is something that is done in all worlds. It may be slower in the large one than in
// the small one by more than the ratio if it is within a bound; 0: no bound.
type operation struct {
	name   string
	within time.Duration
	do     func(*scaled) error // nil: [scaled.comesBack], of which only the end counts
}

func operations() []operation {
	all := []operation{
		{"sign-in, start", 0, func(s *scaled) error { s.browser().start("acme", "google"); return nil }},
		{"sign-in, callback of who comes back", 0, nil},
		{"people, page in the middle", ofAList, list("users?cursor={people}")},
	}
	for _, sort := range []string{"name", "email", "role", "state", "last_sign_in"} {
		all = append(all, operation{"people, first page by " + sort, ofAList, list("users?sort=" + sort)},
			operation{"people, first page by -" + sort, ofAList, list("users?sort=-" + sort)})
	}
	for _, q := range []string{
		"filter=active", "filter=inactive", "filter=not_connected", "filter=different_email", "filter=never_signed_in", "filter=refused_lately",
		"filter=super_admins", "filter=exempt", "state=inactive", "role=agent", "role=super_admin", "connection={google}",
		"search=maria", "search=person.7919@acme", "search=zzz",
	} {
		all = append(all, operation{"people, " + q, ofAList, list("users?" + q)})
	}
	all = append(all, operation{"log, first page", ofAList, list("sign-in-log?")}, operation{"log, page in the middle", ofAList, list("sign-in-log?cursor={log}")})
	for _, q := range []string{
		"result=refused", "provider=google", "code=email_not_verified", "search=0000-7919", "search=maria", "search=7919", "search=person+12",
		"search=person.7919@acme", "search=zzz",
	} {
		all = append(all, operation{"log, " + q, ofAList, list("sign-in-log?" + q)})
	}
	return append(all,
		operation{"charts of 14 days", ofAList, list("sign-in-counts")},
		operation{"connections", ofAList, list("connections")},
		operation{"impact of turning off", ofADialog, list("connections/{google}/impact")},
		operation{"forecast", ofEverybody, list("connections/{google}/preview")},
		operation{"forecasts of all connections", ofEverybody, list("connection-forecasts")},
		operation{"preview of rules", ofEverybody, func(s *scaled) error {
			return answered(s.sofia.ask(http.MethodPost, "role-rules/preview", members{"of": "people", "rules": members{"mode": "automatic", "rules": []members{ruleOf("agent", "Support")}, "otherwise": "keep"}}, ""))
		}},
		operation{"doctor", ofACommand, (*scaled).diagnose},
		operation{"feed, page of 200", ofAPageOfFeed, (*scaled).nextOfFeed},
	)
}

func answered(a answer) error {
	if a.status != http.StatusOK {
		return fmt.Errorf("%d %.300s", a.status, a.body)
	}
	return nil
}

// list asks for something of the organization; {google} is its connection, {people} and {log} the middle of these lists.
func list(path string) func(*scaled) error {
	return func(s *scaled) error {
		text := []byte(path)
		text = bytes.ReplaceAll(text, []byte("{google}"), []byte(s.google))
		for name, cursor := range s.deep {
			text = bytes.ReplaceAll(text, []byte("{"+name+"}"), []byte(url.QueryEscape(cursor)))
		}
		return answered(s.sofia.ask(http.MethodGet, string(text), nil, ""))
	}
}

func (s *scaled) diagnose() error {
	d := doctor.Doctor{
		PublicURL: mustParse(s.t, s.url), Names: net.DefaultResolver, Web: s.client, Database: s.store, Keys: s.ring, Providers: s.app.Providers,
		RedirectURI: s.app.Applications.RedirectURI, Now: s.clock.now,
	}
	if r := d.Check(s.t.Context()); len(r.Findings) < 5 {
		return fmt.Errorf("%d findings", len(r.Findings))
	}
	return nil
}

func mustParse(t testing.TB, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	return u
}

// nextOfFeed reads on, and begins again at the end.
func (s *scaled) nextOfFeed() error {
	path := "events?limit=200"
	if s.feed != "" {
		path += "&after=" + s.feed
	}
	a := s.siem.ask(http.MethodGet, path, nil, "")
	if err := answered(a); err != nil {
		return err
	}
	if s.feed = a.text("next"); len(a.object()["items"].([]any)) < 200 {
		s.feed = ""
	}
	return nil
}

// comesBack stands before the callback of somebody who signed in before.
func (s *scaled) comesBack() func() error {
	b := s.browser()
	callback := b.beforeCallback("acme", "google", "maya@acme.example")
	return func() error { b.navigate(callback).wantSignedIn(); return nil }
}
