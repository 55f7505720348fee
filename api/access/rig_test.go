package access_test

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"latchkey/api/access"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// rig is two organizations with people and connections, and one clock.
type rig struct {
	t      *testing.T
	db     *store.Store
	room   *access.Access
	clock  *clock
	acme   store.Organization
	globex store.Organization
	google store.Connection
	sofia  store.User // super admin: has a password, which was used, and a link, which was used
	maya   store.User // agent with a link
	ben    store.User // agent without anything
	gloria store.User // super admin of globex

	another func() *store.Store // a new database of the same engine
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func onBoth(t *testing.T, test func(r *rig)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.another = open
		test(r)
	})
}

func newRig(t *testing.T, db *store.Store) *rig {
	t.Helper()
	r := &rig{t: t, db: db, clock: &clock{at: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}}
	r.room = access.New(access.Options{Store: db, Log: slog.New(slog.DiscardHandler), Now: r.clock.now})
	r.acme, r.globex = store.NewOrganization("acme", "Acme", r.clock.now()), store.NewOrganization("globex", "Globex", r.clock.now())
	r.must(db.AddOrganization(t.Context(), r.acme))
	r.must(db.AddOrganization(t.Context(), r.globex))
	r.google = r.connection(r.acme, "google")
	r.sofia = r.user(r.acme, "sofia", store.SuperAdmin, true)
	r.maya = r.user(r.acme, "maya", store.Agent, true)
	r.ben = r.user(r.acme, "ben", store.Agent, false)
	r.gloria = r.user(r.globex, "gloria", store.SuperAdmin, true)
	r.link(r.google, r.sofia)
	r.link(r.google, r.maya)
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) user(o store.Organization, name string, role store.Role, password bool) store.User {
	r.t.Helper()
	u := store.NewUser(o.ID, name+"@acme.example", name, role, r.clock.now())
	if password {
		hash := "hash of " + name
		u.PasswordHash, u.PasswordUsedAt = &hash, store.At(r.clock.now())
	}
	r.must(r.db.AddUser(r.t.Context(), u))
	return u
}

// connection makes one that is on, with a live version.
func (r *rig) connection(o store.Organization, provider string) store.Connection {
	r.t.Helper()
	ctx, c := r.t.Context(), store.NewConnection(o.ID, provider, r.clock.now())
	c.State = store.Enabled
	r.must(r.db.AddConnection(ctx, c))
	v := store.Version{
		ID: secret.NewID(), OrganizationID: o.ID, ConnectionID: c.ID, Issuer: "https://idp.example", ClientID: "client-1",
		SecretSealed: "sealed", Number: 1, State: store.VersionLive, CreatedAt: c.CreatedAt, CreatedBy: store.ActorOperator,
	}
	r.must(r.db.AddVersion(ctx, v))
	c.LiveVersionID = &v.ID
	r.must(r.db.UpdateConnection(ctx, c))
	return r.fresh(c)
}

func (r *rig) fresh(c store.Connection) store.Connection {
	r.t.Helper()
	c, err := r.db.ConnectionByID(r.t.Context(), c.OrganizationID, c.ID)
	r.must(err)
	return c
}

func (r *rig) link(c store.Connection, u store.User) store.Identity {
	r.t.Helper()
	i := store.Identity{
		ID: "idn_" + secret.NewID(), OrganizationID: u.OrganizationID, UserID: u.ID, ConnectionID: c.ID, Issuer: "https://idp.example",
		Subject: "sub of " + u.ID, ClientID: "client-1", Email: u.Email, HostedDomain: "acme.example",
		LinkedAt: store.At(r.clock.now()), LastUsedAt: store.At(r.clock.now()),
	}
	r.must(r.db.AddIdentity(r.t.Context(), i))
	return i
}

// session begins one for a user, through a link if there is one.
func (r *rig) session(u store.User, through *store.Identity) store.Session {
	r.t.Helper()
	now := r.clock.now()
	s := store.Session{
		ID: secret.NewID(), OrganizationID: u.OrganizationID, UserID: u.ID, Method: "password", Generation: 1, RefreshHash: "h",
		AuthenticatedAt: store.At(now), LastUsedAt: store.At(now), IdleExpiresAt: store.At(now.Add(time.Hour)), ExpiresAt: store.At(now.Add(time.Hour)),
	}
	if through != nil {
		s.Method, s.IdentityID, s.ConnectionID = "sso", &through.ID, &through.ConnectionID
	}
	r.must(r.db.AddSession(r.t.Context(), s))
	return s
}

// ended says why a session ended; "" if it stands.
func (r *rig) ended(s store.Session) string {
	r.t.Helper()
	h, err := r.db.SessionPrincipal(r.t.Context(), s.ID)
	r.must(err)
	return h.EndReason
}

func (r *rig) by(u store.User) access.Actor {
	return access.Actor{OrganizationID: u.OrganizationID, UserID: u.ID, Recent: proven}
}

func (r *rig) person(u store.User) access.Person {
	r.t.Helper()
	p, err := r.room.Person(r.t.Context(), u.OrganizationID, u.ID)
	r.must(err)
	return p
}

// change changes a user as Sofia, from the newest revision.
func (r *rig) change(u store.User, c access.UserChange) (access.Person, error) {
	r.t.Helper()
	return r.room.Change(r.t.Context(), r.by(r.sofia), u.ID, r.person(u).Revision, c)
}

// policy changes the organization behind the room's back.
func (r *rig) policy(edit func(o *store.Organization)) {
	r.t.Helper()
	o, err := r.db.OrganizationByID(r.t.Context(), r.acme.ID)
	r.must(err)
	edit(&o)
	r.must(r.db.UpdateOrganization(r.t.Context(), o))
}

func (r *rig) revision() int64 {
	r.t.Helper()
	o, err := r.db.OrganizationByID(r.t.Context(), r.acme.ID)
	r.must(err)
	return o.Revision
}

// events lists the actions of acme's audit events since a call before, oldest first.
func (r *rig) events() func() []string {
	r.t.Helper()
	all := func() []string {
		events, err := r.db.AuditEvents(context.WithoutCancel(r.t.Context()), r.acme.ID, 1000)
		r.must(err)
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

// refused checks a refusal: its code, and its fields as "pointer code".
func (r *rig) refused(what string, err error, code fault.Code, fields ...string) {
	r.t.Helper()
	f := fault.Of(err)
	got := []string{}
	for _, field := range f.Fields {
		got = append(got, field.Pointer+" "+field.Code)
	}
	if err == nil || f.Code != code || !slices.Equal(got, slices.Concat([]string{}, fields)) {
		r.t.Errorf("%s: got %v %v, want %s %v", what, err, got, code, fields)
	}
}

func (r *rig) same(what string, got, want any) {
	r.t.Helper()
	if !reflect.DeepEqual(got, want) {
		r.t.Errorf("%s: got %v, want %v", what, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
	}
}

// proven is whoever has just proven to be themselves.
func proven(context.Context, store.Rows) error { return nil }

func ptr[T any](v T) *T { return &v }
