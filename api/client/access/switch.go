package access

import (
	"context"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// View is an application as super admins see it.
type View struct {
	store.OrganizationApplication
	ChangedName string // of who switched it last
}

// List lists the applications that are for an organization, those that are off too.
func (a *Access) List(ctx context.Context, organizationID string) ([]View, error) {
	list, err := a.Store.ApplicationsFor(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("list applications: %w", err)
	}
	views := make([]View, len(list))
	for i, is := range list {
		if views[i], err = view(ctx, a.Store.Rows, is); err != nil {
			return nil, err
		}
	}
	return views, nil
}

func view(ctx context.Context, rows store.Rows, is store.OrganizationApplication) (View, error) {
	v := View{OrganizationApplication: is}
	if is.Access.ChangedAt.IsZero() {
		return v, nil
	}
	var err error
	v.ChangedName, err = rows.ActorNameOf(ctx, is.Access.OrganizationID, is.Access.ChangedBy)
	return v, err
}

// Target is the application that a super admin switches, as they read it.
type Target struct {
	By       change.Actor
	ClientID string
	Revision int64
}

// Switch turns an application off for the people of an organization, or on again.
func (a *Access) Switch(ctx context.Context, t Target, off bool) (View, error) {
	var v View
	err := a.changes.Locked(ctx, t.By, func(tx change.Tx) error {
		was, err := find(ctx, tx.Rows, t.By.OrganizationID, t.ClientID)
		if err != nil {
			return err
		}
		read := change.Revision{
			OrganizationID: t.By.OrganizationID, Number: was.Access.Revision, By: was.Access.ChangedBy, At: was.Access.ChangedAt,
		}
		if err := read.Matches(ctx, tx.Rows, t.Revision); err != nil {
			return err
		}
		if was.Access.Off == off {
			return fault.Because(fault.Conflict, "as_it_was")
		}
		next := was.Access
		next.Off, next.ChangedBy, next.ChangedAt = off, tx.By.ID, store.At(tx.At)
		if err := tx.SwitchApplication(ctx, next); err != nil {
			return fmt.Errorf("switch an application: %w", err)
		}
		kind := event.ApplicationSwitchedOn
		if off {
			kind = event.ApplicationSwitchedOff
		}
		if err := tx.RecordNamed(ctx, kind, was.ID, was.Name, map[string]any{}); err != nil {
			return err
		}
		is, err := find(ctx, tx.Rows, t.By.OrganizationID, t.ClientID)
		if err != nil {
			return err
		}
		v, err = view(ctx, tx.Rows, is)
		return err
	})
	return v, err
}

// find reads an application of an organization; to all others it is not there.
func find(ctx context.Context, rows store.Rows, organizationID, clientID string) (store.OrganizationApplication, error) {
	list, err := rows.ApplicationsFor(ctx, organizationID)
	if err != nil {
		return store.OrganizationApplication{}, fmt.Errorf("list applications: %w", err)
	}
	for _, is := range list {
		if is.ID == clientID {
			return is, nil
		}
	}
	return store.OrganizationApplication{}, fault.Because(fault.NotFound, "no_application")
}
