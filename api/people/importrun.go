package people

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/job"
	"latchkey/api/people/peoplefile"
	"latchkey/api/store"
)

// How imports are worked on: for so long a process has one without a sign of life, and so
// often one may fail.
const (
	importLease = 30 * time.Second
	importTries = 10
)

var (
	// errImportLost says that an import is not ours any more: it was cancelled, or another process has it.
	errImportLost = errors.New("the import was lost")
	// errUndo undoes what a dry run did.
	errUndo = errors.New("undone")
)

// RunImports works on the imports that wait, of all organizations. Each chunk is one
// transaction with the mark that it is done: whoever is killed leaves the next one to others.
func (p *People) RunImports(ctx context.Context) error {
	return job.Drain(ctx, func(ctx context.Context) ([]store.UserImport, error) {
		now := p.Now()
		return p.Store.TakeImports(ctx, now, now.Add(importLease), 1)
	}, func(ctx context.Context, due []store.UserImport) (bool, error) {
		return true, p.runImport(ctx, due[0])
	})
}

func (p *People) runImport(ctx context.Context, i store.UserImport) error {
	run := importRun{People: p, i: i, by: actorOfImport(i)}
	err := fault.Calmly(func() error { return run.all(ctx) })
	// What is written last is written even when the program ends.
	after := context.WithoutCancel(ctx)
	switch {
	case err == nil, errors.Is(err, errImportLost):
		return nil
	case ctx.Err() != nil:
		return p.Store.GiveImportBack(after, run.i, p.Now())
	case fault.Of(err).Code == fault.Forbidden:
		return run.end(after, store.ImportFailed, fault.Forbidden)
	case run.i.Tries >= importTries:
		return errors.Join(err, run.end(after, store.ImportFailed, fault.InternalError))
	}
	pause := job.Backoff{First: time.Second, Last: time.Minute}.After(run.i.Tries)
	return errors.Join(err, p.Store.RetryImport(after, run.i, p.Now().Add(pause)))
}

// actorOfImport is who sent the file. Whether they had confirmed who they are was asked then.
func actorOfImport(i store.UserImport) change.Actor {
	return change.Actor{OrganizationID: i.OrganizationID, ID: i.CreatedBy, Service: i.Service, Recent: func(context.Context, store.Rows) error {
		switch {
		case i.Confirmed:
			return nil
		case i.Service:
			return fault.Because(fault.PersonRequired, "not_recent")
		}
		return fault.Because(fault.ReauthRequired, "not_proven")
	}}
}

// importRun is an import that runs in this process.
type importRun struct {
	*People
	i  store.UserImport // as it was written last
	by change.Actor
}

func (r *importRun) all(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		job.Report(ctx, job.Progress{Step: "import of people", Done: r.i.Done, Total: r.i.Total})
		rows, last, err := r.nextRows(ctx)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		if err := r.chunk(ctx, rows, last); err != nil {
			return err
		}
	}
	if r.i.DeactivateMissing {
		if err := r.deactivateMissing(ctx); err != nil {
			return err
		}
	}
	return r.end(ctx, store.ImportFinished, "")
}

// nextRows reads the chunk that comes next, and its number. Of rows that are tried again it
// reads many at once, so that they see each other.
func (r *importRun) nextRows(ctx context.Context) (rows []peoplefile.Row, last int64, err error) {
	chunks, err := r.Store.ImportChunks(ctx, r.i.ID, r.i.Next, missing, 1)
	if err == nil && len(chunks) > 0 && isAgain(chunks[0].Number) {
		const together = 20
		below := (chunks[0].Number/round + 1) * round
		chunks, err = r.Store.ImportChunks(ctx, r.i.ID, chunks[0].Number, below, together)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read rows: %w", err)
	}
	for _, c := range chunks {
		var some []peoplefile.Row
		if err := json.Unmarshal([]byte(c.Rows), &some); err != nil {
			return nil, 0, fmt.Errorf("read rows: %w", err)
		}
		rows, last = append(rows, some...), c.Number
	}
	return rows, last, nil
}

// isAgain says whether a chunk holds rows that are tried again, and isLast for the last time.
func isAgain(number int64) bool { return number%byAddress >= round }
func isLast(number int64) bool  { return number%byAddress/round >= lastRound }

// chunk does rows in one transaction, and marks that they are done.
func (r *importRun) chunk(ctx context.Context, rows []peoplefile.Row, number int64) error {
	return r.step(ctx, func(tx change.Tx, is *store.UserImport) error {
		c := importChunk{People: r.People, Tx: tx, invite: is.Invite && !is.DryRun, dry: is.DryRun}
		var verdicts []verdict
		if err := tx.WithRoom(ctx, func() (err error) {
			verdicts, err = c.do(ctx, rows)
			return err
		}); err != nil {
			return err
		}
		again, err := r.keepForLater(ctx, tx, rows, verdicts, number)
		if err != nil {
			return err
		}
		for n := range verdicts {
			if !again[n] {
				verdicts[n].count(is)
			}
		}
		if is.FirstWrong, err = addWrong(is.FirstWrong, verdicts, again); err != nil {
			return err
		}
		is.Next = number + 1
		return report(ctx, tx, is.ID, number, reportOf(verdicts, again, is.DryRun))
	})
}

func report(ctx context.Context, tx change.Tx, importID string, number int64, lines string) error {
	if err := tx.AddImportReport(ctx, importID, number, lines); err != nil {
		return fmt.Errorf("report rows: %w", err)
	}
	return nil
}

// step does a part of the import in one transaction that has locked the organization, with how
// far it then is, as long as who sent the file may.
func (r *importRun) step(ctx context.Context, do func(tx change.Tx, is *store.UserImport) error) error {
	is := r.i
	err := r.locked(ctx, r.by, func(tx change.Tx) error {
		if err := mayGoOn(ctx, tx, is); err != nil {
			return err
		}
		if err := do(tx, &is); err != nil {
			return err
		}
		if is.State, is.DueAt = store.ImportRunning, store.At(tx.At.Add(importLease)); is.StartedAt.IsZero() {
			is.StartedAt = store.At(tx.At)
		}
		return lost(tx.AdvanceImport(ctx, r.i, is))
	})
	if err == nil {
		r.i = is
	}
	return err
}

func lost(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return errImportLost
	}
	return err
}

// mayGoOn refuses with forbidden if who sent the file may not change people any more.
func mayGoOn(ctx context.Context, tx change.Tx, i store.UserImport) error {
	var may bool
	var err error
	if i.Service {
		var s store.Service
		s, err = tx.ServiceByID(ctx, i.OrganizationID, i.CreatedBy)
		may = slices.Contains(s.Scopes, "users:write")
	} else {
		var u store.User
		u, err = tx.UserByID(ctx, i.OrganizationID, i.CreatedBy)
		may = u.Governs()
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("look for who sent a file: %w", err)
	}
	if !may {
		return fault.Because(fault.Forbidden, "sender")
	}
	return nil
}

// keepForLater writes the rows that are tried again, and says which they are: those that
// another row may yet make way for, as long as any row has got on.
func (r *importRun) keepForLater(ctx context.Context, tx change.Tx, rows []peoplefile.Row, verdicts []verdict, number int64) ([]bool, error) {
	again := make([]bool, len(rows))
	stuck := isAgain(number) && !slices.ContainsFunc(verdicts, func(v verdict) bool { return !v.retry })
	if isLast(number) || stuck {
		return again, nil
	}
	var later []peoplefile.Row
	for n, v := range verdicts {
		if again[n] = v.retry; v.retry {
			later = append(later, rows[n])
		}
	}
	if len(later) == 0 {
		return again, nil
	}
	text, err := json.Marshal(later)
	if err != nil {
		return nil, fmt.Errorf("write rows: %w", err)
	}
	if err := tx.AddImportChunk(ctx, r.i.ID, store.ImportChunk{Number: number + round, Rows: string(text)}); err != nil {
		return nil, fmt.Errorf("keep rows: %w", err)
	}
	return again, nil
}

// end ends the import, and forgets its file.
func (r *importRun) end(ctx context.Context, state store.ImportState, problem fault.Code) error {
	return r.locked(ctx, r.by, func(tx change.Tx) error {
		is := r.i
		is.State, is.Problem, is.FinishedAt, is.DueAt = state, string(problem), store.At(tx.At), store.Time{}
		if is.StartedAt.IsZero() {
			is.StartedAt = is.FinishedAt
		}
		if err := lost(tx.AdvanceImport(ctx, r.i, is)); err != nil {
			return err
		}
		if err := tx.ForgetImportedFile(ctx, is.ID); err != nil {
			return fmt.Errorf("forget a file: %w", err)
		}
		return recordImport(ctx, tx, is)
	})
}
