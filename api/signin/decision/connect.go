package decision

import (
	"time"

	"latchkey/api/email"
	"latchkey/api/fault"
)

// ConnectRequest is a user who is signed in, and the account that they connect.
type ConnectRequest struct {
	UserID         string
	Email          string
	HasOther       bool   // an account of this connection is connected to them
	AccountEmail   string // at the provider, or ""
	DifferentEmail bool   // the connection allows another e-mail than theirs
	ClientID       string // the application's
}

// DecideConnect says what connecting an account does, or why it does not. The
// same account once more only renews what is known of it. Spec "Link from Security
// Setting".
func DecideConnect(c ConnectRequest, f Found) (Decision, error) {
	d, connected, err := ofUser(c.UserID, c.ClientID, f)
	if err != nil || connected {
		return d, err
	}
	switch {
	case c.HasOther:
		return Decision{}, fault.New(fault.AlreadyLinkedOther)
	case c.DifferentEmail:
	case c.AccountEmail == "":
		return Decision{}, fault.Because(fault.EmailMismatch, "no_email")
	case !email.Same(c.AccountEmail, c.Email):
		return Decision{}, fault.Because(fault.EmailMismatch, "other_email")
	}
	return Decision{User: Candidate{ID: c.UserID}, Link: true}, nil
}

// DecideStepUp lets a user confirm who they are with an account that is connected
// to them already, and with no other.
func DecideStepUp(userID, clientID string, f Found) (Decision, error) {
	d, connected, err := ofUser(userID, clientID, f)
	if err != nil {
		return Decision{}, err
	}
	if !connected {
		return Decision{}, notAuthorized("not_connected")
	}
	return d, nil
}

// ofUser says whether an account is connected to a user already, and refuses one
// that is connected to another user.
func ofUser(userID, clientID string, f Found) (d Decision, connected bool, err error) {
	for _, owner := range []*Candidate{f.Linked, f.ByObject} {
		if owner != nil && owner.ID != userID {
			return Decision{}, false, fault.New(fault.AlreadyLinkedOtherUser) // D18
		}
	}
	switch {
	case f.Linked != nil:
		return Decision{User: *f.Linked}, true, nil
	case f.ByObject != nil:
		d, err := byObject(ProviderAccount{ClientID: clientID}, *f.ByObject)
		return d, err == nil, nil // what does not heal is another account of theirs
	}
	return Decision{}, false, nil
}

// authTimeSkew is how far the provider's clock and ours may differ, as in the
// verifier of tokens.
const authTimeSkew = 60 * time.Second

// AuthenticatedSince demands an authentication between a moment and now. A provider
// that does not say when it was may not have asked the person for anything.
func AuthenticatedSince(at, since, now time.Time) error {
	switch {
	case at.IsZero():
		return fault.Because(fault.ReauthRequired, "auth_time_missing")
	case at.Before(since.Add(-authTimeSkew)):
		return fault.Mismatch(fault.ReauthRequired, "auth_time_old", stamp(since), stamp(at))
	case at.After(now.Add(authTimeSkew)):
		return fault.Mismatch(fault.ReauthRequired, "auth_time_future", stamp(now), stamp(at))
	}
	return nil
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }
