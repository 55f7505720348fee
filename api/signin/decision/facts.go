package decision

import "latchkey/api/idp/provider"

// ForecastInput is what is known when a forecast of a connection is made.
type ForecastInput struct {
	Connection Connection
	VersionID  string       // of the connection, the one that is forecast
	Mail       bool         // codes are mailed
	Verified   []string     // e-mail domains that the organization has proven
	Tests      []PassedTest // of the connection, the newest first
	Users      []User       // the active ones
}

// Connection is an organization's application at a provider, as if it were on.
type Connection struct {
	Provider       provider.Key
	Issuer         string // of a generic provider
	ClientID       string
	LockedTo       []string
	Rules          Rules
	DifferentEmail bool // people may prove another address than the provider's
	PasswordsOpen  bool // people of the organization may sign in with a password
}

func (c Connection) of() provider.Descriptor { return provider.Of(c.Provider) }

// LinkStep is the link page of an account that comes through the connection.
func (c Connection) LinkStep(email string, proof Proof, mail bool) LinkStep {
	return LinkStep{Email: email, Proof: proof, DifferentEmail: c.DifferentEmail, PasswordsOpen: c.PasswordsOpen, Mail: mail}
}

// User is an active user of the organization.
type User struct {
	ID, Email   string
	SuperAdmin  bool
	HasPassword bool      // one that can be used where passwords may be
	Identity    *Identity // the account that they have connected at the connection, or nil
	Unlinked    bool      // an account of theirs was disconnected there
}

// Identity is a connected account, as it came the last time.
type Identity struct {
	ID, Issuer, ClientID             string
	ObjectID, TenantID, HostedDomain string
	Email                            string // at the provider
}

// PassedTest is what a passed test of the connection showed.
type PassedTest struct {
	VersionID string
	Account   *TestedAccount // nil in reports that kept the lock alone
	Lock      *LearnedLock
}

// TestedAccount is how the provider described the account of a test.
type TestedAccount struct {
	Domain        string // of its e-mail address, lower case; "" if it came without one
	EmailVerified bool
	HostedDomain  string
	TenantID      string
	Guest         bool
	EDOV          provider.EDOV
	Username      bool // a sign-in name came that looks like an address
}

// LearnedLock is what a connection could be locked to: the tenant or domain of the
// account of a test.
type LearnedLock struct {
	Value  string
	Domain string // the e-mail domain of the account, where Value is a tenant
}

// Forecast predicts sign-ins through a connection.
type Forecast struct {
	ForecastInput
	tested     *TestedAccount      // of the last passed test of the version, or nil
	origins    map[string][]origin // by e-mail domain, as far as accounts of it were seen
	sendsEmail bool                // an account of this application was seen with an e-mail
}

// NewForecast prepares the forecast of a connection.
func NewForecast(in ForecastInput) Forecast {
	f := Forecast{ForecastInput: in, origins: origins(in)}
	for _, test := range in.Tests {
		if test.VersionID == in.VersionID && test.Account != nil {
			f.tested = test.Account
			break
		}
	}
	for _, u := range in.Users {
		if i := u.Identity; i != nil && i.ClientID == in.Connection.ClientID && i.Email != "" {
			f.sendsEmail = true
			break
		}
	}
	return f
}
