package signin_test

import (
	"errors"
	"reflect"

	"latchkey/api/fault"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// refused ends a genuine attempt and wants what every refusal must be (spec
// "After every refused genuine attempt"): the code, one row with it, no
// session, no new link, no log of secrets, and an attempt that is spent.
func (r *rig) refused(back signin.Return, code fault.Code, reason string) *signin.Refusal {
	r.t.Helper()
	links := r.links()
	refusal := r.turnedAway(back, code, reason)
	if refusal.Organization != "acme" || refusal.Reference != back.Visitor.Reference || back.Attempts[refusal.SpentCookie] == "" {
		r.t.Errorf("refusal %+v", refusal)
	}
	rows := r.rows(back.Visitor.Reference)
	if len(rows) != 1 || rows[0].Code != string(code) || rows[0].Reason != reason {
		r.t.Errorf("rows %+v", rows)
	}
	if now := r.links(); now != links {
		r.t.Errorf("%d links, before %d", now, links)
	}
	if live := r.liveSessions(); live != 0 {
		r.t.Errorf("%d sessions", live)
	}
	r.turnedAway(back, fault.AttemptReplayed, string(code))
	if again := r.rows(back.Visitor.Reference); !reflect.DeepEqual(again, rows) {
		r.t.Errorf("rows after a replay %+v", again)
	}
	return refusal
}

// turnedAway wants a refusal and nothing beside it.
func (r *rig) turnedAway(back signin.Return, code fault.Code, reason string) *signin.Refusal {
	r.t.Helper()
	out, err := r.complete(back)
	if out != (signin.Outcome{}) {
		r.t.Errorf("an outcome beside a refusal: %+v", out)
	}
	refusal, ok := errors.AsType[*signin.Refusal](err)
	if !ok {
		r.t.Fatalf("got %v, want %s (%s)", err, code, reason)
	}
	if refusal.Fault.Code != code || refusal.Fault.Reason != reason {
		r.t.Errorf("got %v, want %s (%s)", refusal.Fault, code, reason)
	}
	return refusal
}

// failed wants an error of a code and reason, and no outcome beside it.
func (r *rig) failed(out signin.Outcome, err error) func(code fault.Code, reason string) *fault.Fault {
	return func(code fault.Code, reason string) *fault.Fault {
		r.t.Helper()
		f := fault.Of(err)
		if err == nil || f.Code != code || f.Reason != reason || out != (signin.Outcome{}) {
			r.t.Errorf("got %+v and %v, want %s (%s)", out, err, code, reason)
		}
		return f
	}
}

// rows are what was written of a reference.
func (r *rig) rows(reference string) []store.SignIn {
	r.t.Helper()
	rows, err := r.db.SignInsByReference(r.t.Context(), r.acme.ID, reference)
	r.must(err)
	return rows
}

// links counts the identities of everybody.
func (r *rig) links() int {
	r.t.Helper()
	n := 0
	for _, u := range r.users {
		ids, err := r.db.IdentitiesOf(r.t.Context(), u.OrganizationID, u.ID)
		r.must(err)
		n += len(ids)
	}
	return n
}

func (r *rig) identities(name string) []store.Identity {
	r.t.Helper()
	ids, err := r.db.IdentitiesOf(r.t.Context(), r.acme.ID, r.users[name].ID)
	r.must(err)
	return ids
}

// liveSessions counts everybody's, and ends them.
func (r *rig) liveSessions() int64 {
	r.t.Helper()
	var n int64
	for _, u := range r.users {
		ended, err := r.db.EndSessionsOf(r.t.Context(), u.OrganizationID, u.ID, "", "counted", r.clock.now())
		r.must(err)
		n += ended
	}
	return n
}

// audited counts acme's events of an action.
func (r *rig) audited(action string) int {
	r.t.Helper()
	events, err := r.db.AuditEvents(r.t.Context(), r.acme.ID, 1000)
	r.must(err)
	n := 0
	for _, e := range events {
		if e.Action == action {
			n++
		}
	}
	return n
}
