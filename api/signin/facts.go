package signin

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/idp/provider"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// Rows of the store as the values that package decision looks at.

func policyOf(l store.Live) decision.Policy {
	return decision.Policy{Linking: decision.Linking(l.Linking), WeakProof: decision.WeakProof(l.WeakProof)}
}

// foundBy sorts the users whom an account may be.
func foundBy(matches []store.Match) decision.Found {
	var f decision.Found
	for _, m := range matches {
		p := decision.Person{ID: m.UserID, Email: m.Email, SuperAdmin: m.Role == store.SuperAdmin, Active: m.Active, Unlinked: m.Unlinked}
		if m.IdentityID != nil {
			p.IdentityID, p.Subject, p.SeenWith = *m.IdentityID, *m.Subject, *m.SeenClientID
		}
		switch m.How {
		case "subject":
			f.Linked = &p
		case "object":
			f.ByObject = &p
		case "email":
			f.Candidates = append(f.Candidates, p)
		case "unlinked":
			f.Unlinked = true
		}
	}
	return f
}

// trusted reads what the organization trusts. Only for a generic provider that
// takes a query.
func (r *Flow) trusted(ctx context.Context, l store.Live) (provider.Trusted, error) {
	trusted := provider.Trusted{LockedTo: l.LockedTo}
	if !provider.Of(provider.Key(l.Provider)).AsksDomains {
		return trusted, nil
	}
	var err error
	if trusted.Domains, err = r.store.VerifiedDomains(ctx, l.OrganizationID); err != nil {
		return provider.Trusted{}, fmt.Errorf("read the verified domains: %w", err)
	}
	return trusted, nil
}

func connectionOf(l store.Live, now time.Time) decision.Connection {
	return decision.Connection{
		Provider: provider.Key(l.Provider), Issuer: l.Issuer, ClientID: l.ClientID, LockedTo: l.LockedTo,
		Policy: policyOf(l), DifferentEmail: l.DifferentEmail, PasswordsOpen: l.PasswordsOpen(now),
	}
}

// linkStep is what the rules of the link page look at.
func (r *Flow) linkStep(l store.Live, p store.PendingLink) decision.LinkStep {
	return connectionOf(l, r.now()).LinkStep(p.Email, decision.Proof(p.Proof), r.mail.On)
}

// userOf is an active user with the account that they have connected.
func userOf(u store.Foreseen) decision.User {
	user := decision.User{
		ID: u.UserID, Email: u.Email, SuperAdmin: u.Role == store.SuperAdmin, HasPassword: u.HasPassword, Unlinked: u.Unlinked,
	}
	if u.IdentityID != nil {
		user.Identity = &decision.Identity{
			ID: *u.IdentityID, Issuer: orEmpty(u.Issuer), ClientID: orEmpty(u.ClientID), ObjectID: orEmpty(u.ObjectID),
			TenantID: orEmpty(u.TenantID), HostedDomain: orEmpty(u.HostedDomain), Email: orEmpty(u.SeenEmail),
		}
	}
	return user
}

func passedTest(t store.PassedTest) decision.PassedTest {
	passed := decision.PassedTest{VersionID: t.VersionID}
	if a := t.Report.Account; a != nil {
		edov := map[string]provider.EDOV{"yes": provider.Yes, "no": provider.No}
		passed.Account = &decision.TestedAccount{
			Domain: a.Domain, EmailVerified: a.EmailVerified, HostedDomain: a.HostedDomain,
			TenantID: a.TenantID, Guest: a.Guest, EDOV: edov[a.EDOV], Username: a.Username,
		}
	}
	if lock := t.Report.Learned; lock != nil {
		passed.Lock = &decision.LearnedLock{Value: lock.Value, Domain: lock.Domain}
	}
	return passed
}

// text is "" for a value that the database does not have.
func orEmpty(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}
