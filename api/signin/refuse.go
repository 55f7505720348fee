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

// refuseUnknown answers a callback without a valid attempt. It writes no row, so that
// a flood of them does not fill the disk, and a limited number of log lines (counts.go).
func (r *Flow) refuseUnknown(ctx context.Context, back Return, cause error) (Outcome, error) {
	f := fault.Of(cause)
	if f.Code == fault.AttemptUnknown || f.Code == fault.AttemptCookieMissing {
		// Reload and Back after a sign-in: the attempt is gone, the session is not.
		active, err := r.sessions.Active(ctx, back.Visitor.Session)
		if err != nil {
			f = asFault(fmt.Errorf("read the session: %w", err))
		} else if active {
			return Outcome{ReturnTo: Home}, nil
		}
	}
	if r.counts.mayLogUnknown(r.now()) {
		r.log.WarnContext(ctx, "callback without an attempt", "ref", back.Visitor.Reference,
			"code", f.Code, "reason", f.Reason, "address", back.Visitor.Address)
	}
	return Outcome{}, &Refusal{Fault: f, Reference: back.Visitor.Reference}
}

// alreadySpent answers an attempt that has been spent before. After a sign-in the
// browser goes on to its page, after a question to the link page; it gets no cookie,
// so that nobody gains a session or a link by a second callback.
func (r *Flow) alreadySpent(a *returnedAttempt, code, returnTo string) (Outcome, error) {
	switch code {
	case "":
	case codeLinkRequired:
		returnTo = "/o/" + a.Code + "/link-account"
	default:
		return Outcome{}, fault.Because(fault.AttemptReplayed, code)
	}
	return Outcome{ReturnTo: returnTo, Organization: a.Code, SpentCookie: attemptName(a.State)}, nil
}

// writeWithin limits how long a refusal takes to be written.
const writeWithin = 4 * time.Second

// refuse spends an attempt as refused: one row, one warning in the log, the refused
// page. It is written even if the browser has disconnected or the request has run out
// of time.
func (r *Flow) refuse(ctx context.Context, a *returnedAttempt, cause error) (Outcome, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
	defer cancel()
	f := asFault(cause)
	refusal := &Refusal{Fault: f, Organization: a.Code, Provider: a.Provider, Reference: a.Reference, Chosen: a.Chosen}
	r.logRefusal(ctx, a, f)
	if f.Code == fault.AttemptReplayed {
		refusal.SpentCookie = attemptName(a.State)
		return Outcome{}, refusal // its row was written by the callback that spent it
	}
	r.health.Refused(ctx, a.live, f)
	row := a.row(string(f.Code), f.Reason)
	row.Expected, row.Received, row.Account = f.Expected, f.Received, a.refusedAccount()
	if f.Code == fault.UserNotAuthorized && !a.selfService() {
		r.logOtherOrganization(ctx, a)
	}
	if err := r.spendRefused(ctx, a, row); errors.Is(err, store.ErrConflict) {
		if done, err := r.endedByReplica(ctx, a); err == nil {
			return done, nil
		}
		refusal.Fault = fault.Because(fault.AttemptReplayed, string(f.Code))
	} else if err != nil {
		// It is not spent and the browser keeps it: a reload may complete it.
		r.log.ErrorContext(ctx, "refusal not written", "ref", a.Reference, "error", err)
		refusal.Fault = asFault(err)
		return Outcome{}, refusal
	}
	r.forget(ctx, a)
	refusal.SpentCookie = attemptName(a.State)
	if refusal.Fault == f {
		r.count(a.Provider, "refused")
	}
	return Outcome{}, refusal
}

// spendRefused writes how a refused attempt ended, with the mail about it if there is
// one.
func (r *Flow) spendRefused(ctx context.Context, a *returnedAttempt, row store.SignIn) error {
	if !r.mail.On || row.Code != string(fault.UserNotAuthorized) || a.selfService() {
		return r.store.SpendAttempt(ctx, row)
	}
	return r.store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.SpendAttempt(ctx, row); err != nil {
			return err
		}
		return r.mailMismatch(ctx, rows, a, row.Reason)
	})
}

// asFault gives the fault of an error: busy for a database that is unavailable, and
// internal_error for any other error without one.
func asFault(err error) *fault.Fault {
	if _, known := errors.AsType[*fault.Fault](err); !known && store.Unavailable(err) {
		b := fault.Wrap(fault.Busy, "database", err)
		b.RetryAfter = 2 * time.Second
		return b
	}
	return fault.Of(err)
}

func (r *Flow) logRefusal(ctx context.Context, a *returnedAttempt, f *fault.Fault) {
	level := slog.LevelWarn
	if f.Code == fault.InternalError {
		level = slog.LevelError
	}
	r.log.Log(ctx, level, "sign-in refused", "ref", a.Reference, "purpose", a.Purpose, "code", f.Code, "reason", f.Reason,
		"step", a.step, "organization", a.Organization, "connection", a.Connection, "provider", a.Provider,
		"address", a.visitor.Address, "cause", errors.Unwrap(f))
}

// logOtherOrganization writes to the operator's log, and nowhere else, that the
// address belongs to another organization. The query runs for every such refusal, so
// that all take equally long.
func (r *Flow) logOtherOrganization(ctx context.Context, a *returnedAttempt) {
	other, err := r.store.UserElsewhere(ctx, a.Organization, a.claims.Email)
	if err != nil || !other {
		return
	}
	r.log.WarnContext(ctx, "the refused address belongs to a user of another organization",
		"ref", a.Reference, "reason", "other_org")
}
