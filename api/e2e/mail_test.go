package e2e_test

import (
	"context"
	"log/slog"
	"testing"

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

// makers are the kinds of letters that are looked at when they are sent, as package main has them.
// The rooms are made after them.
func (w *world) makers() map[mail.Kind]mail.SecretRenderer {
	return map[mail.Kind]mail.SecretRenderer{
		mail.PasswordReset: func(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
			return w.profile.MakeReset(ctx, rows, m)
		},
		mail.BypassLink: func(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
			return w.access.MakeBypass(ctx, rows, m)
		},
		mail.LinkCode: func(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
			return w.flow.MakeLinkCode(ctx, rows, m)
		},
		mail.SSORequired: w.ssoNotice, mail.SSOTomorrow: w.ssoNotice,
		mail.Invitation: func(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
			return w.access.MakeInvitation(ctx, rows, m)
		},
	}
}

func (w *world) ssoNotice(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
	return w.access.MakeSSONotice(ctx, rows, m)
}

// startMail starts a mail server and what sends to it. Nothing sends by itself:
// letter and noLetter do.
func (w *world) startMail(on bool, log *slog.Logger) {
	w.t.Helper()
	o := mail.Options{Store: w.store, PublicURL: w.url, SecretRenderers: w.makers(), Log: log, Now: w.clock.now}
	if on {
		w.mailbox = mailtest.Start(w.t)
		var err error
		o.Server, err = mail.ReadServer(w.mailbox.URL())
		must(w.t, err)
		o.From, err = mail.ReadSender("Latchkey <sso@latchkey.example>")
		must(w.t, err)
	}
	var err error
	w.post, err = mail.New(o)
	must(w.t, err)
}

// letter sends what waits and takes the oldest letter to somebody.
func (w *world) letter(to string) mailtest.Message {
	w.t.Helper()
	must(w.t, w.post.Send(w.t.Context()))
	return w.mailbox.Wait(w.t, to)
}

// noLetter sends what waits and wants none of it to be for somebody; those that
// were taken before do not count.
func (w *world) noLetter(to string) {
	w.t.Helper()
	must(w.t, w.post.Send(w.t.Context()))
	for _, l := range w.mailbox.Messages() {
		if l.To == to {
			w.t.Errorf("there is a letter to %s: %s", to, l.Subject)
		}
	}
}
