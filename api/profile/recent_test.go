package profile_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/profile"
	"latchkey/api/store"
)

func TestRecent(t *testing.T) {
	r := newRig(t, storeOn(t))
	password, bypass := r.begin(r.maya).Session, r.begin(r.maya).Session
	bypass.Bypass = true // it has no more than its own beginning either
	began := r.now
	for _, s := range []store.Session{password, bypass} {
		for after, recent := range map[time.Duration]bool{
			0: true, profile.Recent - time.Microsecond: true, profile.Recent: false, time.Hour: false,
		} {
			r.now = began.Add(after)
			err := r.AskRecent(s)
			if recent && err != nil {
				t.Errorf("%v later: %v", after, err)
			}
			if !recent {
				r.refused(err, fault.ReauthRequired, "not_recent")
			}
		}
	}
}

func TestReauthenticate(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		h, other := r.begin(r.maya), r.begin(r.maya)
		r.now = r.now.Add(time.Hour / 2)
		for name, c := range map[string]struct {
			password string
			confirm  profile.Confirm
			reason   string
		}{
			"a wrong password":          {newPassword, r.confirm(r.maya), "wrong_password"},
			"somebody without one":      {oldPassword, r.confirm(r.ben), "wrong_password"},
			"another user's password":   {oldPassword, nobodys(r.ben), "other_user"},
			"one that was changed then": {oldPassword, nobodys(changed(r.maya)), "wrong_password"},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := r.Reauthenticate(t.Context(), h, c.password, c.confirm)
				r.refused(err, fault.CredentialsInvalid, c.reason)
			})
		}
		if r.principal(h.ID).Session != h.Session || r.user(r.maya).PasswordUsedAt != r.maya.PasswordUsedAt || len(r.forgotten) > 0 {
			t.Error("a refusal left something")
		}
		until, err := r.Reauthenticate(t.Context(), h, oldPassword, r.confirm(r.maya))
		r.must(err)
		want := h.Session
		want.AuthenticatedAt = store.At(r.now)
		if got := r.principal(h.ID).Session; got != want || !until.Equal(r.now.Add(profile.Recent)) || !r.forgotten[h.ID] {
			t.Errorf("got %+v until %v", got, until)
		}
		if u := r.user(r.maya); u.PasswordUsedAt != store.At(r.now) || u.Revision != r.maya.Revision {
			t.Errorf("kept %+v", u)
		}
		if r.principal(other.ID).Session != other.Session {
			t.Error("another session became recent too")
		}
		r.must(r.AskRecent(r.principal(h.ID).Session))
	})
}
