package signintest

import (
	"errors"
	"reflect"

	"latchkey/api/fault"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// Refused ends a genuine attempt and wants what every refusal must be (spec
// "After every refused genuine attempt"): the code, one row with it, no
// session, no new link, no log of secrets, and an attempt that is spent.
func (r *Rig) Refused(back signin.Return, code fault.Code, reason string) *signin.Refusal {
	r.T.Helper()
	links := r.Links()
	refusal := r.TurnedAway(back, code, reason)
	if refusal.Organization != "acme" || refusal.Reference != back.Visitor.Reference || back.Attempts[refusal.SpentCookie] == "" {
		r.T.Errorf("refusal %+v", refusal)
	}
	rows := r.Rows(back.Visitor.Reference)
	if len(rows) != 1 || rows[0].Code != string(code) || rows[0].Reason != reason {
		r.T.Errorf("rows %+v", rows)
	}
	if now := r.Links(); now != links {
		r.T.Errorf("%d links, before %d", now, links)
	}
	if live := r.EndSessions(); live != 0 {
		r.T.Errorf("%d sessions", live)
	}
	r.TurnedAway(back, fault.AttemptReplayed, string(code))
	if again := r.Rows(back.Visitor.Reference); !reflect.DeepEqual(again, rows) {
		r.T.Errorf("rows after a replay %+v", again)
	}
	return refusal
}

// TurnedAway wants a refusal and nothing beside it.
func (r *Rig) TurnedAway(back signin.Return, code fault.Code, reason string) *signin.Refusal {
	r.T.Helper()
	out, err := r.Complete(back)
	if out != (signin.Outcome{}) {
		r.T.Errorf("an outcome beside a refusal: %+v", out)
	}
	refusal, ok := errors.AsType[*signin.Refusal](err)
	if !ok {
		r.T.Fatalf("got %v, want %s (%s)", err, code, reason)
	}
	if refusal.Fault.Code != code || refusal.Fault.Reason != reason {
		r.T.Errorf("got %v, want %s (%s)", refusal.Fault, code, reason)
	}
	return refusal
}

// Failed wants an error of a code and reason, and no outcome beside it.
func (r *Rig) Failed(out signin.Outcome, err error) func(code fault.Code, reason string) *fault.Fault {
	return func(code fault.Code, reason string) *fault.Fault {
		r.T.Helper()
		f := fault.Of(err)
		if err == nil || f.Code != code || f.Reason != reason || out != (signin.Outcome{}) {
			r.T.Errorf("got %+v and %v, want %s (%s)", out, err, code, reason)
		}
		return f
	}
}

// Rows are what was written of a reference.
func (r *Rig) Rows(reference string) []store.SignIn {
	r.T.Helper()
	rows, err := r.DB.SignInsByReference(r.T.Context(), r.Acme.ID, reference)
	r.Must(err)
	return rows
}

// Links counts the identities of everybody.
func (r *Rig) Links() int {
	r.T.Helper()
	n := 0
	for _, u := range r.Users {
		ids, err := r.DB.IdentitiesOf(r.T.Context(), u.OrganizationID, u.ID)
		r.Must(err)
		n += len(ids)
	}
	return n
}

// Identities are the accounts that are connected to somebody.
func (r *Rig) Identities(name string) []store.Identity {
	r.T.Helper()
	ids, err := r.DB.IdentitiesOf(r.T.Context(), r.Acme.ID, r.Users[name].ID)
	r.Must(err)
	return ids
}

// EndSessions ends the sessions of everybody, and says how many there were.
func (r *Rig) EndSessions() int64 {
	r.T.Helper()
	var n int64
	for _, u := range r.Users {
		ended, err := r.DB.EndSessionsOf(r.T.Context(), u.OrganizationID, u.ID, "", "counted", r.Clock.Now())
		r.Must(err)
		n += ended
	}
	return n
}

// Audited counts acme's events of an action.
func (r *Rig) Audited(action string) int {
	r.T.Helper()
	events, err := r.DB.AuditEvents(r.T.Context(), r.Acme.ID, 1000)
	r.Must(err)
	n := 0
	for _, e := range events {
		if e.Action == action {
			n++
		}
	}
	return n
}
