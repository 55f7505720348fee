package signin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// stranger answers a callback without a genuine attempt. It writes no row, or a
// flood would fill the disk; the log line is capped by the logger's sampling of
// this flow (see counts.go).
func (r *Flow) stranger(ctx context.Context, back Return, cause error) (Outcome, error) {
	f := fault.Of(cause)
	if f.Code == fault.AttemptUnknown || f.Code == fault.AttemptCookieMissing {
		// Refresh and Back after a success: the attempt is gone, the session is not.
		live, err := r.sessions.Live(ctx, back.Visitor.Session)
		if err != nil {
			f = asFault(fmt.Errorf("read the session: %w", err))
		} else if live {
			return Outcome{ReturnTo: Home}, nil
		}
	}
	if r.counts.mayLogStranger(r.now()) {
		r.log.WarnContext(ctx, "callback without an attempt", "ref", back.Visitor.Reference,
			"code", f.Code, "reason", f.Reason, "address", back.Visitor.Address)
	}
	return Outcome{}, &Refusal{Fault: f, Reference: back.Visitor.Reference}
}

// again answers an attempt that has been spent: after a success people are sent
// on, and to the link page who was asked there, without a cookie, so that nobody
// gains a session or a link by it.
func (r *Flow) again(t *trip, code, returnTo string) (Outcome, error) {
	switch code {
	case "":
	case codeLinkRequired:
		returnTo = "/o/" + t.Code + "/link-account"
	default:
		return Outcome{}, fault.Because(fault.AttemptReplayed, code)
	}
	return Outcome{ReturnTo: returnTo, Organization: t.Code, SpentCookie: attemptName(t.State)}, nil
}

// writeWithin bounds the writing of a refusal.
const writeWithin = 4 * time.Second

// refuse ends a genuine attempt: one row, one warn line, the refused page. It is
// written though the person has left or the request has run out of time.
func (r *Flow) refuse(ctx context.Context, t *trip, cause error) (Outcome, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
	defer cancel()
	f := asFault(cause)
	refusal := &Refusal{Fault: f, Organization: t.Code, Provider: t.Provider, Reference: t.Reference, Chosen: t.Chosen}
	r.logRefusal(ctx, t, f)
	if f.Code == fault.AttemptReplayed {
		refusal.SpentCookie = attemptName(t.State)
		return Outcome{}, refusal // its row was written by whoever spent it
	}
	r.noteRefusal(ctx, t.live, f)
	row := t.row(string(f.Code), f.Reason)
	row.Expected, row.Received, row.Account = f.Expected, f.Received, t.refusedAccount()
	if f.Code == fault.UserNotAuthorized && !t.own() {
		r.lookElsewhere(ctx, t)
	}
	if err := r.spendRefused(ctx, t, row); errors.Is(err, store.ErrConflict) {
		if done, err := r.endedElsewhere(ctx, t); err == nil {
			return done, nil
		}
		refusal.Fault = fault.Because(fault.AttemptReplayed, string(f.Code))
	} else if err != nil {
		// Not spent, so the browser keeps it: loading the page again may finish it.
		r.log.ErrorContext(ctx, "refusal not written", "ref", t.Reference, "error", err)
		refusal.Fault = asFault(err)
		return Outcome{}, refusal
	}
	r.forget(ctx, t)
	refusal.SpentCookie = attemptName(t.State)
	if refusal.Fault == f {
		r.count(t.Provider, "refused")
	}
	return Outcome{}, refusal
}

// spendRefused writes how a refused attempt ended, with what somebody is told of it.
func (r *Flow) spendRefused(ctx context.Context, t *trip, row store.SignIn) error {
	if !r.mail.On || row.Code != string(fault.UserNotAuthorized) || t.own() {
		return r.store.SpendAttempt(ctx, row)
	}
	return r.store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.SpendAttempt(ctx, row); err != nil {
			return err
		}
		return r.tellMismatch(ctx, rows, t, row.Reason)
	})
}

// asFault reads a database that is away as busy, and anything else that is no
// fault as our own error.
func asFault(err error) *fault.Fault {
	if _, known := errors.AsType[*fault.Fault](err); !known && store.Unavailable(err) {
		b := fault.Wrap(fault.Busy, "database", err)
		b.RetryAfter = 2 * time.Second
		return b
	}
	return fault.Of(err)
}

func (r *Flow) logRefusal(ctx context.Context, t *trip, f *fault.Fault) {
	level := slog.LevelWarn
	if f.Code == fault.InternalError {
		level = slog.LevelError
	}
	r.log.Log(ctx, level, "sign-in refused", "ref", t.Reference, "purpose", t.Purpose, "code", f.Code, "reason", f.Reason,
		"step", t.step, "organization", t.Organization, "connection", t.Connection, "provider", t.Provider,
		"address", t.visitor.Address, "cause", errors.Unwrap(f))
}

// lookElsewhere tells the operator's log, and nobody else, that the address
// belongs to another organization. It is asked for every such refusal alike.
func (r *Flow) lookElsewhere(ctx context.Context, t *trip) {
	elsewhere, err := r.store.UserElsewhere(ctx, t.Organization, t.claims.Email)
	if err != nil || !elsewhere {
		return
	}
	r.log.WarnContext(ctx, "the refused address belongs to a user of another organization",
		"ref", t.Reference, "reason", "other_org")
}
