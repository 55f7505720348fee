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

// TestStart asks to test a version of a connection with an account.
type TestStart struct {
	ID           string // of the test; the attempt's too
	Organization string // code
	Connection   store.Connection
	Version      store.Version
	Session      string // the id of the session that asks, which alone may complete it
	User         string // the super admin
	Attempts     map[string]string
	Visitor      Visitor
}

// Tested is a completed test: what its report gains, and the code of the refusal that
// ended it, or "".
type Tested struct {
	ID           string
	Connection   string
	Organization string // id
	User         string
	Over         bool // it has ended before: there is nothing to write
	Code         fault.Code
	ClientAuth   idp.ClientAuth // how the secret was accepted, if not in the version's way
	Report       store.TestReport
}

// StartTest begins a test. It writes nothing and counts nothing. The provider shows its
// account chooser, because super admins test with accounts other than their own.
func (r *Flow) StartTest(ctx context.Context, s TestStart) (Started, error) {
	live := underTest(s.Connection, s.Version)
	a := attempt{
		ID: s.ID, Reference: s.Visitor.Reference, Purpose: purposeTest,
		State: secret.NewToken(), Nonce: secret.NewToken(), Verifier: secret.NewToken(),
		Organization: live.OrganizationID, Code: s.Organization,
		Connection: live.ID, Version: live.VersionID, Provider: live.Provider,
		ReturnTo: Home, Started: r.now().UnixMicro(), Session: s.Session, User: s.User,
	}
	return r.startAttempt(ctx, live, a, idp.Attempt{Prompt: prompt(true)}, s.Attempts)
}

// underTest reads a version as if it were live.
func underTest(c store.Connection, v store.Version) store.Live {
	return store.Live{
		Connection: c, VersionID: v.ID, Issuer: v.Issuer, Tenant: v.Tenant,
		ClientID: v.ClientID, SecretSealed: v.SecretSealed, ClientAuth: v.ClientAuth,
	}
}

// completeTest takes the steps of a sign-in for a test and gives what it saw. It writes
// nothing; an error that says nothing about the connection (another session, a database
// that is unavailable) is a *Refusal.
func (r *Flow) completeTest(ctx context.Context, a *returnedAttempt, ans answer) (Outcome, error) {
	done := Outcome{Organization: a.Code, SpentCookie: attemptName(a.State), Test: &Tested{
		ID: a.ID, Connection: a.Connection, Organization: a.Organization, User: a.User,
	}}
	report, err := r.runTest(ctx, a, ans)
	if again, is := errors.AsType[*AskAgain](err); is {
		return Outcome{}, again
	}
	if busy, is := waitingForSlot(err); is {
		return Outcome{}, busy
	}
	if err != nil {
		f := asFault(err)
		r.logRefusal(ctx, a, f)
		if f.Code == fault.AttemptReplayed { // Back, or the page loaded again: the report is there
			done.Test.Over = true
			return done, nil
		}
		refusal := &Refusal{Fault: f, Organization: a.Code, Provider: a.Provider, Reference: a.Reference}
		if f.Code == fault.AttemptSessionChanged || f.Code == fault.AttemptUnknown {
			refusal.SpentCookie = attemptName(a.State) // it can never be completed
		}
		return Outcome{}, refusal
	}
	if report.code == fault.CodeRejected && r.testedByReplica(ctx, a) {
		done.Test.Over = true
		return done, nil
	}
	done.Test.Code, done.Test.ClientAuth, done.Test.Report = report.code, report.auth, report.done()
	r.log.InfoContext(ctx, "connection tested", "ref", a.Reference, "code", report.code, "step", a.step,
		"organization", a.Organization, "connection", a.Connection, "provider", a.Provider)
	return done, nil
}

// runTest takes the steps of a sign-in without the last one, and reports who it would
// be. The error says that there is nothing to report.
func (r *Flow) runTest(ctx context.Context, a *returnedAttempt, ans answer) (*report, error) {
	tester, err := r.tester(ctx, a)
	if err != nil {
		return nil, err
	}
	a.reach("attempt")
	live, err := r.connectionForTest(ctx, a)
	if err != nil {
		return nil, err
	}
	a.live = live
	rep := newReport(live)
	if f := r.inTime(a.attempt); f != nil {
		return rep.failed("redirect", f), nil
	}
	if live.VersionID == "" || live.State == store.Removed {
		return rep.failed("redirect", fault.Because(fault.SSOConfigChanged, "connection_gone")), nil
	}
	rep.leftOut(r.idp.LeftOut(ctx, r.applications.Public(live), idp.Attempt{Prompt: prompt(true), Plain: a.Plain}))
	found, err := r.exchangeForTest(ctx, a, ans)
	rep.clientAuth(found.ClientAuth)
	if f, is := errors.AsType[*fault.Fault](err); is && f.Code != fault.Busy && f.Code != fault.InternalError {
		return rep.refused(f), nil
	}
	if err != nil {
		return nil, err
	}
	rep.verified(found.Disclosed, provider.Of(provider.Key(live.Provider)), a.claims)
	return rep, r.reportOutcome(ctx, a, rep, tester)
}

// tester demands the session that began the test, of a user who is still a super admin.
func (r *Flow) tester(ctx context.Context, a *returnedAttempt) (store.Principal, error) {
	principal, active, err := r.sessions.ActivePrincipal(ctx, a.visitor.Session)
	switch {
	case err != nil:
		return principal, fmt.Errorf("read the session: %w", err)
	case !active, a.Session == "", principal.ID != a.Session, principal.UserID != a.User, principal.OrganizationID != a.Organization:
		return principal, fault.Because(fault.AttemptSessionChanged, "other_session")
	case principal.Role != store.SuperAdmin:
		return principal, fault.Because(fault.AttemptSessionChanged, "no_super_admin")
	}
	return principal, nil
}

// connectionForTest reads the version that the test began with. A test that has ended
// is refused before its code is sent again. VersionID "" says that the version is gone.
func (r *Flow) connectionForTest(ctx context.Context, a *returnedAttempt) (store.Live, error) {
	test, err := r.store.ConnectionTestByID(ctx, a.Organization, a.Connection, a.ID)
	switch {
	case errors.Is(err, store.ErrNotFound): // pruned, or never written
		return store.Live{}, fault.Because(fault.AttemptUnknown, "no_such_test")
	case err != nil:
		return store.Live{}, fmt.Errorf("read the test: %w", err)
	case test.State != store.TestRunning:
		return store.Live{}, fault.Because(fault.AttemptReplayed, string(test.State))
	}
	conn, err := r.store.ConnectionByID(ctx, a.Organization, a.Connection)
	if err != nil {
		return store.Live{}, fmt.Errorf("read the connection: %w", err)
	}
	version, err := r.store.VersionOf(ctx, a.Organization, a.Version)
	if errors.Is(err, store.ErrNotFound) {
		return underTest(conn, store.Version{}), nil
	}
	if err != nil {
		return store.Live{}, fmt.Errorf("read the version: %w", err)
	}
	return underTest(conn, version), nil
}

// exchangeForTest sends the code with the credentials under test and no others: the old
// secret of a rotation would hide what is wrong with them.
func (r *Flow) exchangeForTest(ctx context.Context, a *returnedAttempt, ans answer) (idp.TestedClaims, error) {
	a.reach("live")
	app, err := r.applications.Open(a.live)
	if err != nil {
		return idp.TestedClaims{}, err
	}
	if err := r.idp.ReturnedIssuer(ctx, app, ans.issuer, ans.hasIssuer); err != nil {
		return idp.TestedClaims{}, err
	}
	a.reach("answer")
	if ans.failure != "" {
		return idp.TestedClaims{}, cmp.Or(r.askAgain(ctx, a, ans), error(idp.AnswerFault(ans.failure, ans.details)))
	}
	a.reach("exchange")
	leave, err := r.waitForExchange(ctx, a.visitor.Address)
	if err != nil {
		return idp.TestedClaims{}, err
	}
	defer leave()
	found, err := r.idp.ExchangeForTest(ctx, app, a.sent(), ans.code)
	a.claims = decision.WithEmailDomain(provider.Of(app.Provider), found.Claims)
	return found, err
}
