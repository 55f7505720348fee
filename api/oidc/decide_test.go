package oidc

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// What a request leads to, by who is signed in and what was asked. The last column is what
// prompt=none says instead of asking.
func TestWhoIsAsked(t *testing.T) {
	now := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	app := store.NewApplication("crm")
	only := app
	only.AllOrganizations, only.OrganizationIDs = false, store.Strings{"acme"}
	someone := func(organization string, ago time.Duration) *store.Principal {
		p := &store.Principal{}
		p.OrganizationID, p.UserID, p.AuthenticatedAt = organization, "ana", store.At(now.Add(-ago))
		return p
	}
	age := func(seconds int) *int { return &seconds }
	ana := someone("acme", time.Hour)
	for name, c := range map[string]struct {
		r      Request
		a      store.Application
		p      *store.Principal
		wanted string
		want   next
		silent fault.OAuthCode
	}{
		"nobody is signed in":                          {Request{}, app, nil, "", askPerson, fault.LoginRequired},
		"somebody is":                                  {Request{}, app, ana, "", giveCode, ""},
		"of the organization that was asked for":       {Request{}, app, ana, "acme", giveCode, ""},
		"of another one":                               {Request{}, app, ana, "globex", askPerson, fault.AccountSelection},
		"of one that has the application":              {Request{}, only, ana, "", giveCode, ""},
		"of one that has it not":                       {Request{}, only, someone("globex", 0), "", askPerson, fault.AccountSelection},
		"of one that has it not, after being asked":    {Request{AskedAt: 1}, only, someone("globex", 0), "", refuse, fault.AccountSelection},
		"of another one, after being asked":            {Request{AskedAt: 1}, app, ana, "globex", askPerson, fault.AccountSelection},
		"the one that was expected":                    {Request{Hint: "ana"}, app, ana, "", giveCode, ""},
		"somebody else than expected":                  {Request{Hint: "bob"}, app, ana, "", askPerson, fault.LoginRequired},
		"somebody else signed in when they were asked": {Request{Hint: "bob", AskedAt: now.Add(-time.Minute).UnixMicro()}, app, someone("acme", time.Second), "", refuse, fault.LoginRequired},
		"somebody else was there and is asked":         {Request{Hint: "bob", AskedAt: now.UnixMicro()}, app, ana, "", askPerson, fault.LoginRequired},
		"who must sign in again":                       {Request{Prompt: []string{"login"}}, app, ana, "", askPerson, ""},
		"who must choose":                              {Request{Prompt: []string{"select_account"}}, app, ana, "", askPerson, ""},
		"consent, which nobody is asked for":           {Request{Prompt: []string{"consent"}}, app, ana, "", giveCode, ""},
		"who did sign in again":                        {Request{Prompt: []string{"login"}, AskedAt: now.Add(-time.Minute).UnixMicro()}, app, someone("acme", time.Second), "", giveCode, ""},
		"who was asked and did not":                    {Request{Prompt: []string{"login"}, AskedAt: now.Add(-time.Minute).UnixMicro()}, app, ana, "", askPerson, ""},
		"lately enough":                                {Request{MaxAge: age(3600)}, app, ana, "", giveCode, ""},
		"too long ago":                                 {Request{MaxAge: age(3599)}, app, ana, "", askPerson, fault.LoginRequired},
		"never lately enough":                          {Request{MaxAge: age(0)}, app, someone("acme", time.Second), "", askPerson, fault.LoginRequired},
		"max_age=0, and a sign-in since it was asked":  {Request{MaxAge: age(0), AskedAt: now.Add(-time.Minute).UnixMicro()}, app, someone("acme", time.Second), "", giveCode, ""},
	} {
		if got, why := decide(c.r, c.a, c.p, c.wanted, now); got != c.want || (why != nil) != (got == refuse) {
			t.Errorf("%s: %v, %v", name, got, why)
		}
		if len(c.r.Prompt) > 0 {
			continue
		}
		c.r.Prompt = []string{"none"}
		got, why := decide(c.r, c.a, c.p, c.wanted, now)
		if c.silent == "" && got != giveCode || c.silent != "" && (got != refuse || why.Code != c.silent) {
			t.Errorf("%s, prompt=none: %v, %v", name, got, why)
		}
	}
}
