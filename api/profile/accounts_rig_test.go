package profile_test

import (
	"strings"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// connection makes one with a live version.
func (r *rig) connection(provider string) store.Connection {
	r.t.Helper()
	ctx, c := r.t.Context(), store.NewConnection(r.acme.ID, provider, r.now)
	c.State = store.Enabled
	r.must(r.db.AddConnection(ctx, c))
	v := store.Version{
		ID: secret.NewID(), OrganizationID: c.OrganizationID, ConnectionID: c.ID, Issuer: "https://idp.example", ClientID: "client-1",
		SecretSealed: "sealed", Number: 1, State: store.VersionLive, CreatedAt: c.CreatedAt, CreatedBy: store.ActorOperator,
	}
	r.must(r.db.AddVersion(ctx, v))
	c.LiveVersionID = &v.ID
	r.must(r.db.UpdateConnection(ctx, c))
	return c
}

func (r *rig) changeConnection(c store.Connection, edit func(c *store.Connection)) {
	r.t.Helper()
	c, err := r.db.ConnectionByID(r.t.Context(), r.acme.ID, c.ID)
	r.must(err)
	edit(&c)
	r.must(r.db.UpdateConnection(r.t.Context(), c))
}

func (r *rig) link(c store.Connection, u store.User) store.Identity {
	r.t.Helper()
	i := store.Identity{
		ID: "idn_" + secret.NewID(), OrganizationID: r.acme.ID, UserID: u.ID, ConnectionID: c.ID, Issuer: "https://idp.example",
		Subject: secret.NewID(), ClientID: "client-1", Email: u.Email, HostedDomain: "acme.example",
		LinkedAt: store.At(r.now), LastUsedAt: store.At(r.now),
	}
	r.must(r.db.AddIdentity(r.t.Context(), i))
	return i
}

// beginThrough signs a user in through a link.
func (r *rig) beginThrough(u store.User, i store.Identity) store.Principal {
	r.t.Helper()
	at := store.At(r.now)
	s := store.Session{
		ID: secret.NewID(), OrganizationID: r.acme.ID, UserID: u.ID, Method: "sso", IdentityID: &i.ID, ConnectionID: &i.ConnectionID,
		Generation: 1, RefreshHash: secret.NewID(), BeganAt: at, AuthenticatedAt: at, LastUsedAt: at,
		IdleExpiresAt: store.At(r.now.Add(time.Hour)), ExpiresAt: store.At(r.now.Add(time.Hour)),
	}
	r.must(r.db.AddSession(r.t.Context(), s))
	return r.principal(s.ID)
}

func (r *rig) policy(edit func(o *store.Organization)) {
	r.t.Helper()
	o, err := r.db.OrganizationByID(r.t.Context(), r.acme.ID)
	r.must(err)
	edit(&o)
	r.must(r.db.UpdateOrganization(r.t.Context(), o))
}

func (r *rig) changeUser(u store.User, edit func(u *store.User)) {
	r.t.Helper()
	u = r.user(u)
	edit(&u)
	r.must(r.db.UpdateUser(r.t.Context(), u))
}

// shown writes what somebody is told of their accounts, in one line.
func (r *rig) shown(h store.Principal) string {
	r.t.Helper()
	w, err := r.SignInMethods(r.t.Context(), h)
	r.must(err)
	var words []string
	for _, a := range w.Accounts {
		word := a.Provider + " " + string(a.State)
		if a.Identity != nil {
			word += " " + a.Identity.Email
		}
		if a.Refusal != "" {
			word += " " + string(a.Refusal)
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

func requireSSO(o *store.Organization) { o.SSORequiredAt = o.CreatedAt }
