package mail_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"latchkey/api/mail"
	"latchkey/api/mail/mailtest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// F13: the server is greeted with the name that is set, and its own words about
// another one reach the operator.
func TestF13_TheGreeting(t *testing.T) {
	var greeted atomic.Value
	strict := mailtest.Options{Greets: func(name string) error {
		greeted.Store(name)
		if !strings.Contains(name, ".") {
			return mailtest.Refuse(504, "5.5.2 <"+name+">: Helo command rejected: need fully-qualified hostname")
		}
		return nil
	}}
	r := newRig(t, storetest.Open(t, store.SQLite), strict)
	server, err := mail.ReadServer(r.box.URL())
	r.must(err)
	server.Helo = "sso.example.com"
	if err := server.Try(t.Context()); err != nil || greeted.Load() != "sso.example.com" {
		t.Errorf("greeted by %v: %v", greeted.Load(), err)
	}
	server.Helo = "bare"
	trouble, ok := errors.AsType[*mail.Failure](server.Try(t.Context()))
	if !ok || trouble.Words() != "504 5.5.2 <bare>: Helo command rejected: need fully-qualified hostname" || !strings.Contains(trouble.Advice(), "LATCHKEY_SMTP_HELO") {
		t.Errorf("got %+v", trouble)
	}
	r.add(r.ana.Email)
	r.must(r.post(r.box.URL(), func(s *mail.Server) { s.Helo = "bare" }).Send(t.Context()))
	if log := r.log.String(); !strings.Contains(log, "code=504") || !strings.Contains(log, "need fully-qualified hostname") {
		t.Errorf("logged\n%s", log)
	}
	for host, want := range map[string]string{"sso.example.com": "sso.example.com", "localhost": "localhost", "127.0.0.1": "[127.0.0.1]", "::1": "[IPv6:::1]"} {
		if got := mail.HeloOf(host); got != want {
			t.Errorf("%s is greeted as %s", host, got)
		} else if _, good := mail.ReadHelo(got); !good {
			t.Errorf("%s is no name", got)
		}
	}
	for _, bad := range []string{"", "a b", "a\r\nMAIL FROM:<x>", "-a", "ä.example", strings.Repeat("a", 256)} {
		if _, good := mail.ReadHelo(bad); good {
			t.Errorf("%q is taken", bad)
		}
	}
}

// F13: a refused message's words are heard too, counted by a small set of codes,
// and hold neither a secret nor whom it was for.
func TestF13_TheWordsHoldNoSecret(t *testing.T) {
	long := strings.Repeat("Zm9v", 10)
	r := newRig(t, storetest.Open(t, store.SQLite), mailtest.Options{Refuse: func(to string) error {
		return mailtest.Refuse(550, "5.7.1 <"+to+"> p@ss/word "+base64.StdEncoding.EncodeToString([]byte("p@ss/word"))+" token "+long+" is spam\tby policy 7")
	}})
	heard := map[string]int{}
	server, err := mail.ReadServer(strings.Replace(r.box.URL(), "smtp://", "smtp://latchkey:p%40ss%2Fword@", 1))
	r.must(err)
	server.User = "" // the server asks for no login
	from, err := mail.ReadSender("Latchkey <sso@latchkey.example>")
	r.must(err)
	p, err := mail.New(mail.Options{
		Store: r.db, Server: server, From: from, PublicURL: "https://sso.example.com", Log: newTextLog(r), Now: r.outbox().Now,
		Refused: func(step, code string) { heard[step+" "+code]++ },
	})
	r.must(err)
	r.add(r.ana.Email)
	r.must(p.Send(t.Context()))
	log := r.log.String()
	for _, secret := range []string{"ana@", "p@ss", "cEBzcy93b3Jk", long} {
		if strings.Contains(log, secret) {
			t.Errorf("%q is told:\n%s", secret, log)
		}
	}
	if !strings.Contains(log, "is spam by policy 7") || heard["message 550"] != 1 || len(heard) != 1 {
		t.Errorf("heard %v, logged\n%s", heard, log)
	}
}
