package decision

import (
	"slices"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

// What is known decides what is foreseen: the rules without a database. That it is
// what happens is tested in package signin, by real sign-ins.
func TestForecast(t *testing.T) {
	ana := User{ID: "ana", Email: "ana@acme.example"}
	boss := User{ID: "boss", Email: "boss@acme.example", SuperAdmin: true, HasPassword: true}
	linked := ana
	linked.Identity = &Identity{ID: "i", Issuer: "https://id.example", ClientID: "app-1", HostedDomain: "acme.example", Email: ana.Email}
	automatic := Rules{LinkAutomatic, WeakAsk}
	google := func(lock ...string) ForecastInput {
		return ForecastInput{Connection: Connection{Provider: provider.Google, ClientID: "app-1", LockedTo: lock, Rules: automatic}}
	}
	entra := func(tests ...PassedTest) ForecastInput {
		return ForecastInput{Tests: tests, VersionID: "v", Connection: Connection{Provider: provider.Microsoft, ClientID: "app-1", LockedTo: []string{tenantA}, Rules: automatic}}
	}
	okta := func(issuer, client string) ForecastInput {
		return ForecastInput{Connection: Connection{Provider: "okta", Issuer: issuer, ClientID: client, Rules: automatic}}
	}
	tested := PassedTest{VersionID: "v", Account: &TestedAccount{Domain: "acme.example", TenantID: tenantA}}
	guest := PassedTest{VersionID: "v", Account: &TestedAccount{Domain: "acme.example", TenantID: tenantA, Guest: true}}
	open := google()
	open.Connection.PasswordsOpen = true
	mailed := google("acme.example")
	mailed.Mail = true
	for name, c := range map[string]struct {
		in   ForecastInput
		user User
		want Prediction
	}{
		"Google, of the locked domain":              {google("acme.example"), ana, Prediction{Outcome: Silent}},
		"Google, outside of the lock":               {google("globex.example"), ana, Prediction{Refused, fault.WrongHostedDomain, "outside_lock"}},
		"Google, nothing is known of the domain":    {google(), ana, Prediction{Outcome: Unknown, Reason: "domain_unseen"}},
		"Google, a private address":                 {google(), User{ID: "u", Email: "u@gmail.com"}, Prediction{Outcome: Silent, Reason: "personal_address"}},
		"a super admin is asked and has a password": {google("acme.example"), boss, Prediction{Outcome: Asked, Reason: "super_admin"}},
		"a super admin is asked for a mailed code":  {mailed, User{ID: "b", Email: "b@acme.example", SuperAdmin: true}, Prediction{Outcome: Asked, Reason: "super_admin"}},
		"a super admin who can prove nothing":       {google("acme.example"), User{ID: "b", Email: "b@acme.example", SuperAdmin: true}, Prediction{Outcome: Refused, Reason: "no_proof"}},
		"linked":                                    {google("acme.example"), linked, Prediction{Outcome: Linked}},
		"linked, and locked out since":              {google("globex.example"), linked, Prediction{Refused, fault.WrongHostedDomain, "outside_lock"}},
		"Microsoft, the tenant of a passed test":    {entra(tested), ana, Prediction{Outcome: Silent}},
		"Microsoft, without a test":                 {entra(), ana, Prediction{Outcome: Unknown, Reason: "no_test"}},
		"Microsoft, some are guests":                {entra(guest), ana, Prediction{Outcome: Refused, Reason: "no_proof"}},
		"OpenID, linked at this application":        {okta("https://id.example", "app-1"), linked, Prediction{Outcome: Linked}},
		"OpenID, linked at another application":     {okta("https://id.example", "app-2"), linked, Prediction{Outcome: Unknown, Reason: "other_application"}},
		"OpenID, linked at another issuer":          {okta("https://other.example", "app-1"), linked, Prediction{Outcome: Refused, Reason: "already_linked_other"}},
	} {
		c.in.Users = []User{c.user}
		if got := NewForecast(c.in).Of(c.user); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
	if got := NewForecast(google("b.example", "a.example")).ProvenDomains(); !slices.Equal(got, []string{"a.example", "b.example"}) {
		t.Errorf("proven domains %v", got)
	}
}

// A domain counts as verified once every account that may come of it is: people who
// have connected an account do not show that of the others.
func TestProvenDomainsOfADirectory(t *testing.T) {
	came := User{ID: "g", Email: "gita@partner.example", Identity: &Identity{ID: "i", TenantID: tenantA, Email: "gita@partner.example", ClientID: "app-1"}}
	member := PassedTest{VersionID: "v", Account: &TestedAccount{Domain: "acme.example", TenantID: tenantA}}
	unlocked := Connection{Provider: provider.Microsoft, ClientID: "app-1", Rules: Rules{LinkAutomatic, WeakAsk}}
	locked := unlocked
	locked.LockedTo = []string{tenantA}
	for name, c := range map[string]struct {
		in   ForecastInput
		want []string
	}{
		"a connected account alone": {ForecastInput{Connection: locked}, nil},
		"a passed test":             {ForecastInput{Connection: locked, VersionID: "v", Tests: []PassedTest{member}}, []string{"acme.example"}},
		"a verified domain":         {ForecastInput{Connection: locked, Verified: []string{"partner.example"}}, []string{"partner.example"}},
		"no lock":                   {ForecastInput{Connection: unlocked, VersionID: "v", Tests: []PassedTest{member}}, nil},
	} {
		c.in.Users = []User{came}
		if got := NewForecast(c.in).ProvenDomains(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Nobody can sign in through a provider that is not known, and the forecast says so
// rather than guess.
func TestForecastOfAnUnknownProvider(t *testing.T) {
	u := User{ID: "u", Email: "a@b.example"}
	f := NewForecast(ForecastInput{Connection: Connection{Provider: "unheard-of", Rules: Rules{LinkAutomatic, WeakRefuse}}, Users: []User{u}})
	if p := f.Of(u); p.Outcome != Refused || p.Code != fault.EmailNotVerified {
		t.Errorf("%+v", p)
	}
}
