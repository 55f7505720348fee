package signin

import (
	"encoding/json"
	"time"

	"latchkey/api/idp"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// returnedAttempt is an attempt whose browser came back from the provider, and what
// is known of it so far. It becomes a row of the sign-in log, however it ends.
type returnedAttempt struct {
	attempt
	visitor  Visitor
	live     store.Live
	claims   idp.Claims
	shared   *idp.Claims // what another replica got for the code: see redeemedshared.go
	proof    decision.Proof
	weakness string
	userID   string

	step    string
	timings map[string]int64 // step -> microseconds since the return
	begun   time.Time
	now     func() time.Time
}

// resume goes on with an attempt that was sealed in a cookie.
func (r *Flow) resume(sealed attempt, v Visitor) *returnedAttempt {
	a := &returnedAttempt{attempt: sealed, visitor: v, timings: make(map[string]int64, 8), begun: r.now(), now: r.now}
	if sealed.selfService() {
		a.userID = sealed.User
	}
	a.reach("returned")
	return a
}

// reach notes that a step of the flow begins; the log shows the last one.
func (a *returnedAttempt) reach(step string) {
	a.step = step
	a.timings[step] = a.now().Sub(a.begun).Microseconds()
}

// sent is what the attempt sent to the provider.
func (a *returnedAttempt) sent() idp.Attempt {
	return idp.Attempt{State: a.State, Nonce: a.Nonce, Verifier: a.Verifier}
}

// decided is what the decision looks at of the account, apart from its proof.
func (a *returnedAttempt) decided() decision.Account {
	return decision.Account{HasEmail: a.claims.Email != "", ClientID: a.live.ClientID}
}

func (a *returnedAttempt) account() store.Account {
	return store.Account{
		OrganizationID: a.Organization, ConnectionID: a.Connection,
		Issuer: a.claims.Issuer, Subject: a.claims.Subject,
		TenantID: a.claims.TenantID, ObjectID: a.claims.ObjectID, Email: a.claims.Email,
	}
}

// row is how the attempt ended, for the sign-in log; code "" is a success.
func (a *returnedAttempt) row(code, reason string) store.SignIn {
	timings, err := json.Marshal(a.timings)
	if err != nil {
		timings = []byte("{}")
	}
	return store.SignIn{
		ID: a.ID, OrganizationID: a.Organization, Reference: a.Reference, Purpose: a.logged(),
		Provider: a.Provider, ConnectionID: &a.Connection, VersionID: &a.Version,
		Step: a.step, Code: code, Reason: reason, Proof: string(a.proof), Email: a.claims.Email,
		UserID: orNil(a.userID), ReturnTo: a.ReturnTo, Address: a.visitor.Address, Browser: a.visitor.Browser,
		Timings: string(timings), StartedAt: store.At(a.startedAt()), FinishedAt: store.At(a.now()),
	}
}

// refusedAccount is the account that the provider has authenticated, for the row of
// an attempt that is refused at the steps "lock" or "person": a super admin may
// connect it from the log. Before those steps nothing is authenticated, and a step-up
// asks to connect nothing.
func (a *returnedAttempt) refusedAccount() string {
	if a.Purpose == purposeStepUp || a.step != "lock" && a.step != "person" {
		return ""
	}
	return store.RefusedAccount{
		Issuer: a.claims.Issuer, Subject: a.claims.Subject, TenantID: a.claims.TenantID, ObjectID: a.claims.ObjectID,
		HostedDomain: a.claims.HostedDomain, ClientID: a.live.ClientID, Email: a.claims.Email, Name: a.claims.Name,
	}.Text()
}

// orNil is nil for a missing value, as the database keeps it.
func orNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
