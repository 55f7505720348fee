package people

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/people/peoplefile"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Import is a file of people to import (people.md, section 2).
type Import struct {
	FileName string
	DryRun   bool // says what would come of it, and changes nothing
	// DeactivateMissing deactivates whoever is active and not in the file, if they are few.
	DeactivateMissing bool
	Invite            bool // mails whoever is added
}

// Rows of an import lie in chunks, and these are the numbers of chunks. Rows with an
// external id come before those that are known by their address alone, because they may
// move addresses. A row that was refused for what another row may yet change is tried again
// in a later chunk of its own series, which has a round more.
const (
	chunkRows  = 500
	chunkBytes = 512 << 10
	round      = 1_000  // more chunks than a file has
	lastRound  = 3      // how often a row is tried again
	byAddress  = 10_000 // the first chunk of rows without an external id
	missing    = 20_000 // the first number of what is done about people who are not in the file
)

// mostOpen is how many imports of an organization may wait or run.
const mostOpen = 5

// wrongShown is how many wrong rows an import shows; all are in its report.
const wrongShown = 10

// StartImport takes a file, chunk by chunk, and leaves the rest to [People.RunImports]. A person
// must have confirmed who they are, because rows may make a super admin or move an address.
func (p *People) StartImport(ctx context.Context, by change.Actor, n Import, open func() (peoplefile.Reader, error)) (store.ImportLine, error) {
	if !by.Service && !n.DryRun {
		if err := by.AskRecent(ctx, p.Store.Rows); err != nil {
			return store.ImportLine{}, err
		}
	}
	if err := p.mayImport(ctx, by, n); err != nil {
		return store.ImportLine{}, err
	}
	file, err := open()
	if err != nil {
		return store.ImportLine{}, err
	}
	i := store.UserImport{
		ID: "imp_" + secret.NewID(), OrganizationID: by.OrganizationID, State: store.ImportReceiving, FileName: n.FileName, DryRun: n.DryRun,
		DeactivateMissing: n.DeactivateMissing, Invite: n.Invite, Service: by.Service, Confirmed: !by.Service, FirstWrong: "[]",
		CreatedBy: by.ID, CreatedAt: store.At(p.Now()),
	}
	if err := p.Store.AddUserImport(ctx, i); err != nil {
		return store.ImportLine{}, fmt.Errorf("add an import: %w", err)
	}
	if err := p.receive(ctx, &i, file); err != nil {
		dropped := p.Store.DropImport(store.Within(context.WithoutCancel(ctx), store.RequestWithin), i.ID)
		return store.ImportLine{}, errors.Join(err, dropped)
	}
	return p.UserImport(ctx, by.OrganizationID, i.ID)
}

// mayImport refuses what cannot be done for anybody, before a file is read.
func (p *People) mayImport(ctx context.Context, by change.Actor, n Import) error {
	open, err := p.Store.CountOpenImports(ctx, by.OrganizationID)
	if err != nil {
		return fmt.Errorf("count imports: %w", err)
	}
	if open >= mostOpen {
		return &fault.Fault{Code: fault.Busy, Reason: "imports_open", RetryAfter: 10 * time.Second}
	}
	if n.Invite {
		return p.mayInvite(ctx, p.Store.Rows, by.OrganizationID, "?invite")
	}
	return nil
}

// receive writes the chunks of a file, and lets the import begin.
func (p *People) receive(ctx context.Context, i *store.UserImport, file peoplefile.Reader) error {
	in := intake{p: p, importID: i.ID, seen: map[[16]byte]struct{}{}}
	in.series[1].next = byAddress
	if err := in.readAll(ctx, file); err != nil {
		return err
	}
	i.Total, i.UnknownColumns = in.rows, file.Unknown()
	if err := p.Store.ImportReceived(store.Within(ctx, store.RequestWithin), *i, p.Now()); err != nil {
		return fmt.Errorf("begin an import: %w", err)
	}
	return nil
}

// UserImport reads an import of an organization.
func (p *People) UserImport(ctx context.Context, organizationID, id string) (store.ImportLine, error) {
	i, err := p.Store.UserImport(ctx, organizationID, id)
	return i, notFound(err)
}

// CancelImport stops an import. What it has done stays done.
func (p *People) CancelImport(ctx context.Context, by change.Actor, id string) (store.ImportLine, error) {
	err := p.locked(ctx, by, func(tx change.Tx) error {
		if _, err := tx.UserImport(ctx, by.OrganizationID, id); err != nil {
			return err
		}
		i, err := tx.CancelImport(ctx, by.OrganizationID, id, tx.At)
		if errors.Is(err, store.ErrNotFound) {
			return fault.Because(fault.Conflict, "import_over")
		}
		if err != nil {
			return fmt.Errorf("cancel an import: %w", err)
		}
		return recordImport(ctx, tx, i)
	})
	if err != nil {
		return store.ImportLine{}, err
	}
	return p.UserImport(ctx, by.OrganizationID, id)
}

// recordImport writes what became of an import that is over, unless it was for show.
func recordImport(ctx context.Context, tx change.Tx, i store.UserImport) error {
	if i.DryRun {
		return nil
	}
	return tx.RecordNamed(ctx, event.UsersImported, i.ID, i.FileName, map[string]any{
		"file": i.FileName, "outcome": string(i.State), "added": i.Added, "changed": i.Changed, "same": i.Same, "wrong": i.Wrong, "deactivated": i.Deactivated,
	})
}

// WrongRow says what is wrong with a row of an import.
type WrongRow struct {
	Row     int    `json:"row"`
	Code    string `json:"code"`              // of the refusal
	Column  string `json:"column,omitempty"`  // "": the whole row
	Problem string `json:"problem,omitempty"` // of the column's value
}

// FirstWrong are the first rows that are wrong.
func FirstWrong(i store.UserImport) ([]WrongRow, error) {
	var list []WrongRow
	err := json.Unmarshal([]byte(i.FirstWrong), &list)
	return list, err
}
