package profile_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/profile"
	"latchkey/api/store"
)

// unlinksAsShown wants of the first account what was said of it.
func (r *rig) unlinksAsShown(h store.Principal, shown string) {
	r.t.Helper()
	err := r.Unlink(r.t.Context(), h, "google")
	account, _, _ := strings.Cut(shown, ",")
	switch {
	case !strings.Contains(account, "maya@"):
		r.refused(err, fault.NotFound, "not_connected")
	case strings.Contains(account, string(fault.SSORequired)):
		r.refused(err, fault.SSORequired, "")
	case strings.Contains(account, string(fault.LastSignInMethod)):
		r.refused(err, fault.LastSignInMethod, "")
	case err != nil:
		r.t.Errorf("refused: %v", err)
	}
}

// A37: disconnecting ends what came through the account, but not this session.
func TestUnlink(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		google := r.connection("google")
		link, bens := r.link(google, r.maya), r.link(google, r.ben)
		this, through, beside, other := r.beginThrough(r.maya, link), r.beginThrough(r.maya, link), r.begin(r.maya), r.beginThrough(r.ben, bens)
		r.must(r.Unlink(t.Context(), this, "google"))
		if got := r.shown(this); got != "google not_connected, microsoft not_set_up" {
			t.Errorf("shown %q", got)
		}
		for h, want := range map[*store.Principal]string{&this: "", &through: "unlinked", &beside: "", &other: ""} {
			if got := r.principal(h.ID).EndReason; got != want {
				t.Errorf("session %s ended by %q, want %q", h.ID, got, want)
			}
		}
		r.wantAudited(`identity.unlinked {"email":"maya@acme.example","identity":"` + link.ID + `","provider":"google"}`)
		r.refused(r.Unlink(t.Context(), this, "google"), fault.NotFound, "not_connected")
		r.refused(r.Unlink(t.Context(), this, "none"), fault.NotFound, "not_connected")
		if ids, err := r.db.IdentitiesOf(t.Context(), r.acme.ID, r.ben.ID); err != nil || len(ids) != 1 {
			t.Errorf("another user's link: %v, %v", ids, err)
		}
	})
}

// D21: who has not proven lately to be the user, or is not there any more, cuts nothing.
func TestUnlinkRefused(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		r.link(r.connection("google"), r.maya)
		h, over := r.begin(r.maya), r.begin(r.maya)
		r.must(r.EndSession(t.Context(), h, over.ID))
		r.refused(r.Unlink(t.Context(), over, "google"), fault.Unauthenticated, "session_over")
		r.refused(r.AskRecentNow(t.Context(), over), fault.Unauthenticated, "session_over")
		r.now = r.now.Add(profile.Recent)
		believed := h
		believed.AuthenticatedAt = store.At(r.now) // the row decides
		r.refused(r.Unlink(t.Context(), believed, "google"), fault.ReauthRequired, "not_recent")
		r.refused(r.AskRecentNow(t.Context(), believed), fault.ReauthRequired, "not_recent")
		r.must(r.db.Reauthenticate(t.Context(), r.acme.ID, r.maya.ID, h.ID, r.now))
		r.must(r.AskRecentNow(t.Context(), h)) // though it is not yet known here
		r.must(r.Unlink(t.Context(), h, "google"))
	})
}

// D20: the last super admin's account stays, whatever is said of the person.
func TestUnlinkLeavesASuperAdmin(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		google := r.connection("google")
		r.changeUser(r.ben, func(u *store.User) { u.Role = store.SuperAdmin })
		r.link(google, r.ben)
		h := r.begin(r.ben)
		r.refused(r.Unlink(t.Context(), h, "google"), fault.LastSignInMethod, "")
		r.link(r.connection("microsoft"), r.ben)
		r.must(r.Unlink(t.Context(), h, "google"))
		r.refused(r.Unlink(t.Context(), h, "microsoft"), fault.LastSignInMethod, "")
	})
}

// atOnce does several things at once and gives how each ended.
func atOnce(work ...func() error) []error {
	errs, start := make([]error, len(work)), make(chan struct{})
	var all sync.WaitGroup
	for n, do := range work {
		all.Go(func() {
			<-start
			errs[n] = do()
		})
	}
	close(start)
	all.Wait()
	return errs
}

// Of two that cut the last two accounts at once, one does; and so of one who cuts
// one while a super admin turns the other off or takes it away.
func TestUnlinkRaces(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		google, entra := r.connection("google"), r.connection("microsoft")
		r.changeUser(r.maya, func(u *store.User) { u.Role = store.SuperAdmin; u.PasswordHash = nil })
		admins := people.New(people.Options{Store: r.db, Now: func() time.Time { return r.now }})
		turnOff := func(store.Principal, store.Identity) error {
			return r.db.Guarded(t.Context(), r.acme.ID, func(rows store.Rows) error {
				c, err := rows.ConnectionByID(t.Context(), r.acme.ID, entra.ID)
				if err != nil {
					return err
				}
				c.State = store.Disabled
				return rows.UpdateConnection(t.Context(), c)
			})
		}
		takeAway := func(_ store.Principal, i store.Identity) error {
			_, err := admins.Disconnect(t.Context(), change.Actor{OrganizationID: r.acme.ID, ID: r.ben.ID}, r.maya.ID, i.ID)
			return err
		}
		byThemselves := func(h store.Principal, _ store.Identity) error { return r.Unlink(t.Context(), h, "microsoft") }
		for name, other := range map[string]func(store.Principal, store.Identity) error{"unlink": byThemselves, "disable": turnOff, "disconnect": takeAway} {
			for range 8 {
				first, second := r.link(google, r.maya), r.link(entra, r.maya)
				h, phone := r.begin(r.maya), r.begin(r.maya)
				errs := atOnce(func() error { return r.Unlink(t.Context(), h, "google") }, func() error { return other(phone, second) })
				if (errs[0] == nil) == (errs[1] == nil) {
					t.Fatalf("%s: %v and %v", name, errs[0], errs[1])
				}
				if can, err := r.db.CanSignInWithout(t.Context(), r.acme.ID, r.maya.ID, ""); !can || err != nil {
					t.Fatalf("%s: no sign-in method is left, %v", name, err)
				}
				for _, i := range []store.Identity{first, second} {
					_, _ = r.db.Unlink(t.Context(), r.acme.ID, r.maya.ID, i.ID, r.now)
				}
				r.changeConnection(entra, func(c *store.Connection) { c.State = store.Enabled })
			}
		}
	})
}
