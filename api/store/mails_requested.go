package store

import (
	"context"
	"time"

	"latchkey/api/email"
)

// MailRequested says whether a mail of a kind was written to an address since a time,
// whatever became of it.
func (r Rows) MailRequested(ctx context.Context, organizationID, kind, recipient string, since time.Time) (bool, error) {
	var asked bool
	err := r.get(ctx, &asked, `
		SELECT EXISTS (SELECT 1 FROM mails
			WHERE organization_id = ? AND created_at > ? AND kind = ? AND LOWER(recipient) = ?)`,
		organizationID, At(since), kind, email.Fold(recipient))
	return asked, err
}

// MailsSent says how many mails of a kind were sent to an address, of those that
// were written since a time.
func (r Rows) MailsSent(ctx context.Context, organizationID, kind, recipient string, since time.Time) (int64, error) {
	var n int64
	err := r.get(ctx, &n, `
		SELECT count(*) FROM mails
		WHERE organization_id = ? AND created_at > ? AND kind = ? AND state = 'sent' AND LOWER(recipient) = ?`,
		organizationID, At(since), kind, email.Fold(recipient))
	return n, err
}

// MailsWritten says how many mails of a kind were written in an organization since a time,
// whoever they were for and whatever became of them.
func (r Rows) MailsWritten(ctx context.Context, organizationID, kind string, since time.Time) (int64, error) {
	var n int64
	err := r.get(ctx, &n, `
		SELECT count(*) FROM mails WHERE organization_id = ? AND created_at > ? AND kind = ?`, organizationID, At(since), kind)
	return n, err
}
