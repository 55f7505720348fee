package store

import (
	"encoding/json"
	"time"

	"latchkey/api/secret"
)

// RefusedAccount is the provider account of an attempt that was refused though
// the provider had proven it, as a super admin may connect it to a person.
type RefusedAccount struct {
	Issuer       string `json:"issuer"`
	Subject      string `json:"subject"`
	TenantID     string `json:"tenantId,omitempty"`
	ObjectID     string `json:"objectId,omitempty"`
	HostedDomain string `json:"hostedDomain,omitempty"`
	ClientID     string `json:"clientId"`
	Email        string `json:"email,omitempty"`
	Name         string `json:"name,omitempty"` // proof of nothing
}

// Text is what the row keeps; "" of an account without a subject.
func (a RefusedAccount) Text() string {
	text, err := json.Marshal(a)
	if err != nil || a.Issuer == "" || a.Subject == "" {
		return ""
	}
	return string(text)
}

// RefusedAccount reads the account of a refused attempt; false if there is none
// to connect, or none any more.
func (s SignIn) RefusedAccount() (RefusedAccount, bool) {
	var a RefusedAccount
	if ResultOf(s.Code) != ResultRefused || s.ConnectionID == nil || json.Unmarshal([]byte(s.Account), &a) != nil {
		return RefusedAccount{}, false
	}
	return a, a.Issuer != "" && a.Subject != ""
}

// IdentityFor makes the link of such an account to a person. It was last seen
// when it was refused, before it was linked: no sign-in yet (see [Identity.Used]).
func (a RefusedAccount) IdentityFor(s SignIn, userID string, now time.Time) Identity {
	seen := s.FinishedAt
	if linked := At(now); !seen.Before(linked.Time) {
		seen = At(linked.Add(-time.Microsecond))
	}
	return Identity{
		ID: "idn_" + secret.NewID(), OrganizationID: s.OrganizationID, UserID: userID, ConnectionID: *s.ConnectionID,
		Issuer: a.Issuer, Subject: a.Subject, TenantID: orNil(a.TenantID), ObjectID: orNil(a.ObjectID),
		ClientID: a.ClientID, Email: a.Email, HostedDomain: a.HostedDomain, LinkedAt: At(now), LastUsedAt: seen,
	}
}

func orNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
