package storetest

import (
	"context"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// lastOne is an organization with one super admin who can sign in, beside people
// who do not count.
type lastOne struct {
	*world
	place
	sofia store.User
	entra store.Connection
	link  store.Identity // at the Google connection; nowhere for one without a link
}

const tenant = "6f1b9d3c-0000-4000-8000-00000000000a"

func (w *world) newLastOne() *lastOne {
	w.t.Helper()
	l := &lastOne{world: w, place: w.newPlace("guarded")}
	l.sofia = w.newAdmin(l.place, "sofia@acme.example", nil)
	l.entra = store.NewConnection(l.ID, "microsoft", noon())
	l.entra.State = store.Enabled
	w.must(w.db.AddConnection(w.t.Context(), l.entra))
	v := w.newVersion(l.entra)
	l.entra.LiveVersionID = &v.ID
	w.must(w.db.UpdateConnection(w.t.Context(), l.entra))

	gone := w.newAdmin(l.place, "gone@acme.example", func(u *store.User) { u.Active, u.PasswordHash, u.Exempt = false, ptr("h"), true })
	agent := w.newAdmin(l.place, "agent@acme.example", func(u *store.User) { u.Role, u.PasswordHash, u.Exempt = store.Agent, ptr("h"), true })
	w.newAdmin(l.place, "no-way@acme.example", func(u *store.User) { u.Exempt = true })
	// S6: a hash that can't be checked is no sign-in method, though its owner is exempt.
	w.newAdmin(l.place, "costly@acme.example", func(u *store.User) { u.PasswordHash, u.Exempt = ptr(Unusable+" h"), true })
	for _, u := range []store.User{gone, agent} {
		i := w.identity(l.place, u, "sub-"+u.ID)
		i.HostedDomain = "acme.example"
		w.link(i)
	}
	return l
}

func (w *world) newAdmin(p place, email string, edit func(*store.User)) store.User {
	w.t.Helper()
	u := store.NewUser(p.ID, email, "Sofia", store.SuperAdmin, noon())
	if edit != nil {
		edit(&u)
	}
	w.must(w.db.AddUser(w.t.Context(), u))
	return u
}

// The sign-in methods of the last one, each the only one.
func withPassword(l *lastOne) { l.change(l.user(hasPassword)) }

func withExemption(required time.Time) func(*lastOne) {
	return func(l *lastOne) {
		l.change(l.user(hasPassword), l.user(func(u *store.User) { u.Exempt = true }),
			l.policy(func(o *store.Organization) { o.SSORequiredAt = store.At(required) }))
	}
}

func withExemptionPasswordsOff(l *lastOne) {
	l.change(l.user(hasPassword), l.user(func(u *store.User) { u.Exempt = true }), l.policy(passwordsOff))
}

func withGoogle(lock store.Strings, domain string) func(*lastOne) {
	return func(l *lastOne) {
		l.change(l.policy(passwordsOff), l.googles(func(c *store.Connection) { c.LockedTo = lock }))
		l.link = l.identity(l.place, l.sofia, "sub-sofia")
		l.link.HostedDomain = domain
		l.world.link(l.link)
	}
}

func withMicrosoft(lock store.Strings, tid string) func(*lastOne) {
	return func(l *lastOne) {
		l.change(l.policy(passwordsOff), l.entras(func(c *store.Connection) { c.LockedTo = lock }))
		i := l.identity(l.place, l.sofia, "sub-sofia")
		i.ConnectionID, i.TenantID, i.ObjectID, i.HostedDomain = l.entra.ID, &tid, ptr("oid"), "acme.example"
		l.world.link(i)
	}
}

// withDirectory is an account of a directory, whose issuer has the directory in it.
func withDirectory(l *lastOne) {
	l.change(l.policy(passwordsOff), l.issuer(l.entra, "https://idp.example/{tenantid}/v2.0"))
	i := l.identity(l.place, l.sofia, "sub-sofia")
	i.ConnectionID, i.TenantID, i.Issuer = l.entra.ID, ptr(tenant), "https://idp.example/"+tenant+"/v2.0"
	l.world.link(i)
}

func hasPassword(u *store.User)          { u.PasswordHash = ptr("h") }
func passwordsOff(o *store.Organization) { o.PasswordSignIn = false }

// change is the world before: nobody guards it.
func (l *lastOne) change(changes ...change) {
	l.t.Helper()
	for _, c := range changes {
		l.must(l.db.InTx(l.t.Context(), func(rows store.Rows) error { return c(l.t.Context(), rows) }))
	}
}

type change func(context.Context, store.Rows) error

func (l *lastOne) user(edit func(*store.User)) change {
	return func(ctx context.Context, rows store.Rows) error {
		u, err := rows.UserByID(ctx, l.ID, l.sofia.ID)
		if err != nil {
			return err
		}
		edit(&u)
		return rows.UpdateUser(ctx, u)
	}
}

func (l *lastOne) policy(edit func(*store.Organization)) change {
	return func(ctx context.Context, rows store.Rows) error {
		o, err := rows.OrganizationByCode(ctx, l.Code)
		if err != nil {
			return err
		}
		edit(&o)
		return rows.UpdateOrganization(ctx, o)
	}
}

func (l *lastOne) googles(edit func(*store.Connection)) change { return l.connection(l.google, edit) }

func (l *lastOne) entras(edit func(*store.Connection)) change { return l.connection(l.entra, edit) }

func (l *lastOne) connection(c store.Connection, edit func(*store.Connection)) change {
	return func(ctx context.Context, rows store.Rows) error {
		c, err := rows.ConnectionByID(ctx, c.OrganizationID, c.ID)
		if err != nil {
			return err
		}
		edit(&c)
		return rows.UpdateConnection(ctx, c)
	}
}

// issuer puts a live version of another issuer in the place of a connection's.
func (l *lastOne) issuer(c store.Connection, issuer string) change {
	return func(ctx context.Context, rows store.Rows) error {
		v := store.Version{
			ID: secret.NewID(), OrganizationID: c.OrganizationID, ConnectionID: c.ID, Issuer: issuer, ClientID: "client-2", SecretSealed: "k1.sealed",
			Number: l.number(c), State: store.VersionLive, CreatedAt: store.At(noon()), CreatedBy: store.ActorOperator,
		}
		if err := rows.AddVersion(ctx, v); err != nil {
			return err
		}
		return l.connection(c, func(c *store.Connection) { c.LiveVersionID = &v.ID })(ctx, rows)
	}
}

func (l *lastOne) unlink(ctx context.Context, rows store.Rows) error {
	_, err := rows.Unlink(ctx, l.ID, l.sofia.ID, l.link.ID, noon())
	return err
}

// seen is a use of the link with another hosted domain.
func (l *lastOne) seen(domain string) change {
	return func(ctx context.Context, rows store.Rows) error {
		return rows.TouchIdentity(ctx, store.IdentityUse{
			OrganizationID: l.ID, IdentityID: l.link.ID, UserID: l.sofia.ID, OldSubject: l.link.Subject, Subject: l.link.Subject,
			ClientID: l.link.ClientID, Email: l.link.Email, HostedDomain: domain, At: noon(),
		})
	}
}

func (l *lastOne) guarded(c change) error {
	return l.db.Guarded(l.t.Context(), l.ID, func(rows store.Rows) error { return c(l.t.Context(), rows) })
}

// all is everything that decides who can sign in.
func (l *lastOne) all() []any {
	l.t.Helper()
	ctx := l.t.Context()
	o, err := l.db.OrganizationByCode(ctx, l.Code)
	l.must(err)
	u, err := l.db.UserByID(ctx, l.ID, l.sofia.ID)
	l.must(err)
	c, err := l.db.ConnectionsOf(ctx, l.ID)
	l.must(err)
	i, err := l.db.IdentitiesOf(ctx, l.ID, l.sofia.ID)
	l.must(err)
	return []any{o, u, c, i}
}
