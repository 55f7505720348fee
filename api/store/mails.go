package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
)

// The states of a mail.
const (
	MailWaiting = "waiting"
	MailSent    = "sent"
	MailFailed  = "failed"
)

// Mail is a mail that waits to be sent, or was. It holds what it tells of, never
// a secret: those are made when it is sent.
type Mail struct {
	ID             string  `db:"id"`
	OrganizationID string  `db:"organization_id"`
	Kind           string  `db:"kind"`
	UserID         *string `db:"user_id"` // whom it is for, where that is known
	Recipient      string  `db:"recipient"`
	Detail         string  `db:"detail"` // JSON object of strings: the values of its text
	Once           *string `db:"once"`   // no other mail of the organization has it
	State          string  `db:"state"`
	Tries          int64   `db:"tries"`
	Problem        string  `db:"problem"`
	CreatedAt      Time    `db:"created_at"`
	DueAt          Time    `db:"due_at"` // of the next try
	ExpiresAt      Time    `db:"expires_at"`
	FinishedAt     Time    `db:"finished_at"`
}

const mailColumns = `m.id, m.organization_id, m.kind, m.user_id, m.recipient, m.detail, m.once, m.state, m.tries, m.problem,
	m.created_at, m.due_at, m.expires_at, m.finished_at`

// AddMail writes a mail; one whose Once is there already is left out.
func (r Rows) AddMail(ctx context.Context, m Mail) error {
	return r.insert(ctx, `
		INSERT INTO mails (id, organization_id, kind, user_id, recipient, detail, once, state, created_at, due_at, expires_at)
		VALUES (:id, :organization_id, :kind, :user_id, :recipient, :detail, :once, :state, :created_at, :due_at, :expires_at)
		ON CONFLICT (organization_id, once) WHERE once IS NOT NULL DO NOTHING`, m)
}

// AddMailToSuperAdmins writes a mail for each active super admin of the
// organization of m, in one statement: its id and Once get the user's id behind
// them, its user and recipient are theirs.
func (r Rows) AddMailToSuperAdmins(ctx context.Context, m Mail) error {
	_, err := r.exec(ctx, `
		INSERT INTO mails (id, organization_id, kind, user_id, recipient, detail, once, state, created_at, due_at, expires_at)
		SELECT CAST(? AS TEXT) || '_' || u.id, u.organization_id, ?, u.id, u.email, ?, CAST(? AS TEXT) || '|' || u.id, ?,
			CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT)
		FROM users u WHERE u.organization_id = ? AND u.role = 'super_admin' AND u.active
		ON CONFLICT (organization_id, once) WHERE once IS NOT NULL DO NOTHING`,
		m.ID, m.Kind, m.Detail, m.Once, MailWaiting, m.CreatedAt, m.DueAt, m.ExpiresAt, m.OrganizationID)
	return err
}

// SuperAdminMailed says whether a mail of [Rows.AddMailToSuperAdmins] with this Once was
// sent to somebody who still is one.
func (r Rows) SuperAdminMailed(ctx context.Context, organizationID, once string) (bool, error) {
	var sent bool
	err := r.get(ctx, &sent, `
		SELECT EXISTS (
			SELECT 1 FROM users u
			JOIN mails m ON m.organization_id = u.organization_id AND m.once = CAST(? AS TEXT) || '|' || u.id
			WHERE u.organization_id = ? AND u.role = 'super_admin' AND u.active AND m.state = ?)`,
		once, organizationID, MailSent)
	return sent, err
}

// AddMailToUser writes a mail to the user that it names, at their own address;
// to nobody where there is no such user. With returning it is written only to one
// whose log has a sign-in from before.
func (r Rows) AddMailToUser(ctx context.Context, m Mail, returning bool) error {
	_, err := r.exec(ctx, addMailToUser, m.toUser(returning)...)
	return err
}

const addMailToUser = `
		INSERT INTO mails (id, organization_id, kind, user_id, recipient, detail, once, state, created_at, due_at, expires_at)
		SELECT CAST(? AS TEXT), u.organization_id, ?, u.id, u.email, ?, CAST(? AS TEXT), ?,
			CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT)
		FROM users u WHERE u.organization_id = ? AND u.id = ? AND (NOT ? OR EXISTS (
			SELECT 1 FROM sign_ins s
			WHERE s.organization_id = u.organization_id AND s.user_id = u.id AND s.code = '' AND s.finished_at < ?))
		ON CONFLICT (organization_id, once) WHERE once IS NOT NULL DO NOTHING`

// toUser are the values of addMailToUser.
func (m Mail) toUser(returning bool) []any {
	return []any{
		m.ID, m.Kind, m.Detail, m.Once, MailWaiting, m.CreatedAt, m.DueAt, m.ExpiresAt, m.OrganizationID, m.UserID,
		returning, m.CreatedAt,
	}
}

// mailsApart is how far apart the mails to many people are due: a code or a link
// that somebody waits for goes between them.
const mailsApart = 100 * time.Millisecond

// AddMailToPasswordUsers writes a mail for everybody of the organization of m who
// loses their password when SSO is required, as AddMailToSuperAdmins does; but to
// nobody to whom one of two kinds was written since a time (zero: to all).
func (r Rows) AddMailToPasswordUsers(ctx context.Context, m Mail, kinds [2]string, mailedSince time.Time) error {
	ids, err := r.losingPassword(ctx, m.OrganizationID, ` AND u.id NOT IN (
		SELECT earlier.user_id FROM mails earlier
		WHERE earlier.organization_id = ? AND earlier.kind IN (?, ?) AND earlier.created_at >= ? AND earlier.user_id IS NOT NULL)`,
		m.OrganizationID, kinds[0], kinds[1], At(mailedSince))
	if err != nil {
		return err
	}
	for part := range slices.Chunk(ids, mostInList) {
		if err := r.addMailTo(ctx, m, part); err != nil {
			return err
		}
		m.DueAt = At(m.DueAt.Add(time.Duration(len(part)) * mailsApart))
	}
	return nil
}

// addMailTo queues the mail for the users of these ids, in one statement.
func (r Rows) addMailTo(ctx context.Context, m Mail, ids []string) error {
	bound, args, err := sqlx.In(`
		INSERT INTO mails (id, organization_id, kind, user_id, recipient, detail, once, state, created_at, due_at, expires_at)
		SELECT CAST(? AS TEXT) || '_' || u.id, u.organization_id, ?, u.id, u.email, ?, CAST(? AS TEXT) || '|' || u.id, ?,
			CAST(? AS BIGINT), CAST(? AS BIGINT) + (ROW_NUMBER() OVER (ORDER BY u.id) - 1) * CAST(? AS BIGINT), CAST(? AS BIGINT)
		FROM users u WHERE u.organization_id = ? AND `+losesPassword+` AND u.id IN (?)
		ON CONFLICT (organization_id, once) WHERE once IS NOT NULL DO NOTHING`,
		m.ID, m.Kind, m.Detail, m.Once, MailWaiting, m.CreatedAt, m.DueAt, mailsApart.Microseconds(), m.ExpiresAt, m.OrganizationID, padded(ids))
	if err != nil {
		return fmt.Errorf("bind: %w", err)
	}
	_, err = r.exec(ctx, bound, args...)
	return err
}

// SecretWarning is a client secret in use that expires soon, and a super admin
// who is to know.
type SecretWarning struct {
	OrganizationID string `db:"organization_id"`
	Provider       string `db:"provider"`
	Label          string `db:"label"`
	VersionID      string `db:"version_id"`
	ExpiresAt      Time   `db:"secret_expires_at"`
	UserID         string `db:"user_id"`
	Email          string `db:"email"`
}

// SecretWarnings lists the secrets in use that expire until a time, once for each
// active super admin of the organization: so many after the last one that was
// listed before. The first one is listed after nobody, who is told of nothing but
// the time ([SecretWarning].ExpiresAt) that it is now.
func (r Rows) SecretWarnings(ctx context.Context, last SecretWarning, before time.Time, most int) ([]SecretWarning, error) {
	var list []SecretWarning
	err := r.list(ctx, &list, `
		SELECT c.organization_id, c.provider, c.label, v.id AS version_id, v.secret_expires_at, u.id AS user_id, u.email
		FROM `+liveTables+` JOIN users u ON u.organization_id = c.organization_id AND u.role = 'super_admin' AND u.active
		WHERE c.state = 'enabled' AND o.active AND v.secret_expires_at <= ?
			AND (v.secret_expires_at, v.id, u.id) > (?, ?, ?) AND (v.secret_expires_at > ? OR ? <> '')
		ORDER BY v.secret_expires_at, v.id, u.id LIMIT ?`,
		At(before), last.ExpiresAt, last.VersionID, last.UserID, last.ExpiresAt, last.VersionID, most)
	return list, err
}

// AddMails writes mails in one statement; those whose Once is there already are
// left out.
func (r Rows) AddMails(ctx context.Context, mails []Mail) error {
	if len(mails) == 0 {
		return nil
	}
	bound, args, err := sqlx.Named(`
		INSERT INTO mails (id, organization_id, kind, user_id, recipient, detail, once, state, created_at, due_at, expires_at)
		VALUES (:id, :organization_id, :kind, :user_id, :recipient, :detail, :once, :state, :created_at, :due_at, :expires_at)
		ON CONFLICT (organization_id, once) WHERE once IS NOT NULL DO NOTHING`, mails)
	if err != nil {
		return fmt.Errorf("bind: %w", err)
	}
	return r.execOnce(ctx, bound, args...)
}

// Reader is for whom a mail is written, as far as its text minds.
type Reader struct {
	Name     string `db:"reader_name"`
	Language string `db:"reader_language"` // "" is not chosen
	TimeZone string `db:"reader_time_zone"`
}

// DueMail is a mail that is to be sent now.
type DueMail struct {
	Mail
	Reader                  // empty where the mail knows no user
	OrganizationName string `db:"organization_name"`
	OrganizationCode string `db:"organization_code"`
}

// mailQueue are the mails that are still to be sent. One that is tried again waits
// since it was written.
func mailQueue() queue {
	return queue{name: "mail", table: "mails", due: "due_at", since: "created_at", tries: "tries"}
}

// TakeMails leases the mails whose time has come, the oldest first. Each is counted
// as a try.
func (r Rows) TakeMails(ctx context.Context, now, until time.Time, most int) ([]DueMail, error) {
	return takeDue[DueMail](ctx, r, mailQueue(), lease{now, until, most}, `
		SELECT `+mailColumns+`, o.name AS organization_name, o.code AS organization_code,
			COALESCE(u.name, '') AS reader_name, COALESCE(u.language, '') AS reader_language,
			COALESCE(u.time_zone, '') AS reader_time_zone
		FROM mails m JOIN organizations o ON o.id = m.organization_id
		LEFT JOIN users u ON (u.organization_id = m.organization_id) IS TRUE AND u.id = m.user_id
		WHERE m.id IN (?) ORDER BY m.created_at, m.id`)
}

// ReaderOf reads for whom a mail is written that learned its user late.
func (r Rows) ReaderOf(ctx context.Context, organizationID, userID string) (Reader, error) {
	var reader Reader
	err := r.get(ctx, &reader, `
		SELECT name AS reader_name, language AS reader_language, time_zone AS reader_time_zone
		FROM users WHERE organization_id = ? AND id = ?`, organizationID, userID)
	return reader, err
}

// FinishMail ends a mail that m's lease was taken for: sent, or failed with a
// problem. What it told of goes; with again its Once goes too, so that another
// may follow. A lease that somebody else has taken over changes nothing.
func (r Rows) FinishMail(ctx context.Context, m Mail, state, problem string, again bool, now time.Time) error {
	_, err := r.exec(ctx, `
		UPDATE mails SET state = ?, problem = ?, detail = '{}', once = CASE WHEN ? THEN NULL ELSE once END,
			due_at = NULL, finished_at = ?
		WHERE id = ? AND tries = ? AND state = 'waiting'`, state, problem, again, At(now), m.ID, m.Tries)
	return err
}

// RetryMail gives a leased mail the time of its next try.
func (r Rows) RetryMail(ctx context.Context, m Mail, problem string, at time.Time) error {
	_, err := r.exec(ctx, `
		UPDATE mails SET problem = ?, due_at = ? WHERE id = ? AND tries = ? AND state = 'waiting'`,
		problem, At(at), m.ID, m.Tries)
	return err
}

// ReturnMails gives back mails that were leased and not tried.
func (r Rows) ReturnMails(ctx context.Context, mails []DueMail, now time.Time) error {
	if len(mails) == 0 {
		return nil
	}
	ids := make([]string, len(mails))
	for i, m := range mails {
		ids[i] = m.ID
	}
	return r.giveBack(ctx, mailQueue(), ids, mails[0].DueAt, now)
}

// DropMail deletes a leased mail that nobody is to get.
func (r Rows) DropMail(ctx context.Context, m Mail) error {
	_, err := r.exec(ctx, `DELETE FROM mails WHERE id = ? AND tries = ?`, m.ID, m.Tries)
	return err
}

// DropWaitingMails deletes the mails of a kind that wait for a user.
func (r Rows) DropWaitingMails(ctx context.Context, organizationID, userID, kind string) error {
	_, err := r.exec(ctx, `DELETE FROM mails WHERE organization_id = ? AND user_id = ? AND kind = ? AND state = 'waiting'`,
		organizationID, userID, kind)
	return err
}

// ForgetMailedBefore takes the Once of those mails of a kind away after which their
// user was sent another one of it: what they said last counts.
func (r Rows) ForgetMailedBefore(ctx context.Context, organizationID, kind string) error {
	_, err := r.exec(ctx, `
		UPDATE mails SET once = NULL
		WHERE organization_id = ? AND kind = ? AND state = 'sent' AND once IS NOT NULL AND EXISTS (
			SELECT 1 FROM mails later
			WHERE later.organization_id = mails.organization_id AND later.user_id = mails.user_id AND later.kind = mails.kind
				AND later.state = 'sent' AND later.finished_at > mails.finished_at)`, organizationID, kind)
	return err
}

// mailsListed is how many mails a list has at most.
const mailsListed = 100

// MailsOf lists the latest mails of an organization, newest first; of one state
// unless it is "".
func (r Rows) MailsOf(ctx context.Context, organizationID, state string) ([]Mail, error) {
	var mails []Mail
	err := r.list(ctx, &mails, `
		SELECT `+mailColumns+` FROM mails m
		WHERE m.organization_id = ? AND (? = '' OR m.state = ?)
		ORDER BY m.created_at DESC, m.id DESC LIMIT ?`, organizationID, state, state, mailsListed)
	return mails, err
}

// MailCount says how many mails are in a state.
type MailCount struct {
	State string `db:"state"`
	N     int64  `db:"n"`
}

// MailCounts counts the mails by state: of an organization, or of all if it is "".
func (r Rows) MailCounts(ctx context.Context, organizationID string) ([]MailCount, error) {
	var counts []MailCount
	err := r.list(ctx, &counts, `
		SELECT state, COUNT(*) AS n FROM mails WHERE ? = '' OR organization_id = ? GROUP BY state ORDER BY state`,
		organizationID, organizationID)
	return counts, err
}

// MailsKept is how long a finished mail is listed.
const MailsKept = 30 * 24 * time.Hour

// pruneMails deletes what was finished long ago, and what no deployment that
// sends mail came for.
func (s *Store) pruneMails(ctx context.Context, now time.Time) error {
	for _, over := range []string{"finished_at < ?", "due_at IS NOT NULL AND expires_at < ?"} {
		for n := int64(pruneBatch); n == pruneBatch; {
			var err error
			if n, err = s.exec(ctx, `
				DELETE FROM mails WHERE id IN (SELECT id FROM mails WHERE `+over+` LIMIT ?)`,
				At(now.Add(-MailsKept)), pruneBatch); err != nil {
				return fmt.Errorf("prune the mails: %w", err)
			}
		}
	}
	return nil
}
