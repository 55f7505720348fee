package connection

import (
	"context"
	"strings"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// Confirmation is a name that must be typed, and what was typed.
type Confirmation struct{ Name, Typed string }

// problem says what is wrong with what was typed.
func (c Confirmation) problem() []fault.Field {
	switch strings.TrimSpace(c.Typed) {
	case "":
		return []fault.Field{{Pointer: "/confirm", Code: "required"}}
	case strings.TrimSpace(c.Name):
		return nil
	}
	return []fault.Field{{Pointer: "/confirm", Code: "invalid"}}
}

// Consent is what a super admin has accepted of what turning on means.
type Consent struct {
	Unlocked          Confirmation // asked for while nothing is locked
	PersonalAddresses bool         // asked for while the forecast links private addresses silently
}

// Enable turns a connection on: its newest version must have passed a test, and
// then is live (S11). personalAddresses is how many private addresses the
// forecast links silently.
func (c *Connections) Enable(ctx context.Context, t Target, consent Consent, personalAddresses int) (View, error) {
	return c.change(ctx, t, func(tx change.Tx, conn store.Connection) error {
		if conn.State == store.Enabled {
			return fault.Because(fault.Conflict, "already_on")
		}
		newest, err := newestOf(ctx, tx.Rows, conn)
		if err != nil {
			return err
		}
		if newest == nil || newest.PassedAt.IsZero() {
			return fault.Because(fault.TestRequired, "newest_not_passed")
		}
		if fields := consent.missing(conn, personalAddresses); len(fields) > 0 {
			return refused(fields...)
		}
		next := conn
		next.State = store.Enabled
		if next.Weakens(conn) {
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		detail := store.Difference(conn, next)
		detail["version"], detail["locked_to"] = newest.Number, conn.LockedTo
		if err := write(ctx, tx, next, event.ConnectionEnabled, detail); err != nil {
			return err
		}
		if conn.LiveVersionID != nil && *conn.LiveVersionID == newest.ID {
			return nil
		}
		return c.Promote(ctx, tx, next, *newest)
	})
}

func (c Consent) missing(conn store.Connection, personalAddresses int) []fault.Field {
	var fields []fault.Field
	if len(conn.LockedTo) == 0 {
		fields = c.Unlocked.problem()
	}
	if personalAddresses > 0 && !c.PersonalAddresses {
		fields = append(fields, fault.Field{Pointer: "/personalAddresses", Code: "required"})
	}
	return fields
}

// Disable turns a connection off and ends the sessions that came through it,
// unless they are kept.
func (c *Connections) Disable(ctx context.Context, t Target, keepSessions bool) (View, error) {
	return c.change(ctx, t, func(tx change.Tx, conn store.Connection) error {
		if conn.State != store.Enabled {
			return fault.Because(fault.Conflict, "not_on")
		}
		next := conn
		next.State = store.Disabled
		detail := store.Difference(conn, next)
		if !keepSessions {
			ended, err := tx.EndSessionsThrough(ctx, conn.OrganizationID, conn.ID, "connection_turned_off", tx.At)
			if err != nil {
				return err
			}
			detail["sessions"] = ended
		}
		return write(ctx, tx, next, event.ConnectionDisabled, detail)
	})
}

// Remove takes a connection away and ends all sessions that came through it. Row
// and links stay, so that setting up again revives them.
func (c *Connections) Remove(ctx context.Context, t Target, confirm Confirmation) error {
	return c.guarded(ctx, t.By, func(tx change.Tx) error {
		conn, err := t.current(ctx, tx.Rows)
		if err != nil {
			return err
		}
		if fields := confirm.problem(); len(fields) > 0 {
			return refused(fields...)
		}
		next := conn
		next.State, next.DraftVersionID = store.Removed, nil
		next.FallbackVersionID, next.FallbackUntil, next.FallbackUsedAt = nil, store.Time{}, store.Time{}
		if err := retireDraft(ctx, tx.Rows, conn); err != nil {
			return err
		}
		ended, err := tx.EndSessionsThrough(ctx, conn.OrganizationID, conn.ID, "connection_removed", tx.At)
		if err != nil {
			return err
		}
		detail := store.Difference(conn, next)
		detail["sessions"] = ended
		return write(ctx, tx, next, event.ConnectionRemoved, detail)
	})
}
