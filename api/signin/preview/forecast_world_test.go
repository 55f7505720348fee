package preview_test

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"latchkey/api/connection/conntest"
	"latchkey/api/email"
	"latchkey/api/idp/idptest"
	"latchkey/api/mail"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// world is an organization with one connection, made up for the property test of
// the forecast.
type world struct {
	*rig
	n        int
	provider string // google, microsoft or okta
	tested   bool   // a test of the version has passed
	comes    comes  // how every account of the provider comes
	linking  store.Linking
	weak     store.WeakProof
	lock     store.Strings
	typed    bool // another address may be proven
	mail     bool
	password bool // one can sign in by password
	required bool // SSO is required, so they do for the exempt only
	verified bool // acme.example is proven

	o      store.Organization
	c      store.Connection
	v      store.Version
	serial int
}

// comes is how a provider speaks of e-mail addresses.
type comes struct{ email, verified, username bool }

// person is a user with the account that they come with. People of a kind differ
// in what nothing that was seen says.
type person struct {
	kind    string
	user    store.User
	account idptest.Person
}

func (w *world) String() string {
	return fmt.Sprintf("%d: %s, tested %v, comes %+v, %s, %s, locked to %v, another address %v, mail %v, passwords %v, SSO required %v, verified %v",
		w.n, w.provider, w.tested, w.comes, w.linking, w.weak, w.lock, w.typed, w.mail, w.password, w.required, w.verified)
}

// build writes the organization and its connection.
func (w *world) build() {
	ctx := w.T.Context()
	w.o = store.NewOrganization(fmt.Sprintf("world-%d", w.n), "World", w.Clock.Now())
	w.o.PasswordSignIn = w.password
	if w.required {
		w.o.SSORequiredAt = store.At(w.Clock.Now())
	}
	w.Must(w.DB.AddOrganization(ctx, w.o))
	w.c = store.NewConnection(w.o.ID, w.provider, w.Clock.Now())
	w.c.State, w.c.Linking, w.c.WeakProof, w.c.DifferentEmail, w.c.LockedTo = store.Enabled, w.linking, w.weak, w.typed, w.lock
	w.Must(w.DB.AddConnection(ctx, w.c))
	w.v = store.Version{
		ID: secret.NewID(), OrganizationID: w.o.ID, ConnectionID: w.c.ID, Issuer: w.IDP.OpenIDIssuer(), ClientID: w.o.Code, Number: 1,
		State: store.VersionLive, CreatedAt: store.At(w.Clock.Now()), CreatedBy: store.ActorOperator,
	}
	w.v.SecretSealed = w.Ring.SealRow(w.v.SecretPlace(), []byte(signintest.ClientSecret))
	w.Must(w.DB.AddVersion(ctx, w.v))
	w.c.LiveVersionID = &w.v.ID
	w.Must(w.DB.UpdateConnection(ctx, w.c))
	w.Options.Mail = mail.Outbox{On: w.mail, Now: w.Clock.Now}
	w.Build()
	w.IDP.AddClient(idptest.Client{ID: w.o.Code, Secret: signintest.ClientSecret, RedirectURIs: []string{w.Applications.RedirectURI(w.c.ID)}})
	if w.verified {
		w.Must(w.DB.AddDomain(ctx, store.Domain{
			ID: secret.NewID(), OrganizationID: w.o.ID, Domain: "acme.example", Token: "t", State: store.DomainVerified,
			CreatedAt: store.At(w.Clock.Now()), CreatedBy: store.ActorOperator,
		}))
	}
	if w.tested {
		w.test(w.join("tester", store.SuperAdmin, "acme.example", w.at("acme.example", w.home(), false)))
	}
}

// home is where accounts of acme.example are at home.
func (w *world) home() string {
	return map[string]string{"google": "acme.example", "microsoft": signintest.TenantA}[w.provider]
}

// at is an account of the provider at an address's domain: home is a tenant or a
// hosted domain.
func (w *world) at(domain, home string, guest bool) idptest.Person {
	a := idptest.Person{Provider: idptest.OpenID, Email: "@" + domain}
	switch w.provider {
	case idptest.Google:
		a.Provider, a.HostedDomain, a.EmailVerified = idptest.Google, home, true
	case idptest.Microsoft:
		a.Provider, a.TenantID, a.Guest = idptest.Microsoft, home, guest
	}
	return a
}

// join adds a user, and the account that they come with.
func (w *world) join(kind string, role store.Role, domain string, a idptest.Person, edit ...func(*person)) person {
	local := fmt.Sprintf("p%d", w.next())
	p := person{kind: kind, user: store.NewUser(w.o.ID, local+"@"+domain, local, role, w.Clock.Now()), account: a}
	p.account.Subject, p.account.ObjectID = "s-"+local, "o-"+local
	p.account.Extra = map[string]any{}
	address := local + a.Email
	p.account.Email = ""
	if w.comes.username && a.Provider != idptest.Google {
		p.account.Extra["preferred_username"] = address
	}
	if w.comes.email || a.Provider == idptest.Google {
		p.account.Email, p.account.EmailVerified = address, w.comes.verified || a.Provider == idptest.Google
	}
	_, hash := signintest.Shared()
	p.user.PasswordHash = &hash
	for _, e := range edit {
		e(&p)
	}
	w.Must(w.DB.AddUser(w.T.Context(), p.user))
	w.Must(w.IDP.AddPerson(p.account))
	return p
}

func (w *world) next() int {
	w.serial++
	return w.serial
}

// link gives a user an identity that was seen with an application and an issuer.
func (w *world) link(p person, client, issuer string) {
	a := p.account
	i := store.Identity{
		ID: secret.NewID(), OrganizationID: w.o.ID, UserID: p.user.ID, ConnectionID: w.c.ID, Issuer: issuer, Subject: a.Subject,
		ClientID: client, Email: a.Email, HostedDomain: a.HostedDomain,
		LinkedAt: store.At(w.Clock.Now()), LastUsedAt: store.At(w.Clock.Now()),
	}
	switch w.provider {
	case idptest.Microsoft:
		i.TenantID = &a.TenantID
		if a.ObjectID != "" {
			i.ObjectID = &a.ObjectID
		}
	case "okta":
		i.HostedDomain = email.Domain(a.Email)
	}
	w.Must(w.DB.AddIdentity(w.T.Context(), i))
}

// issuer is what tokens of an account name.
func (w *world) issuer(a idptest.Person) string {
	switch w.provider {
	case idptest.Google:
		return w.IDP.GoogleIssuer()
	case idptest.Microsoft:
		return w.IDP.MicrosoftAuthority() + "/" + a.TenantID + "/v2.0"
	}
	return w.IDP.OpenIDIssuer()
}

// test runs a real test with an account and keeps it as passed.
func (w *world) test(p person) {
	ctx := w.T.Context()
	row, token, err := w.Sessions.Begin(session.Entry{OrganizationID: w.o.ID, UserID: p.user.ID, Method: "password", Idle: time.Hour, Absolute: time.Hour})
	w.Must(err)
	w.Must(w.DB.AddSession(ctx, row))
	test := store.ConnectionTest{
		ID: secret.NewID(), OrganizationID: w.o.ID, ConnectionID: w.c.ID, VersionID: w.v.ID, VersionNumber: 1,
		StartedBy: p.user.ID, StartedAt: store.At(w.Clock.Now()), State: store.TestRunning,
	}
	w.Must(w.DB.AddConnectionTest(ctx, test))
	v := w.Visitor()
	v.Session = token
	s, err := w.Tests.Begin(ctx, conntest.Start{ID: test.ID, Organization: w.o.Code, Connection: w.c, Version: w.v, Session: row.ID, User: p.user.ID, Visitor: v})
	w.Must(err)
	out, err := w.back(s, v, p)
	w.Must(err)
	test.State, test.FinishedAt, test.Report = store.TestPassed, store.At(w.Clock.Now()), out.Test.Report
	w.Must(w.DB.WriteConnectionTest(ctx, test))
}

// back comes back from the provider as somebody.
func (w *world) back(s signin.Started, v signin.Visitor, p person) (signin.Outcome, error) {
	query, err := w.Visit(s.AuthorizationURL, p.account.Subject)
	w.Must(err)
	return w.Complete(signin.Return{ConnectionID: w.c.ID, Query: query, Attempts: map[string]string{s.Cookie.Name: s.Cookie.Value}, Visitor: v})
}

// signsIn really signs somebody in, who proves the account in any way that is open
// to them where they are asked, and says what came of it.
func (w *world) signsIn(p person) decision.PredictedOutcome {
	v := w.Visitor()
	v.Address = fmt.Sprintf("10.0.%d.%d", w.next()/250, w.next()%250)
	before, err := w.DB.IdentitiesOf(w.T.Context(), w.o.ID, p.user.ID)
	w.Must(err)
	s, err := w.Flow.Start(w.T.Context(), signin.StartRequest{Organization: w.o.Code, Provider: w.provider, Visitor: v})
	w.Must(err)
	out, err := w.back(s, v, p)
	if _, refused := errors.AsType[*signin.Refusal](err); refused {
		return decision.Refused
	}
	w.Must(err)
	outcome := decision.Linked
	switch {
	case out.PendingLink != "":
		outcome = decision.Asked
		if out = w.proves(out.PendingLink, p, v); out.Session == "" {
			return decision.Refused
		}
	case len(before) == 0:
		outcome = decision.Silent
	}
	if h := w.PrincipalOf(out); h.UserID != p.user.ID {
		w.T.Errorf("%s: %s entered as %s", w, p.kind, h.Email)
	}
	return outcome
}

// proves tries what the link page offers: the code first, which costs us less.
func (w *world) proves(id string, p person, v signin.Visitor) signin.Outcome {
	page, err := w.LinkPages.Read(w.T.Context(), id)
	w.Must(err)
	typed := ""
	if page.EmailEditable {
		typed = p.user.Email
	}
	if slices.Contains(page.Proofs, "code") {
		if out, err := w.ProveBy(id, typed, w.mailedCode(id, typed, p)); err == nil {
			return out
		}
	}
	if !slices.Contains(page.Proofs, "password") || p.user.PasswordHash == nil {
		return signin.Outcome{}
	}
	out, err := w.LinkPages.Prove(w.T.Context(), linking.Proof{ID: id, Email: typed, Password: signintest.SecretWord, Visitor: v})
	if err != nil {
		return signin.Outcome{}
	}
	w.Log.Keep(out.Session, out.Known)
	return out
}

// mailedCode is the code that somebody finds in their mailbox, or "".
func (w *world) mailedCode(id, typed string, p person) string {
	w.Must(w.LinkPages.SendCode(w.T.Context(), linking.CodeRequest{ID: id, Email: typed}))
	due, err := w.DB.TakeMails(w.T.Context(), w.Clock.Now(), w.Clock.Now().Add(time.Hour), 100)
	w.Must(err)
	code := ""
	for _, m := range due {
		if m.Kind != string(mail.LinkCode) {
			continue
		}
		if made, wanted := w.MakesCode(m.Mail); wanted && made.To == p.user.Email {
			code = made.Values["code"]
		}
	}
	return code
}
