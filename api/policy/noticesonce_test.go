package policy_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/api/people"
	"latchkey/api/store"
)

// requireFrom requires SSO from a time on; the clock goes on by a second.
func (r *rig) requireFrom(from time.Time) {
	r.T.Helper()
	_, err := r.Policies.Require(r.T.Context(), r.By(r.Sofia), r.Revision(), from, nil)
	r.Must(err)
	r.Clock.Add(time.Second)
}

// send sends the mails that are due and wanted, as the sender does, and says from when
// each says that SSO is required.
func (r *rig) send() []string {
	r.T.Helper()
	sent := []string{}
	due, err := r.DB.TakeMails(r.T.Context(), r.Clock.Now(), r.Clock.Now().Add(time.Minute), 100)
	r.Must(err)
	for _, m := range due {
		made, wanted, err := r.Policies.MakeSSONotice(r.T.Context(), r.DB.Rows, m.Mail)
		r.Must(err)
		if !wanted {
			r.Must(r.DB.DropMail(r.T.Context(), m.Mail))
			continue
		}
		sent = append(sent, made.To)
		r.Must(r.DB.FinishMail(r.T.Context(), m.Mail, store.MailSent, "", false, r.Clock.Now()))
	}
	r.Clock.Add(time.Second)
	return sent
}

// A date that is taken back and set again, or moved to and fro while the mails wait, is
// announced once.
func TestADateIsAnnouncedOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.SendMail()
		from := r.Clock.Now().Add(72 * time.Hour)
		r.requireFrom(from)
		_, err := r.Policies.AllowPasswords(t.Context(), r.By(r.Sofia), r.Revision())
		r.Must(err)
		r.requireFrom(from)
		r.Same("taken back and set again", r.wanted(), []bool{true})
		for _, later := range []time.Duration{time.Hour, 0, time.Hour, 0} {
			r.requireFrom(from.Add(later))
		}
		wanted := r.wanted()
		r.Same("moved to and fro", []int{len(wanted), len(slices.DeleteFunc(wanted, func(is bool) bool { return !is }))}, []int{2, 1})
		maya := []string{r.Maya.Email}
		r.Same("sent", r.send(), maya)
		r.requireFrom(from.Add(time.Hour))
		r.Same("another date", r.send(), maya)
		r.requireFrom(from)
		r.Same("back to the date before, which is news again", r.send(), maya)
		r.requireFrom(from.Add(2 * time.Hour))
		r.requireFrom(from)
		r.Same("back before anybody heard of another", r.send(), []string{})
	})
}

// Who has no password to lose gets no mail, and is not counted.
func TestWhoLosesNothingIsNotTold(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.SendMail()
		count := func(from time.Time) int64 {
			is, err := r.Policies.PreviewRequirement(t.Context(), r.By(r.Sofia), from, nil, "en")
			r.Must(err)
			return is.People
		}
		r.EditOrganization(func(o *store.Organization) { o.PasswordSignIn = false })
		r.Same("counted while passwords are off", count(r.Clock.Now().Add(72*time.Hour)), int64(0))
		r.requireFrom(r.Clock.Now().Add(72 * time.Hour))
		r.Same("while passwords are off", r.messages(), []string{})
		r.EditOrganization(func(o *store.Organization) { o.PasswordSignIn, o.SSORequiredAt = true, store.Time{} })
		r.requireFrom(r.Clock.Now())
		r.Same("from now on", r.messages(), []string{announced})
		r.Same("counted in force", count(r.Clock.Now()), int64(0))
		revision := r.Revision()
		r.requireFrom(r.Clock.Now())
		r.Same("from now on again", r.messages(), []string{announced})
		r.Same("the mail that waits is still true", r.wanted(), []bool{true})
		r.Same("nothing changed", r.Revision(), revision)
	})
}

// Whose exemption ends while SSO is required learns that the password stops, once.
func TestWhoseExemptionEndsIsTold(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.SendMail()
		exempt := func(is bool) {
			_, err := r.Change(r.Maya, people.Change{Exempt: &is})
			r.Must(err)
			r.Clock.Add(time.Second)
		}
		exempt(true)
		exempt(false)
		r.Same("while passwords are open", r.messages(), []string{})
		exempt(true)
		r.requireFrom(r.Clock.Now())
		r.Same("of who keeps it", r.messages(), []string{})
		exempt(false)
		r.Same("when it ends", r.messages(), []string{announced})
		exempt(true)
		r.Same("void when it is given back", r.wanted(), []bool{false})
		exempt(false)
		r.Same("one mail of the last end", r.wanted(), []bool{true})
		_, err := r.Policies.AllowPasswords(t.Context(), r.By(r.Sofia), r.Revision())
		r.Must(err)
		r.Same("void when passwords are allowed", r.wanted(), []bool{false})
	})
}
