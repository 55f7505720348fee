package store

import (
	"context"
	"slices"
	"strings"
)

// PurposeApplication is that of a row of the sign-in log which is no attempt, but what an
// application asked for and was refused: nobody came as far as signing in.
const PurposeApplication = "application"

// RefusedRequest is a request of a client that was refused, or several that were refused
// alike, as the sign-in log of an organization has it. Nothing of what was asked is kept.
type RefusedRequest struct {
	ID             string `db:"id"`
	OrganizationID string `db:"organization_id"`
	ClientID       string `db:"client_id"` // "" of an application that the organization does not have
	Reference      string `db:"reference"` // of the last one
	Code           string `db:"code"`
	Reason         string `db:"reason"` // the inner reason, of the last one; or ""
	Address        string `db:"address"`
	Browser        string `db:"browser"`
	Times          int64  `db:"times"`
	FirstAt        Time   `db:"started_at"`
	LastAt         Time   `db:"finished_at"`
}

// AddRefusedRequests writes a batch. What has the id of a row that is there is counted in
// that row, which tells of the last one.
func (s *Store) AddRefusedRequests(ctx context.Context, batch []RefusedRequest) error {
	if len(batch) == 0 {
		return nil
	}
	batch = slices.SortedFunc(slices.Values(batch), func(a, b RefusedRequest) int { // or two replicas wait for each other
		return strings.Compare(a.ID, b.ID)
	})
	return s.InTx(ctx, func(rows Rows) error {
		for _, one := range batch {
			if err := rows.addRefusedRequest(ctx, one); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r Rows) addRefusedRequest(ctx context.Context, one RefusedRequest) error {
	return r.insert(ctx, `
		INSERT INTO sign_ins (`+signInColumns+`, client_id, times)
		VALUES (:id, :organization_id, :reference, '`+PurposeApplication+`', '', NULL, NULL, '', :code,
			:reason, '', '', '', '', NULL, '', :address, :browser, '{}', '', :started_at, :finished_at, :client_id, :times)
		ON CONFLICT (id) DO UPDATE SET reference = excluded.reference, reason = excluded.reason, address = excluded.address, browser = excluded.browser,
			times = sign_ins.times + excluded.times, finished_at = excluded.finished_at
		WHERE sign_ins.organization_id = excluded.organization_id AND sign_ins.purpose = '`+PurposeApplication+`'`, one)
}
