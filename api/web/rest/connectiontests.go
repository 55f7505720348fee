package rest

import (
	"context"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/oapi-codegen/nullable"

	"latchkey/api/connection"
	"latchkey/api/connection/conntest"
	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/signin"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
)

// ListTests lists a connection's newest tests (S10).
func (s *Server) ListTests(ctx context.Context, r contract.ListTestsRequestObject) (contract.ListTestsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	lines, err := s.Connections.Tests(ctx, admin.OrganizationID, r.ConnectionId)
	if err != nil {
		return nil, err
	}
	items := make([]contract.TestSummary, len(lines))
	for i, l := range lines {
		items[i] = contract.TestSummary{
			Id: l.ID, VersionNumber: int(l.VersionNumber), State: contract.TestState(l.State), Current: l.Current,
			StartedAt: l.StartedAt.Time, FinishedAt: timeOrNull(l.FinishedAt), StartedBy: l.StartedByName,
		}
	}
	return contract.ListTests200JSONResponse{Items: items}, nil
}

// GetTest shows the report of a test, as far as it goes.
func (s *Server) GetTest(ctx context.Context, r contract.GetTestRequestObject) (contract.GetTestResponseObject, error) {
	ctx, admin := callerOf(ctx)
	line, err := s.Connections.Test(ctx, admin.OrganizationID, r.ConnectionId, r.TestId)
	if err != nil {
		return nil, err
	}
	return contract.GetTest200JSONResponse(testReport(line)), nil
}

// StartTest tests the newest version of a connection: the first checks at once,
// the rest when the super admin comes back from the provider.
func (s *Server) StartTest(ctx context.Context, r contract.StartTestRequestObject) (contract.StartTestResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	begun, err := s.Connections.BeginTest(ctx, connection.TestRequest{
		OrganizationID: admin.OrganizationID, ConnectionID: r.ConnectionId, Admin: admin.UserID, SeenHost: c.Request.Host,
	})
	if err != nil {
		return nil, err
	}
	to := ""
	if begun.State == store.TestRunning {
		if to, err = s.sendTester(ctx, c, begun, admin.Principal); err != nil {
			return nil, err
		}
	}
	line, err := s.Connections.Test(ctx, admin.OrganizationID, r.ConnectionId, begun.ID)
	if err != nil {
		return nil, err
	}
	return contract.StartTest201JSONResponse{Body: contract.StartedTest{AuthorizationUrl: orNull(to), Report: testReport(line)}}, nil
}

// sendTester begins the attempt and gives the address at the provider; "" ends the
// test, whose report says why.
func (s *Server) sendTester(ctx context.Context, c *gin.Context, begun connection.BegunTest, admin store.Principal) (string, error) {
	started, err := s.Tests.Begin(ctx, conntest.Start{
		ID: begun.ID, Organization: admin.OrganizationCode, Connection: begun.Connection, Version: begun.Version,
		Session: admin.ID, User: admin.UserID, Attempts: s.attempts(c), Visitor: s.visitor(c),
	})
	if err != nil {
		return "", s.Connections.FinishTest(ctx, connection.TestEnd{
			OrganizationID: begun.OrganizationID, ConnectionID: begun.ConnectionID, TestID: begun.ID, By: admin.UserID,
			Code: fault.Of(err).Code,
		})
	}
	s.began(c, started)
	return started.AuthorizationURL, nil
}

// tested writes the report of a test that came back, and shows it. Whoever comes
// back twice sees the report of the first time.
func (s *Server) tested(ctx context.Context, c *gin.Context, done signin.Outcome) contract.CompleteSignInResponseObject {
	t := done.Test
	var err error
	if !t.Over {
		err = s.Connections.FinishTest(ctx, connection.TestEnd{
			OrganizationID: t.Organization, ConnectionID: t.Connection, TestID: t.ID, By: t.User, Code: t.Code, ClientAuth: t.ClientAuth, Report: t.Report,
		})
	}
	if f := middleware.RefusalOf(err); err != nil && f.Code != fault.AttemptReplayed {
		middleware.LogRefusal(s.Log, c, f)
		return s.refused(c, &signin.Refusal{Fault: f, Organization: done.Organization, Reference: middleware.Reference(c)}, t.Connection)
	}
	s.cookies.Clear(c, done.SpentCookie)
	return seeOther(testPage(t.Connection, t.ID))
}

func testPage(connectionID, testID string) string {
	return "/sso-settings/connections/" + connectionID + "/test?" + url.Values{"test": {testID}}.Encode()
}

// testReport maps a test; the connection's present lock says whether it is
// locked to what the test learned.
func testReport(l store.TestLine) contract.TestReport {
	r := contract.TestReport{
		Id: l.ID, ConnectionId: l.ConnectionID, Provider: l.Provider, VersionNumber: int(l.VersionNumber),
		State: contract.TestState(l.State), Current: l.Current, Code: orNull(l.Code),
		StartedAt: l.StartedAt.Time, FinishedAt: timeOrNull(l.FinishedAt), StartedBy: l.StartedByName,
		Checks: make([]contract.TestCheck, len(l.Report.Checks)), Claims: make([]contract.TestClaim, len(l.Report.Claims)),
		Person: nullable.NewNullNullable[contract.TestPerson](), Learned: nullable.NewNullNullable[contract.LearnedLock](),
	}
	for i, check := range l.Report.Checks {
		r.Checks[i] = testCheck(check)
	}
	for i, claim := range l.Report.Claims {
		r.Claims[i] = contract.TestClaim{Name: claim.Name, Value: claim.Value}
	}
	if p := l.Report.Person; p != nil {
		r.Person = nullable.NewNullableWithValue(contract.TestPerson{
			Outcome: contract.TestOutcome(p.Outcome), Code: orNull(p.Code), Reason: p.Reason, IsMe: p.IsMe, Name: orNull(p.Name),
		})
	}
	if lock := l.Report.Learned; lock != nil {
		r.Learned = nullable.NewNullableWithValue(contract.LearnedLock{
			Value: lock.Value, Domain: orNull(lock.Domain), Locked: decision.LockNames(l.LockedTo, lock.Value),
		})
	}
	return r
}

func testCheck(c store.TestCheck) contract.TestCheck {
	facts := c.Facts
	if facts == nil {
		facts = map[string]string{}
	}
	return contract.TestCheck{
		Stage: contract.TestCheckStage(c.Stage), Name: contract.TestCheckName(c.Name), Result: contract.TestCheckResult(c.Result),
		Reason: c.Reason, Expected: orNull(c.Expected), Received: orNull(c.Received), Facts: facts,
	}
}
