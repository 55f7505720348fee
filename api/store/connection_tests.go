package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/json"
	"time"
)

// TestState is where a test of a connection stands.
type TestState string

// The states of a test.
const (
	TestRunning TestState = "running"
	TestPassed  TestState = "passed"
	TestFailed  TestState = "failed"
)

// TestsKept is how many tests of a connection are kept, the newest.
const TestsKept = 20

// ConnectionTest is one test of one version of a connection. Its id is the
// attempt's. Beside this row a test writes nothing.
type ConnectionTest struct {
	ID             string     `db:"id"`
	OrganizationID string     `db:"organization_id"`
	ConnectionID   string     `db:"connection_id"`
	VersionID      string     `db:"version_id"`
	VersionNumber  int64      `db:"version_number"`
	StartedBy      string     `db:"started_by"` // a user's id
	StartedAt      Time       `db:"started_at"`
	FinishedAt     Time       `db:"finished_at"`
	State          TestState  `db:"state"`
	Code           string     `db:"code"` // of the refusal that ended it, or ""
	Report         TestReport `db:"report"`
}

// TestReport is what a test found. It never holds a secret, a code or a token.
type TestReport struct {
	Checks  []TestCheck  `json:"checks"`
	Claims  []TestClaim  `json:"claims,omitempty"`
	Person  *TestPerson  `json:"person,omitempty"`
	Learned *LearnedLock `json:"learned,omitempty"`
	Account *SeenAccount `json:"account,omitempty"`
}

// TestCheck is how one check of a test ended.
type TestCheck struct {
	Stage    string            `json:"stage"` // "server" or "person"
	Name     string            `json:"name"`
	Result   string            `json:"result"`
	Reason   string            `json:"reason,omitempty"`
	Expected string            `json:"expected,omitempty"`
	Received string            `json:"received,omitempty"`
	Facts    map[string]string `json:"facts,omitempty"`
}

// The results of a check.
const (
	CheckPassed     = "passed"
	CheckLook       = "look"
	CheckFailed     = "failed"
	CheckInfo       = "info"
	CheckNotReached = "not_reached"
)

// TestClaim is one claim, redacted.
type TestClaim struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// TestPerson is who would have signed in.
type TestPerson struct {
	Outcome string `json:"outcome"` // "linked", "silent", "ask" or "refused"
	Code    string `json:"code,omitempty"`
	Reason  string `json:"reason,omitempty"`
	IsMe    bool   `json:"isMe,omitempty"`
	Name    string `json:"name,omitempty"`
}

// LearnedLock is what the lock could be, as the account showed it.
type LearnedLock struct {
	Value  string `json:"value"`            // a tenant, a hosted domain or an e-mail domain
	Domain string `json:"domain,omitempty"` // the e-mail domain of the account, where value is a tenant
}

// SeenAccount is how the provider described the account of a test. Forecasts
// expect the same of other people's accounts.
type SeenAccount struct {
	Domain        string `json:"domain,omitempty"`        // of its e-mail address, lower case; "" if it came without one
	EmailVerified bool   `json:"emailVerified,omitempty"` // email_verified was JSON true
	HostedDomain  string `json:"hostedDomain,omitempty"`  // Google's hd
	TenantID      string `json:"tenantId,omitempty"`      // Microsoft
	Guest         bool   `json:"guest,omitempty"`         // Microsoft
	EDOV          string `json:"edov,omitempty"`          // Microsoft's xms_edov: "yes", "no", or "" where it is absent
	Username      bool   `json:"username,omitempty"`      // a sign-in name came that looks like an address
	// For rules of roles: of whoever tested, for whom the report is.
	Said   []SaidClaim `json:"said,omitempty"`
	Unsent []string    `json:"unsent,omitempty"`
}

// SaidClaim is a claim that is a text or a list of them.
type SaidClaim struct {
	Path   []string `json:"path"`
	Values []string `json:"values"`
	Alone  bool     `json:"alone,omitempty"`
}

// Failed says whether a check failed.
func (r TestReport) Failed() bool {
	for _, c := range r.Checks {
		if c.Result == CheckFailed {
			return true
		}
	}
	return false
}

// Value gives JSON text.
func (r TestReport) Value() (driver.Value, error) {
	b, err := json.Marshal(r)
	return string(b), err
}

// Scan reads what Value wrote, and anything else as a report without checks: what
// else is known of the test stays.
func (r *TestReport) Scan(src any) error {
	*r = TestReport{}
	text, err := textOf(src)
	if err != nil {
		return err
	}
	if json.Unmarshal(text, r) != nil {
		*r = TestReport{Checks: []TestCheck{}}
	}
	return nil
}

// LastPassedTest reads what the last passed test of a connection showed; ErrNotFound: none has.
func (r Rows) LastPassedTest(ctx context.Context, organizationID, connectionID string) (TestReport, error) {
	var report TestReport
	err := r.get(ctx, &report, `
		SELECT report FROM connection_tests WHERE organization_id = ? AND connection_id = ? AND state = 'passed'
		ORDER BY finished_at DESC, id DESC LIMIT 1`, organizationID, connectionID)
	return report, err
}

const testColumns = `id, organization_id, connection_id, version_id, version_number, started_by, started_at,
	finished_at, state, code, report`

// AddConnectionTest writes a test that begins.
func (r Rows) AddConnectionTest(ctx context.Context, t ConnectionTest) error {
	return r.insert(ctx, `
		INSERT INTO connection_tests (`+testColumns+`)
		VALUES (:id, :organization_id, :connection_id, :version_id, :version_number, :started_by, :started_at,
			:finished_at, :state, :code, :report)`, t)
}

// ConnectionTestByID reads a test of an organization's connection.
func (r Rows) ConnectionTestByID(ctx context.Context, organizationID, connectionID, id string) (ConnectionTest, error) {
	var t ConnectionTest
	err := r.get(ctx, &t, `
		SELECT `+testColumns+` FROM connection_tests
		WHERE organization_id = ? AND connection_id = ? AND id = ?`, organizationID, connectionID, id)
	return t, err
}

// WriteConnectionTest writes state, code and report of a test that runs. Of
// several that would end it one does; the others get ErrNotFound. Only a refused
// code gives way to another end: see [Rows.SpendAttempt].
func (r Rows) WriteConnectionTest(ctx context.Context, t ConnectionTest) error {
	return one(r.exec(ctx, `
		UPDATE connection_tests SET state = ?, finished_at = ?, code = ?, report = ?
		WHERE organization_id = ? AND connection_id = ? AND id = ?
			AND (state = 'running' OR (state = 'failed' AND code = 'code_rejected' AND ? NOT IN ('running', code)))`,
		t.State, t.FinishedAt, t.Code, t.Report, t.OrganizationID, t.ConnectionID, t.ID, cmp.Or(t.Code, string(t.State))))
}

// TestLine is a test as people read it.
type TestLine struct {
	ConnectionTest
	StartedByName string  `db:"started_by_name"`
	Current       bool    `db:"current"` // the tested version is still the newest
	Provider      string  `db:"provider"`
	LockedTo      Strings `db:"locked_to"` // of the connection now
}

const testLines = `
	SELECT t.id, t.organization_id, t.connection_id, t.version_id, t.version_number, t.started_by, t.started_at,
		t.finished_at, t.state, t.code, t.report, COALESCE(u.name, '') AS started_by_name,
		COALESCE(t.version_id = COALESCE(c.draft_version_id, c.live_version_id), FALSE) AS current,
		c.provider, c.locked_to
	FROM connection_tests t
	JOIN connections c ON c.organization_id = t.organization_id AND c.id = t.connection_id
	LEFT JOIN users u ON (u.organization_id = t.organization_id) IS TRUE AND u.id = t.started_by
	WHERE t.organization_id = ? AND t.connection_id = ?`

// TestsOf lists the tests of an organization's connection, newest first, as many
// as are kept.
func (r Rows) TestsOf(ctx context.Context, organizationID, connectionID string) ([]TestLine, error) {
	var lines []TestLine
	err := r.list(ctx, &lines, testLines+` ORDER BY t.started_at DESC, t.id DESC LIMIT ?`,
		organizationID, connectionID, TestsKept)
	return lines, err
}

// TestByID reads one test of a connection.
func (r Rows) TestByID(ctx context.Context, organizationID, connectionID, id string) (TestLine, error) {
	var line TestLine
	err := r.get(ctx, &line, testLines+` AND t.id = ?`, organizationID, connectionID, id)
	return line, err
}

// TestsSince says when the tests of an organization began that began after a
// time, oldest first.
func (r Rows) TestsSince(ctx context.Context, organizationID string, after time.Time) ([]Time, error) {
	var begun []Time
	err := r.list(ctx, &begun, `
		SELECT started_at FROM connection_tests WHERE organization_id = ? AND started_at > ? ORDER BY started_at`,
		organizationID, At(after))
	return begun, err
}

// PassVersion records that a version of a connection passed its test. A draft
// waits for being turned on from then on; any other state stays.
func (r Rows) PassVersion(ctx context.Context, organizationID, versionID string, now time.Time) error {
	return one(r.exec(ctx, `
		UPDATE connection_versions SET passed_at = ?, state = CASE state WHEN 'draft' THEN 'passed' ELSE state END
		WHERE organization_id = ? AND id = ?`, At(now), organizationID, versionID))
}

// pruneConnectionTests keeps the newest tests of each connection.
func (s *Store) pruneConnectionTests(ctx context.Context) error {
	_, err := s.exec(ctx, `
		DELETE FROM connection_tests WHERE id IN (
			SELECT id FROM (
				SELECT id, ROW_NUMBER() OVER (PARTITION BY organization_id, connection_id ORDER BY started_at DESC, id DESC) AS place
				FROM connection_tests) ranked
			WHERE place > ?)`, TestsKept)
	return err
}

// LatestTest is the newest test of a connection, without its report.
type LatestTest struct {
	ID            string    `db:"id"`
	ConnectionID  string    `db:"connection_id"`
	VersionID     string    `db:"version_id"`
	VersionNumber int64     `db:"version_number"`
	State         TestState `db:"state"`
	StartedAt     Time      `db:"started_at"`
	FinishedAt    Time      `db:"finished_at"`
	StartedBy     string    `db:"started_by"`
	StartedByName string    `db:"started_by_name"` // a user's name, or "": see [ActorName]
}

// LatestTests lists the newest test of each connection of an organization.
func (r Rows) LatestTests(ctx context.Context, organizationID string) ([]LatestTest, error) {
	var tests []LatestTest
	err := r.list(ctx, &tests, `
		SELECT t.id, t.connection_id, t.version_id, t.version_number, t.state, t.started_at, t.finished_at,
			t.started_by, COALESCE(u.name, '') AS started_by_name
		FROM connection_tests t
		LEFT JOIN users u ON (u.organization_id = t.organization_id) IS TRUE AND u.id = t.started_by
		WHERE t.organization_id = ? AND t.id = (
			SELECT n.id FROM connection_tests n
			WHERE n.organization_id = t.organization_id AND n.connection_id = t.connection_id
			ORDER BY n.started_at DESC, n.id DESC LIMIT 1)`, organizationID)
	return tests, err
}
