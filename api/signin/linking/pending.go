package linking

import (
	"context"
	"fmt"
	"strings"
	"time"

	"latchkey/api/email"
	"latchkey/api/role/assign"
	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// CodeRequired stands in the sign-in row of an attempt that ended at the
// link page.
const CodeRequired = "link_required"

// PendingLife is how long the link page waits for the proof.
const PendingLife = 10 * time.Minute

// Ask keeps the provider account as a pending link until there is a proof. Only the
// browser gets the pending link's id; the database has its hash.
func (s *Pages) Ask(ctx context.Context, a *attempt.Returned) (attempt.Outcome, error) {
	suggestion, err := s.suggestion(ctx, a)
	if err != nil {
		return attempt.Outcome{}, err
	}
	id := secret.NewToken()
	identity := a.Identity(decision.Candidate{})
	pending := store.PendingLink{
		IDHash: secret.Hash(id), OrganizationID: a.Organization, ConnectionID: a.Connection, VersionID: a.Version,
		AttemptID: a.ID, Provider: a.Provider, Issuer: identity.Issuer, Subject: identity.Subject,
		TenantID: identity.TenantID, ObjectID: identity.ObjectID, ClientID: identity.ClientID,
		Email: a.Claims.Email, Suggestion: suggestion, HostedDomain: identity.HostedDomain, Proof: string(a.Proof), ReturnTo: a.ReturnTo,
		Begun: a.Live.Voids, Revision: a.Live.Revision, ExpiresAt: store.At(s.Now().Add(PendingLife)),
	}
	kept, err := s.Roles.Remember(ctx, s.Store.Rows, a.Organization, a.Live.RoleMode, assign.Facts(a.Connection, a.Claims.Said, a.Claims.Unsent))
	if err != nil {
		return attempt.Outcome{}, err
	}
	pending.RoleFacts = kept.Facts
	err = s.Store.InTx(ctx, func(rows store.Rows) error {
		if err := a.SpendUnder(ctx, rows, CodeRequired); err != nil {
			return err
		}
		return rows.AddPendingLink(ctx, pending)
	})
	if err != nil {
		return attempt.Outcome{}, err
	}
	s.Count(a.Provider, "asked")
	return attempt.Outcome{PendingLink: id, Organization: a.Code, SpentCookie: a.CookieName()}, nil
}

// suggestion is the account's user name where the provider gave no address, if it
// may be one: it looks like an address of a domain that people of the organization
// have. It proves nothing, and whose it is is not looked at.
func (s *Pages) suggestion(ctx context.Context, a *attempt.Returned) (string, error) {
	name := a.Claims.PreferredUsername
	if a.Claims.Email != "" || strings.Contains(name, "#") || !email.IsPlain(name) {
		return "", nil
	}
	known, err := s.Store.HasDomain(ctx, a.Organization, email.Domain(name))
	if err != nil {
		return "", fmt.Errorf("look for a domain: %w", err)
	}
	if !known {
		return "", nil
	}
	return name, nil
}
