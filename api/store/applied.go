package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Said is what a file said of one thing when it was applied last, by field.
type Said map[string]string

// AppliedIn reads what files said of an organization and of all that is in it, by
// the id of the thing.
func (r Rows) AppliedIn(ctx context.Context, organizationID string) (map[string]Said, error) {
	var rows []struct {
		Subject string `db:"subject"`
		Said    string `db:"said"`
	}
	if err := r.list(ctx, &rows, `SELECT subject, said FROM applied WHERE organization_id = ?`, organizationID); err != nil {
		return nil, err
	}
	all := make(map[string]Said, len(rows))
	for _, row := range rows {
		var said Said
		if err := json.Unmarshal([]byte(row.Said), &said); err != nil {
			said = nil // as if the file never had it
		}
		all[row.Subject] = said
	}
	return all, nil
}

// SetApplied writes what a file says of these things, in the place of what it said.
func (r Rows) SetApplied(ctx context.Context, organizationID string, all map[string]Said) error {
	const atOnce = 200
	for some := range slices.Chunk(slices.Sorted(maps.Keys(all)), atOnce) {
		args := make([]any, 0, 3*len(some))
		for _, subject := range some {
			said, err := json.Marshal(all[subject])
			if err != nil {
				return fmt.Errorf("write what a file said: %w", err)
			}
			args = append(args, organizationID, subject, string(said))
		}
		if err := r.execOnce(ctx, `
			INSERT INTO applied (organization_id, subject, said)
			VALUES `+strings.TrimSuffix(strings.Repeat("(?, ?, ?), ", len(some)), ", ")+`
			ON CONFLICT (organization_id, subject) DO UPDATE SET said = excluded.said`, args...); err != nil {
			return err
		}
	}
	return nil
}
