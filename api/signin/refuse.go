package signin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/linking"
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
			f = attempt.AsFault(fmt.Errorf("read the session: %w", err))
		} else if active {
			return Outcome{ReturnTo: Home}, nil
		}
	}
	if r.Counts.mayLogUnknown(r.now()) {
		r.log.WarnContext(ctx, "callback without an attempt", "ref", back.Visitor.Reference,
			"code", f.Code, "reason", f.Reason, "address", back.Visitor.Address)
	}
	return Outcome{}, &Refusal{Fault: f, Reference: back.Visitor.Reference}
}

// alreadySpent answers an attempt that has been spent before. After a sign-in the
// browser goes on to its page, after a question to the link page; it gets no cookie,
// so that nobody gains a session or a link by a second callback.
func (r *Flow) alreadySpent(a *attempt.Returned, code, returnTo string) (Outcome, error) {
	switch code {
	case "":
	case linking.CodeRequired:
		returnTo = "/o/" + a.Code + "/link-account"
	default:
		return Outcome{}, fault.Because(fault.AttemptReplayed, code)
	}
	return Outcome{ReturnTo: returnTo, Organization: a.Code, SpentCookie: a.CookieName()}, nil
}

// writeWithin limits how long a refusal takes to be written.
const writeWithin = 4 * time.Second

// refuse spends an attempt as refused: one row, one warning in the log, the refused
// page. It is written even if the browser has disconnected or the request has run out
// of time.
func (r *Flow) refuse(ctx context.Context, a *attempt.Returned, cause error) (Outcome, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
	defer cancel()
	f := attempt.AsFault(cause)
	refusal := &Refusal{Fault: f, Organization: a.Code, Provider: a.Provider, Reference: a.Reference, Chosen: a.Chosen}
	a.LogRefusal(ctx, r.log, f)
	if f.Code == fault.AttemptReplayed {
		refusal.SpentCookie = a.CookieName()
		return Outcome{}, refusal // its row was written by the callback that spent it
	}
	r.health.Refused(ctx, a.Live, f)
	row := a.Row(string(f.Code), f.Reason)
	row.Expected, row.Received, row.Account = f.Expected, f.Received, a.RefusedAccount()
	if f.Code == fault.UserNotAuthorized && !a.SelfService() {
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
		refusal.Fault = attempt.AsFault(err)
		return Outcome{}, refusal
	}
	r.Redeemed.forget(ctx, a)
	refusal.SpentCookie = a.CookieName()
	if refusal.Fault == f {
		r.count(a.Provider, "refused")
	}
	return Outcome{}, refusal
}

// spendRefused writes how a refused attempt ended, with the mail about it if there is
// one.
func (r *Flow) spendRefused(ctx context.Context, a *attempt.Returned, row store.SignIn) error {
	if !r.mail.On || row.Code != string(fault.UserNotAuthorized) || a.SelfService() {
		return r.store.SpendAttempt(ctx, row)
	}
	return r.store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.SpendAttempt(ctx, row); err != nil {
			return err
		}
		return r.mailMismatch(ctx, rows, a, row.Reason)
	})
}

// logOtherOrganization writes to the operator's log, and nowhere else, that the
// address belongs to another organization. The query runs for every such refusal, so
// that all take equally long.
func (r *Flow) logOtherOrganization(ctx context.Context, a *attempt.Returned) {
	other, err := r.store.UserElsewhere(ctx, a.Organization, a.Claims.Email)
	if err != nil || !other {
		return
	}
	r.log.WarnContext(ctx, "the refused address belongs to a user of another organization",
		"ref", a.Reference, "reason", "other_org")
}

// mailMismatch mails a user that somebody tried to sign in with another account than
// the one that is connected to them (D02): once a day, so that nobody can flood them. It
// is called for every such refusal and finds no recipient for the others, so that all
// take equally long.
func (r *Flow) mailMismatch(ctx context.Context, rows store.Rows, a *attempt.Returned, reason string) error {
	whom := a.UserID
	if reason != decision.AlreadyLinkedOther {
		whom = ""
	}
	return r.mail.AddTo(ctx, rows, whom, mail.Message{
		Kind: mail.RefusedMismatch, OrganizationID: a.Organization,
		Values: map[string]string{"provider": a.Live.ProviderName(), "account": a.Claims.Email, "ref": a.Reference},
		Once:   "refused_mismatch|" + a.UserID + "|" + r.now().UTC().Format(time.DateOnly),
	})
}

// signedIn says whether a browser has an active session. It only chooses a page, and
// is asked even if the request has run out of time.
func (r *Flow) signedIn(ctx context.Context, v attempt.Visitor) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeWithin)
	defer cancel()
	active, err := r.sessions.Active(ctx, v.Session)
	return err == nil && active
}
