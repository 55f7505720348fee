package conntest

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/facts"
	"latchkey/api/store"
)

// Complete takes the steps of a sign-in for a test and gives what it saw. It writes
// nothing; an error that says nothing about the connection (another session, a database
// that is unavailable) is a *[attempt.Refusal].
func (c *Tests) Complete(ctx context.Context, a *attempt.Returned, ans attempt.Answer) (attempt.Outcome, error) {
	done := attempt.Outcome{Organization: a.Code, SpentCookie: a.CookieName(), Test: &attempt.Tested{
		ID: a.ID, Connection: a.Connection, Organization: a.Organization, User: a.User,
	}}
	report, err := c.runTest(ctx, a, ans)
	if again, is := errors.AsType[*attempt.AskAgain](err); is {
		return attempt.Outcome{}, again
	}
	if busy, is := attempt.WaitingForSlot(err); is {
		return attempt.Outcome{}, busy
	}
	if err != nil {
		f := attempt.AsFault(err)
		a.LogRefusal(ctx, c.Log, f)
		if f.Code == fault.AttemptReplayed { // Back, or the page loaded again: the report is there
			done.Test.Over = true
			return done, nil
		}
		refusal := &attempt.Refusal{Fault: f, Organization: a.Code, Provider: a.Provider, Reference: a.Reference}
		if f.Code == fault.AttemptSessionChanged || f.Code == fault.AttemptUnknown {
			refusal.SpentCookie = a.CookieName() // it can never be completed
		}
		return attempt.Outcome{}, refusal
	}
	if report.code == fault.CodeRejected && c.testedByReplica(ctx, a) {
		done.Test.Over = true
		return done, nil
	}
	done.Test.Code, done.Test.ClientAuth, done.Test.Report = report.code, report.auth, report.done()
	c.Log.InfoContext(ctx, "connection tested", "ref", a.Reference, "code", report.code, "step", a.Step,
		"organization", a.Organization, "connection", a.Connection, "provider", a.Provider)
	return done, nil
}

// runTest takes the steps of a sign-in without the last one, and reports who it would
// be. The error says that there is nothing to report.
func (c *Tests) runTest(ctx context.Context, a *attempt.Returned, ans attempt.Answer) (*report, error) {
	tester, err := c.tester(ctx, a)
	if err != nil {
		return nil, err
	}
	a.Reach("attempt")
	live, err := c.connectionForTest(ctx, a)
	if err != nil {
		return nil, err
	}
	a.Live = live
	rep := newReport(live)
	if f := c.Attempts.InTime(a.Attempt); f != nil {
		return rep.failed("redirect", f), nil
	}
	if live.VersionID == "" || live.State == store.Removed {
		return rep.failed("redirect", fault.Because(fault.SSOConfigChanged, "connection_gone")), nil
	}
	rep.leftOut(c.Providers.LeftOut(ctx, c.Applications.Public(live), idp.Attempt{Prompt: attempt.Prompt(true), Plain: a.Plain}))
	found, err := c.exchangeForTest(ctx, a, ans)
	rep.clientAuth(found.ClientAuth)
	if f, is := errors.AsType[*fault.Fault](err); is && f.Code != fault.Busy && f.Code != fault.InternalError {
		return rep.refused(f), nil
	}
	if err != nil {
		return nil, err
	}
	rep.verified(found.Disclosed, provider.Of(provider.Key(live.Provider)), a.Claims)
	return rep, c.reportOutcome(ctx, a, rep, tester)
}

// tester demands the session that began the test, of a user who is still a super admin.
func (c *Tests) tester(ctx context.Context, a *attempt.Returned) (store.Principal, error) {
	principal, active, err := c.Sessions.ActivePrincipal(ctx, a.Visitor.Session)
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
func (c *Tests) connectionForTest(ctx context.Context, a *attempt.Returned) (store.LiveConnection, error) {
	test, err := c.Store.ConnectionTestByID(ctx, a.Organization, a.Connection, a.ID)
	switch {
	case errors.Is(err, store.ErrNotFound): // pruned, or never written
		return store.LiveConnection{}, fault.Because(fault.AttemptUnknown, "no_such_test")
	case err != nil:
		return store.LiveConnection{}, fmt.Errorf("read the test: %w", err)
	case test.State != store.TestRunning:
		return store.LiveConnection{}, fault.Because(fault.AttemptReplayed, string(test.State))
	}
	conn, err := c.Store.ConnectionByID(ctx, a.Organization, a.Connection)
	if err != nil {
		return store.LiveConnection{}, fmt.Errorf("read the connection: %w", err)
	}
	version, err := c.Store.VersionOf(ctx, a.Organization, a.Version)
	if errors.Is(err, store.ErrNotFound) {
		return facts.AsLive(conn, store.Version{}), nil
	}
	if err != nil {
		return store.LiveConnection{}, fmt.Errorf("read the version: %w", err)
	}
	return facts.AsLive(conn, version), nil
}

// exchangeForTest sends the code with the credentials under test and no others: the old
// secret of a rotation would hide what is wrong with them.
func (c *Tests) exchangeForTest(ctx context.Context, a *attempt.Returned, ans attempt.Answer) (idp.TestedClaims, error) {
	a.Reach("live")
	app, err := c.Attempts.Answered(ctx, a, ans)
	if err != nil {
		return idp.TestedClaims{}, err
	}
	leave, err := c.Attempts.WaitForSlot(ctx, a.Visitor.Address)
	if err != nil {
		return idp.TestedClaims{}, err
	}
	defer leave()
	found, err := c.Providers.ExchangeForTest(ctx, app, a.Sent(), ans.Code)
	a.Claims = decision.WithEmailDomain(provider.Of(app.Provider), found.Claims)
	return found, err
}
