package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// mail is a message to ana of a place, due now.
func (w *world) mail(p place, after time.Duration) store.Mail {
	at := store.At(noon().Add(after))
	return store.Mail{
		ID: "mail_" + secret.NewID(), OrganizationID: p.ID, Kind: "linked", UserID: &p.ana.ID, Recipient: p.ana.Email,
		Detail: `{"a":"b"}`, State: store.MailWaiting, CreatedAt: at, DueAt: at, ExpiresAt: store.At(noon().Add(time.Hour)),
	}
}

// S6: whether one of the messages to the super admins has left to one who still is.
func superAdminMailed(t *testing.T, w *world) {
	ctx, p := t.Context(), w.newPlace("mailed")
	boss := w.newAdmin(p, "boss@mailed.example", func(*store.User) {})
	message := w.mail(p, 0)
	message.Once = ptr("degraded|1")
	told := func(name string, want bool, once string) {
		t.Helper()
		read(t, name, want)(w.db.SuperAdminMailed(ctx, p.ID, once))
	}
	w.must(w.db.AddMailToSuperAdmins(ctx, message))
	told("while it waits", false, "degraded|1")
	due, err := w.db.TakeMails(ctx, noon(), noon().Add(time.Hour), 9)
	w.must(err)
	for _, m := range due {
		if m.Recipient == boss.Email {
			w.must(w.db.FinishMail(ctx, m.Mail, store.MailSent, "", false, noon()))
		}
	}
	told("sent", true, "degraded|1")
	told("of another time", false, "degraded|2")
	read(t, "of another organization (E10)", false)(w.db.SuperAdminMailed(ctx, w.acme.ID, "degraded|1"))
	boss.Active = false
	w.must(w.db.UpdateUser(ctx, boss))
	told("to one who is none any more", false, "degraded|1")
}

func mails(t *testing.T, w *world) {
	ctx, lease := t.Context(), 3*time.Minute
	add := func(m store.Mail) store.Mail {
		w.must(w.db.AddMail(ctx, m))
		return m
	}
	take := func(now time.Time, most int) []store.DueMail {
		t.Helper()
		due, err := w.db.TakeMails(ctx, now, now.Add(lease), most)
		w.must(err)
		return due
	}
	first, second := add(w.mail(w.acme, 0)), add(w.mail(w.globex, time.Second))
	t.Run("the oldest first, with its reader, counted as a try, and nobody else's while it is leased", func(t *testing.T) {
		same(t, "before its time", take(noon().Add(-time.Microsecond), 9), nil)
		due := take(noon().Add(time.Second), 1)
		want := store.DueMail{Mail: first, Reader: store.Reader{Name: w.acme.ana.Name}, OrganizationName: w.acme.Name, OrganizationCode: w.acme.Code}
		want.Tries, want.DueAt = 1, store.At(noon().Add(time.Second+lease))
		same(t, "taken", due, []store.DueMail{want})
		due = take(noon().Add(time.Second), 9)
		if len(due) != 1 || due[0].ID != second.ID {
			t.Errorf("then %+v", due)
		}
		same(t, "then none", take(noon().Add(time.Second), 9), nil)
		w.must(w.db.ReturnMails(ctx, due, noon()))
		again := take(noon(), 9)
		if len(again) != 1 || again[0].ID != second.ID || again[0].Tries != 1 {
			t.Errorf("given back: %+v", again)
		}
	})
	t.Run("whose lease has run out changes nothing", func(t *testing.T) {
		now := noon().Add(10 * time.Minute)
		due := take(now, 9)
		if len(due) != 2 || due[0].Tries != 2 {
			t.Fatalf("taken %+v", due)
		}
		late := due[0].Mail
		late.Tries--
		w.must(w.db.FinishMail(ctx, late, store.MailSent, "", false, now))
		w.must(w.db.RetryMail(ctx, late, "refused", now))
		w.must(w.db.DropMail(ctx, late))
		list, err := w.db.MailsOf(ctx, w.acme.ID, store.MailWaiting)
		w.must(err)
		same(t, "as it was", list, []store.Mail{due[0].Mail})
		w.must(w.db.RetryMail(ctx, due[0].Mail, "refused", now))
		w.must(w.db.FinishMail(ctx, due[1].Mail, store.MailFailed, "too_late", false, now))
		list, err = w.db.MailsOf(ctx, w.globex.ID, "")
		w.must(err)
		gone := due[1].Mail
		gone.State, gone.Problem, gone.Detail, gone.DueAt, gone.FinishedAt = store.MailFailed, "too_late", "{}", store.Time{}, store.At(now)
		same(t, "failed", list, []store.Mail{gone})
		w.must(w.db.DropMail(ctx, take(now, 9)[0].Mail))
		read(t, "dropped", []store.Mail(nil))(w.db.MailsOf(ctx, w.acme.ID, ""))
	})
	t.Run("what is there once is there once, until another may follow", func(t *testing.T) {
		m := w.mail(w.acme, 0)
		m.Once = ptr("reset|ana")
		add(m)
		again := m
		again.ID = "mail_" + secret.NewID()
		add(again)
		w.must(w.db.AddMails(ctx, []store.Mail{again}))
		elsewhere := w.mail(w.globex, 0)
		elsewhere.Once = m.Once
		add(elsewhere)
		due := take(noon(), 9)
		if len(due) != 2 {
			t.Fatalf("%d mails", len(due))
		}
		for _, d := range due {
			w.must(w.db.FinishMail(ctx, d.Mail, store.MailSent, "", d.OrganizationID == w.acme.ID, noon()))
		}
		add(again)
		elsewhere.ID = "mail_" + secret.NewID()
		add(elsewhere)
		same(t, "then", len(take(noon(), 9)), 1)
	})
	t.Run("to users at their own address", func(t *testing.T) {
		sofia, ada := store.NewUser(w.acme.ID, "sofia@acme.example", "Sofia", store.SuperAdmin, noon()), store.NewUser(w.acme.ID, "ada@acme.example", "Ada", store.SuperAdmin, noon())
		gone := store.NewUser(w.acme.ID, "gone@acme.example", "Gone", store.SuperAdmin, noon())
		gone.Active = false
		for _, u := range []store.User{sofia, ada, gone} {
			w.must(w.db.AddUser(ctx, u))
		}
		m := w.mail(w.acme, time.Hour)
		m.Recipient, m.UserID, m.Once = "", nil, ptr("degraded")
		for range 2 {
			w.must(w.db.AddMailToSuperAdmins(ctx, m))
		}
		for _, id := range []string{w.acme.ana.ID, "", w.globex.ana.ID} {
			to := w.mail(w.acme, time.Hour)
			to.Recipient, to.UserID = "", &id
			w.must(w.db.AddMailToUser(ctx, to, false))
			to.ID += "r"
			w.must(w.db.AddMailToUser(ctx, to, true)) // nobody has signed in yet
		}
		var got []string
		for _, d := range take(noon().Add(time.Hour), 9) {
			if d.CreatedAt.Equal(noon().Add(time.Hour)) {
				got = append(got, d.Recipient+" "+d.Name)
			}
		}
		slices.Sort(got)
		same(t, "written", got, []string{"Ana@acme.example Ana Señor", "ada@acme.example Ada", "sofia@acme.example Sofia"})
		in := w.signIn(w.acme)
		in.UserID = &w.acme.ana.ID
		w.must(w.db.SpendAttempt(ctx, in))
		to := w.mail(w.acme, 2*time.Hour)
		w.must(w.db.AddMailToUser(ctx, to, true))
		read(t, "reader", store.Reader{Name: w.acme.ana.Name})(w.db.ReaderOf(ctx, w.acme.ID, w.acme.ana.ID))
		absent[store.Reader](t, "another organization's")(w.db.ReaderOf(ctx, w.globex.ID, w.acme.ana.ID))
		read(t, "counts", []store.MailCount{{State: store.MailSent, N: 1}, {State: store.MailWaiting, N: 5}})(w.db.MailCounts(ctx, w.acme.ID))
	})
	t.Run("to those who lose their password, apart, but not to whoever was told since", func(t *testing.T) {
		hash := "hash"
		of := func(name string, edit func(*store.User)) store.User {
			u := store.NewUser(w.acme.ID, name+"@acme.example", name, store.Agent, noon())
			u.PasswordHash = &hash
			edit(&u)
			w.must(w.db.AddUser(ctx, u))
			return u
		}
		one, two := of("one", func(*store.User) {}), of("two", func(*store.User) {})
		of("idle", func(u *store.User) { u.Active = false })
		of("free", func(u *store.User) { u.Exempt = true })
		of("costly", func(u *store.User) { u.PasswordHash = ptr(Unusable + " hash") }) // S6: they have none to lose
		of("bare", func(u *store.User) { u.PasswordHash = nil })
		read(t, "counted", int64(2))(w.db.CountLosingPassword(ctx, w.acme.ID, []string{w.acme.ana.ID, w.globex.ana.ID}))
		read(t, "but one", int64(1))(w.db.CountLosingPassword(ctx, w.acme.ID, []string{one.ID, w.acme.ana.ID}))
		now := noon().Add(12 * time.Hour)
		written := func(since time.Time) []string {
			m := w.mail(w.acme, 12*time.Hour)
			m.Kind, m.UserID, m.Recipient, m.Once = "sso_required", nil, "", nil
			w.must(w.db.AddMailToPasswordUsers(ctx, m, [2]string{"sso_required", "sso_tomorrow"}, since))
			var got []string
			for _, d := range append(take(now, 9), take(now.Add(100*time.Millisecond), 9)...) {
				if d.Kind == m.Kind {
					got = append(got, d.Recipient)
				}
			}
			slices.Sort(got)
			return got
		}
		same(t, "written", written(time.Time{}), []string{one.Email, two.Email})
		same(t, "told since", written(now), []string(nil))
		same(t, "told before", written(now.Add(time.Second)), []string{one.Email, two.Email})
	})
	t.Run("to more than one statement names, each apart from the one before", func(t *testing.T) {
		many, hash := w.newPlace("many"), "hash"
		for n := range 205 {
			u := store.NewUser(many.ID, fmt.Sprint(n, "@acme.example"), "x", store.Agent, noon())
			u.PasswordHash = &hash
			w.must(w.db.AddUser(ctx, u))
		}
		m := w.mail(many, 13*time.Hour)
		m.UserID, m.Recipient, m.Once = nil, "", ptr("tomorrow")
		for range 2 {
			w.must(w.db.AddMailToPasswordUsers(ctx, m, [2]string{"a", "b"}, time.Time{}))
		}
		to := map[string]bool{}
		for _, due := range []struct{ until, n int }{{9950, 100}, {10050, 1}, {20350, 103}, {20450, 1}, {60000, 0}} {
			n := 0
			for _, d := range take(m.DueAt.Add(time.Duration(due.until)*time.Millisecond), 300) {
				if d.OrganizationID == many.ID {
					n, to[d.Recipient] = n+1, true
				}
			}
			same(t, fmt.Sprint("due after ", due.until), n, due.n)
		}
		same(t, "each to another", len(to), 205)
	})
	t.Run("of many that take at once each mail is one's", func(t *testing.T) {
		now := noon().Add(24 * time.Hour)
		for len(take(now, 50)) > 0 {
			continue
		}
		for range 40 {
			m := w.mail(w.acme, 24*time.Hour)
			add(m)
		}
		taken := make([]int, racers)
		for _, err := range together(racers, func(n int) error {
			due, err := w.db.TakeMails(ctx, now, now.Add(lease), 7)
			taken[n] = len(due)
			return err
		}) {
			w.must(err)
		}
		sum := 0
		for _, n := range taken {
			sum += n
		}
		if left := len(take(now, 50)); sum+left != 40 {
			t.Errorf("%d were taken and %d left of 40", sum, left)
		}
	})
}

// secretWarnings: for each active super admin, what expires between two times.
func secretWarnings(t *testing.T, w *world) {
	ctx := t.Context()
	sofia := store.NewUser(w.acme.ID, "sofia@acme.example", "Sofia", store.SuperAdmin, noon())
	w.must(w.db.AddUser(ctx, sofia))
	for _, p := range []place{w.acme, w.globex} { // nobody is to know at globex
		v := p.version
		v.SecretExpires = store.At(noon().Add(hours(48)))
		w.must(w.db.NoteVersion(ctx, v))
	}
	want := store.SecretWarning{
		OrganizationID: w.acme.ID, Provider: "google", VersionID: w.acme.version.ID,
		ExpiresAt: store.At(noon().Add(hours(48))), UserID: sofia.ID, Email: sofia.Email,
	}
	at := func(h int) store.SecretWarning { return store.SecretWarning{ExpiresAt: store.At(noon().Add(hours(h)))} }
	read(t, "soon", []store.SecretWarning{want})(w.db.SecretWarnings(ctx, at(0), noon().Add(hours(48)), 9))
	read(t, "not so soon", []store.SecretWarning(nil))(w.db.SecretWarnings(ctx, at(0), noon().Add(hours(47)), 9))
	read(t, "expired", []store.SecretWarning(nil))(w.db.SecretWarnings(ctx, at(48), noon().Add(hours(99)), 9))

	t.Run("L6: page by page everybody is listed, also those of one instant", func(t *testing.T) {
		whom := map[string]int{sofia.ID: 1}
		for range 6 {
			u := store.NewUser(w.acme.ID, secret.NewID()+"@acme.example", "Somebody", store.SuperAdmin, noon())
			w.must(w.db.AddUser(ctx, u))
			whom[u.ID] = 1
		}
		seen := map[string]int{}
		for last, pages := at(0), 0; pages < 9; pages++ {
			page, err := w.db.SecretWarnings(ctx, last, noon().Add(hours(48)), 2)
			w.must(err)
			for _, s := range page {
				seen[s.UserID]++
			}
			if len(page) < 2 {
				break
			}
			last = page[1]
		}
		same(t, "listed", seen, whom)
	})
}

// prunedMails: what was finished, or of no use any more, thirty days ago goes.
func prunedMails(t *testing.T, w *world) {
	ctx := t.Context()
	m := w.mail(w.acme, 0)
	w.must(w.db.AddMail(ctx, m))
	w.must(w.db.AddMail(ctx, w.mail(w.acme, time.Minute)))
	due, err := w.db.TakeMails(ctx, noon(), noon().Add(time.Minute), 1)
	w.must(err)
	w.must(w.db.FinishMail(ctx, due[0].Mail, store.MailSent, "", false, noon()))
	left := func() int {
		list, err := w.db.MailsOf(ctx, w.acme.ID, "")
		w.must(err)
		return len(list)
	}
	w.must(w.db.Prune(ctx, noon().Add(store.MailsKept)))
	same(t, "kept", left(), 2)
	w.must(w.db.Prune(ctx, noon().Add(store.MailsKept+time.Microsecond)))
	same(t, "the finished one goes", left(), 1)
	w.must(w.db.Prune(ctx, noon().Add(store.MailsKept+2*time.Hour)))
	same(t, "and the one that nobody came for", left(), 0)
}
