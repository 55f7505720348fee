package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// ApplicationState is what an operator looks at of an enabled application.
type ApplicationState struct {
	ClientID     string          `db:"client_id"`
	Type         ApplicationType `db:"type"`
	RedirectURIs Strings         `db:"redirect_uris"`
	LastUsedAt   Time            `db:"last_used_at"`
	Secrets      int64           `db:"secrets"`     // that are live
	LastExpiry   Time            `db:"last_expiry"` // of those; zero if one of them never expires
	NextExpiry   Time            `db:"next_expiry"` // of those; zero if none of them does
}

// ApplicationStates lists the enabled applications by their ids, in one query.
func (r Rows) ApplicationStates(ctx context.Context, now time.Time) ([]ApplicationState, error) {
	var list []ApplicationState
	err := r.list(ctx, &list, `
		SELECT a.client_id, a.type, a.redirect_uris, c.last_used_at, COUNT(s.id) AS secrets,
			CASE WHEN COUNT(s.expires_at) = COUNT(s.id) THEN MAX(s.expires_at) END AS last_expiry, MIN(s.expires_at) AS next_expiry
		FROM applications a JOIN clients c ON c.id = a.client_id
		LEFT JOIN client_secrets s ON s.client_id = c.id AND s.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > ?)
		WHERE c.state = 'enabled'
		GROUP BY a.client_id, a.type, a.redirect_uris, c.last_used_at ORDER BY a.client_id`, At(now))
	return list, err
}

// Issuer is what applications know the deployment by, and what it was before.
type Issuer struct {
	Now       string `json:"now"`
	Before    string `json:"before,omitempty"`
	ChangedAt Time   `json:"changedAt,omitzero"` // zero: it was never another one
}

// ServedIssuer reads as what issuer was served last; a zero one if nobody served since
// this is kept.
func (r Rows) ServedIssuer(ctx context.Context) (Issuer, error) {
	var i Issuer
	var text string
	err := r.get(ctx, &text, `SELECT value FROM deployment WHERE name = 'issuer'`)
	if errors.Is(err, ErrNotFound) {
		return i, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &i)
	}
	if err != nil {
		return i, fmt.Errorf("read the issuer that was served: %w", err)
	}
	return i, nil
}

// ServeIssuer keeps as what issuer is served from now on.
func (s *Store) ServeIssuer(ctx context.Context, issuer string, now time.Time) error {
	return s.InTx(ctx, func(rows Rows) error {
		was, err := rows.ServedIssuer(ctx)
		if err != nil || was.Now == issuer {
			return err
		}
		next := Issuer{Now: issuer}
		if was.Now != "" {
			next.Before, next.ChangedAt = was.Now, At(now)
		}
		text, err := json.Marshal(next)
		if err != nil {
			return err
		}
		_, err = rows.exec(ctx, `
			INSERT INTO deployment (name, value) VALUES ('issuer', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, string(text))
		return err
	})
}
