package people_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/people/peoplefile"
	"latchkey/api/people/peopletest"
	"latchkey/api/policy"
	"latchkey/api/profile"
	"latchkey/api/rules"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// maze is an organization in which random operations happen.
type maze struct {
	*peopletest.World
	users []store.User
	apps  *connection.Connections
}

// operation is one thing that a super admin, or the day, may do. It returns what
// the product answered.
type operation struct {
	name string
	do   func(ctx context.Context, m *maze, dice *rand.Rand) error
}

// operations is everything that decides who can sign in: whatever else comes to
// decide it stands here too.
func operations() []operation {
	change := func(c func(dice *rand.Rand) people.Change) func(context.Context, *maze, *rand.Rand) error {
		return func(ctx context.Context, m *maze, dice *rand.Rand) error {
			p, err := m.People.User(ctx, m.Acme.ID, m.anybody(dice).ID)
			if err != nil {
				return err
			}
			_, err = m.People.Change(ctx, m.actor(dice), p.ID, p.Revision, c(dice))
			return err
		}
	}
	coin := func(dice *rand.Rand) *bool { return new(dice.IntN(2) == 0) }
	return append(connectionOperations(), []operation{
		{"role", change(func(dice *rand.Rand) people.Change {
			return people.Change{Role: new([]store.Role{store.SuperAdmin, store.Agent}[dice.IntN(2)])}
		})},
		{"exempt", change(func(dice *rand.Rand) people.Change { return people.Change{Exempt: coin(dice)} })},
		{"active", change(func(dice *rand.Rand) people.Change { return people.Change{Active: coin(dice)} })},
		{"all at once", change(func(dice *rand.Rand) people.Change {
			return people.Change{Role: new(store.Agent), Exempt: coin(dice), Active: coin(dice)}
		})},
		{"many at once", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			order := people.BulkOrder{Action: []people.BulkAction{people.BulkDeactivate, people.BulkReactivate, people.BulkEndSessions, people.BulkSetRole}[dice.IntN(4)]}
			if order.Action == people.BulkSetRole {
				order.Role = store.Agent
			}
			if dice.IntN(2) == 0 {
				order.Of.IDs = []string{m.anybody(dice).ID, m.anybody(dice).ID, m.anybody(dice).ID}
			}
			if _, err := m.People.PreviewBulk(ctx, m.actor(dice), order); err != nil {
				return err
			}
			if _, err := m.People.StartBulk(ctx, m.actor(dice), order); err != nil {
				return err
			}
			return m.People.RunBulk(ctx)
		}},
		{"disconnect", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			p, err := m.People.User(ctx, m.Acme.ID, m.anybody(dice).ID)
			if err != nil || len(p.Links) == 0 {
				return err
			}
			_, err = m.People.Disconnect(ctx, m.actor(dice), p.ID, p.Links[dice.IntN(len(p.Links))].ID)
			return err
		}},
		{"disconnect oneself", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			of := m.anybody(dice)
			links, err := m.DB.IdentitiesOf(ctx, m.Acme.ID, of.ID)
			if err != nil || len(links) == 0 {
				return err
			}
			h, err := m.DB.SessionPrincipal(ctx, m.Session(of, nil).ID)
			if err != nil {
				return err
			}
			return profile.New(profile.Options{Store: m.DB, Now: m.Clock.Now}).Unlink(ctx, h, "google")
		}},
		{"require", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			from := m.Clock.Now().Add(time.Duration(dice.IntN(72)) * time.Hour)
			return m.withRevision(ctx, func(revision int64) error {
				_, err := m.Policies.Require(ctx, m.actor(dice), revision, from, []string{m.anybody(dice).ID})
				return err
			})
		}},
		{"allow", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			return m.withRevision(ctx, func(revision int64) error {
				_, err := m.Policies.AllowPasswords(ctx, m.actor(dice), revision)
				return err
			})
		}},
		{"policy", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			return m.withRevision(ctx, func(revision int64) error {
				_, err := m.Policies.Change(ctx, m.actor(dice), revision, policy.Change{SignInPolicy: rules.SignInPolicy{LogDays: new(7 + dice.IntN(100))}})
				return err
			})
		}},
		{"prove", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			u, err := m.DB.UserByID(ctx, m.Acme.ID, m.anybody(dice).ID)
			if err != nil {
				return err
			}
			_, err = m.Policies.ProveBreakGlass(ctx, m.actor(dice), u)
			return err
		}},
		{"sign in through a link", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			p, err := m.People.User(ctx, m.Acme.ID, m.anybody(dice).ID)
			if err != nil || len(p.Links) == 0 {
				return err
			}
			l := p.Links[0]
			err = m.DB.TouchIdentity(ctx, store.IdentityUse{
				OrganizationID: l.OrganizationID, IdentityID: l.ID, UserID: l.UserID, OldSubject: l.Subject, Subject: l.Subject,
				ClientID: l.ClientID, Email: l.Email, HostedDomain: l.HostedDomain, At: m.Clock.Now(),
			})
			return notThere(err)
		}},
		{"connect", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			s := store.SignIn{
				ID: secret.NewID(), OrganizationID: m.Acme.ID, Reference: "7F3K-92QD", Purpose: "sign_in", Provider: "google",
				ConnectionID: &m.Google.ID, Step: "person", Code: "user_not_authorized", Timings: "{}",
				Account:   store.RefusedAccount{Issuer: "https://idp.example", Subject: secret.NewID(), HostedDomain: "acme.example"}.Text(),
				StartedAt: store.At(m.Clock.Now()), FinishedAt: store.At(m.Clock.Now()),
			}
			if err := m.DB.SpendAttempt(ctx, s); err != nil {
				return err
			}
			_, err := m.People.Connect(ctx, m.actor(dice), m.anybody(dice).ID, s.ID)
			return err
		}},
		{"import", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			var file strings.Builder
			file.WriteString("external_id,email,name,role,active\n")
			for range 1 + dice.IntN(5) {
				u := m.anybody(dice)
				fmt.Fprintf(&file, "%s,%s,%s,%s,%t\n", []string{"", "crm-" + u.Name}[dice.IntN(2)], []string{u.Email, m.anybody(dice).Email}[dice.IntN(2)], u.Name,
					[]string{"super_admin", "agent", ""}[dice.IntN(3)], dice.IntN(2) == 0)
			}
			_, err := m.People.StartImport(ctx, m.actor(dice), people.Import{DeactivateMissing: dice.IntN(2) == 0, DryRun: dice.IntN(4) == 0}, func() (peoplefile.Reader, error) {
				return peoplefile.Open(peoplefile.CSV, strings.NewReader(file.String()))
			})
			if err != nil {
				return err
			}
			return m.People.RunImports(ctx) // what two rows or two people have is refused, and never a failure
		}},
		{"hours pass", func(_ context.Context, m *maze, dice *rand.Rand) error {
			m.Clock.Add(time.Duration(dice.IntN(8)) * time.Hour)
			return nil
		}},
	}...)
}

// notThere: what another one took away meanwhile is refused, not a failure.
func notThere(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.New(fault.NotFound)
	}
	return err
}

func (m *maze) anybody(dice *rand.Rand) store.User { return m.users[dice.IntN(len(m.users))] }
func (m *maze) actor(dice *rand.Rand) change.Actor { return m.By(m.anybody(dice)) }
func (m *maze) withRevision(ctx context.Context, work func(int64) error) error {
	o, err := m.DB.OrganizationByID(ctx, m.Acme.ID)
	if err != nil {
		return err
	}
	return work(o.Revision)
}

// mayBeRefused are the refusals that these operations may meet; anything else,
// our own errors above all, fails the test.
func mayBeRefused() []fault.Code {
	return []fault.Code{
		fault.LastSuperAdmin, fault.OwnSignInRequired, fault.BreakGlassRequired, fault.ConfigChanged, fault.CredentialsInvalid,
		fault.Forbidden, fault.AlreadyLinkedOther, fault.NotFound, fault.Conflict, fault.TestRequired,
		fault.LastSignInMethod, fault.SSORequired, fault.Unauthenticated, fault.ReauthRequired, fault.Busy,
	}
}

// newMaze: one super admin who can sign in by everything, another by a link
// alone, one by a password alone, and agents.
func newMaze(r *peopletest.World) *maze {
	m := &maze{World: r, users: []store.User{r.Sofia, r.Maya, r.Ben}}
	m.furnish()
	google := r.Fresh(r.Google)
	google.LockedTo = store.Strings{"acme.example"}
	r.Must(r.DB.UpdateConnection(r.T.Context(), google))
	m.users = append(m.users, r.User(r.Acme, "by-password", store.SuperAdmin, true))
	byLink := r.User(r.Acme, "by-link", store.SuperAdmin, false)
	r.Link(r.Google, byLink)
	outside := r.User(r.Acme, "outside", store.SuperAdmin, false) // linked, but the lock lets nobody of theirs in
	i := r.Link(r.Google, outside)
	r.Must(r.DB.TouchIdentity(r.T.Context(), store.IdentityUse{
		OrganizationID: i.OrganizationID, IdentityID: i.ID, UserID: i.UserID, OldSubject: i.Subject, Subject: i.Subject,
		ClientID: i.ClientID, Email: i.Email, HostedDomain: "elsewhere.example", At: r.Clock.Now(),
	}))
	m.users = append(m.users, byLink, outside)
	return m
}

// whoCanSignIn is the oracle, written from the spec and not from the guard: an
// active super admin with a usable password, now and on every later
// day, or with an account that the lock of a connection that is on lets pass.
func (m *maze) whoCanSignIn(ctx context.Context) []string {
	m.T.Helper()
	o, err := m.DB.OrganizationByID(ctx, m.Acme.ID)
	m.Must(err)
	connections, err := m.DB.ConnectionsOf(ctx, m.Acme.ID)
	m.Must(err)
	lines, err := m.DB.UserLines(ctx, m.Acme.ID, store.UserQuery{Now: m.Clock.Now()}, nil, 1000)
	m.Must(err)
	can := []string{}
	for _, u := range lines {
		if u.Role != store.SuperAdmin || !u.Active {
			continue
		}
		forever := o.PasswordSignIn && o.SSORequiredAt.IsZero()
		in := u.PasswordHash != nil && (u.Exempt || forever)
		identities, err := m.DB.IdentitiesOf(ctx, m.Acme.ID, u.ID)
		m.Must(err)
		for _, i := range identities {
			in = in || slices.ContainsFunc(connections, func(c store.Connection) bool { return c.ID == i.ConnectionID && lets(c, i) })
		}
		if in {
			can = append(can, u.Name)
		}
	}
	return can
}

func lets(c store.Connection, i store.Identity) bool {
	if c.State != store.Enabled || c.LiveVersionID == nil {
		return false
	}
	shown := i.HostedDomain
	if c.Provider == "microsoft" {
		shown = ""
		if i.TenantID != nil {
			shown = *i.TenantID
		}
	}
	return len(c.LockedTo) == 0 || shown != "" && slices.ContainsFunc(c.LockedTo, func(entry string) bool { return strings.EqualFold(entry, shown) })
}

// step does one random operation, and wants it done or refused.
func (m *maze) step(ctx context.Context, dice *rand.Rand) (string, error) {
	all := operations()
	o := all[dice.IntN(len(all))]
	err := o.do(ctx, m, dice)
	if err == nil {
		return o.name, nil
	}
	if f := fault.Of(err); slices.Contains(mayBeRefused(), f.Code) {
		return o.name + " (" + string(f.Code) + ")", nil
	}
	return o.name, err
}

// Issue "SSO settings": no order of clicks, API calls or races leaves an
// organization without a super admin who can sign in.
func TestNobodyIsEverLockedOut(t *testing.T) {
	const seed, walks, steps = 20261109, 3, 60
	onBoth(t, func(r *rig) {
		last := 0
		for walk := range uint64(walks) {
			m, dice, trail := newMaze(peopletest.New(r.T, r.Another())), rand.New(rand.NewPCG(seed, walk)), []string{}
			for range steps {
				done, err := m.step(t.Context(), dice)
				trail = append(trail, done)
				if err != nil {
					r.T.Fatalf("seed %d, walk %d: %s: %v", seed, walk, done, err)
				}
				if strings.Contains(done, string(fault.LastSuperAdmin)) {
					last++
				}
				if len(m.whoCanSignIn(t.Context())) == 0 {
					r.T.Fatalf("seed %d, walk %d: nobody can sign in after\n%s", seed, walk, strings.Join(trail, "\n"))
				}
			}
		}
		if last == 0 {
			r.T.Errorf("seed %d: the guard never had to refuse, so this shows nothing", seed)
		}
	})
}

// The same with many at once: each round is a race, after which somebody is left.
func TestNobodyIsEverLockedOutByARace(t *testing.T) {
	const seed, rounds, racers = 20261110, 12, 8
	onBoth(t, func(r *rig) {
		m := newMaze(r.World)
		for round := range uint64(rounds) {
			trail, errs := make([]string, racers), make([]error, racers)
			var all sync.WaitGroup
			for n := range racers {
				all.Go(func() {
					dice := rand.New(rand.NewPCG(seed, round<<8|uint64(n)))
					for range 3 {
						done, err := m.step(t.Context(), dice)
						trail[n] += fmt.Sprint(" ", done)
						if err != nil {
							errs[n] = fmt.Errorf("%s: %w", done, err)
						}
					}
				})
			}
			all.Wait()
			for _, err := range errs {
				if err != nil {
					r.T.Fatalf("seed %d, round %d: %v", seed, round, err)
				}
			}
			if len(m.whoCanSignIn(t.Context())) == 0 {
				r.T.Fatalf("seed %d, round %d: nobody can sign in after\n%s", seed, round, strings.Join(trail, "\n"))
			}
		}
	})
}
