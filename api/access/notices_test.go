package access_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/access"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// mailing makes the rig's deployment send mail.
func (r *rig) mailing() {
	o := r.room.Options
	o.Mail, o.PublicURL = mail.Outbox{On: true, Now: r.clock.now}, "https://sso.example.com"
	r.room = access.New(o)
}

func (r *rig) require(in time.Duration) {
	r.t.Helper()
	_, err := r.room.Require(r.t.Context(), r.by(r.sofia), r.revision(), r.clock.now().Add(in), nil)
	r.must(err)
}

// letters are the mails of acme as "kind recipient", oldest first.
func (r *rig) letters() []string {
	r.t.Helper()
	mails, err := r.db.MailsOf(r.t.Context(), r.acme.ID, "")
	r.must(err)
	list := []string{}
	for _, m := range mails {
		list = append([]string{m.Kind + " " + m.Recipient}, list...)
	}
	return list
}

// wanted says of each letter whether it is still to be sent.
func (r *rig) wanted() []bool {
	r.t.Helper()
	mails, err := r.db.MailsOf(r.t.Context(), r.acme.ID, "")
	r.must(err)
	list := []bool{}
	for _, m := range mails {
		_, is, err := r.room.MakeSSONotice(r.t.Context(), r.db.Rows, m)
		r.must(err)
		list = append([]bool{is}, list...)
	}
	return list
}

const (
	announced = "sso_required maya@acme.example"
	reminded  = "sso_tomorrow maya@acme.example"
)

// S11: who loses the password is told when that is decided, and the day before;
// once, whoever does it.
func TestRequiringSSOTellsWhomItTouches(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.mailing()
		_, err := r.room.Require(t.Context(), r.by(r.sofia), r.revision()+1, r.clock.now().Add(time.Hour), nil)
		r.refused("a date that is not written", err, fault.ConfigChanged)
		r.same("nobody is told of it", r.letters(), []string{})
		r.require(72 * time.Hour)
		r.same("at once", r.letters(), []string{announced})
		r.require(72 * time.Hour)
		r.same("of the same date once", r.letters(), []string{announced})
		r.clock.add(48*time.Hour - time.Second)
		r.must(r.room.RemindOfSSO(t.Context()))
		r.same("two days before", r.letters(), []string{announced})
		r.clock.add(time.Second)
		for range 2 {
			r.must(r.room.RemindOfSSO(t.Context()))
		}
		r.same("a day before", r.letters(), []string{announced, reminded})
		r.clock.add(24 * time.Hour)
		r.must(r.room.RemindOfSSO(t.Context()))
		r.same("afterwards", r.letters(), []string{announced, reminded})
	})
}

func TestWhoWasToldHoursBeforeIsNotReminded(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.mailing()
		r.require(30 * time.Hour)
		zoe := r.user(r.acme, "zoe", store.Agent, true)
		r.clock.add(7 * time.Hour)
		r.must(r.room.RemindOfSSO(t.Context()))
		r.same("but whoever knew nothing", r.letters(), []string{announced, "sso_tomorrow " + zoe.Email})
	})
}

// A letter that waited is not sent once it is no longer true.
func TestLettersAboutSSOAreVoidWhenItIsNoLongerSo(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.mailing()
		r.require(72 * time.Hour)
		r.same("as announced", r.wanted(), []bool{true})
		r.clock.add(time.Second) // letters of one moment stand in no order
		r.require(96 * time.Hour)
		r.same("moved: the second letter counts", r.wanted(), []bool{false, true})
		r.policy(func(o *store.Organization) { o.Active = false })
		r.same("of an organization that is closed", r.wanted(), []bool{false, false})
		r.policy(func(o *store.Organization) { o.Active = true })
		_, err := r.change(r.maya, access.UserChange{Exempt: ptr(true)})
		r.must(err)
		r.same("exempt by now", r.wanted(), []bool{false, false})
		_, err = r.change(r.maya, access.UserChange{Exempt: ptr(false)})
		r.must(err)
		_, err = r.room.AllowPasswords(t.Context(), r.by(r.sofia), r.revision())
		r.must(err)
		r.same("taken back", r.wanted(), []bool{false, false})
		r.clock.add(72 * time.Hour)
		r.must(r.room.RemindOfSSO(t.Context()))
		r.same("nobody is reminded of it", r.letters(), []string{announced, announced})
	})
}

// A letter names the ways in of its reader: no provider that is locked to other domains,
// and nothing to do for who has connected an account. Without a zone of their own they
// read the time in that of who required it.
func TestLettersAboutSSOAreOfTheirReader(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.mailing()
		r.sofia.TimeZone = "Europe/Madrid"
		r.must(r.db.ChangeProfile(t.Context(), r.sofia))
		zoe := r.user(r.acme, "zoe", store.Agent, true)
		google := r.fresh(r.google)
		google.LockedTo = store.Strings{"globex.example"}
		r.must(r.db.UpdateConnection(t.Context(), google))
		entra := r.connection(r.acme, "microsoft")
		r.require(72 * time.Hour)
		says := func() map[string]string {
			mails, err := r.db.MailsOf(t.Context(), r.acme.ID, "")
			r.must(err)
			hers := slices.IndexFunc(mails, func(m store.Mail) bool { return m.Recipient == zoe.Email })
			made, _, err := r.room.MakeSSONotice(t.Context(), r.db.Rows, mails[hers])
			r.must(err)
			return made.Values
		}
		want := map[string]string{"providers": "microsoft", "account": zoe.Email, "todo": "once", "zone": "Europe/Madrid"}
		r.same("beyond the lock of Google", says(), want)
		r.link(entra, zoe)
		want["todo"] = "nothing"
		r.same("connected", says(), want)
	})
}

func TestTheAnnouncementIsSeenBeforeItIsMade(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.mailing()
		costly := r.user(r.acme, "paul", store.Agent, true)
		costly.PasswordHash = ptr(storetest.Unusable + " hash") // S6: he has none to lose
		r.must(r.db.UpdateUser(t.Context(), costly))
		from := r.clock.now().Add(48 * time.Hour)
		is, err := r.room.PreviewRequirement(t.Context(), r.by(r.sofia), from, nil, "es")
		r.must(err)
		r.same("maya alone, and once more", []any{is.Mail, is.People, is.ReminderAt}, []any{true, int64(1), from.Add(-24 * time.Hour)})
		r.same("have no account: paul, and one who is not exempt either", is.ToConnect, int64(2))
		for _, part := range []string{"Hola, sofia:", "2026-05-06 09:00 (hora universal, UTC)", "Iniciar sesión con: Google", "https://sso.example.com/o/acme/sign-in"} {
			if !strings.Contains(is.Message.Text, part) {
				t.Errorf("no %q in\n%s", part, is.Message.Text)
			}
		}
		is, err = r.room.PreviewRequirement(t.Context(), r.by(r.sofia), r.clock.now().Add(time.Hour), []string{r.maya.ID, r.maya.ID, costly.ID}, "en")
		r.must(err)
		r.same("exempt with her, and too near for a second", []any{is.People, is.ReminderAt}, []any{int64(0), time.Time{}})
		r.same("nor has paul to connect one", is.ToConnect, int64(1))
		r.same("nothing is written", r.letters(), []string{})
		r.require(48 * time.Hour)
		r.same("written to those who were counted", r.letters(), []string{announced})
	})
}

// A person who is added may be told where to sign in, if there is a way in.
func TestInvitations(t *testing.T) {
	onBoth(t, func(r *rig) {
		add := func(name string) error {
			_, err := r.room.Create(t.Context(), r.by(r.sofia), access.NewUser{Email: name + "@acme.example", Name: name, Role: store.Agent, Invite: true})
			return err
		}
		r.refused("without mail", add("zoe"), fault.ValidationFailed, "/invite invalid")
		r.mailing()
		r.must(add("zoe"))
		r.same("written", r.letters(), []string{"invitation zoe@acme.example"})
		mails, err := r.db.MailsOf(t.Context(), r.acme.ID, "")
		r.must(err)
		made, wanted, err := r.room.MakeInvitation(t.Context(), r.db.Rows, mails[0])
		r.must(err)
		r.same("says", []any{wanted, made.To, made.Values}, []any{true, "zoe@acme.example", map[string]string{"providers": "google", "account": "zoe@acme.example", "todo": "once"}})
		google := r.fresh(r.google)
		google.State = store.Disabled
		r.must(r.db.UpdateConnection(t.Context(), google))
		_, wanted, err = r.room.MakeInvitation(t.Context(), r.db.Rows, mails[0])
		r.must(err)
		r.same("no way in any more", wanted, false)
		r.refused("without a provider", add("yan"), fault.ValidationFailed, "/invite invalid")
		_, err = r.db.UserByEmail(t.Context(), r.acme.ID, "yan@acme.example")
		r.same("and is not added", err, store.ErrNotFound)
	})
}
