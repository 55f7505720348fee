package connection

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// testsEach is how many tests an organization may begin in testsWithin: more
// would make us a scanner (F05).
const (
	testsEach   = 5
	testsWithin = time.Minute
)

// TestRequest asks for the test of a connection.
type TestRequest struct {
	OrganizationID, ConnectionID string
	Admin                        string // the user's id
	SeenHost                     string // the host by which the browser reached us
}

// BegunTest is a test with the version that it tries.
type BegunTest struct {
	store.ConnectionTest
	Connection store.Connection
	Version    store.Version
}

// BeginTest runs the checks that need no person on the newest version, and keeps
// their report: the test runs then, or has failed. Errors: faults NotFound,
// Conflict when there is no version to test, RateLimited.
func (c *Connections) BeginTest(ctx context.Context, r TestRequest) (BegunTest, error) {
	var begun BegunTest
	by := change.Actor{OrganizationID: r.OrganizationID, ID: r.Admin}
	err := c.changes.Locked(ctx, by, func(tx change.Tx) (err error) { // or several would count at once
		begun, err = c.reserveTest(ctx, tx.Rows, r)
		return err
	})
	if err != nil {
		return BegunTest{}, fmt.Errorf("begin a test: %w", err)
	}
	report, code, way := c.inspect(ctx, begun, r.SeenHost)
	begun.Report, begun.Code = report, string(code)
	ctx, cancel := lasting(ctx)
	defer cancel()
	err = c.Store.InTx(ctx, func(rows store.Rows) error {
		if err := c.keepClientAuth(ctx, rows, begun.ConnectionTest, way); err != nil {
			return err
		}
		if !report.Failed() {
			return rows.WriteConnectionTest(ctx, begun.ConnectionTest)
		}
		begun.State, begun.FinishedAt = store.TestFailed, store.At(c.Now())
		return c.endTest(ctx, rows, begun.ConnectionTest, r.Admin)
	})
	if err != nil {
		return BegunTest{}, fmt.Errorf("write a test: %w", err)
	}
	return begun, nil
}

// reserveTest counts, chooses the version and writes the row before anybody
// outside is asked.
func (c *Connections) reserveTest(ctx context.Context, rows store.Rows, r TestRequest) (BegunTest, error) {
	conn, version, err := newestVersion(ctx, rows, r.OrganizationID, r.ConnectionID)
	if err != nil {
		return BegunTest{}, err
	}
	now := c.Now()
	begun, err := rows.TestsSince(ctx, r.OrganizationID, now.Add(-testsWithin))
	if err != nil {
		return BegunTest{}, err
	}
	if len(begun) >= testsEach {
		free := begun[len(begun)-testsEach].Add(testsWithin)
		return BegunTest{}, &fault.Fault{Code: fault.RateLimited, Reason: "tests", RetryAfter: max(time.Second, free.Sub(now))}
	}
	test := store.ConnectionTest{
		ID: secret.NewID(), OrganizationID: r.OrganizationID, ConnectionID: conn.ID, VersionID: version.ID,
		VersionNumber: version.Number, StartedBy: r.Admin, StartedAt: store.At(now), State: store.TestRunning,
	}
	return BegunTest{test, conn, version}, rows.AddConnectionTest(ctx, test)
}

// newestVersion reads a connection and the version of it that was saved last, of those in
// use. Errors: faults NotFound, Conflict when there is none.
func newestVersion(ctx context.Context, rows store.Rows, organizationID, connectionID string) (store.Connection, store.Version, error) {
	conn, err := present(rows.ConnectionByID(ctx, organizationID, connectionID))
	if err != nil {
		return conn, store.Version{}, err
	}
	newest := conn.DraftVersionID
	if newest == nil {
		newest = conn.LiveVersionID
	}
	if newest == nil {
		return conn, store.Version{}, fault.Because(fault.Conflict, "no_version")
	}
	version, err := rows.VersionOf(ctx, organizationID, *newest)
	return conn, version, err
}

// TestEnd is how a test came back.
type TestEnd struct {
	OrganizationID, ConnectionID, TestID string
	By                                   string         // the tester's id
	Code                                 fault.Code     // of the refusal that ended it, or ""
	ClientAuth                           idp.ClientAuth // in which the secret was accepted, where it is not the version's
	Report                               store.TestReport
}

// FinishTest writes how a test ended, once: of several one wins, the others get
// AttemptReplayed. A passed draft goes live where the connection is on; a passed
// live version is believed to work. One whose going live would lock the last
// super admin out has failed by that. It is written though the browser has left.
func (c *Connections) FinishTest(ctx context.Context, e TestEnd) error {
	ctx, cancel := lasting(ctx)
	defer cancel()
	err := c.finishTest(ctx, e)
	if errors.Is(err, store.ErrNoSuperAdminLeft) {
		e.Code = fault.LastSuperAdmin
		err = c.finishTest(ctx, e)
	}
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.AttemptReplayed, "test_over")
	}
	if err != nil {
		return fmt.Errorf("finish a test: %w", err)
	}
	return nil
}

func (c *Connections) finishTest(ctx context.Context, e TestEnd) error {
	return c.changes.Guarded(ctx, change.Actor{OrganizationID: e.OrganizationID, ID: e.By}, func(tx change.Tx) error {
		test, err := tx.ConnectionTestByID(ctx, e.OrganizationID, e.ConnectionID, e.TestID)
		if err != nil {
			return err
		}
		first := slices.DeleteFunc(test.Report.Checks, func(c store.TestCheck) bool { return c.Stage != "server" }) // of an end that gives way
		test.Report.Checks = append(confirmed(first, e.Report.Checks), e.Report.Checks...)
		test.Report.Claims, test.Report.Person = e.Report.Claims, e.Report.Person
		test.Report.Learned, test.Report.Account = e.Report.Learned, e.Report.Account
		test.State, test.Code, test.FinishedAt = store.TestPassed, string(e.Code), store.At(tx.At)
		if e.Code != "" || test.Report.Failed() {
			test.State = store.TestFailed
		}
		if err := c.keepClientAuth(ctx, tx.Rows, test, e.ClientAuth); err != nil {
			return err
		}
		if err := c.endTest(ctx, tx.Rows, test, e.By); err != nil || test.State == store.TestFailed {
			return err
		}
		return c.passed(ctx, tx, test)
	})
}

// confirmed lets the first checks say what the sign-in has shown: whoever gave a
// token has taken the credentials.
func confirmed(first, later []store.TestCheck) []store.TestCheck {
	got := slices.ContainsFunc(later, func(c store.TestCheck) bool { return c.Name == "token" && c.Result == store.CheckPassed })
	for i, c := range first {
		if got && c.Name == string(idp.CheckCredentials) && c.Result == store.CheckInfo {
			first[i].Result, first[i].Reason = store.CheckPassed, ""
		}
	}
	return first
}

// keepClientAuth keeps with the version how its secret was accepted: whatever
// came after it, the next attempt begins with that.
func (c *Connections) keepClientAuth(ctx context.Context, rows store.Rows, t store.ConnectionTest, way idp.ClientAuth) error {
	if way == idp.AuthAutomatic {
		return nil
	}
	return rows.NoteClientAuth(ctx, t.OrganizationID, t.VersionID, string(way))
}

// endTest writes the end of a test that runs, and its audit event.
func (c *Connections) endTest(ctx context.Context, rows store.Rows, t store.ConnectionTest, by string) error {
	if err := rows.WriteConnectionTest(ctx, t); err != nil {
		return err
	}
	detail := map[string]any{"test": t.ID, "version": t.VersionNumber}
	if t.Code != "" {
		detail["code"] = t.Code
	}
	kind := event.ConnectionTestFailed
	if t.State == store.TestPassed {
		kind = event.ConnectionTestPassed
	}
	return event.Record(ctx, rows, event.Event{
		Organization: t.OrganizationID, Actor: by, Kind: kind, Subject: t.ConnectionID, Detail: detail, At: c.Now(),
	})
}

// passed draws the consequences, if the version is still one that can be used:
// what was replaced while the tester was away stays as it is.
func (c *Connections) passed(ctx context.Context, tx change.Tx, t store.ConnectionTest) error {
	conn, err := tx.ConnectionByID(ctx, t.OrganizationID, t.ConnectionID)
	if err != nil {
		return err
	}
	draft := conn.DraftVersionID != nil && *conn.DraftVersionID == t.VersionID
	live := conn.LiveVersionID != nil && *conn.LiveVersionID == t.VersionID
	if conn.State == store.Removed || !draft && !live {
		return nil
	}
	if err := tx.PassVersion(ctx, t.OrganizationID, t.VersionID, tx.At); err != nil {
		return err
	}
	if live {
		return c.startAnew(ctx, tx.Rows, conn)
	}
	if conn.State != store.Enabled {
		return nil
	}
	version, err := tx.VersionOf(ctx, t.OrganizationID, t.VersionID)
	if err != nil {
		return err
	}
	return c.Promote(ctx, tx, conn, version)
}

// Tests lists a connection's tests, newest first.
func (c *Connections) Tests(ctx context.Context, organizationID, connectionID string) ([]store.TestLine, error) {
	if _, err := present(c.Store.ConnectionByID(ctx, organizationID, connectionID)); err != nil {
		return nil, fmt.Errorf("read the connection: %w", err)
	}
	lines, err := c.Store.TestsOf(ctx, organizationID, connectionID)
	if err != nil {
		return nil, fmt.Errorf("read the tests: %w", err)
	}
	return lines, nil
}

// Test reads one test of a connection. Error: fault NotFound.
func (c *Connections) Test(ctx context.Context, organizationID, connectionID, id string) (store.TestLine, error) {
	if _, err := present(c.Store.ConnectionByID(ctx, organizationID, connectionID)); err != nil {
		return store.TestLine{}, fmt.Errorf("read the connection: %w", err)
	}
	line, err := c.Store.TestByID(ctx, organizationID, connectionID, id)
	if errors.Is(err, store.ErrNotFound) {
		return line, fault.Because(fault.NotFound, "no_test")
	}
	if err != nil {
		return line, fmt.Errorf("read a test: %w", err)
	}
	return line, nil
}

// lasting outlives a request that was given up, for a moment.
func lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), 4*time.Second)
}
