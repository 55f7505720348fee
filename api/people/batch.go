package people

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Doing is what an operation of a batch does.
type Doing string

// What there is to do: to keep a user as wanted, or only to let them in or not.
const (
	Upsert     Doing = "upsert"
	Deactivate Doing = "deactivate"
	Reactivate Doing = "reactivate"
)

// Operation is one of a batch; of a user who is let in or not only the external id is given.
type Operation struct {
	Do Doing
	Wanted
}

// Outcome says how an operation ended.
type Outcome struct {
	ID      string       // of the user; "" if it was refused
	Made    bool         // the user was added
	Refused *fault.Fault // nil: it was done
}

// batch is a batch under way, in a transaction that has locked the organization.
type batch struct {
	*People
	change.Tx
	known map[string]store.User // by external id; who was written is not known any more
	fresh map[string]bool       // external ids of those
}

// Batch does operations in their order, in one transaction: all that was not refused is
// written, or nothing. A refused one is undone alone.
func (p *People) Batch(ctx context.Context, by change.Actor, list []Operation) ([]Outcome, error) {
	outcomes, list := make([]Outcome, len(list)), slices.Clone(list)
	for i, o := range list { // as they are kept, so that who is there already is found
		list[i].ExternalID, _ = rules.ExternalID(o.ExternalID)
	}
	err := p.locked(ctx, by, func(tx change.Tx) error {
		b := batch{People: p, Tx: tx, known: map[string]store.User{}, fresh: map[string]bool{}}
		if err := b.learn(ctx, list); err != nil {
			return err
		}
		for i, o := range list {
			var err error
			if outcomes[i], err = b.do(ctx, o); err != nil {
				return fmt.Errorf("operation %d: %w", i, err)
			}
		}
		return nil
	})
	return outcomes, err
}

// learn reads everybody whom the operations name, instead of one by one.
func (b *batch) learn(ctx context.Context, list []Operation) error {
	ids := make([]string, len(list))
	for i, o := range list {
		ids[i] = o.ExternalID
	}
	users, err := b.UsersByExternalIDs(ctx, b.By.OrganizationID, ids)
	if err != nil {
		return fmt.Errorf("look for external ids: %w", err)
	}
	for _, u := range users {
		b.known[*u.ExternalID] = u
	}
	return nil
}

// user finds the user of an external id.
func (b *batch) user(ctx context.Context, externalID string) (u store.User, there bool, err error) {
	if !b.fresh[externalID] {
		u, there = b.known[externalID]
		return u, there, nil
	}
	u, err = b.Rows.UserByExternalID(ctx, b.By.OrganizationID, externalID)
	if errors.Is(err, store.ErrNotFound) {
		return u, false, nil
	}
	return u, err == nil, err
}

// do does an operation; the error is one that is no refusal.
func (b *batch) do(ctx context.Context, o Operation) (Outcome, error) {
	done, err := b.one(ctx, o)
	if f, ok := errors.AsType[*fault.Fault](emailTaken(notFound(err))); ok && fault.Lookup(f.Code).Status < http.StatusInternalServerError {
		return Outcome{Refused: f}, nil
	}
	return done, err
}

func (b *batch) one(ctx context.Context, o Operation) (Outcome, error) {
	o, err := o.read()
	if err != nil {
		return Outcome{}, err
	}
	was, there, err := b.user(ctx, o.ExternalID)
	if err != nil {
		return Outcome{}, fmt.Errorf("look for an external id: %w", err)
	}
	if !there && o.Do != Upsert {
		return Outcome{}, fault.Because(fault.NotFound, "no_user")
	}
	b.fresh[o.ExternalID] = true
	if !there {
		is := o.added(b.Tx)
		return Outcome{ID: is.ID, Made: true}, b.Part(ctx, false, func() error { return b.create(ctx, b.Tx, is, o.Invite) })
	}
	// Only what is done to a super admin can leave none who can sign in.
	return Outcome{ID: was.ID}, b.Part(ctx, was.Powerful(), func() error { return b.change(ctx, b.Tx, was, o.change().of(was)) })
}

func (o Operation) change() Change {
	if o.Do == Upsert {
		return Change{Email: &o.Email, Name: &o.Name, Role: &o.Role, Active: o.Active}
	}
	active := o.Do == Reactivate
	return Change{Active: &active}
}

// read checks an operation by the rules that all writers share, and that it has nothing that
// it does not do.
func (o Operation) read() (Operation, error) {
	if o.Do == Upsert {
		var err error
		o.Wanted, err = o.Wanted.read()
		return o, err
	}
	var fields []fault.Field
	for _, m := range []struct {
		pointer string
		given   bool
	}{{"/email", o.Email != ""}, {"/name", o.Name != ""}, {"/role", o.Role != ""}, {"/active", o.Active != nil}} {
		if m.given {
			fields = append(fields, fault.Field{Pointer: m.pointer, Code: "unknown"})
		}
	}
	if len(fields) > 0 {
		return o, fault.Invalid(fields...)
	}
	return o, nil
}
