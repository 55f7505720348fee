package profile_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/profile"
)

func TestChange(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		h := r.begin(r.maya)
		now, err := r.Change(t.Context(), h, profile.Change{Name: ptr("  Maya O. 张 "), TimeZone: ptr("Europe/Madrid")})
		r.must(err)
		u := r.user(r.maya)
		if u.Name != "Maya O. 张" || u.TimeZone != "Europe/Madrid" || u.ChangedBy != u.ID || u.Revision != 2 || u.Email != r.maya.Email {
			t.Errorf("kept %+v", u)
		}
		if now.Name != u.Name || now.TimeZone != u.TimeZone || now.ID != h.ID || !r.forgotten[h.ID] {
			t.Errorf("got %+v, forgotten %v", now, r.forgotten)
		}
		event := `user.changed {"name":{"after":"Maya O. 张","before":"Maya Ortiz"},"time_zone":{"after":"Europe/Madrid","before":""}}`
		r.wantAudited(event)
		_, err = r.Change(t.Context(), h, profile.Change{Name: ptr("Maya O. 张")})
		r.must(err)
		if r.wantAudited(event); r.user(r.maya).Revision != 2 {
			t.Error("what changed nothing is counted")
		}
		if now, err = r.Change(t.Context(), h, profile.Change{TimeZone: ptr("")}); err != nil || now.TimeZone != "" || now.Name != "Maya O. 张" {
			t.Errorf("got %+v, %v", now, err)
		}
	})
}

// What browsers do not know is no time zone, also where the machine knows it.
func TestTimeZones(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		h := r.begin(r.maya)
		for _, name := range []string{"UTC", "Europe/Madrid", "Asia/Shanghai", "Asia/Riyadh", "America/Argentina/Buenos_Aires", "Etc/GMT+5", ""} {
			_, err := r.Change(t.Context(), h, profile.Change{TimeZone: &name})
			r.must(err)
			if got := r.user(r.maya).TimeZone; got != name {
				t.Errorf("kept %q, want %q", got, name)
			}
		}
		for _, name := range []string{"Local", "Factory", "Mars/Base", "Europe", "europe/madrid", "posix/UTC", "right/Europe/Madrid", "../UTC", "/etc/passwd", "+5"} {
			_, err := r.Change(t.Context(), h, profile.Change{Name: ptr("Half"), TimeZone: &name})
			r.wrong(err, "/timeZone invalid")
		}
		if u := r.user(r.maya); u.TimeZone != "" || u.Name != r.maya.Name {
			t.Errorf("kept %+v", u)
		}
	})
}

// What was believed of a session may be a second old; a change is not.
func TestEndedSessionsChangeNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		h := r.begin(r.maya)
		_, err := r.db.EndSession(t.Context(), h.ID, "signed_out", r.now)
		r.must(err)
		_, err = r.Change(t.Context(), h, profile.Change{Name: ptr("Mallory")})
		r.refused(err, fault.Unauthenticated, "session_over")
		_, err = r.ChangePassword(t.Context(), h, profile.NewPassword{Current: ptr(oldPassword), New: newPassword, Confirm: r.confirm(r.maya)})
		r.refused(err, fault.Unauthenticated, "session_over")
		r.now = r.now.Add(time.Minute)
		_, err = r.Reauthenticate(t.Context(), h, oldPassword, r.confirm(r.maya))
		r.refused(err, fault.Unauthenticated, "session_over")
		if u := r.user(r.maya); u.Name != r.maya.Name || *u.PasswordHash != *r.maya.PasswordHash || u.PasswordUsedAt != r.maya.PasswordUsedAt {
			t.Errorf("kept %+v", u)
		}
		r.wantAudited()
	})
}

func ptr[T any](v T) *T { return &v }
