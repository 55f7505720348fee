package e2e_test

import (
	"testing"

	"latchkey/api/config"
	"latchkey/api/mail"
	"latchkey/api/mail/mailtest"
	"latchkey/api/store"
)

// mailing runs a test in a world that sends mail, on each engine.
func mailing(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, setting{engine: engine, mail: true}))
		})
	}
}

// startMail starts a mail server and sets it. Nothing sends by itself: message and
// noMessage do.
func (w *world) startMail(c *config.Config) {
	w.t.Helper()
	w.mailbox = mailtest.Start(w.t)
	var err error
	c.MailServer, err = mail.ReadServer(w.mailbox.URL())
	must(w.t, err)
	c.Sender, err = mail.ReadSender("Latchkey <sso@latchkey.example>")
	must(w.t, err)
}

// message sends what waits and takes the oldest mail to somebody.
func (w *world) message(to string) mailtest.Message {
	w.t.Helper()
	must(w.t, w.app.Sender.Send(w.t.Context()))
	return w.mailbox.Wait(w.t, to)
}

// noMessage sends what waits and wants none of it to be for somebody; those that
// were taken before do not count.
func (w *world) noMessage(to string) {
	w.t.Helper()
	must(w.t, w.app.Sender.Send(w.t.Context()))
	for _, l := range w.mailbox.Messages() {
		if l.To == to {
			w.t.Errorf("there is a mail to %s: %s", to, l.Subject)
		}
	}
}
