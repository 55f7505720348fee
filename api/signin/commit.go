package signin

import (
	"cmp"
	"context"

	"latchkey/api/role/assign"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/store"
)

// commit writes how the attempt ended, in one transaction: the row of the log, which
// spends the attempt, with the link and the session or with the pending link.
func (r *Flow) commit(ctx context.Context, a *attempt.Returned, d decision.Decision) (Outcome, error) {
	if d.Ask {
		if d.Again {
			a.Weakness = cmp.Or(a.Weakness, decision.Disconnected)
		}
		return r.linkPages.Ask(ctx, a)
	}
	a.UserID = d.User.ID
	identity := a.Identity(d.User)
	row, token, err := r.sessions.Begin(a.Entry(identity.ID))
	if err != nil {
		return Outcome{}, err
	}
	err = r.store.InTx(ctx, func(rows store.Rows) error {
		if d.Link && a.HasDefaultRole {
			if err := r.roles.AtFirstSignIn(ctx, rows, a.Live, d.User.ID, ""); err != nil {
				return err
			}
		}
		kept, err := r.roles.AtSignIn(ctx, rows, a.Organization, d.User.ID, a.Live.RoleMode, assign.Facts(a.Connection, a.Claims.Said, a.Claims.Unsent))
		if err != nil {
			return err
		}
		a.RoleFacts, a.GroupsUnsent = &kept.Facts, kept.GroupsUnsent
		identity.RoleFacts, identity.GroupsUnsent = kept.Facts, kept.GroupsUnsent
		if !d.Link { // else they get the mail about the link
			browser := passwordcheck.NewBrowser{
				OrganizationID: a.Organization, UserID: d.User.ID, Email: d.User.Email, Visitor: a.Visitor, Method: a.Live.ProviderName(),
			}
			if err := r.passwords.MailNewBrowser(ctx, rows, browser); err != nil {
				return err
			}
		}
		if err := a.SpendUnder(ctx, rows, ""); err != nil {
			return err
		}
		if d.Link {
			return r.linkSilently(ctx, rows, a, d, identity, row)
		}
		if err := r.links.Write(ctx, rows, a, d, identity, ""); err != nil {
			return err
		}
		return r.sessions.Replace(ctx, rows, a.Visitor.Session, row)
	})
	if err != nil {
		return Outcome{}, err
	}
	return r.signedInAs(a, d, row, token), nil
}

// linkSilently makes the link and writes the session, in as few statements as can be: who is
// new waits for each of them.
func (r *Flow) linkSilently(ctx context.Context, rows store.Rows, a *attempt.Returned, d decision.Decision, identity store.Identity, row store.Session) error {
	if err := r.links.Silently(ctx, rows, a, d, identity); err != nil {
		return err
	}
	if err := r.sessions.EndReplaced(ctx, rows, a.Visitor.Session); err != nil {
		return err
	}
	return r.links.Enter(ctx, rows, a, identity, row)
}

// signedInAs is the outcome of a sign-in.
func (r *Flow) signedInAs(a *attempt.Returned, d decision.Decision, row store.Session, token string) Outcome {
	r.count(a.Provider, "finished")
	return Outcome{
		ReturnTo: a.ReturnTo, Session: token, SessionUntil: row.IdleExpiresAt.Time,
		Known: r.passwords.Remember(a.Visitor, a.Organization, d.User.Email), Organization: a.Code, SpentCookie: a.CookieName(),
	}
}
