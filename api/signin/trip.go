package signin

import (
	"encoding/json"
	"time"

	"latchkey/api/idp"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// trip is a genuine attempt that came back, and what is known of it so far. It
// becomes the sign-in row, however it ends.
type trip struct {
	attempt
	visitor  Visitor
	live     store.Live
	claims   idp.Claims
	shared   *idp.Claims // what another replica got for the code: see shared.go
	proof    decision.Proof
	weakness string
	userID   string

	step    string
	timings map[string]int64 // step -> microseconds since the return
	begun   time.Time
	now     func() time.Time
}

func (r *Flow) begin(a attempt, v Visitor) *trip {
	t := &trip{attempt: a, visitor: v, timings: make(map[string]int64, 8), begun: r.now(), now: r.now}
	if a.own() {
		t.userID = a.User
	}
	t.reach("returned")
	return t
}

// reach marks a step of the flow as begun.
func (t *trip) reach(step string) {
	t.step = step
	t.timings[step] = t.now().Sub(t.begun).Microseconds()
}

// sent is what the attempt sent to the provider.
func (t *trip) sent() idp.Attempt {
	return idp.Attempt{State: t.State, Nonce: t.Nonce, Verifier: t.Verifier}
}

// decided is what the decision looks at of the account, apart from its proof.
func (t *trip) decided() decision.Account {
	return decision.Account{HasEmail: t.claims.Email != "", ClientID: t.live.ClientID}
}

func (t *trip) account() store.Account {
	return store.Account{
		OrganizationID: t.Organization, ConnectionID: t.Connection,
		Issuer: t.claims.Issuer, Subject: t.claims.Subject,
		TenantID: t.claims.TenantID, ObjectID: t.claims.ObjectID, Email: t.claims.Email,
	}
}

// row is how the attempt ended: code "" is a success.
func (t *trip) row(code, reason string) store.SignIn {
	timings, err := json.Marshal(t.timings)
	if err != nil {
		timings = []byte("{}")
	}
	return store.SignIn{
		ID: t.ID, OrganizationID: t.Organization, Reference: t.Reference, Purpose: t.logged(),
		Provider: t.Provider, ConnectionID: &t.Connection, VersionID: &t.Version,
		Step: t.step, Code: code, Reason: reason, Proof: string(t.proof), Email: t.claims.Email,
		UserID: given(t.userID), ReturnTo: t.ReturnTo, Address: t.visitor.Address, Browser: t.visitor.Browser,
		Timings: string(timings), StartedAt: store.At(t.startedAt()), FinishedAt: store.At(t.now()),
	}
}

// refusedAccount is the account that the provider has proven, for the row of an
// attempt that ends refused at the lock or the person: a super admin may connect
// it. Before those steps nothing is proven, and whoever confirms that it is them
// asks to connect nothing.
func (t *trip) refusedAccount() string {
	if t.Purpose == purposeStepUp || t.step != "lock" && t.step != "person" {
		return ""
	}
	return store.RefusedAccount{
		Issuer: t.claims.Issuer, Subject: t.claims.Subject, TenantID: t.claims.TenantID, ObjectID: t.claims.ObjectID,
		HostedDomain: t.claims.HostedDomain, ClientID: t.live.ClientID, Email: t.claims.Email, Name: t.claims.Name,
	}.Text()
}

// given is nil for a value that was not given, as the database keeps it.
func given(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
