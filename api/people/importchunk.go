package people

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"latchkey/api/change"
	"latchkey/api/email"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/people/peoplefile"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// importChunk does rows of a file in a transaction that has locked the organization: it reads
// everybody whom they may concern at once, decides about each row by the rules of all other
// changes, in memory, and writes all that follows in a few statements. Only what makes,
// changes or ends a super admin is written by itself, under the guard.
type importChunk struct {
	*People
	change.Tx
	invite, dry bool

	known known
	freed string // the address that the last one who was changed has left; "" is none

	added   []store.User // which are not written yet
	changed []changedUser
}

type changedUser struct{ was, is store.User }

// do decides about rows and writes what comes of them. In a dry run it is undone.
func (c *importChunk) do(ctx context.Context, rows []peoplefile.Row) ([]verdict, error) {
	var err error
	if c.known, err = learn(ctx, c.Rows, c.By.OrganizationID, rows); err != nil {
		return nil, err
	}
	var verdicts []verdict
	work := func() (err error) {
		if verdicts, err = c.decide(ctx, rows); err != nil {
			return err
		}
		if c.dry {
			return errUndo
		}
		return c.flush(ctx)
	}
	if !c.dry {
		err := work()
		return verdicts, err
	}
	if err := c.Part(ctx, false, work); !errors.Is(err, errUndo) {
		return nil, err
	}
	return verdicts, nil
}

// decide decides about rows in their order. One that wants another's address waits for it,
// and follows as soon as that one has moved on.
func (c *importChunk) decide(ctx context.Context, rows []peoplefile.Row) ([]verdict, error) {
	verdicts, waiting := make([]verdict, len(rows)), map[string]int{}
	for first := range rows {
		for n, next := first, true; next; {
			row := rows[n]
			c.freed = ""
			v, err := c.row(ctx, row)
			if err != nil {
				return nil, fmt.Errorf("row %d: %w", row.Number, err)
			}
			if verdicts[n] = v; v.Code == string(fault.EmailTaken) {
				waiting[email.Fold(row.Email)] = n
			}
			n, next = waiting[c.freed]
			delete(waiting, c.freed)
		}
	}
	return verdicts, nil
}

// row decides about a row; the error is one that is no refusal.
func (c *importChunk) row(ctx context.Context, row peoplefile.Row) (verdict, error) {
	v := verdict{row: row.Number}
	if row.Wrong != nil {
		return v.refused(fault.Invalid(*row.Wrong)), nil
	}
	was, is, err := c.wanted(row)
	if err == nil {
		v.effect, err = c.become(ctx, was, is)
		if v.user = is.ID; c.dry {
			v.user = was.ID // an id that was made for show is nobody's
		}
	}
	if f, ok := errors.AsType[*fault.Fault](emailTaken(err)); ok && fault.Lookup(f.Code).Status < http.StatusInternalServerError {
		v.user = was.ID
		return v.refused(f), nil
	}
	return v, err
}

// wanted says who a row is about, the zero user if nobody is there yet, and what they are to
// be. An external id finds its user, or else somebody of this address who has none; without
// one the address does.
func (c *importChunk) wanted(row peoplefile.Row) (was, is store.User, err error) {
	id, known := c.known.byID[row.ExternalID]
	if !known || row.ExternalID == "" {
		id = c.known.byEmail[email.Fold(row.Email)]
		if row.ExternalID != "" && c.known.users[id].ExternalID != nil {
			id = ""
		}
	}
	was = c.known.users[id]
	role := store.Role(row.Role)
	if role == "" {
		role = was.Role
	}
	if role == "" {
		role = store.Agent
	}
	read, fields := rules.User{Email: &row.Email, Name: &row.Name, ExternalID: externalID(row.ExternalID), Role: &role}.Read("")
	if len(fields) > 0 {
		return was, is, fault.Invalid(fields...)
	}
	if was.ID == "" {
		is = store.NewUser(c.By.OrganizationID, *read.Email, *read.Name, role, c.At)
		is.ChangedBy, is.ExternalID = c.By.ID, read.ExternalID
		set(&is.Active, row.Active)
		return was, is, nil
	}
	return was, Change{Email: read.Email, Name: read.Name, Role: &role, Active: row.Active, ExternalID: read.ExternalID}.of(was), nil
}

// become makes of a user what is wanted.
func (c *importChunk) become(ctx context.Context, was, is store.User) (effect, error) {
	if was.ID != "" && len(store.Difference(was, is)) == 0 {
		return unchanged, c.By.MayTouch(was)
	}
	if err := allowed(ctx, c.Tx, &c.known, was, is); err != nil {
		return "", err
	}
	switch {
	case was.Role == store.SuperAdmin || is.Role == store.SuperAdmin:
		if err := c.alone(ctx, was, is); err != nil {
			return "", err
		}
	case was.ID == "":
		c.added = append(c.added, is)
	default:
		c.changed = append(c.changed, changedUser{was, is})
	}
	if c.known.take(is); was.ID == "" {
		return added, nil
	}
	if was.EmailLower != is.EmailLower {
		c.freed = was.EmailLower
	}
	return changed, nil
}

// alone writes what becomes of a super admin, after all that was decided before.
func (c *importChunk) alone(ctx context.Context, was, is store.User) error {
	if !c.dry {
		if err := c.flush(ctx); err != nil {
			return err
		}
	}
	return c.Part(ctx, was.Powerful(), func() error {
		if was.ID == "" {
			return c.create(ctx, c.Tx, is, c.invite)
		}
		return c.change(ctx, c.Tx, was, is)
	})
}

// flush writes what was decided, with all that follows from it: see [Write.Do] for one user.
func (c *importChunk) flush(ctx context.Context) error {
	addedUsers, changes := c.added, c.changed
	c.added, c.changed = nil, nil
	if err := c.writeChanges(ctx, changes); err != nil {
		return err
	}
	if err := c.AddUsers(ctx, addedUsers); err != nil {
		return fmt.Errorf("add users: %w", err)
	}
	events := make([]event.Event, 0, len(addedUsers)+len(changes))
	for _, u := range addedUsers {
		events = append(events, eventOf(c.Tx, event.UserCreated, u, map[string]any{"email": u.Email, "name": u.Name, "role": u.Role}))
	}
	for _, u := range changes {
		events = append(events, eventOf(c.Tx, event.UserChanged, u.is, store.Difference(u.was, u.is)))
	}
	if err := event.RecordAll(ctx, c.Rows, events); err != nil {
		return fmt.Errorf("record what was done: %w", err)
	}
	if !c.invite {
		return nil
	}
	return c.inviteAll(ctx, c.Tx, addedUsers)
}

func eventOf(tx change.Tx, kind event.Kind, u store.User, detail map[string]any) event.Event {
	return event.Event{
		Organization: tx.By.OrganizationID, Actor: tx.By.ID, Kind: kind, Subject: u.ID, SubjectName: u.Name, Detail: detail, At: tx.At,
	}
}

func (c *importChunk) writeChanges(ctx context.Context, changes []changedUser) error {
	var users []store.User
	var out, other, void, addresses, lost []string // who is signed out, has another role, whose unfinished business is void, who lost power
	for _, u := range changes {
		users = append(users, Write{Was: u.was, Is: u.is, By: c.By.ID, Now: c.At}.signed())
		if u.is.VoidsUnfinished(u.was) {
			void, addresses = append(void, u.is.ID), append(addresses, u.was.EmailLower, u.is.EmailLower)
		}
		if losesPower(u.was, u.is) {
			lost = append(lost, u.is.ID)
		}
		switch {
		case u.was.Active && !u.is.Active:
			out = append(out, u.is.ID)
		case u.was.Role != u.is.Role:
			other = append(other, u.is.ID)
		}
	}
	organization := c.By.OrganizationID
	if err := c.ChangeUsers(ctx, users); err != nil {
		return fmt.Errorf("change users: %w", err)
	}
	if err := c.ForgetUnfinishedOf(ctx, organization, void, addresses); err != nil {
		return err
	}
	if err := withdrawLinks(ctx, c.Rows, organization, c.By.ID, lost, c.At); err != nil {
		return err
	}
	if err := c.EndSessionsOfUsers(ctx, organization, out, deactivatedReason, c.At); err != nil {
		return fmt.Errorf("end the sessions: %w", err)
	}
	if err := c.TellRolesChanged(ctx, organization, other, c.At); err != nil {
		return fmt.Errorf("tell applications of another role: %w", err)
	}
	return nil
}
