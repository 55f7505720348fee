package people

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// BulkAction is what is done to many people at once (spec "People", 2).
type BulkAction string

// The actions.
const (
	BulkDeactivate  BulkAction = "deactivate"
	BulkReactivate  BulkAction = "reactivate"
	BulkSetRole     BulkAction = "set_role"
	BulkEndSessions BulkAction = "end_sessions"
	BulkInvite      BulkAction = "invite" // who has never signed in and has no invitation that is open
)

// How it ends with a person; the contract has the same (UserBulkOutcome).
const (
	bulkChanged   = "changed"
	bulkUnchanged = "unchanged"
	bulkYourself  = "yourself"
	bulkLast      = "last_super_admin"
	bulkRefused   = "refused"
)

// mostBulk is how many changes of an organization may run at once.
const mostBulk = 5

// BulkOrder is a change of many people.
type BulkOrder struct {
	Action BulkAction
	Role   store.Role // that BulkSetRole gives
	Of     store.Selection
	wait   time.Duration // of the next invitation
}

// BulkPreview is what a change would come to.
type BulkPreview struct {
	People   int64
	Outcomes store.Counts // how many people would end how
}

// check refuses an order that is none, and says whether somebody may do more afterwards. To
// make super admins of many at once is none: that is done person by person.
func (o BulkOrder) check(ctx context.Context, rows store.Rows, organizationID string) (weakens bool, err error) {
	wrong := ""
	switch {
	case o.Action != BulkSetRole && o.Role != "":
		wrong = "unknown"
	case o.Action == BulkSetRole && o.Role == "":
		wrong = "required"
	case o.Action == BulkSetRole && o.Role == store.SuperAdmin:
		wrong = "invalid"
	case o.Action == BulkSetRole:
		return permits(ctx, rows, store.User{OrganizationID: organizationID, Role: o.Role})
	}
	if wrong != "" {
		return false, fault.Invalid(fault.Field{Pointer: "/role", Code: wrong})
	}
	return o.Action == BulkReactivate, nil
}

// checkBulk is check, and refuses invitations where nobody could use or get one.
func (p *People) checkBulk(ctx context.Context, tx change.Tx, o BulkOrder) (weakens bool, err error) {
	if o.Action == BulkInvite {
		if err := p.canInvite(ctx, tx.Rows, tx.By.OrganizationID); err != nil {
			return false, err
		}
	}
	return o.check(ctx, tx.Rows, tx.By.OrganizationID)
}

// looks says what else of people decides how it ends with them.
func (o BulkOrder) looks() store.Looked {
	switch o.Action {
	case BulkEndSessions:
		return store.Sessions
	case BulkInvite:
		return store.Invitations
	}
	return store.NothingElse
}

// judge says how it ends with people who are alike, as far as nobody else decides it.
func (o BulkOrder) judge(g store.UserGroup) string {
	so := map[BulkAction]bool{
		BulkDeactivate: !g.Active, BulkReactivate: g.Active, BulkSetRole: g.Role == o.Role, BulkEndSessions: g.Done, BulkInvite: g.Done,
	}
	switch {
	case g.Self:
		return bulkYourself
	case o.Action == BulkInvite && !g.Active:
		return bulkRefused
	case so[o.Action]:
		return bulkUnchanged
	}
	return bulkChanged
}

// mostTried is how many super admins a preview tries at most.
const mostTried = 200

// errTried undoes what was only tried.
var errTried = errors.New("only tried")

// PreviewBulk says what a change would come to, and changes nothing. Whether a super admin is
// the last one is found by trying.
func (p *People) PreviewBulk(ctx context.Context, by change.Actor, o BulkOrder) (BulkPreview, error) {
	seen := BulkPreview{Outcomes: store.Counts{}}
	by.Recent = func(context.Context, store.Rows) error { return nil } // nothing is kept
	o.Of.Query.Now = p.Now()
	err := p.locked(ctx, by, func(tx change.Tx) error {
		if _, err := p.checkBulk(ctx, tx, o); err != nil {
			return err
		}
		groups, err := tx.GroupUsers(ctx, by.OrganizationID, by.ID, o.Of, o.looks(), tx.At)
		if err != nil {
			return fmt.Errorf("count the people of a change: %w", err)
		}
		for _, g := range groups {
			seen.People += g.People
			seen.Outcomes[o.judge(g)] += g.People
		}
		if o.Action != BulkDeactivate && o.Action != BulkSetRole {
			return errTried
		}
		ids, err := tx.SuperAdminsOf(ctx, by.OrganizationID, o.Of, mostTried)
		if err != nil {
			return fmt.Errorf("list the super admins of a change: %w", err)
		}
		slices.Sort(ids)
		outcomes, err := p.applyBulk(ctx, tx, o, ids)
		if err != nil {
			return err
		}
		for _, outcome := range outcomes {
			if outcome == bulkLast {
				seen.Outcomes[bulkChanged]--
				seen.Outcomes[bulkLast]++
			}
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return seen, err
}

// StartBulk begins a change. Errors: fault ValidationFailed, ReauthRequired, Busy.
func (p *People) StartBulk(ctx context.Context, by change.Actor, o BulkOrder) (store.BulkChange, error) {
	var b store.BulkChange
	o.Of.Query.Now = p.Now()
	err := p.locked(ctx, by, func(tx change.Tx) error {
		weakens, err := p.checkBulk(ctx, tx, o)
		if err != nil {
			return err
		}
		if weakens {
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		running, err := tx.CountBulkChanges(ctx, by.OrganizationID)
		if err != nil {
			return fmt.Errorf("count the changes that run: %w", err)
		}
		if running >= mostBulk {
			return &fault.Fault{Code: fault.Busy, Reason: "bulk_changes", RetryAfter: 10 * time.Second}
		}
		b = store.NewBulkChange(by.OrganizationID, string(o.Action), o.Role, by.ID, weakens, tx.At)
		if b.Total, err = tx.AddBulkChange(ctx, b, o.Of); err != nil {
			return fmt.Errorf("begin a change of many people: %w", err)
		}
		return nil
	})
	return b, err
}

// Bulk reads a change of an organization.
func (p *People) Bulk(ctx context.Context, organizationID, id string) (store.BulkChange, error) {
	b, err := p.Store.BulkChangeByID(ctx, organizationID, id)
	if err != nil {
		return b, notFound(fmt.Errorf("read a change of many people: %w", err))
	}
	return b, nil
}

// CancelBulk ends a change before its time, unless it has ended.
func (p *People) CancelBulk(ctx context.Context, organizationID, id string) (store.BulkChange, error) {
	if err := p.Store.CancelBulkChange(ctx, organizationID, id, p.Now()); err != nil {
		return store.BulkChange{}, fmt.Errorf("cancel a change of many people: %w", err)
	}
	return p.Bulk(ctx, organizationID, id)
}

// applyBulk does an order to people of the actor's organization, one after the other, and
// says how it ended with each. The organization is locked.
func (p *People) applyBulk(ctx context.Context, tx change.Tx, o BulkOrder, ids []string) ([]string, error) {
	users, err := tx.UsersByID(ctx, tx.By.OrganizationID, ids)
	if err != nil {
		return nil, fmt.Errorf("read the people of a change: %w", err)
	}
	by := make(map[string]store.User, len(users))
	for _, u := range users {
		by[u.ID] = u
	}
	outcomes := make([]string, len(ids))
	for i, id := range ids {
		if outcomes[i], err = p.bulkOne(ctx, tx, o, by[id]); err != nil {
			return nil, err
		}
		o.wait += mailsApart
	}
	return outcomes, nil
}

// bulkOne does it to a person; the zero User is one who is gone.
func (p *People) bulkOne(ctx context.Context, tx change.Tx, o BulkOrder, u store.User) (string, error) {
	if u.ID == "" {
		return bulkRefused, nil
	}
	outcome := o.judge(store.UserGroup{Role: u.Role, Active: u.Active, Self: u.ID == tx.By.ID})
	if outcome != bulkChanged {
		return outcome, nil
	}
	// Only what is done to a super admin can leave none who can sign in.
	err := tx.Part(ctx, u.Role == store.SuperAdmin, func() error {
		done, err := p.doBulk(ctx, tx, o, u)
		if !done {
			outcome = bulkUnchanged
		}
		return err
	})
	f, refused := errors.AsType[*fault.Fault](notFound(err))
	switch {
	case err == nil:
		return outcome, nil
	case !refused || fault.Lookup(f.Code).Status >= http.StatusInternalServerError:
		return "", err
	case f.Code == fault.LastSuperAdmin:
		return bulkLast, nil
	}
	return bulkRefused, nil
}

// doBulk does to one user what the order says, and reports whether there was anything to do.
func (p *People) doBulk(ctx context.Context, tx change.Tx, o BulkOrder, u store.User) (bool, error) {
	switch o.Action {
	case BulkEndSessions:
		ended, err := p.endSessions(ctx, tx, u.ID)
		return ended > 0, err
	case BulkInvite:
		return p.inviteFirst(ctx, tx, u, o.wait)
	}
	return true, p.change(ctx, tx, u, o.change().of(u))
}

func (o BulkOrder) change() Change {
	if o.Action == BulkSetRole {
		return Change{Role: &o.Role}
	}
	active := o.Action == BulkReactivate
	return Change{Active: &active}
}
