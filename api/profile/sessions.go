package profile

import (
	"context"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Bounds of what a person is shown of themselves.
const (
	sessionsShown = 100
	signInsShown  = 20
)

// Why sessions end here.
const (
	endedByOwner    = "ended_by_owner"
	passwordChanged = "password_changed"
)

// Sessions lists where the holder is signed in, this session first.
func (p *Profile) Sessions(ctx context.Context, h store.Principal) ([]store.Session, error) {
	list, err := p.Store.SessionsOf(ctx, h.OrganizationID, h.UserID, h.ID, p.Now(), sessionsShown)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return list, nil
}

// SignIns lists the holder's latest attempts to sign in, newest first.
func (p *Profile) SignIns(ctx context.Context, h store.Principal) ([]store.SignIn, error) {
	list, err := p.Store.SignInsOf(ctx, h.OrganizationID, h.UserID, signInsShown)
	if err != nil {
		return nil, fmt.Errorf("list sign-ins: %w", err)
	}
	return list, nil
}

// EndSession ends one of the holder's sessions, also the one they ask with. To
// everybody else's it is as blind as to none.
func (p *Profile) EndSession(ctx context.Context, h store.Principal, id string) error {
	err := p.Store.InTx(ctx, func(rows store.Rows) error {
		did, err := rows.EndSessionOf(ctx, h.OrganizationID, h.UserID, id, endedByOwner, p.Now())
		if err != nil {
			return fmt.Errorf("end a session: %w", err)
		}
		if !did {
			return fault.Because(fault.NotFound, "no_session")
		}
		return p.note(ctx, rows, h, "user.sessions_ended", map[string]any{"ended": 1})
	})
	if err != nil {
		return err
	}
	p.Forget(id)
	return nil
}

// EndOthers ends all sessions of the holder but the one they ask with, says how
// many there were, and voids what was begun in any.
func (p *Profile) EndOthers(ctx context.Context, h store.Principal) (int64, error) {
	var ended int64
	err := p.Store.InTx(ctx, func(rows store.Rows) (err error) {
		if err := rows.VoidBegun(ctx, h.OrganizationID, h.UserID); err != nil {
			return err
		}
		ended, err = rows.EndSessionsOf(ctx, h.OrganizationID, h.UserID, h.ID, endedByOwner, p.Now())
		if err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		if ended == 0 {
			return nil
		}
		return p.note(ctx, rows, h, "user.sessions_ended", map[string]any{"ended": ended})
	})
	return ended, err
}
