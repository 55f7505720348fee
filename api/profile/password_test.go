package profile_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/profile"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

func storeOn(t *testing.T) *store.Store {
	t.Helper()
	return storetest.Open(t, store.SQLite)
}

// nobodys confirms without looking, as one that was overtaken does.
func nobodys(u store.User) profile.Confirm {
	return func(context.Context, string) (store.User, error) { return u, nil }
}

// changed is a user as they were read before another password was set.
func changed(u store.User) store.User {
	u.PasswordHash = ptr("$argon2id$before")
	return u
}

func (r *rig) change(of store.User, current *string, wanted string) profile.NewPassword {
	return profile.NewPassword{Current: current, New: wanted, EndOthers: true, Confirm: r.confirm(of)}
}

func TestChangePassword(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		h, other, bens := r.begin(r.maya), r.begin(r.maya), r.begin(r.ben)
		r.now = r.now.Add(time.Minute)
		ended, err := r.ChangePassword(t.Context(), h, r.change(r.maya, ptr(oldPassword), newPassword))
		if r.must(err); ended != 1 {
			t.Errorf("%d ended", ended)
		}
		u := r.user(r.maya)
		if !r.opens(u, newPassword) || r.opens(u, oldPassword) || !u.PasswordUsedAt.IsZero() || u.ChangedBy != u.ID || u.Revision != 2 {
			t.Errorf("kept %+v", u)
		}
		if w, err := r.SignInMethods(t.Context(), h); err != nil || !w.PasswordChangedAt.Equal(r.now) { // O4
			t.Errorf("changed at %v, %v", w.PasswordChangedAt, err)
		}
		if r.principal(h.ID).Session != h.Session || r.principal(other.ID).EndReason != "password_changed" || !r.principal(bens.ID).EndedAt.IsZero() {
			t.Error("others ended than asked")
		}
		r.now = r.now.Add(time.Minute)
		third := r.begin(r.maya)
		keep := r.change(r.maya, ptr(newPassword), oldPassword)
		keep.EndOthers = false
		if ended, err = r.ChangePassword(t.Context(), h, keep); err != nil || ended != 0 || !r.principal(third.ID).EndedAt.IsZero() {
			t.Errorf("%d ended, %v", ended, err)
		}
		r.wantAudited(`user.password_changed {"ended":0,"first":false}`, `user.password_changed {"ended":1,"first":false}`)
	})
}

func TestRefusedPasswords(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		h, other := r.begin(r.maya), r.begin(r.maya)
		ask := func(current *string, wanted string) error {
			t.Helper()
			_, err := r.ChangePassword(t.Context(), h, r.change(r.maya, current, wanted))
			return err
		}
		r.refused(ask(ptr("wrong"), newPassword), fault.CredentialsInvalid, "wrong_password")
		r.wrong(ask(nil, newPassword), "/currentPassword required")
		r.wrong(ask(ptr(oldPassword), oldPassword), "/newPassword invalid")
		r.wrong(ask(ptr("wrong"), "password1234"), "/newPassword too_weak")
		r.wrong(ask(ptr(oldPassword), "mayaortizmaya"), "/newPassword too_weak")
		r.wrong(ask(nil, "acme2026acme"), "/currentPassword required", "/newPassword too_weak")
		foreign := r.change(r.maya, ptr(oldPassword), newPassword)
		foreign.Confirm = nobodys(r.ben)
		_, err := r.ChangePassword(t.Context(), h, foreign)
		r.refused(err, fault.CredentialsInvalid, "other_user")
		if u := r.user(r.maya); *u.PasswordHash != oldHash() || u.PasswordUsedAt != r.maya.PasswordUsedAt || r.user(r.ben).PasswordHash != nil {
			t.Errorf("kept %+v", u)
		}
		if !r.principal(other.ID).EndedAt.IsZero() {
			t.Error("a refusal ended a session")
		}
		r.wantAudited()
	})
}

// Who has no password sets the first one while the sign-in is recent, also where
// nobody can sign in any more: acme has no super admin.
func TestFirstPassword(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		h := r.begin(r.ben)
		began := r.now
		r.now = began.Add(profile.Recent)
		for _, wanted := range []string{newPassword, "weak"} {
			_, err := r.ChangePassword(t.Context(), h, r.change(r.ben, nil, wanted))
			r.refused(err, fault.ReauthRequired, "not_recent")
		}
		r.now = began
		_, err := r.ChangePassword(t.Context(), h, r.change(r.ben, nil, "qwertyuiop12"))
		r.wrong(err, "/newPassword too_weak")
		if _, err := r.ChangePassword(t.Context(), h, r.change(r.ben, nil, newPassword)); err != nil || !r.opens(r.ben, newPassword) {
			t.Errorf("got %v", err)
		}
		_, err = r.ChangePassword(t.Context(), h, r.change(r.ben, nil, oldPassword))
		r.wrong(err, "/currentPassword required")
		r.wantAudited(`user.password_changed {"ended":0,"first":true}`)
	})
}

// S6: whoever has a hash that can't be checked sets a password as if they had none.
func TestS6_APasswordThatOpensNothingIsReplaced(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		r.changeUser(r.ben, func(u *store.User) { u.PasswordHash = ptr(storetest.Unusable + " hash") })
		if _, err := r.ChangePassword(t.Context(), r.begin(r.ben), r.change(r.ben, nil, newPassword)); err != nil || !r.opens(r.ben, newPassword) {
			t.Errorf("got %v", err)
		}
		r.wantAudited(`user.password_changed {"ended":0,"first":true}`)
	})
}

// Of two changes at once one wins, and nothing of the other is left.
func TestTwoChangesAtOnce(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		for name, of := range map[string]store.User{"another password": r.maya, "the first": r.ben} {
			var current *string
			if of.PasswordHash != nil {
				current = ptr(oldPassword)
			}
			before := len(r.audited())
			sessions := []store.Principal{r.begin(of), r.begin(of)}
			wanted := []string{newPassword + " one", newPassword + " two"}
			errs, start := make([]error, 2), make(chan struct{})
			var all sync.WaitGroup
			for n, h := range sessions {
				all.Go(func() {
					<-start
					_, errs[n] = r.ChangePassword(t.Context(), h, r.change(of, current, wanted[n]))
				})
			}
			close(start)
			all.Wait()
			winner := 0
			if errs[0] != nil {
				winner = 1
			}
			loser := 1 - winner
			if errs[winner] != nil || errs[loser] == nil {
				t.Fatalf("%s: %v and %v", name, errs[0], errs[1])
			}
			if !r.opens(of, wanted[winner]) || r.opens(of, wanted[loser]) {
				t.Errorf("%s: the loser's password is kept", name)
			}
			if !r.principal(sessions[winner].ID).EndedAt.IsZero() || r.principal(sessions[loser].ID).EndReason != "password_changed" {
				t.Errorf("%s: the wrong session stands", name)
			}
			if n := len(r.audited()) - before; n != 1 {
				t.Errorf("%s: %d events", name, n)
			}
		}
	})
}

// From one session, where none ends: the later one finds another password.
func TestOvertakenChange(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		h := r.begin(r.maya)
		late := r.change(r.maya, ptr(oldPassword), newPassword)
		late.Confirm = nobodys(changed(r.maya))
		_, err := r.ChangePassword(t.Context(), h, late)
		r.refused(err, fault.CredentialsInvalid, "wrong_password")
		if !r.opens(r.maya, oldPassword) {
			t.Error("it was overwritten")
		}
		r.wantAudited()
	})
}
