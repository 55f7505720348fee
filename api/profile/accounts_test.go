package profile_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/profile"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
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

// What a person is told of every provider, and why an account cannot go.
func TestSignInMethods(t *testing.T) {
	state := func(s store.State) func(*store.Connection) { return func(c *store.Connection) { c.State = s } }
	for name, c := range map[string]struct {
		linked bool
		google func(c *store.Connection)
		world  func(r *rig)
		want   string
	}{
		"nothing connected":        {false, nil, nil, "google not_connected, microsoft not_set_up"},
		"connected":                {true, nil, nil, "google connected maya@acme.example, microsoft not_set_up"},
		"off":                      {false, state(store.Disabled), nil, "google off, microsoft not_set_up"},
		"off, and connected":       {true, state(store.Disabled), nil, "google off maya@acme.example, microsoft not_set_up"},
		"not working":              {false, nil, (*rig).degrade, "google not_working, microsoft not_set_up"},
		"not working, connected":   {true, nil, (*rig).degrade, "google not_working maya@acme.example, microsoft not_set_up"},
		"a draft":                  {false, state(store.Draft), nil, "google not_set_up, microsoft not_set_up"},
		"a draft again, connected": {true, state(store.Draft), nil, "google off maya@acme.example, microsoft not_set_up"},
		"removed, connected":       {true, state(store.Removed), nil, "google not_set_up, microsoft not_set_up"},
		"a generic one": {
			true, nil, func(r *rig) { r.connection("okta") },
			"google connected maya@acme.example, microsoft not_set_up, okta not_connected",
		},
		"a generic one that is no more": {
			true, nil, func(r *rig) { r.changeConnection(r.connection("okta"), state(store.Removed)) },
			"google connected maya@acme.example, microsoft not_set_up",
		},
		"the last sign-in method": {
			true, nil, func(r *rig) { r.changeUser(r.maya, func(u *store.User) { u.PasswordHash = nil }) },
			"google connected maya@acme.example last_sign_in_method, microsoft not_set_up",
		},
		"passwords are off": {
			true, nil, func(r *rig) { r.policy(func(o *store.Organization) { o.PasswordSignIn = false }) },
			"google connected maya@acme.example sso_required, microsoft not_set_up",
		},
		"SSO is required": {
			true, nil, func(r *rig) { r.policy(requireSSO) },
			"google connected maya@acme.example sso_required, microsoft not_set_up",
		},
		"SSO is required, and another is connected": {
			true, nil, func(r *rig) { r.policy(requireSSO); r.link(r.connection("okta"), r.maya) },
			"google connected maya@acme.example, microsoft not_set_up, okta connected maya@acme.example",
		},
		"SSO is required, and the other one is off": {true, nil, func(r *rig) {
			r.policy(requireSSO)
			okta := r.connection("okta")
			r.link(okta, r.maya)
			r.changeConnection(okta, state(store.Disabled))
		}, "google connected maya@acme.example sso_required, microsoft not_set_up, okta off maya@acme.example"},
		"SSO is required, and the other lets nobody of theirs in": {true, nil, func(r *rig) {
			r.policy(requireSSO)
			okta := r.connection("okta")
			r.link(okta, r.maya)
			r.changeConnection(okta, func(c *store.Connection) { c.LockedTo = store.Strings{"elsewhere.example"} })
		}, "google connected maya@acme.example last_sign_in_method, microsoft not_set_up, okta connected maya@acme.example"},
		"SSO is required, but of others": {true, nil, func(r *rig) {
			r.policy(requireSSO)
			r.changeUser(r.maya, func(u *store.User) { u.Exempt = true })
		}, "google connected maya@acme.example, microsoft not_set_up"},
		"SSO will be required": {true, nil, func(r *rig) {
			r.policy(func(o *store.Organization) { o.SSORequiredAt = store.At(r.now.AddDate(0, 1, 0)) })
		}, "google connected maya@acme.example last_sign_in_method, microsoft not_set_up"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, storetest.Open(t, store.SQLite))
			google := r.connection("google")
			if c.linked {
				r.link(google, r.maya)
			}
			if c.google != nil {
				r.changeConnection(google, c.google)
			}
			if c.world != nil {
				c.world(r)
			}
			h := r.begin(r.maya)
			if shown := r.shown(h); shown != c.want {
				t.Fatalf("shown %q, want %q", shown, c.want)
			}
			r.unlinksAsShown(h, c.want)
		})
	}
}

// unlinksAsShown wants of the first account what was said of it.
func (r *rig) unlinksAsShown(h store.Principal, shown string) {
	r.t.Helper()
	err := r.Unlink(r.t.Context(), h, "google")
	account, _, _ := strings.Cut(shown, ",")
	switch {
	case !strings.Contains(account, "maya@"):
		r.refused(err, fault.NotFound, "not_connected")
	case strings.Contains(account, string(fault.SSORequired)):
		r.refused(err, fault.SSORequired, "")
	case strings.Contains(account, string(fault.LastSignInMethod)):
		r.refused(err, fault.LastSignInMethod, "")
	case err != nil:
		r.t.Errorf("refused: %v", err)
	}
}

// degrade has the provider refuse the application's secret, and confirm it.
func (r *rig) degrade() {
	r.t.Helper()
	c, err := r.db.ConnectionAt(r.t.Context(), r.acme.ID, "google")
	r.must(err)
	for range 2 {
		_, err := r.db.MarkRefused(r.t.Context(), r.acme.ID, c.ID, *c.LiveVersionID, "client_secret_invalid", time.Minute, r.now)
		r.must(err)
	}
}

// Whether the password may be used, and until when one is believed.
func TestSignInMethodsBesideAccounts(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		ways := func(u store.User) profile.SignInMethods {
			w, err := r.SignInMethods(t.Context(), r.begin(u))
			r.must(err)
			return w
		}
		if w := ways(r.maya); !w.HasPassword || !w.PasswordUsable || !w.RecentUntil.Equal(r.now.Add(profile.Recent)) {
			t.Errorf("maya: %+v", w)
		}
		if w := ways(r.ben); w.HasPassword || w.PasswordUsable {
			t.Errorf("ben: %+v", w)
		}
		r.changeUser(r.ben, func(u *store.User) { u.PasswordHash = ptr(storetest.Unusable + " hash") })
		if w := ways(r.ben); w.HasPassword || w.PasswordUsable { // S6
			t.Errorf("ben, with a password that opens nothing: %+v", w)
		}
		r.policy(requireSSO)
		if w := ways(r.maya); !w.HasPassword || w.PasswordUsable {
			t.Errorf("SSO is required: %+v", w)
		}
		r.changeUser(r.maya, func(u *store.User) { u.Exempt = true })
		h := r.begin(r.maya)
		r.now = r.now.Add(profile.Recent)
		w, err := r.SignInMethods(t.Context(), h)
		if r.must(err); !w.PasswordUsable || !w.RecentUntil.IsZero() {
			t.Errorf("exempt, and a while ago: %+v", w)
		}
	})
}

// A37: disconnecting ends what came through the account, but not this session.
func TestUnlink(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		google := r.connection("google")
		link, bens := r.link(google, r.maya), r.link(google, r.ben)
		this, through, beside, other := r.beginThrough(r.maya, link), r.beginThrough(r.maya, link), r.begin(r.maya), r.beginThrough(r.ben, bens)
		r.must(r.Unlink(t.Context(), this, "google"))
		if got := r.shown(this); got != "google not_connected, microsoft not_set_up" {
			t.Errorf("shown %q", got)
		}
		for h, want := range map[*store.Principal]string{&this: "", &through: "unlinked", &beside: "", &other: ""} {
			if got := r.principal(h.ID).EndReason; got != want {
				t.Errorf("session %s ended by %q, want %q", h.ID, got, want)
			}
		}
		r.wantAudited(`identity.unlinked {"email":"maya@acme.example","identity":"` + link.ID + `","provider":"google"}`)
		r.refused(r.Unlink(t.Context(), this, "google"), fault.NotFound, "not_connected")
		r.refused(r.Unlink(t.Context(), this, "none"), fault.NotFound, "not_connected")
		if ids, err := r.db.IdentitiesOf(t.Context(), r.acme.ID, r.ben.ID); err != nil || len(ids) != 1 {
			t.Errorf("another user's link: %v, %v", ids, err)
		}
	})
}

// D21: who has not proven lately to be the user, or is not there any more, cuts nothing.
func TestUnlinkRefused(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		r.link(r.connection("google"), r.maya)
		h, over := r.begin(r.maya), r.begin(r.maya)
		r.must(r.EndSession(t.Context(), h, over.ID))
		r.refused(r.Unlink(t.Context(), over, "google"), fault.Unauthenticated, "session_over")
		r.refused(r.AskRecentNow(t.Context(), over), fault.Unauthenticated, "session_over")
		r.now = r.now.Add(profile.Recent)
		believed := h
		believed.AuthenticatedAt = store.At(r.now) // the row decides
		r.refused(r.Unlink(t.Context(), believed, "google"), fault.ReauthRequired, "not_recent")
		r.refused(r.AskRecentNow(t.Context(), believed), fault.ReauthRequired, "not_recent")
		r.must(r.db.Reauthenticate(t.Context(), r.acme.ID, r.maya.ID, h.ID, r.now))
		r.must(r.AskRecentNow(t.Context(), h)) // though it is not yet known here
		r.must(r.Unlink(t.Context(), h, "google"))
	})
}

// D20: the last super admin's account stays, whatever is said of the person.
func TestUnlinkLeavesASuperAdmin(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		google := r.connection("google")
		r.changeUser(r.ben, func(u *store.User) { u.Role = store.SuperAdmin })
		r.link(google, r.ben)
		h := r.begin(r.ben)
		r.refused(r.Unlink(t.Context(), h, "google"), fault.LastSignInMethod, "")
		r.link(r.connection("microsoft"), r.ben)
		r.must(r.Unlink(t.Context(), h, "google"))
		r.refused(r.Unlink(t.Context(), h, "microsoft"), fault.LastSignInMethod, "")
	})
}

// atOnce does several things at once and gives how each ended.
func atOnce(work ...func() error) []error {
	errs, start := make([]error, len(work)), make(chan struct{})
	var all sync.WaitGroup
	for n, do := range work {
		all.Go(func() {
			<-start
			errs[n] = do()
		})
	}
	close(start)
	all.Wait()
	return errs
}

// Of two that cut the last two accounts at once, one does; and so of one who cuts
// one while a super admin turns the other off or takes it away.
func TestUnlinkRaces(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		google, entra := r.connection("google"), r.connection("microsoft")
		r.changeUser(r.maya, func(u *store.User) { u.Role = store.SuperAdmin; u.PasswordHash = nil })
		admins := people.New(people.Options{Store: r.db, Now: func() time.Time { return r.now }})
		turnOff := func(store.Principal, store.Identity) error {
			return r.db.Guarded(t.Context(), r.acme.ID, func(rows store.Rows) error {
				c, err := rows.ConnectionByID(t.Context(), r.acme.ID, entra.ID)
				if err != nil {
					return err
				}
				c.State = store.Disabled
				return rows.UpdateConnection(t.Context(), c)
			})
		}
		takeAway := func(_ store.Principal, i store.Identity) error {
			_, err := admins.Disconnect(t.Context(), change.Actor{OrganizationID: r.acme.ID, ID: r.ben.ID}, r.maya.ID, i.ID)
			return err
		}
		byThemselves := func(h store.Principal, _ store.Identity) error { return r.Unlink(t.Context(), h, "microsoft") }
		for name, other := range map[string]func(store.Principal, store.Identity) error{"unlink": byThemselves, "disable": turnOff, "disconnect": takeAway} {
			for range 8 {
				first, second := r.link(google, r.maya), r.link(entra, r.maya)
				h, phone := r.begin(r.maya), r.begin(r.maya)
				errs := atOnce(func() error { return r.Unlink(t.Context(), h, "google") }, func() error { return other(phone, second) })
				if (errs[0] == nil) == (errs[1] == nil) {
					t.Fatalf("%s: %v and %v", name, errs[0], errs[1])
				}
				if can, err := r.db.CanSignInWithout(t.Context(), r.acme.ID, r.maya.ID, ""); !can || err != nil {
					t.Fatalf("%s: no sign-in method is left, %v", name, err)
				}
				for _, i := range []store.Identity{first, second} {
					_, _ = r.db.Unlink(t.Context(), r.acme.ID, r.maya.ID, i.ID, r.now)
				}
				r.changeConnection(entra, func(c *store.Connection) { c.State = store.Enabled })
			}
		}
	})
}
