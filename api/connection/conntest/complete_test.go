package conntest_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// D14, D20: a test is finished by the session that began it, while it is a super
// admin's; nobody else learns anything, and no code is spent for them.
func TestOnlyTheTesterFinishes(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  func(r *rig, back *signin.Return)
		reason string
	}{
		"no session":           {func(_ *rig, back *signin.Return) { back.Visitor.Session = "" }, "other_session"},
		"another of their own": {func(r *rig, back *signin.Return) { _, back.Visitor.Session = r.Enter("boss") }, "other_session"},
		"somebody else's":      {func(r *rig, back *signin.Return) { _, back.Visitor.Session = r.Enter("ana") }, "other_session"},
		"signed out":           {func(r *rig, back *signin.Return) { r.Must(r.Sessions.End(r.T.Context(), back.Visitor.Session)) }, "other_session"},
		"no super admin now":   {func(r *rig, _ *signin.Return) { r.ChangeUser("boss", func(u *store.User) { u.Role = store.Agent }) }, "no_super_admin"},
		"deactivated":          {func(r *rig, _ *signin.Return) { r.ChangeUser("boss", func(u *store.User) { u.Active = false }) }, "other_session"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			back := r.testing("google", "ana@acme.example")
			c.spoil(r, &back)
			r.TurnedAway(back, fault.AttemptSessionChanged, c.reason)
			if r.IDP.Hits("/google/token") != 0 || len(r.Rows(back.Visitor.Reference)) != 0 || r.Links() != 0 {
				t.Error("the code was sent, or something was written")
			}
		})
	}
}

// D14: purpose is in the attempt. An account that would sign in gets no session
// from a test, and a sign-in gives no report.
func TestPurposesAreNotConfused(t *testing.T) {
	r := onOne(t)
	if out := r.Enters("google", "ana@acme.example"); out.Test != nil || out.Session == "" {
		t.Errorf("a sign-in gave %+v", out)
	}
	r.EndSessions()
	r.Clock.Add(24 * time.Hour)
	back := r.testing("google", "ana@acme.example")
	r.tested(back)
	if live := r.EndSessions(); live != 1 { // the tester's own
		t.Errorf("%d sessions", live)
	}
}

// An end that was written is not written again; a test that nobody knows says so.
func TestATestEndsOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		back := r.testing("google", "ana@acme.example")
		first := r.tested(back)
		row, err := r.DB.ConnectionTestByID(r.T.Context(), r.Acme.ID, r.Google.ID, first.ID)
		r.Must(err)
		row.State = store.TestPassed
		r.Must(r.DB.WriteConnectionTest(r.T.Context(), row))
		again := r.tested(back)
		if !again.Over || again.ID != first.ID || len(again.Report.Checks) != 0 || r.IDP.Hits("/google/token") != 1 {
			r.T.Errorf("again %+v", again)
		}
		late := r.testing("google", "ana@acme.example")
		r.Clock.Add(attempt.Life + time.Second)
		if got := r.tested(late); got.Code != fault.AttemptExpired || got.Report.Checks[0].Reason != "too_late" {
			r.T.Errorf("late %+v", got)
		}
	})
}

// A test tries the secret of its own version: a fallback would hide what is wrong.
func TestATestUsesNoFallback(t *testing.T) {
	r := onOne(t)
	r.Rotate(time.Hour)
	if got := r.tested(r.testing("google", "ana@acme.example")); got.Code != fault.SSOAppInvalid {
		t.Errorf("got %s", verdicts(got))
	}
}
