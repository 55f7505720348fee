package attempt

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// Returned is an attempt whose browser came back from the provider, and what
// is known of it so far. It becomes a row of the sign-in log, however it ends.
type Returned struct {
	Attempt
	Visitor  Visitor
	Live     store.LiveConnection
	Claims   idp.Claims
	Shared   *idp.Claims // what another replica got for the code: see package signin
	Proof    decision.Proof
	Weakness string
	UserID   string
	// RoleFacts are the values that rules of roles name; nil: it is no sign-in.
	RoleFacts    *string
	GroupsUnsent bool
	// HasDefaultRole says whether the connection gives a role at the first sign-in, as it was
	// when the person was looked for.
	HasDefaultRole bool

	Step    string
	timings map[string]int64 // step -> microseconds since the return
	begun   time.Time
	now     func() time.Time
}

// Reach notes that a step of the flow begins; the log shows the last one.
func (a *Returned) Reach(step string) {
	a.Step = step
	a.timings[step] = a.now().Sub(a.begun).Microseconds()
}

// Sent is what the attempt sent to the provider.
func (a *Returned) Sent() idp.Attempt {
	return idp.Attempt{State: a.State, Nonce: a.Nonce, Verifier: a.Verifier}
}

// Decided is what the decision looks at of the account, apart from its proof.
func (a *Returned) Decided() decision.ProviderAccount {
	return decision.ProviderAccount{HasEmail: a.Claims.Email != "", ClientID: a.Live.ClientID}
}

// Account is the account as the store looks for it.
func (a *Returned) Account() store.ProviderAccount {
	return store.ProviderAccount{
		OrganizationID: a.Organization, ConnectionID: a.Connection,
		Issuer: a.Claims.Issuer, Subject: a.Claims.Subject,
		TenantID: a.Claims.TenantID, ObjectID: a.Claims.ObjectID, Email: a.Claims.Email,
	}
}

// Row is how the attempt ended, for the sign-in log; code "" is a success.
func (a *Returned) Row(code, reason string) store.SignIn {
	timings, err := json.Marshal(a.timings)
	if err != nil {
		timings = []byte("{}")
	}
	return store.SignIn{
		ID: a.ID, OrganizationID: a.Organization, Reference: a.Reference, Purpose: a.logged(),
		Provider: a.Provider, ConnectionID: &a.Connection, VersionID: &a.Version,
		Step: a.Step, Code: code, Reason: reason, Proof: string(a.Proof), Email: a.Claims.Email,
		UserID: OrNil(a.UserID), ReturnTo: a.ReturnTo, Address: a.Visitor.Address, Browser: a.Visitor.Browser,
		Timings: string(timings), StartedAt: store.At(a.StartedAt()), FinishedAt: store.At(a.now()),
	}
}

// RefusedAccount is the account that the provider has authenticated, for the row of
// an attempt that is refused at the steps "lock" or "person": a super admin may
// connect it from the log. Before those steps nothing is authenticated, and a step-up
// asks to connect nothing.
func (a *Returned) RefusedAccount() string {
	if a.Purpose == StepUp || a.Step != "lock" && a.Step != "person" {
		return ""
	}
	return store.RefusedAccount{
		Issuer: a.Claims.Issuer, Subject: a.Claims.Subject, TenantID: a.Claims.TenantID, ObjectID: a.Claims.ObjectID,
		HostedDomain: a.Claims.HostedDomain, ClientID: a.Live.ClientID, Email: a.Claims.Email, Name: a.Claims.Name,
	}.Text()
}

// OrNil is nil for a missing value, as the database keeps it.
func OrNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// Resume goes on with an attempt that was sealed in a cookie.
func (r *Attempts) Resume(sealed Attempt, v Visitor) *Returned {
	a := &Returned{Attempt: sealed, Visitor: v, timings: make(map[string]int64, 8), begun: r.Now(), now: r.Now}
	if sealed.SelfService() {
		a.UserID = sealed.User
	}
	a.Reach("returned")
	return a
}

// ErrStale says that the connection was changed while the code was sent: check again
// by what it is now.
var ErrStale = errors.New("the connection was changed meanwhile")

// Identity is the link between a user and the account: the one they have, or a new one.
func (a *Returned) Identity(p decision.Candidate) store.Identity {
	return store.Identity{
		ID: cmp.Or(p.IdentityID, "idn_"+secret.NewID()), OrganizationID: a.Organization, UserID: p.ID, ConnectionID: a.Connection,
		Issuer: a.Claims.Issuer, Subject: a.Claims.Subject,
		TenantID: OrNil(a.Claims.TenantID), ObjectID: OrNil(a.Claims.ObjectID),
		ClientID: a.Live.ClientID, Email: a.Claims.Email, HostedDomain: a.Claims.HostedDomain,
		LinkedAt: store.At(a.now()), LastUsedAt: store.At(a.now()),
	}
}

// Entry is the session that the attempt begins.
func (a *Returned) Entry(identityID string) session.Entry {
	return session.Entry{
		OrganizationID: a.Organization, UserID: a.UserID, Method: "sso", Provider: a.Provider,
		ProviderEmail: a.Claims.Email, ConnectionID: a.Connection, IdentityID: identityID,
		Address: a.Visitor.Address, Browser: a.Visitor.Browser,
		Idle:     time.Duration(a.Live.SessionIdleSeconds) * time.Second,
		Absolute: time.Duration(a.Live.SessionAbsoluteSeconds) * time.Second,
	}
}

// Spend writes how the attempt ended, which spends it: of two callbacks one does.
func (a *Returned) Spend(ctx context.Context, rows store.Rows, code string) error {
	return spent(rows.SpendAttempt(ctx, a.Row(code, a.Weakness)))
}

// SpendUnder spends the attempt if the connection is still the one that was read, else
// says which of the two has changed.
func (a *Returned) SpendUnder(ctx context.Context, rows store.Rows, code string) error {
	err := rows.SpendAttemptUnder(ctx, a.Row(code, a.Weakness), a.Live)
	if !errors.Is(err, store.ErrConflict) {
		return spent(err)
	}
	_, unspent := rows.SignInByID(ctx, a.Organization, a.ID)
	if errors.Is(unspent, store.ErrNotFound) {
		return ErrStale
	}
	return spent(cmp.Or(unspent, err))
}

// spent gives the refusal of a lost race for the attempt itself.
func spent(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, store.ErrConflict) {
		return fault.New(fault.AttemptReplayed)
	}
	return fmt.Errorf("write the sign-in: %w", err)
}
