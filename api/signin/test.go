package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/secret"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// TestStart is a wish to try a version of a connection with an account.
type TestStart struct {
	ID           string // of the test; the attempt's too
	Organization string // code
	Connection   store.Connection
	Version      store.Version
	Session      string // the id of the session that asks, which alone may finish
	User         string // the super admin
	Attempts     map[string]string
	Visitor      Visitor
}

// Tested is a test that came back: what its report gains, and the code of the
// refusal that ended it, or "".
type Tested struct {
	ID           string
	Connection   string
	Organization string // id
	User         string
	Over         bool // it had ended before: there is nothing to write
	Code         fault.Code
	ClientAuth   idp.ClientAuth // the way in which the secret was accepted, where it is not the version's
	Report       store.TestReport
}

// StartTest begins the trip of a test. It writes nothing and counts nothing. The
// account chooser is asked for: super admins try accounts other than their own.
func (r *Flow) StartTest(ctx context.Context, s TestStart) (Started, error) {
	live := underTest(s.Connection, s.Version)
	a := attempt{
		ID: s.ID, Reference: s.Visitor.Reference, Purpose: purposeTest,
		State: secret.NewToken(), Nonce: secret.NewToken(), Verifier: secret.NewToken(),
		Organization: live.OrganizationID, Code: s.Organization,
		Connection: live.ID, Version: live.VersionID, Provider: live.Provider,
		ReturnTo: Home, Started: r.now().UnixMicro(), Session: s.Session, User: s.User,
	}
	return r.depart(ctx, live, a, idp.Attempt{Prompt: prompt(true)}, s.Attempts)
}

// underTest reads a version as if it were live.
func underTest(c store.Connection, v store.Version) store.Live {
	return store.Live{
		Connection: c, VersionID: v.ID, Issuer: v.Issuer, Tenant: v.Tenant,
		ClientID: v.ClientID, SecretSealed: v.SecretSealed, ClientAuth: v.ClientAuth,
	}
}

// completeTest walks the flow for a test and gives what it saw. It writes
// nothing at all; what says nothing of the application (another session, a
// database that is away) is a *Refusal.
func (r *Flow) completeTest(ctx context.Context, t *trip, ans answer) (Outcome, error) {
	done := Outcome{Organization: t.Code, SpentCookie: attemptName(t.State), Test: &Tested{
		ID: t.ID, Connection: t.Connection, Organization: t.Organization, User: t.User,
	}}
	report, err := r.walkTest(ctx, t, ans)
	if again, is := errors.AsType[*AskAgain](err); is {
		return Outcome{}, again
	}
	if crowded, is := waits(err); is {
		return Outcome{}, crowded
	}
	if err != nil {
		f := asFault(err)
		r.logRefusal(ctx, t, f)
		if f.Code == fault.AttemptReplayed { // Back, or the page loaded again: the report is there
			done.Test.Over = true
			return done, nil
		}
		refusal := &Refusal{Fault: f, Organization: t.Code, Provider: t.Provider, Reference: t.Reference}
		if f.Code == fault.AttemptSessionChanged || f.Code == fault.AttemptUnknown {
			refusal.SpentCookie = attemptName(t.State) // it can never be finished
		}
		return Outcome{}, refusal
	}
	if report.code == fault.CodeRejected && r.testedElsewhere(ctx, t) {
		done.Test.Over = true
		return done, nil
	}
	done.Test.Code, done.Test.ClientAuth, done.Test.Report = report.code, report.auth, report.done()
	r.log.InfoContext(ctx, "connection tested", "ref", t.Reference, "code", report.code, "step", t.step,
		"organization", t.Organization, "connection", t.Connection, "provider", t.Provider)
	return done, nil
}

// walkTest takes the steps of a sign-in, without the last: who would it be. The
// error says that nothing can be reported.
func (r *Flow) walkTest(ctx context.Context, t *trip, ans answer) (*report, error) {
	tester, err := r.tester(ctx, t)
	if err != nil {
		return nil, err
	}
	t.reach("attempt")
	live, err := r.liveForTest(ctx, t)
	if err != nil {
		return nil, err
	}
	t.live = live
	rep := newReport(live)
	if f := r.inTime(t.attempt); f != nil {
		return rep.failed("redirect", f), nil
	}
	if live.VersionID == "" || live.State == store.Removed {
		return rep.failed("redirect", fault.Because(fault.SSOConfigChanged, "connection_gone")), nil
	}
	rep.leftOut(r.idp.LeftOut(ctx, r.application(live, ""), idp.Attempt{Prompt: prompt(true), Plain: t.Plain}))
	found, err := r.examine(ctx, t, ans)
	rep.clientAuth(found.ClientAuth)
	if f, is := errors.AsType[*fault.Fault](err); is && f.Code != fault.Busy && f.Code != fault.InternalError {
		return rep.refused(f), nil
	}
	if err != nil {
		return nil, err
	}
	rep.believed(found.Disclosed, provider.Of(provider.Key(live.Provider)), t.claims)
	return rep, r.judge(ctx, t, rep, tester)
}

// tester demands the session that began the test, of somebody who still may.
func (r *Flow) tester(ctx context.Context, t *trip) (store.Principal, error) {
	holder, live, err := r.sessions.Standing(ctx, t.visitor.Session)
	switch {
	case err != nil:
		return holder, fmt.Errorf("read the session: %w", err)
	case !live, t.Session == "", holder.ID != t.Session, holder.UserID != t.User, holder.OrganizationID != t.Organization:
		return holder, fault.Because(fault.AttemptSessionChanged, "other_session")
	case holder.Role != store.SuperAdmin:
		return holder, fault.Because(fault.AttemptSessionChanged, "no_super_admin")
	}
	return holder, nil
}

// liveForTest reads the version that the test began with. A test that has ended
// is refused before its code is sent again. VersionID "" says that it is gone.
func (r *Flow) liveForTest(ctx context.Context, t *trip) (store.Live, error) {
	test, err := r.store.ConnectionTestByID(ctx, t.Organization, t.Connection, t.ID)
	switch {
	case errors.Is(err, store.ErrNotFound): // pruned, or never written
		return store.Live{}, fault.Because(fault.AttemptUnknown, "no_such_test")
	case err != nil:
		return store.Live{}, fmt.Errorf("read the test: %w", err)
	case test.State != store.TestRunning:
		return store.Live{}, fault.Because(fault.AttemptReplayed, string(test.State))
	}
	conn, err := r.store.ConnectionByID(ctx, t.Organization, t.Connection)
	if err != nil {
		return store.Live{}, fmt.Errorf("read the connection: %w", err)
	}
	version, err := r.store.VersionOf(ctx, t.Organization, t.Version)
	if errors.Is(err, store.ErrNotFound) {
		return underTest(conn, store.Version{}), nil
	}
	if err != nil {
		return store.Live{}, fmt.Errorf("read the version: %w", err)
	}
	return underTest(conn, version), nil
}

// examine sends the code with the credentials under test and no others: a
// fallback would hide what is wrong with them.
func (r *Flow) examine(ctx context.Context, t *trip, ans answer) (idp.TestedClaims, error) {
	t.reach("live")
	app, err := r.openApplication(t.live)
	if err != nil {
		return idp.TestedClaims{}, err
	}
	if err := r.idp.ReturnedIssuer(ctx, app, ans.issuer, ans.hasIssuer); err != nil {
		return idp.TestedClaims{}, err
	}
	t.reach("answer")
	if ans.failure != "" {
		return idp.TestedClaims{}, cmp.Or(r.plainly(ctx, t, ans), error(idp.AnswerFault(ans.failure, ans.details)))
	}
	t.reach("exchange")
	leave, err := r.takePlace(ctx, t.visitor.Address)
	if err != nil {
		return idp.TestedClaims{}, err
	}
	defer leave()
	found, err := r.idp.ExchangeForTest(ctx, app, t.sent(), ans.code)
	t.claims = decision.WithEmailDomain(provider.Of(app.Provider), found.Claims)
	return found, err
}
