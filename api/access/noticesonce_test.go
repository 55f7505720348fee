package access_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/api/access"
	"latchkey/api/store"
)

// requireFrom requires SSO from a time on; the clock goes on by a second.
func (r *rig) requireFrom(from time.Time) {
	r.t.Helper()
	_, err := r.room.Require(r.t.Context(), r.by(r.sofia), r.revision(), from, nil)
	r.must(err)
	r.clock.add(time.Second)
}

// send sends the mails that are due and wanted, as the sender does, and says from when
// each says that SSO is required.
func (r *rig) send() []string {
	r.t.Helper()
	sent := []string{}
	due, err := r.db.TakeMails(r.t.Context(), r.clock.now(), r.clock.now().Add(time.Minute), 100)
	r.must(err)
	for _, m := range due {
		made, wanted, err := r.room.MakeSSONotice(r.t.Context(), r.db.Rows, m.Mail)
		r.must(err)
		if !wanted {
			r.must(r.db.DropMail(r.t.Context(), m.Mail))
			continue
		}
		sent = append(sent, made.To)
		r.must(r.db.FinishMail(r.t.Context(), m.Mail, store.MailSent, "", false, r.clock.now()))
	}
	r.clock.add(time.Second)
	return sent
}

// A date that is taken back and set again, or moved to and fro while the mails wait, is
// announced once.
func TestADateIsAnnouncedOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.mailing()
		from := r.clock.now().Add(72 * time.Hour)
		r.requireFrom(from)
		_, err := r.room.AllowPasswords(t.Context(), r.by(r.sofia), r.revision())
		r.must(err)
		r.requireFrom(from)
		r.same("taken back and set again", r.wanted(), []bool{true})
		for _, later := range []time.Duration{time.Hour, 0, time.Hour, 0} {
			r.requireFrom(from.Add(later))
		}
		wanted := r.wanted()
		r.same("moved to and fro", []int{len(wanted), len(slices.DeleteFunc(wanted, func(is bool) bool { return !is }))}, []int{2, 1})
		maya := []string{r.maya.Email}
		r.same("sent", r.send(), maya)
		r.requireFrom(from.Add(time.Hour))
		r.same("another date", r.send(), maya)
		r.requireFrom(from)
		r.same("back to the date before, which is news again", r.send(), maya)
		r.requireFrom(from.Add(2 * time.Hour))
		r.requireFrom(from)
		r.same("back before anybody heard of another", r.send(), []string{})
	})
}

// Who has no password to lose gets no mail, and is not counted.
func TestWhoLosesNothingIsNotTold(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.mailing()
		count := func(from time.Time) int64 {
			is, err := r.room.PreviewRequirement(t.Context(), r.by(r.sofia), from, nil, "en")
			r.must(err)
			return is.People
		}
		r.policy(func(o *store.Organization) { o.PasswordSignIn = false })
		r.same("counted while passwords are off", count(r.clock.now().Add(72*time.Hour)), int64(0))
		r.requireFrom(r.clock.now().Add(72 * time.Hour))
		r.same("while passwords are off", r.letters(), []string{})
		r.policy(func(o *store.Organization) { o.PasswordSignIn, o.SSORequiredAt = true, store.Time{} })
		r.requireFrom(r.clock.now())
		r.same("from now on", r.letters(), []string{announced})
		r.same("counted in force", count(r.clock.now()), int64(0))
		revision := r.revision()
		r.requireFrom(r.clock.now())
		r.same("from now on again", r.letters(), []string{announced})
		r.same("the mail that waits is still true", r.wanted(), []bool{true})
		r.same("nothing changed", r.revision(), revision)
	})
}

// Whose exemption ends while SSO is required learns that the password stops, once.
func TestWhoseExemptionEndsIsTold(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.mailing()
		exempt := func(is bool) {
			_, err := r.change(r.maya, access.UserChange{Exempt: &is})
			r.must(err)
			r.clock.add(time.Second)
		}
		exempt(true)
		exempt(false)
		r.same("while passwords are open", r.letters(), []string{})
		exempt(true)
		r.requireFrom(r.clock.now())
		r.same("of who keeps it", r.letters(), []string{})
		exempt(false)
		r.same("when it ends", r.letters(), []string{announced})
		exempt(true)
		r.same("void when it is given back", r.wanted(), []bool{false})
		exempt(false)
		r.same("one mail of the last end", r.wanted(), []bool{true})
		_, err := r.room.AllowPasswords(t.Context(), r.by(r.sofia), r.revision())
		r.must(err)
		r.same("void when passwords are allowed", r.wanted(), []bool{false})
	})
}
