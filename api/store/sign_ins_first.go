package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"latchkey/api/email"
)

// LinkAtSignIn is [Rows.AddIdentity] for an account that a sign-in links without a proof, in
// its transaction. It notes with the user that they signed in with it and, where the account
// proves an address ("" else), that one. Like whoever disconnects it takes the person before
// the account. ErrConflict also if they were deactivated meanwhile. What it links may have been disconnected meanwhile: [Rows.AddFirstSignIn] looks.
func (r Rows) LinkAtSignIn(ctx context.Context, i Identity, provider, proves string) error {
	person := []any{
		i.LastUsedAt, i.LastUsedAt, i.LastUsedAt, provider, email.Fold(proves), proves, i.OrganizationID, i.UserID,
	}
	if r.onPostgres() {
		return firstOf(r.exec(ctx, linkedAtOnce, append(person, i.values()...)...))
	}
	if err := firstOf(r.exec(ctx, linkedPerson, person...)); err != nil {
		return err
	}
	return r.insertIdentity(ctx, i)
}

const (
	unlessNewer  = `CASE WHEN ` + lastSignInKey + ` <= ? THEN `
	linkedPerson = `
		UPDATE users SET
			last_sign_in_at = ` + unlessNewer + `CAST(? AS BIGINT) ELSE last_sign_in_at END,
			last_sign_in_with = ` + unlessNewer + `CAST(? AS TEXT) ELSE last_sign_in_with END,
			proven_email = CASE WHEN email_lower = ? AND CAST(? AS TEXT) <> '' THEN email_lower ELSE proven_email END
		WHERE organization_id = ? AND id = ? AND active`
	linkedAtOnce = `WITH person AS (` + linkedPerson + ` RETURNING id)
		INSERT INTO identities (` + identityColumns + `) SELECT ` + identityValues + ` FROM person
		ON CONFLICT DO NOTHING`
)

// FirstSignIn is what is written of a sign-in once its account is linked.
type FirstSignIn struct {
	Linked  Identity
	Mail    *Mail // to the user; nil where no mail is sent
	Event   AuditEvent
	Session Session
}

// AddFirstSignIn writes the rows of a first sign-in: ErrConflict if the account or its user was disconnected before
// at this connection, so that nothing but a proof links them. None of them looks at another
// one, so PostgreSQL does it in one statement.
func (r Rows) AddFirstSignIn(ctx context.Context, in FirstSignIn) error {
	event, args, err := sqlx.Named(addAuditEvent, in.Event)
	if err != nil {
		return fmt.Errorf("bind: %w", err)
	}
	parts := []part{{event, args}}
	if in.Mail != nil {
		parts = append(parts, part{addMailToUser, in.Mail.toUser(false)})
	}
	parts = append(parts, part{addSessionUnlessUnlinked, append(in.Session.values(), in.Linked.disconnected()...)})
	return firstOf(r.together(ctx, parts...))
}

const addSessionUnlessUnlinked = `
	INSERT INTO sessions (` + sessionColumns + `, retired) SELECT ` + sessionValues + `, ''
	WHERE NOT EXISTS (` + wasUnlinked + `)`

// together writes parts of which none looks at what another one writes, and says how many
// rows the last one touched: two or more. PostgreSQL is asked once.
func (r Rows) together(ctx context.Context, parts ...part) (n int64, err error) {
	if !r.onPostgres() {
		for _, p := range parts {
			if n, err = r.exec(ctx, p.query, p.args...); err != nil {
				return 0, err
			}
		}
		return n, nil
	}
	var before []string
	var args []any
	last := len(parts) - 1
	for i, p := range parts {
		args = append(args, p.args...)
		if i < last {
			before = append(before, fmt.Sprintf("part%d AS (%s)", i, p.query))
		}
	}
	return r.exec(ctx, "WITH "+strings.Join(before, ", ")+parts[last].query, args...)
}
