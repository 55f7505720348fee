package profile_test

import (
	"testing"
	"time"

	"latchkey/api/profile"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

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

// degrade has the provider refuse the application's secret, and confirm it.
func (r *rig) degrade() {
	r.t.Helper()
	c, err := r.db.ConnectionAt(r.t.Context(), r.acme.ID, "google")
	r.must(err)
	for range 2 {
		_, err := r.db.MarkRefused(r.t.Context(), store.CredentialsRefused{OrganizationID: r.acme.ID, ConnectionID: c.ID, VersionID: *c.LiveVersionID, Reason: "client_secret_invalid", At: r.now}, time.Minute)
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
