package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

func (r *rig) require(in time.Duration) {
	r.T.Helper()
	_, err := r.Policies.Require(r.T.Context(), r.By(r.Sofia), r.Revision(), r.Clock.Now().Add(in), nil)
	r.Must(err)
}

// messages are the mails of acme as "kind recipient", oldest first.
func (r *rig) messages() []string {
	r.T.Helper()
	mails, err := r.DB.MailsOf(r.T.Context(), r.Acme.ID, "")
	r.Must(err)
	list := []string{}
	for _, m := range mails {
		list = append([]string{m.Kind + " " + m.Recipient}, list...)
	}
	return list
}

// wanted says of each message whether it is still to be sent.
func (r *rig) wanted() []bool {
	r.T.Helper()
	mails, err := r.DB.MailsOf(r.T.Context(), r.Acme.ID, "")
	r.Must(err)
	list := []bool{}
	for _, m := range mails {
		_, is, err := r.Policies.MakeSSONotice(r.T.Context(), r.DB.Rows, m)
		r.Must(err)
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
		r.SendMail()
		_, err := r.Policies.Require(t.Context(), r.By(r.Sofia), r.Revision()+1, r.Clock.Now().Add(time.Hour), nil)
		r.Refused("a date that is not written", err, fault.ConfigChanged)
		r.Same("nobody is told of it", r.messages(), []string{})
		r.require(72 * time.Hour)
		r.Same("at once", r.messages(), []string{announced})
		r.require(72 * time.Hour)
		r.Same("of the same date once", r.messages(), []string{announced})
		r.Clock.Add(48*time.Hour - time.Second)
		r.Must(r.Policies.RemindOfSSO(t.Context()))
		r.Same("two days before", r.messages(), []string{announced})
		r.Clock.Add(time.Second)
		for range 2 {
			r.Must(r.Policies.RemindOfSSO(t.Context()))
		}
		r.Same("a day before", r.messages(), []string{announced, reminded})
		r.Clock.Add(24 * time.Hour)
		r.Must(r.Policies.RemindOfSSO(t.Context()))
		r.Same("afterwards", r.messages(), []string{announced, reminded})
	})
}

func TestWhoWasToldHoursBeforeIsNotReminded(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.SendMail()
		r.require(30 * time.Hour)
		zoe := r.User(r.Acme, "zoe", store.Agent, true)
		r.Clock.Add(7 * time.Hour)
		r.Must(r.Policies.RemindOfSSO(t.Context()))
		r.Same("but whoever knew nothing", r.messages(), []string{announced, "sso_tomorrow " + zoe.Email})
	})
}

// A message that waited is not sent once it is no longer true.
func TestMessagesAboutSSOAreVoidWhenItIsNoLongerSo(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.SendMail()
		r.require(72 * time.Hour)
		r.Same("as announced", r.wanted(), []bool{true})
		r.Clock.Add(time.Second) // messages of one moment stand in no order
		r.require(96 * time.Hour)
		r.Same("moved: the second message counts", r.wanted(), []bool{false, true})
		r.EditOrganization(func(o *store.Organization) { o.Active = false })
		r.Same("of an organization that is closed", r.wanted(), []bool{false, false})
		r.EditOrganization(func(o *store.Organization) { o.Active = true })
		_, err := r.Change(r.Maya, people.Change{Exempt: new(true)})
		r.Must(err)
		r.Same("exempt by now", r.wanted(), []bool{false, false})
		_, err = r.Change(r.Maya, people.Change{Exempt: new(false)})
		r.Must(err)
		_, err = r.Policies.AllowPasswords(t.Context(), r.By(r.Sofia), r.Revision())
		r.Must(err)
		r.Same("taken back", r.wanted(), []bool{false, false})
		r.Clock.Add(72 * time.Hour)
		r.Must(r.Policies.RemindOfSSO(t.Context()))
		r.Same("nobody is reminded of it", r.messages(), []string{announced, announced})
	})
}

// A message names how its reader can sign in: no provider that is locked to other domains,
// and nothing to do for who has connected an account. Without a zone of their own they
// read the time in that of who required it.
func TestMessagesAboutSSOAreOfTheirReader(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.SendMail()
		r.Sofia.TimeZone = "Europe/Madrid"
		r.Must(r.DB.ChangeProfile(t.Context(), r.Sofia))
		zoe := r.User(r.Acme, "zoe", store.Agent, true)
		google := r.Fresh(r.Google)
		google.LockedTo = store.Strings{"globex.example"}
		r.Must(r.DB.UpdateConnection(t.Context(), google))
		entra := r.Connection(r.Acme, "microsoft")
		r.require(72 * time.Hour)
		says := func() map[string]string {
			mails, err := r.DB.MailsOf(t.Context(), r.Acme.ID, "")
			r.Must(err)
			hers := slices.IndexFunc(mails, func(m store.Mail) bool { return m.Recipient == zoe.Email })
			made, _, err := r.Policies.MakeSSONotice(t.Context(), r.DB.Rows, mails[hers])
			r.Must(err)
			return made.Values
		}
		want := map[string]string{"providers": "microsoft", "account": zoe.Email, "todo": "once", "zone": "Europe/Madrid"}
		r.Same("beyond the lock of Google", says(), want)
		r.Link(entra, zoe)
		want["todo"] = "nothing"
		r.Same("connected", says(), want)
	})
}

func TestTheAnnouncementIsSeenBeforeItIsMade(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.SendMail()
		costly := r.User(r.Acme, "paul", store.Agent, true)
		costly.PasswordHash = new(storetest.Unusable + " hash") // S6: he has none to lose
		r.Must(r.DB.UpdateUser(t.Context(), costly))
		from := r.Clock.Now().Add(48 * time.Hour)
		is, err := r.Policies.PreviewRequirement(t.Context(), r.By(r.Sofia), from, nil, "es")
		r.Must(err)
		r.Same("maya alone, and once more", []any{is.Mail, is.People, is.ReminderAt}, []any{true, int64(1), from.Add(-24 * time.Hour)})
		r.Same("have no account: paul, and one who is not exempt either", is.ToConnect, int64(2))
		for _, part := range []string{"Hola, sofia:", "2026-05-06 09:00 (hora universal, UTC)", "Iniciar sesión con: Google", "https://sso.example.com/o/acme/sign-in"} {
			if !strings.Contains(is.Message.Text, part) {
				t.Errorf("no %q in\n%s", part, is.Message.Text)
			}
		}
		is, err = r.Policies.PreviewRequirement(t.Context(), r.By(r.Sofia), r.Clock.Now().Add(time.Hour), []string{r.Maya.ID, r.Maya.ID, costly.ID}, "en")
		r.Must(err)
		r.Same("exempt with her, and too near for a second", []any{is.People, is.ReminderAt}, []any{int64(0), time.Time{}})
		r.Same("nor has paul to connect one", is.ToConnect, int64(1))
		r.Same("nothing is written", r.messages(), []string{})
		r.require(48 * time.Hour)
		r.Same("written to those who were counted", r.messages(), []string{announced})
	})
}

// A person who is added may be told where to sign in, if they have a way to.
func TestInvitations(t *testing.T) {
	onBoth(t, func(r *rig) {
		add := func(name string) error {
			_, err := r.People.Create(t.Context(), r.By(r.Sofia), people.NewUser{Email: name + "@acme.example", Name: name, Role: store.Agent, Invite: true})
			return err
		}
		r.Refused("without mail", add("zoe"), fault.ValidationFailed, "/invite invalid")
		r.SendMail()
		r.Must(add("zoe"))
		r.Same("written", r.messages(), []string{"invitation zoe@acme.example"})
		mails, err := r.DB.MailsOf(t.Context(), r.Acme.ID, "")
		r.Must(err)
		made, wanted, err := r.Policies.MakeInvitation(t.Context(), r.DB.Rows, mails[0])
		r.Must(err)
		r.Same("says", []any{wanted, made.To, made.Values}, []any{true, "zoe@acme.example", map[string]string{"providers": "google", "account": "zoe@acme.example", "todo": "once"}})
		google := r.Fresh(r.Google)
		google.State = store.Disabled
		r.Must(r.DB.UpdateConnection(t.Context(), google))
		_, wanted, err = r.Policies.MakeInvitation(t.Context(), r.DB.Rows, mails[0])
		r.Must(err)
		r.Same("no sign-in method any more", wanted, false)
		r.Refused("without a provider", add("yan"), fault.ValidationFailed, "/invite invalid")
		_, err = r.DB.UserByEmail(t.Context(), r.Acme.ID, "yan@acme.example")
		r.Same("and is not added", err, store.ErrNotFound)
	})
}
