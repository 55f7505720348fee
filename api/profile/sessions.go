package profile

import (
	"context"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// Limits of the lists.
const (
	sessionsShown = 100
	signInsShown  = 20
)

// Why sessions end here.
const (
	endedByOwner    = "ended_by_owner"
	passwordChanged = "password_changed"
)

// Sessions lists where the user is signed in, this session first.
func (p *Profile) Sessions(ctx context.Context, me store.Principal) ([]store.Session, error) {
	list, err := p.Store.SessionsOf(ctx, me.OrganizationID, me.UserID, me.ID, p.Now(), sessionsShown)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return list, nil
}

// SignIns lists the user's latest attempts to sign in, newest first.
func (p *Profile) SignIns(ctx context.Context, me store.Principal) ([]store.SignIn, error) {
	list, err := p.Store.SignInsOf(ctx, me.OrganizationID, me.UserID, signInsShown)
	if err != nil {
		return nil, fmt.Errorf("list sign-ins: %w", err)
	}
	return list, nil
}

// EndSession ends one of the user's sessions, also the current one. A session of another
// user is not found.
func (p *Profile) EndSession(ctx context.Context, me store.Principal, id string) error {
	err := p.changes.Locked(ctx, actorOf(me), func(tx change.Tx) error {
		did, err := tx.EndSessionOf(ctx, me.OrganizationID, me.UserID, id, endedByOwner, tx.At)
		if err != nil {
			return fmt.Errorf("end a session: %w", err)
		}
		if !did {
			return fault.Because(fault.NotFound, "no_session")
		}
		return tx.Record(ctx, event.UserSessionsEnded, me.UserID, map[string]any{"ended": 1})
	})
	if err != nil {
		return err
	}
	p.Forget(id)
	return nil
}

// EndOthers ends all sessions of the user but the current one, says how many there were,
// and makes void what was begun in them.
func (p *Profile) EndOthers(ctx context.Context, me store.Principal) (int64, error) {
	var ended int64
	err := p.changes.Locked(ctx, actorOf(me), func(tx change.Tx) (err error) {
		if err := tx.VoidUnfinished(ctx, me.OrganizationID, me.UserID); err != nil {
			return err
		}
		ended, err = tx.EndSessionsOf(ctx, me.OrganizationID, me.UserID, me.ID, endedByOwner, tx.At)
		if err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		if ended == 0 {
			return nil
		}
		return tx.Record(ctx, event.UserSessionsEnded, me.UserID, map[string]any{"ended": ended})
	})
	return ended, err
}
