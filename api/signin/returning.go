package signin

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/role/assign"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/facts"
	"latchkey/api/store"
)

// conclude reads who the account belongs to and what the connection is now, in one query,
// and signs them in.
func (r *Flow) conclude(ctx context.Context, a *attempt.Returned) (Outcome, error) {
	if done, as := r.recognized(ctx, a); as {
		return done, nil
	}
	session, _ := r.sessions.SessionOf(a.Visitor.Session)
	after := r.store.LiveWrites()
	found, err := r.store.FindReturning(ctx, a.Account(), a.ID, session)
	if errors.Is(err, store.ErrNotFound) {
		a.Reach("live")
		return Outcome{}, fault.Because(fault.SSOConfigChanged, "connection_gone")
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("find the person: %w", err)
	}
	a.Live = found.LiveConnection
	r.remembered.keep(a.Live, after)
	r.health.Working(ctx, a.Live)
	if err := checkLive(a); err != nil {
		a.Reach("live")
		return Outcome{}, err
	}
	if err := r.checkLockAndProof(ctx, a); err != nil {
		return Outcome{}, err
	}
	if done, as := r.asBefore(ctx, a, found); as {
		return done, nil
	}
	return r.finish(ctx, a)
}

// recognized signs in somebody who comes back by the connection as it was read within the
// last second. It says false for everybody else, and refuses nobody: that is done by what
// the connection is now.
func (r *Flow) recognized(ctx context.Context, a *attempt.Returned) (Outcome, bool) {
	live, is := r.remembered.lately(a)
	if !is {
		return Outcome{}, false
	}
	a.Live = live
	if r.checkLockAndProof(ctx, a) != nil {
		return Outcome{}, false
	}
	session, _ := r.sessions.SessionOf(a.Visitor.Session)
	found, err := r.store.Recognize(ctx, live, a.Account(), session)
	if err != nil {
		return Outcome{}, false
	}
	return r.asBefore(ctx, a, found)
}

// asBefore signs in somebody of whom nothing changes by it: one statement writes the row of
// the log, the session and that the account was used. It says false for everybody else, and
// where a row is not any more what was read: [Flow.finish] decides again.
func (r *Flow) asBefore(ctx context.Context, a *attempt.Returned, found store.Returning) (Outcome, bool) {
	a.Reach("person")
	d, err := decision.Decide(facts.Rules(a.Live), a.Proof, a.Decided(), facts.Returning(found))
	if err != nil || d.Ask || d.Link || d.Heal || found.SpentCode != nil || found.Tells || tells(a, found.Account) || r.links.Proves(a, d) ||
		r.passwords.IsNewBrowser(a.Visitor, a.Organization, d.User.Email) {
		return Outcome{}, false
	}
	kept, same := r.roles.AtReturn(ctx, r.store.Rows, found, assign.Facts(a.Connection, a.Claims.Said, a.Claims.Unsent))
	if !same {
		return Outcome{}, false
	}
	a.UserID = d.User.ID
	a.RoleFacts, a.GroupsUnsent = &kept.Facts, kept.GroupsUnsent
	row, token, err := r.sessions.Begin(a.Entry(d.User.IdentityID))
	if err != nil {
		return Outcome{}, false
	}
	a.Reach("commit")
	in := store.ReturningSignIn{Row: a.Row("", a.Weakness), Use: r.links.Use(a, d, a.Identity(d.User)), Session: row, Found: found}
	if found.Stands {
		in.Ends, _ = r.sessions.SessionOf(a.Visitor.Session)
	}
	if r.store.CommitReturning(ctx, in) != nil {
		a.UserID, a.RoleFacts, a.GroupsUnsent = "", nil, false
		return Outcome{}, false
	}
	return r.signedInAs(a, d, row, token), true
}

// tells says whether an account tells of itself what is not known of it yet.
func tells(a *attempt.Returned, known store.Account) bool {
	return a.Claims.Email != known.Email || a.Claims.TenantID != "" && known.TenantID == "" || a.Claims.ObjectID != "" && known.ObjectID == ""
}
