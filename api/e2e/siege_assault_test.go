//go:build attack

package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"strings"
	"time"

	"latchkey/api/idp/idptest"
)

// assault is a row at work.
type assault struct {
	*world
	s      *siege
	book   *ledger
	figure string // what it measured, if it did
}

// agent is somebody of acme with an account at Google, whom no other row knows.
func (a *assault) agent() (email, subject string) {
	a.t.Helper()
	n := int(a.s.people.Add(1)) + 10
	if n >= agents {
		a.t.Fatal("no agents are left")
	}
	email, subject = fmt.Sprintf("agent%d@acme.example", n), fmt.Sprintf("7%020d", n)
	a.account(idptest.Person{Subject: subject, Email: email})
	return email, subject
}

// account gives somebody an account at Google, of acme's domain unless it says another.
func (a *assault) account(p idptest.Person) {
	a.t.Helper()
	if p.Provider == "" {
		p.Provider, p.EmailVerified = idptest.Google, true
	}
	if p.HostedDomain == "" {
		p.HostedDomain = "acme.example"
	}
	p.Name = p.Email
	must(a.t, a.provider.AddPerson(p))
}

// refuses holds the rule of every refused attempt: one row in the log of sign-ins and one line in
// the operator's log, nothing else in the database, no session, and the attempt is spent.
func (a *assault) refuses(name, code string, b *browser, back string) {
	a.t.Helper()
	before, from := a.rows(), len(a.log.String())
	answer := b.navigate(back)
	answer.wantRefused(code)
	if grown := a.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
		a.t.Errorf("%s wrote %v", name, grown)
	}
	if got, _ := a.lastSignIn(); got != code {
		a.t.Errorf("%s: the log of sign-ins says %s, want %s", name, got, code)
	}
	a.loggedOnce(name, answer, from)
	if again := b.navigate(back); again.cookie("latchkey-session") != nil || len(a.grew(before)) > 1 {
		a.t.Errorf("%s: it was not spent: %d, wrote %v", name, again.status, a.grew(before))
	}
}

// loggedOnce waits for the operator's log, which comes through a pipe.
func (a *assault) loggedOnce(name string, answer answer, from int) {
	a.t.Helper()
	to, err := url.Parse(answer.header.Get("Location"))
	must(a.t, err)
	ref, lines, text := to.Query().Get("ref"), 0, ""
	for range 200 {
		lines, text = 0, ""
		for line := range strings.Lines(a.log.String()[from:]) {
			var entry struct{ Msg, Ref string }
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Ref == ref && entry.Msg == "sign-in refused" {
				lines, text = lines+1, text+line
			}
		}
		if lines > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if lines != 1 {
		a.t.Errorf("%s: %d lines in the operator's log, want 1:\n%s", name, lines, text)
	}
}

// unknownCallback wants a callback that is no attempt of this browser refused with nothing written and no code sent.
func (a *assault) unknownCallback(name, code string, b *browser, back string) {
	a.t.Helper()
	before, hits := a.rows(), a.provider.Hits("/google/token")
	b.navigate(back).wantRefused(code)
	if grown := a.grew(before); len(grown) > 0 || a.provider.Hits("/google/token") != hits {
		a.t.Errorf("%s wrote %v, and sent %d codes", name, grown, a.provider.Hits("/google/token")-hits)
	}
}
