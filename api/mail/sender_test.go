package mail_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/mail"
	"latchkey/api/mail/mailtest"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

func TestAMessageIsSentInBothFormsAndOnce(t *testing.T) {
	onBoth(t, mailtest.Options{}, func(r *rig) {
		r.must(r.db.ChangeProfile(r.Context(), store.User{
			ID: r.ana.ID, OrganizationID: r.org.ID, Name: "Ana Señor", TimeZone: "Europe/Madrid", UpdatedAt: store.At(r.now),
		}))
		r.add(r.ana.Email)
		id := r.only().ID
		r.send()
		l := r.box.Wait(r, r.ana.Email)
		for _, want := range []string{"Hello Ana Señor,", "Time: 2026-11-22 09:14 (Europe/Madrid)", "https://sso.example.com/profile/security"} {
			if !strings.Contains(l.Text, want) {
				r.Errorf("no %q in\n%s", want, l.Text)
			}
		}
		if !strings.Contains(l.HTML, `<html lang="en" dir="ltr">`) || !strings.Contains(l.HTML, `href="https://sso.example.com/profile/security"`) {
			r.Errorf("HTML\n%s", l.HTML)
		}
		for name, want := range map[string]string{
			"Message-Id": "<" + id + "@latchkey.example>", "Auto-Submitted": "auto-generated", "To": "<ana@acme.example>",
		} {
			if got := l.Header.Get(name); got != want {
				r.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		r.wants(store.MailSent, "", 1, 0)
		if m := r.only(); m.Detail != "{}" {
			r.Errorf("it still tells %s", m.Detail)
		}
		r.send()
		if len(r.box.Messages()) != 0 || r.counts["sent"] != 1 {
			r.Errorf("sent again: %v", r.counts)
		}
		if text := r.log.String(); strings.Contains(text, "ana") || strings.Contains(text, "canary") || !strings.Contains(text, "domain=acme.example") {
			r.Errorf("the log says %s", text)
		}
	})
}

// R: a dead mail server loses nothing: a minute, doubling to an hour, until the
// message is of no use any more.
func TestADeadServerIsTriedAgain(t *testing.T) {
	onBoth(t, mailtest.Options{}, func(r *rig) {
		r.add(r.ana.Email)
		nobody := strings.Replace(r.box.URL(), r.box.Address(), "127.0.0.1:1", 1) // a port that no test is given
		for n, minutes := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
			r.must(r.post(nobody, nil).Send(r.Context()))
			r.wants(store.MailWaiting, "unreachable", int64(n+1), time.Duration(minutes)*time.Minute)
			r.must(r.post(nobody, nil).Send(r.Context())) // not before its time
			r.now = r.now.Add(time.Duration(minutes) * time.Minute)
		}
		r.send()
		r.box.Wait(r, r.ana.Email)
		r.wants(store.MailSent, "", 9, 0)
	})
}

func TestWhatIsOfNoUseAnyMoreIsGivenUp(t *testing.T) {
	onBoth(t, mailtest.Options{}, func(r *rig) {
		r.add(r.ana.Email)
		r.now = r.now.Add(3 * 24 * time.Hour)
		r.send()
		r.wants(store.MailFailed, "too_late", 1, 0)
		if n := len(r.box.Messages()); n != 0 {
			r.Errorf("%d messages", n)
		}
	})
}

// A crash between sending and marking: the lease runs out, the message is sent
// again, and it is recognizably the same.
func TestACrashAfterSendingSendsTheSameAgain(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			source := storetest.Source(t, engine)
			ends, lives := storetest.Connect(t, source), storetest.Connect(t, source)
			var once sync.Once
			r := newRig(t, ends, mailtest.Options{Received: func(mailtest.Message) error {
				once.Do(func() { _ = ends.Close() })
				return nil
			}})
			r.add(r.ana.Email)
			if err := r.post(r.box.URL(), nil).Send(t.Context()); err == nil {
				t.Fatal("it ended well")
			}
			first := r.box.Wait(r, r.ana.Email)
			r.db = lives
			r.send()
			if n := len(r.box.Messages()); n != 0 {
				t.Fatalf("%d were sent while the lease ran", n)
			}
			r.now = r.now.Add(3 * time.Minute)
			r.send()
			again := r.box.Wait(r, r.ana.Email)
			if id := again.Header.Get("Message-Id"); id == "" || id != first.Header.Get("Message-Id") {
				t.Errorf("%q, then %q", first.Header.Get("Message-Id"), id)
			}
			r.wants(store.MailSent, "", 2, 0)
		})
	}
}

func TestARefusedRecipientIsGivenUpAndTheOthersAreNot(t *testing.T) {
	refuse := func(to string) error {
		switch {
		case strings.HasPrefix(to, "gone"):
			return mailtest.NoSuchUser()
		case strings.HasPrefix(to, "full"):
			return mailtest.Later()
		}
		return nil
	}
	onBoth(t, mailtest.Options{Refuse: refuse}, func(r *rig) {
		for _, to := range []string{"gone@acme.example", "ana@acme.example", "full@acme.example"} {
			r.add(to)
			r.now = r.now.Add(time.Millisecond)
		}
		r.send()
		r.box.Wait(r, "ana@acme.example")
		got := map[string]string{}
		for _, m := range r.mails() {
			got[m.Recipient] = m.State + " " + m.Problem
		}
		want := map[string]string{"gone@acme.example": "failed recipient_refused", "ana@acme.example": "sent ", "full@acme.example": "waiting refused"}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			r.Errorf("%v", got)
		}
		if n := r.box.Connections(); n != 1 {
			r.Errorf("%d connections", n)
		}
	})
}

// Of several replicas one sends.
func TestManyWorkersSendEachMessageOnce(t *testing.T) {
	onBoth(t, mailtest.Options{}, func(r *rig) {
		const messages = 60
		for n := range messages {
			r.add(fmt.Sprintf("p%d@acme.example", n))
		}
		var all sync.WaitGroup
		for range 4 {
			p := r.post(r.box.URL(), nil)
			all.Go(func() {
				if err := p.Send(r.Context()); err != nil {
					r.Error(err)
				}
			})
		}
		all.Wait()
		seen := map[string]int{}
		for _, l := range r.box.Messages() {
			seen[l.To]++
		}
		if len(seen) != messages || len(r.box.Messages()) != messages {
			r.Errorf("%d messages to %d people", len(r.box.Messages()), len(seen))
		}
	})
}

// A stop lets the message under way finish and gives the others back.
func TestAStopFinishesTheMessageUnderWay(t *testing.T) {
	var stop context.CancelFunc
	onBoth(t, mailtest.Options{Received: func(mailtest.Message) error { stop(); return nil }}, func(r *rig) {
		var ctx context.Context
		ctx, stop = context.WithCancel(r.Context())
		r.add("first@acme.example")
		r.now = r.now.Add(time.Millisecond)
		r.add("second@acme.example")
		r.must(r.post(r.box.URL(), nil).Send(ctx))
		list := r.mails()
		if list[1].State != store.MailSent || list[0].State != store.MailWaiting || list[0].Tries != 0 || list[0].DueAt.After(r.now) {
			r.Errorf("%+v", list)
		}
	})
}

// A secret is made when it is sent, and anew at each try; afterwards another
// message may be asked for.
func TestSecretsAreMadeWhenTheyAreSent(t *testing.T) {
	var busy bool
	onBoth(t, mailtest.Options{Received: func(mailtest.Message) error {
		if busy {
			return mailtest.Later()
		}
		return nil
	}}, func(r *rig) {
		made := r.renders(mail.PasswordReset, func(n int) (mail.Made, bool) {
			return mail.Made{UserID: r.ana.ID, To: r.ana.Email, Values: map[string]string{"url": fmt.Sprintf("https://sso.example.com/reset#canary%d", n)}}, true
		})
		ask := func() {
			r.must(r.outbox().Add(r.Context(), r.db.Rows, mail.Message{
				Kind: mail.PasswordReset, OrganizationID: r.org.ID, To: "ANA@acme.example", Once: "reset|ana", Life: time.Hour,
			}))
		}
		ask()
		ask() // one is on its way already
		busy = true
		r.send()
		r.box.Wait(r, r.ana.Email)
		r.wants(store.MailWaiting, "refused", 1, time.Minute)
		busy = false
		r.now = r.now.Add(time.Minute)
		r.send()
		l := r.box.Wait(r, r.ana.Email)
		if !strings.Contains(l.Text, "https://sso.example.com/reset#canary2\n") || !strings.Contains(l.Text, "Hello Ana Señor") || *made != 2 {
			r.Errorf("made %d\n%s", *made, l.Text)
		}
		m := r.only()
		if m.Once != nil || m.Detail != "{}" || strings.Contains(fmt.Sprint(m)+r.log.String(), "canary") {
			r.Errorf("left %+v %s", m, r.log)
		}
		ask()
		if n := len(r.mails()); n != 2 {
			r.Errorf("%d mails", n)
		}
	})
}

// Who is to get nothing leaves no trace of having been asked for.
func TestAMessageToNobodyIsDroppedSilently(t *testing.T) {
	onBoth(t, mailtest.Options{}, func(r *rig) {
		r.renders(mail.BypassLink, func(int) (mail.Made, bool) { return mail.Made{}, false })
		r.must(r.outbox().Add(r.Context(), r.db.Rows, mail.Message{Kind: mail.BypassLink, OrganizationID: r.org.ID, To: "nobody@acme.example"}))
		r.send()
		if n := len(r.mails()); n != 0 || len(r.box.Messages()) != 0 || r.log.Len() != 0 {
			r.Errorf("%d mails, log %s", n, r.log)
		}
	})
}

// Whatever is written in a name or an address begins no header and no other
// recipient; a link leads into the deployment or the message is none.
func TestNothingIsInjected(t *testing.T) {
	onBoth(t, mailtest.Options{}, func(r *rig) {
		o := r.org
		o.Name = "Acme\r\nBcc: eve@evil.example\r\n\r\n<b>hi\u202e\u2028</b> \"x\" =?utf-8?q?y?= 张"
		r.must(r.db.UpdateOrganization(r.Context(), o))
		r.add(r.ana.Email)
		r.send()
		l := r.box.Wait(r, r.ana.Email)
		if l.Header.Get("Bcc") != "" || !strings.Contains(l.Subject, "Acme  Bcc: eve@evil.example") || !strings.Contains(l.Subject, "张") ||
			strings.ContainsAny(l.Subject+l.Text, "\u202e\u2028\r") || strings.Contains(l.HTML, "<b>") {
			r.Errorf("subject %q header %v\n%s", l.Subject, l.Header, l.Text)
		}
		for _, to := range []string{
			"ana@acme.example\r\nRCPT TO:<eve@evil.example>", "ana@acme.example, eve@evil.example", "<ana@acme.example>", "Ana <ana@acme.example>",
			"\"a b\"@acme.example", "ana", "",
		} {
			r.renderers[mail.Linked] = func(context.Context, store.Rows, store.Mail) (mail.Made, bool, error) {
				return mail.Made{To: to}, true, nil
			}
			r.now = r.now.Add(time.Second)
			r.add("x@acme.example")
			r.send()
			if m := r.mails()[0]; m.State != store.MailFailed || m.Problem != "malformed" || len(r.box.Messages()) != 0 {
				r.Errorf("%q: %s %s", to, m.State, m.Problem)
			}
		}
		delete(r.renderers, mail.Linked)
		r.renders(mail.PasswordReset, func(int) (mail.Made, bool) {
			return mail.Made{To: r.ana.Email, Values: map[string]string{"url": "https://sso.example.com.evil.example/reset"}}, true
		})
		r.must(r.outbox().Add(r.Context(), r.db.Rows, mail.Message{Kind: mail.PasswordReset, OrganizationID: r.org.ID, To: r.ana.Email}))
		r.send()
		if len(r.box.Messages()) != 0 {
			r.Error("a link leads elsewhere")
		}
	})
}

// L16: a message whose row says nothing is given up, and stops no other.
func TestL16ADamagedMessageStopsNoOther(t *testing.T) {
	onBoth(t, mailtest.Options{}, func(r *rig) {
		damaged := store.Mail{
			ID: secret.NewID(), OrganizationID: r.org.ID, Kind: string(mail.Linked), UserID: &r.ana.ID, Recipient: r.ana.Email,
			Detail: "no JSON", State: store.MailWaiting, CreatedAt: store.At(r.now.Add(-time.Second)), DueAt: store.At(r.now.Add(-time.Second)), ExpiresAt: store.At(r.now.Add(time.Hour)),
		}
		r.must(r.db.AddMail(r.Context(), damaged))
		r.add(r.ana.Email)
		r.send()
		if n := len(r.box.Messages()); n != 1 {
			r.Errorf("%d messages", n)
		}
	})
}
