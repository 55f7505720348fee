package people

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/people/peoplefile"
	"latchkey/api/store"
)

// ceilingPart is which part of an organization's active people may be deactivated because
// they are not in a file: a tenth.
const ceilingPart = 10

// deactivateMissing deactivates whoever was there before the file came, is active, no super
// admin and in no row of it, wrong ones included. Are they more than the ceiling, then the file is
// hardly all of the organization, and everybody stays.
func (r *importRun) deactivateMissing(ctx context.Context) error {
	list, err := r.whoIsMissing(ctx)
	if err != nil {
		return err
	}
	if r.i.Missing == nil {
		if err := r.weighMissing(ctx, list); err != nil {
			return err
		}
	}
	if *r.i.Missing > *r.i.Ceiling || r.i.DryRun {
		return nil
	}
	for part := range slices.Chunk(list, chunkRows) {
		if err := r.deactivate(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// whoIsMissing lists the ids of those who are missing.
func (r *importRun) whoIsMissing(ctx context.Context) ([]string, error) {
	inFile, err := r.everybodyInFile(ctx)
	if err != nil {
		return nil, err
	}
	const page = 1_000
	var list []string
	for after := ""; ; {
		users, err := r.Store.ActiveUsersAfter(ctx, r.i.OrganizationID, after, page)
		if err != nil {
			return nil, fmt.Errorf("list people: %w", err)
		}
		for _, u := range users {
			if _, there := inFile[u.ID]; !there && u.CreatedAt.Before(r.i.CreatedAt.Time) {
				list = append(list, u.ID)
			}
		}
		if len(users) < page {
			return list, nil
		}
		after = users[len(users)-1].ID
	}
}

// everybodyInFile finds the ids of all whom a row names, by external id or address.
func (r *importRun) everybodyInFile(ctx context.Context) (map[string]struct{}, error) {
	found := map[string]struct{}{}
	for next := int64(0); ; {
		chunks, err := r.Store.ImportChunks(ctx, r.i.ID, next, missing, 1)
		if err != nil {
			return nil, fmt.Errorf("read rows: %w", err)
		}
		if len(chunks) == 0 {
			return found, nil
		}
		next = chunks[0].Number + 1
		if isAgain(chunks[0].Number) {
			continue // they stand in an earlier one, too
		}
		var rows []peoplefile.Row
		if err := json.Unmarshal([]byte(chunks[0].Rows), &rows); err != nil {
			return nil, fmt.Errorf("read rows: %w", err)
		}
		users, err := namedIn(ctx, r.Store.Rows, r.i.OrganizationID, rows)
		if err != nil {
			return nil, err
		}
		for _, u := range users {
			found[u.ID] = struct{}{}
		}
	}
}

// weighMissing writes how many are missing and how many may be. Those who stay, or would be
// deactivated, are reported at once.
func (r *importRun) weighMissing(ctx context.Context, list []string) error {
	return r.step(ctx, func(tx change.Tx, is *store.UserImport) error {
		active, err := tx.CountActiveUsers(ctx, is.OrganizationID)
		if err != nil {
			return fmt.Errorf("count people: %w", err)
		}
		if !is.DryRun {
			active -= is.Added
		}
		is.Missing, is.Ceiling, is.Next = new(int64(len(list))), new(max(0, active)/ceilingPart), missing+1
		what := notInFile
		if *is.Missing <= *is.Ceiling {
			what = deactivated
		}
		if what == deactivated && !is.DryRun {
			return nil
		}
		verdicts := make([]verdict, len(list))
		for n, id := range list {
			verdicts[n] = verdict{effect: what, user: id}
		}
		return report(ctx, tx, is.ID, missing, reportOf(verdicts, nil, is.DryRun))
	})
}

// deactivate deactivates some who are missing, unless they became something else meanwhile.
func (r *importRun) deactivate(ctx context.Context, ids []string) error {
	return r.step(ctx, func(tx change.Tx, is *store.UserImport) error {
		users, err := tx.UsersByID(ctx, is.OrganizationID, ids)
		if err != nil {
			return fmt.Errorf("read people: %w", err)
		}
		c := importChunk{People: r.People, Tx: tx}
		var verdicts []verdict
		for _, was := range users {
			if !was.Active || was.Powerful() {
				continue
			}
			v := verdict{effect: deactivated, user: was.ID}
			if err := tx.By.MayTouch(was); err != nil {
				v = v.refused(fault.Of(err))
			} else {
				gone := was
				gone.Active = false
				c.changed = append(c.changed, changedUser{was, gone})
				is.Deactivated++
			}
			verdicts = append(verdicts, v)
		}
		if err := c.flush(ctx); err != nil {
			return err
		}
		is.Next++
		return report(ctx, tx, is.ID, is.Next, reportOf(verdicts, nil, is.DryRun))
	})
}
