package store

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"
)

// SignInResult is how an attempt ended, as the log's filter names it.
type SignInResult string

// The results; "" is any.
const (
	ResultSignedIn  SignInResult = "signed_in"
	ResultAsked     SignInResult = "asked" // ended at the link page
	ResultCancelled SignInResult = "cancelled"
	ResultRefused   SignInResult = "refused"
)

// ResultOf says which result a sign-in's code is.
func ResultOf(code string) SignInResult {
	switch code {
	case "":
		return ResultSignedIn
	case "link_required":
		return ResultAsked
	case "provider_denied":
		return ResultCancelled
	}
	return ResultRefused
}

// condition is ResultOf in SQL.
func (r SignInResult) condition() string {
	switch r {
	case ResultSignedIn:
		return ` AND s.code = ''`
	case ResultAsked:
		return ` AND s.code = 'link_required'`
	case ResultCancelled:
		return ` AND s.code = 'provider_denied'`
	case ResultRefused:
		return ` AND s.code NOT IN ('', 'link_required', 'provider_denied')`
	}
	return ""
}

// SignInFilter chooses rows of the sign-in log; the zero filter takes all.
type SignInFilter struct {
	Result   SignInResult
	Provider string
	Code     string
	UserID   string    // "": anybody's
	From, To time.Time // of the end: not before From, before To
	Search   string    // a reference, or the beginning of an e-mail, or of a word as [UserQuery].Search has it
}

// Cursor is a place in a list that is read newest first: the page after it
// begins with the next older row. The zero Cursor is before the first.
type Cursor struct {
	At Time
	ID string
}

// below is the upper bound of a page: after the cursor, and before to.
func (c Cursor) below(to time.Time) (micros int64, id string) {
	micros, id = math.MaxInt64, ""
	if !c.At.IsZero() {
		micros, id = c.At.UnixMicro(), c.ID
	}
	if !to.IsZero() && to.UnixMicro() <= micros {
		return to.UnixMicro(), "" // no id is smaller than none
	}
	return micros, id
}

// LogLine is one row of the sign-in log.
type LogLine struct {
	ID         string `db:"id"`
	Reference  string `db:"reference"`
	Purpose    string `db:"purpose"`
	Provider   string `db:"provider"` // "" for a password
	Label      string `db:"label"`    // of a generic provider
	Code       string `db:"code"`
	Reason     string `db:"reason"`
	Email      string `db:"email"`
	UserName   string `db:"user_name"` // "" without a user
	Address    string `db:"address"`
	Browser    string `db:"browser"`
	FinishedAt Time   `db:"finished_at"`
	RequestedBy
}

// RequestedBy is what a row has that an application's request made, see [RefusedRequest].
type RequestedBy struct {
	Application string `db:"application"` // its name; "" where the organization has none such
	Times       int64  `db:"times"`       // how often; of an attempt 1
}

// Cursor is the line's place in the log.
func (l LogLine) Cursor() Cursor { return Cursor{l.FinishedAt, l.ID} }

// SignInLog lists an organization's attempts, newest first, that a filter lets
// through: at most so many, from a cursor on. Upper and lower case of a search
// are alike as far as the engine knows them (SQLite: A to Z).
func (r Rows) SignInLog(ctx context.Context, organizationID string, f SignInFilter, after Cursor, most int) ([]LogLine, error) {
	from := int64(math.MinInt64)
	if !f.From.IsZero() {
		from = At(f.From).UnixMicro()
	}
	below, belowID := after.below(f.To)
	look, err := r.searched(ctx, organizationID, f.Search)
	if err != nil {
		return nil, err
	}
	conditions, args := f.Result.condition(), append(slices.Clone(look.tableArgs), organizationID, from, below, belowID)
	if f.Provider != "" {
		conditions, args = conditions+` AND s.provider = ?`, append(args, f.Provider)
	}
	if f.Code != "" {
		conditions, args = conditions+` AND s.code = ?`, append(args, f.Code)
	}
	if f.UserID != "" {
		conditions, args = conditions+` AND s.user_id = ?`, append(args, f.UserID)
	}
	read := r.listAfresh
	if len(look.tableArgs) > 0 {
		read = r.listOnce // it names people
	}
	var lines []LogLine
	err = read(ctx, &lines, `
		SELECT s.id, s.reference, s.purpose, s.provider, s.code, s.reason, s.email,
			COALESCE(c.label, '') AS label, COALESCE(u.name, '') AS user_name, s.address, s.browser, s.finished_at, `+requestedBy+`
		FROM `+look.table+`
		LEFT JOIN users u ON (u.organization_id = s.organization_id) IS TRUE AND u.id = s.user_id
		LEFT JOIN connections c ON c.organization_id = s.organization_id AND c.provider = s.provider
		LEFT JOIN clients a ON a.id = s.client_id
		WHERE s.organization_id = ? AND s.finished_at >= ? AND (s.finished_at, s.id) < (?, ?)`+conditions+look.condition+`
		ORDER BY s.finished_at DESC, s.id DESC LIMIT ?`, append(append(args, look.args...), most)...)
	return lines, err
}

// What a search may be. Only a reference has digits and a hyphen in its place,
// but jean-marc and maya2024 have the letters of one. Few rows share a reference:
// SQLite begins with the left side of a CROSS JOIN, or it would walk the log.
const (
	wholeLog    = `sign_ins s`
	referred    = `sign_ins r CROSS JOIN sign_ins s`
	byReference = ` AND r.reference = ? AND s.id = r.id`
	byAddress   = `lower(s.email) LIKE lower(CAST(? AS TEXT)) ESCAPE '\' OR ` // the one that the provider said
)

// look is where a search looks, and for what.
type look struct {
	table     string
	tableArgs []any
	condition string
	args      []any
}

func searchFor(typed string) look {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return look{table: wholeLog}
	}
	reference, ok := asReference(typed)
	if ok && strings.Contains(typed, "-") && strings.ContainsAny(typed, "0123456789") {
		return look{table: referred, condition: byReference, args: []any{reference}}
	}
	user := anySpelling(typed, wordBegins, wordPatterns)
	condition, args := byAddress+user.text+`)`, append([]any{beginningOf(typed)}, user.args...)
	if ok {
		return look{table: wholeLog, condition: ` AND (s.reference = ? OR ` + condition, args: append([]any{reference}, args...)}
	}
	return look{table: wholeLog, condition: ` AND (` + condition, args: args}
}

// beginningOf is the pattern of texts that begin like what was typed.
func beginningOf(typed string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(typed) + "%"
}

// asReference reads a reference as it was heard: with or without its hyphen, in
// either case, with O for 0 and I or L for 1 (Crockford).
func asReference(typed string) (string, bool) {
	heard := strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(heard) == 8 {
		heard = heard[:4] + "-" + heard[4:]
	}
	ok := len(heard) == 9 && heard[4] == '-' && strings.Trim(heard[:4]+heard[5:], crockford) == ""
	return heard, ok
}

// crockford is what a reference is made of.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// LoggedSignIn is a whole row of the log.
type LoggedSignIn struct {
	SignIn
	UserName string `db:"user_name"` // "" without a user
	Label    string `db:"label"`     // of a generic provider
	RequestedBy
}

// requestedBy are the columns of RequestedBy.
const requestedBy = `COALESCE(a.name, '') AS application, s.times`

// SignInEntry reads one attempt of an organization with its user's name.
func (r Rows) SignInEntry(ctx context.Context, organizationID, id string) (LoggedSignIn, error) {
	var s LoggedSignIn
	err := r.get(ctx, &s, `
		SELECT s.id, s.organization_id, s.reference, s.purpose, s.provider, s.connection_id, s.version_id, s.step,
			s.code, s.reason, s.proof, s.expected, s.received, s.email, s.user_id, s.return_to, s.address,
			s.browser, s.timings, s.account, s.started_at, s.finished_at, COALESCE(u.name, '') AS user_name,
			COALESCE(c.label, '') AS label, `+requestedBy+`
		FROM sign_ins s
		LEFT JOIN users u ON (u.organization_id = s.organization_id) IS TRUE AND u.id = s.user_id
		LEFT JOIN connections c ON c.organization_id = s.organization_id AND c.provider = s.provider
		LEFT JOIN clients a ON a.id = s.client_id
		WHERE s.organization_id = ? AND s.id = ?`, organizationID, id)
	return s, err
}
