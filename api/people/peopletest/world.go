package peopletest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/clocktest"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/people"
	"latchkey/api/policy"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// World is two organizations with people and connections, and one clock.
type World struct {
	T        *testing.T
	DB       *store.Store
	People   *people.People
	Policies *policy.Policies
	Clock    *clocktest.Clock
	Acme     store.Organization
	Globex   store.Organization
	Google   store.Connection
	Sofia    store.User // super admin: has a password, which was used, and a link, which was used
	Maya     store.User // agent with a link
	Ben      store.User // agent without anything
	Gloria   store.User // super admin of globex

	Another func() *store.Store // a new database of the same engine
}

// OnBoth runs a test in a world on each engine.
func OnBoth(t *testing.T, test func(w *World)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		w := New(t, open())
		w.Another = open
		test(w)
	})
}

// New makes a world whose deployment sends no mail.
func New(t *testing.T, db *store.Store) *World {
	t.Helper()
	w := &World{T: t, DB: db, Clock: clocktest.New()}
	w.rooms(mail.Outbox{})
	w.Acme, w.Globex = store.NewOrganization("acme", "Acme", w.Clock.Now()), store.NewOrganization("globex", "Globex", w.Clock.Now())
	w.Must(db.AddOrganization(t.Context(), w.Acme))
	w.Must(db.AddOrganization(t.Context(), w.Globex))
	w.Google = w.Connection(w.Acme, "google")
	w.Sofia = w.User(w.Acme, "sofia", store.SuperAdmin, true)
	w.Maya = w.User(w.Acme, "maya", store.Agent, true)
	w.Ben = w.User(w.Acme, "ben", store.Agent, false)
	w.Gloria = w.User(w.Globex, "gloria", store.SuperAdmin, true)
	w.Link(w.Google, w.Sofia)
	w.Link(w.Google, w.Maya)
	return w
}

// SendMail makes the deployment send mail.
func (w *World) SendMail() { w.rooms(mail.Outbox{On: true, Now: w.Clock.Now}) }

func (w *World) rooms(outbox mail.Outbox) {
	w.People = people.New(people.Options{Store: w.DB, Mail: outbox, Now: w.Clock.Now})
	w.Policies = policy.New(policy.Options{Store: w.DB, Mail: outbox, PublicURL: "https://sso.example.com", Now: w.Clock.Now})
}

// Must ends the test at an error.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// User adds a user, with a password that was used just now or without one.
func (w *World) User(o store.Organization, name string, role store.Role, password bool) store.User {
	w.T.Helper()
	u := store.NewUser(o.ID, name+"@acme.example", name, role, w.Clock.Now())
	if password {
		hash := "hash of " + name
		u.PasswordHash, u.PasswordUsedAt = &hash, store.At(w.Clock.Now())
	}
	w.Must(w.DB.AddUser(w.T.Context(), u))
	return u
}

// Connection makes a connection that is on, with a live version.
func (w *World) Connection(o store.Organization, provider string) store.Connection {
	w.T.Helper()
	ctx, c := w.T.Context(), store.NewConnection(o.ID, provider, w.Clock.Now())
	c.State = store.Enabled
	w.Must(w.DB.AddConnection(ctx, c))
	v := store.Version{
		ID: secret.NewID(), OrganizationID: o.ID, ConnectionID: c.ID, Issuer: "https://idp.example", ClientID: "client-1",
		SecretSealed: "sealed", Number: 1, State: store.VersionLive, CreatedAt: c.CreatedAt, CreatedBy: store.ActorOperator,
	}
	w.Must(w.DB.AddVersion(ctx, v))
	c.LiveVersionID = &v.ID
	w.Must(w.DB.UpdateConnection(ctx, c))
	return w.Fresh(c)
}

// Fresh reads a connection again.
func (w *World) Fresh(c store.Connection) store.Connection {
	w.T.Helper()
	c, err := w.DB.ConnectionByID(w.T.Context(), c.OrganizationID, c.ID)
	w.Must(err)
	return c
}

// Link connects a user, who signs in with it just now.
func (w *World) Link(c store.Connection, u store.User) store.Identity {
	w.T.Helper()
	i := store.Identity{
		ID: "idn_" + secret.NewID(), OrganizationID: u.OrganizationID, UserID: u.ID, ConnectionID: c.ID, Issuer: "https://idp.example",
		Subject: "sub of " + u.ID, ClientID: "client-1", Email: u.Email, HostedDomain: "acme.example",
		LinkedAt: store.At(w.Clock.Now()), LastUsedAt: store.At(w.Clock.Now()),
	}
	w.Must(w.DB.AddIdentity(w.T.Context(), i))
	return i
}

// Session begins a session of a user, through a link if there is one.
func (w *World) Session(u store.User, through *store.Identity) store.Session {
	w.T.Helper()
	now := w.Clock.Now()
	s := store.Session{
		ID: secret.NewID(), OrganizationID: u.OrganizationID, UserID: u.ID, Method: "password", Generation: 1, RefreshHash: "h",
		AuthenticatedAt: store.At(now), LastUsedAt: store.At(now), IdleExpiresAt: store.At(now.Add(time.Hour)), ExpiresAt: store.At(now.Add(time.Hour)),
	}
	if through != nil {
		s.Method, s.IdentityID, s.ConnectionID = "sso", &through.ID, &through.ConnectionID
	}
	w.Must(w.DB.AddSession(w.T.Context(), s))
	return s
}

// Ended says why a session ended; "" if it stands.
func (w *World) Ended(s store.Session) string {
	w.T.Helper()
	h, err := w.DB.SessionPrincipal(w.T.Context(), s.ID)
	w.Must(err)
	return h.EndReason
}

// By is a user who has just confirmed who they are.
func (w *World) By(u store.User) change.Actor {
	return change.Actor{OrganizationID: u.OrganizationID, ID: u.ID, Recent: Proven}
}

// Person reads a user with their accounts.
func (w *World) Person(u store.User) people.User {
	w.T.Helper()
	p, err := w.People.User(w.T.Context(), u.OrganizationID, u.ID)
	w.Must(err)
	return p
}

// Change changes a user as Sofia, from the newest revision.
func (w *World) Change(u store.User, c people.Change) (people.User, error) {
	w.T.Helper()
	return w.People.Change(w.T.Context(), w.By(w.Sofia), u.ID, w.Person(u).Revision, c)
}

// EditOrganization changes acme behind the rooms' backs.
func (w *World) EditOrganization(edit func(o *store.Organization)) {
	w.T.Helper()
	o, err := w.DB.OrganizationByID(w.T.Context(), w.Acme.ID)
	w.Must(err)
	edit(&o)
	w.Must(w.DB.UpdateOrganization(w.T.Context(), o))
}

// Revision is the newest one of acme.
func (w *World) Revision() int64 {
	w.T.Helper()
	o, err := w.DB.OrganizationByID(w.T.Context(), w.Acme.ID)
	w.Must(err)
	return o.Revision
}

// Events lists the actions of acme's audit events since a call before, oldest first.
func (w *World) Events() func() []string {
	w.T.Helper()
	all := func() []string {
		events, err := w.DB.AuditEvents(context.WithoutCancel(w.T.Context()), w.Acme.ID, 1000)
		w.Must(err)
		list := make([]string, len(events))
		for n, e := range events {
			list[n] = e.ID + " " + e.Action
		}
		return list
	}
	before := all()
	return func() []string {
		actions := []string{}
		for _, e := range all() {
			if !slices.Contains(before, e) {
				actions = append(actions, e[len("aud_")+23:])
			}
		}
		slices.Sort(actions)
		return actions
	}
}

// Refused checks a refusal: its code, and its fields as "pointer code".
func (w *World) Refused(what string, err error, code fault.Code, fields ...string) {
	w.T.Helper()
	f := fault.Of(err)
	got := []string{}
	for _, field := range f.Fields {
		got = append(got, field.Pointer+" "+field.Code)
	}
	if err == nil || f.Code != code || !slices.Equal(got, slices.Concat([]string{}, fields)) {
		w.T.Errorf("%s: got %v %v, want %s %v", what, err, got, code, fields)
	}
}

// Same compares what came with what was wanted.
func (w *World) Same(what string, got, want any) {
	w.T.Helper()
	if !reflect.DeepEqual(got, want) {
		w.T.Errorf("%s: got %v, want %v", what, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
	}
}

// Proven is the Recent of whoever has just confirmed who they are.
func Proven(context.Context, store.Rows) error { return nil }

// Attempt writes a refused sign-in with a proven account.
func (w *World) Attempt(edit func(*store.SignIn, *store.RefusedAccount)) store.SignIn {
	w.T.Helper()
	s := store.SignIn{
		ID: secret.NewID(), OrganizationID: w.Acme.ID, Reference: "7F3K-92QD", Purpose: "sign_in", Provider: "google", ConnectionID: &w.Google.ID,
		Step: "person", Code: "user_not_authorized", Reason: "no_user", Timings: "{}", StartedAt: store.At(w.Clock.Now()), FinishedAt: store.At(w.Clock.Now()),
	}
	a := store.RefusedAccount{
		Issuer: "https://idp.example", Subject: "sub-" + s.ID, TenantID: "tid", ObjectID: "oid-" + s.ID,
		HostedDomain: "acme.example", ClientID: "client-1", Email: "ben.private@acme.example",
	}
	if edit != nil {
		edit(&s, &a)
	}
	if s.Account == "" {
		s.Account = a.Text()
	}
	w.Must(w.DB.SpendAttempt(w.T.Context(), s))
	return s
}

// Inactive adds a deactivated user to acme.
func (w *World) Inactive(name string) store.User {
	w.T.Helper()
	u := store.NewUser(w.Acme.ID, name+"@acme.example", name, store.Agent, w.Clock.Now())
	u.Active = false
	w.Must(w.DB.AddUser(w.T.Context(), u))
	return u
}
