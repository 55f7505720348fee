package facts

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/idp/provider"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// Rules is the policy of a connection.
func Rules(l store.LiveConnection) decision.Rules {
	return decision.Rules{Linking: decision.Linking(l.Linking), WeakProof: decision.WeakProof(l.WeakProof)}
}

// Found sorts the users whom an account may be.
func Found(matches []store.Match) decision.Found {
	var f decision.Found
	for _, m := range matches {
		p := decision.Candidate{ID: m.UserID, Email: m.Email, SuperAdmin: m.Role == store.SuperAdmin, Active: m.Active, EmailProven: m.EmailProven, Unlinked: m.Unlinked}
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

// Returning turns the row of a provider account that is linked already into what the decision looks
// at: its user. The owner of its e-mail address does not matter then, so no other user is found.
func Returning(r store.Returning) decision.Found {
	var f decision.Found
	if r.Account.ID != "" {
		f.Linked = &decision.Candidate{
			ID: r.Person.ID, Email: r.Person.Email, SuperAdmin: r.Person.Role == store.SuperAdmin, Active: r.Person.Active,
			EmailProven: r.Person.EmailProven, IdentityID: r.Account.ID, Subject: r.Account.Subject, SeenWith: r.Account.ClientID,
		}
	}
	if r.ObjectOwner != nil {
		f.ByObject = &decision.Candidate{ID: *r.ObjectOwner}
	}
	return f
}

// Trusted reads what the organization trusts. Only for a generic provider that
// takes a query.
func Trusted(ctx context.Context, rows store.Rows, l store.LiveConnection) (provider.Trusted, error) {
	trusted := provider.Trusted{LockedTo: l.LockedTo}
	if !provider.Of(provider.Key(l.Provider)).AsksDomains {
		return trusted, nil
	}
	var err error
	if trusted.Domains, err = rows.VerifiedDomains(ctx, l.OrganizationID); err != nil {
		return provider.Trusted{}, fmt.Errorf("read the verified domains: %w", err)
	}
	return trusted, nil
}

// Connection is a connection as the rules look at it, now.
func Connection(l store.LiveConnection, now time.Time) decision.Connection {
	return decision.Connection{
		Provider: provider.Key(l.Provider), Issuer: l.Issuer, ClientID: l.ClientID, LockedTo: l.LockedTo,
		Rules: Rules(l), DifferentEmail: l.DifferentEmail, PasswordsOpen: l.PasswordsOpen(now),
	}
}

// LinkStep is what the rules of the link page look at.
func LinkStep(l store.LiveConnection, p store.PendingLink, now time.Time, mail bool) decision.LinkStep {
	return Connection(l, now).LinkStep(p.Email, decision.Proof(p.Proof), mail)
}

// User is an active user with the account that they have connected.
func User(u store.ForecastUser) decision.User {
	user := decision.User{
		ID: u.UserID, Email: u.Email, SuperAdmin: u.Role == store.SuperAdmin, HasPassword: u.HasPassword, Unlinked: u.Unlinked,
	}
	if u.IdentityID != nil {
		user.Identity = &decision.Identity{
			ID: *u.IdentityID, Issuer: OrEmpty(u.Issuer), ClientID: OrEmpty(u.ClientID), ObjectID: OrEmpty(u.ObjectID),
			TenantID: OrEmpty(u.TenantID), HostedDomain: OrEmpty(u.HostedDomain), Email: OrEmpty(u.SeenEmail),
		}
	}
	return user
}

// PassedTest is what a passed test saw.
func PassedTest(t store.PassedTest) decision.PassedTest {
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

// OrEmpty is "" for a value that the database does not have.
func OrEmpty(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// AsLive reads a version as if it were live.
func AsLive(c store.Connection, v store.Version) store.LiveConnection {
	return store.LiveConnection{
		Connection: c, VersionID: v.ID, Issuer: v.Issuer, Tenant: v.Tenant,
		ClientID: v.ClientID, SecretSealed: v.SecretSealed, ClientAuth: v.ClientAuth,
	}
}
