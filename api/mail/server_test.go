package mail_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/api/mail"
	"latchkey/api/mail/mailtest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

func TestAddressesOfMailServers(t *testing.T) {
	type want struct {
		address         string
		implicit, plain bool
	}
	for text, w := range map[string]want{
		"smtp://mail.example.com":                   {"mail.example.com:587", false, false},
		"smtp://u:p%40%2F@mail.example.com:2525/":   {"mail.example.com:2525", false, false},
		"smtps://u:p@mail.example.com":              {"mail.example.com:465", true, false},
		"smtps://mail.example.com:465?tls=required": {"mail.example.com:465", true, false},
		"smtp://127.0.0.1:1025":                     {"127.0.0.1:1025", false, true},
		"smtp://u:p@localhost:1025":                 {"localhost:1025", false, true},
		"smtp://[::1]:1025":                         {"[::1]:1025", false, true},
		"smtp://127.0.0.1:1025?tls=required":        {"127.0.0.1:1025", false, false},
		"smtp://relay.internal:25?tls=none":         {"relay.internal:25", false, true},
	} {
		s, err := mail.ReadServer(text)
		if err != nil || (want{s.Address(), s.Implicit, s.Plain}) != w {
			t.Errorf("%s: %+v %v", text, s, err)
		}
	}
	for text, part := range map[string]string{
		"":                                             "such as smtp://",
		"mail.example.com:587":                         "want",
		"http://u:canary@mail.example.com":             "smtp://",
		"smtp://u:canary@":                             "such as",
		"smtp://u:canary@mail.example.com:99999":       "port",
		"smtp://u:canary@mail.example.com:x":           "such as",
		"smtp://u:can/ary@mail.example.com":            "%2F",
		"smtp://u:canary@mail.example.com/path":        "such as",
		"smtp://canary@mail.example.com":               "both a user and a password",
		"smtp://:canary@mail.example.com":              "both a user and a password",
		"smtp://u:canary@mail.example.com?tls=none":    "never sent without TLS",
		"smtp://u:canary@mail.example.com?tls=maybe":   "required or none",
		"smtps://u:canary@mail.example.com?tls=none":   "always with TLS",
		"smtp://u:canary@mail.example.com?starttls=no": "all that may stand",
	} {
		_, err := mail.ReadServer(text)
		if err == nil || !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestSenders(t *testing.T) {
	for _, text := range []string{"Latchkey <sso@example.com>", "sso@example.com", `"Acme, Inc." <sso@example.com>`} {
		if _, err := mail.ReadSender(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "Latchkey", "a@b.example, c@d.example", "Latchkey <sso>", "x\r\nBcc: y <a@b.example>", "=?utf-8?q?a=0Ab?= <a@b.example>"} {
		if a, err := mail.ReadSender(text); err == nil {
			t.Errorf("%q: %v", text, a)
		}
	}
}

// certified is a certificate for 127.0.0.1, and whom to believe for it.
func certified(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	t.Cleanup(s.Close)
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return &tls.Config{Certificates: s.TLS.Certificates, MinVersion: tls.VersionTLS12}, pool
}

// TLS is demanded, its certificate is looked at, and neither is ever given up to
// get a message through: the password and the message stay here.
func TestTLSIsNeverDowngraded(t *testing.T) {
	config, pool := certified(t)
	login := mailtest.Options{TLS: config, User: "latchkey", Password: "p@ss/word"}
	implicit := login
	implicit.Implicit = true
	trust := func(s *mail.Server) { s.Roots = pool }
	for name, c := range map[string]struct {
		server mailtest.Options
		url    func(s *mailtest.Server) string
		edit   func(*mail.Server)
		says   string // "" = it is sent
		advice string
	}{
		"STARTTLS and a login":         {login, (*mailtest.Server).URL, trust, "", ""},
		"TLS from the start":           {implicit, (*mailtest.Server).URL, trust, "", ""},
		"a certificate of nobody":      {login, (*mailtest.Server).URL, nil, "certificate", "trusts"},
		"the same from the start":      {implicit, (*mailtest.Server).URL, nil, "certificate", "trusts"},
		"no STARTTLS":                  {mailtest.Options{}, func(s *mailtest.Server) string { return s.URL() + "?tls=required" }, trust, "no STARTTLS", "smtps://"},
		"STARTTLS where TLS is wanted": {login, func(s *mailtest.Server) string { return "smtps://" + s.Address() }, trust, "reached", "port"},
		"another password":             {login, func(s *mailtest.Server) string { return "smtp://latchkey:canary@" + s.Address() + "?tls=required" }, trust, "535", "password"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, storetest.Open(t, store.SQLite), c.server)
			r.add(r.ana.Email)
			r.must(r.post(c.url(r.box), c.edit).Send(t.Context()))
			server, err := mail.ReadServer(c.url(r.box))
			r.must(err)
			if c.edit != nil {
				c.edit(server)
			}
			err = server.Try(t.Context())
			if c.says == "" {
				r.box.Wait(r, r.ana.Email)
				r.must(err)
				return
			}
			if m := r.only(); m.State != store.MailWaiting || m.Problem == "" || len(r.box.Messages()) != 0 {
				t.Errorf("%+v", m)
			}
			trouble, ok := errors.AsType[*mail.Failure](err)
			if !ok || !strings.Contains(trouble.Error(), c.says) || !strings.Contains(trouble.Advice(), c.advice) || strings.Contains(trouble.Error(), "canary") {
				t.Errorf("%v: %+v", err, trouble)
			}
		})
	}
}
