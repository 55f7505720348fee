package apply_test

import (
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// G07, G16, D28: who is turned away stays away, though they come back later.
func TestTurningSomebodyAwayEndsTheirSessions(t *testing.T) {
	const acme = "organizations: [{code: acme, "
	for name, change := range map[string]struct{ file, want string }{
		"a person deactivated":     {acme + "people: [{email: ana@acme.example, active: false}]}]", "user_deactivated"},
		"another password":         {acme + "people: [{email: ana@acme.example, passwordHash: '" + hashB + "'}]}]", "password_changed"},
		"another role":             {acme + "people: [{email: ana@acme.example, role: super_admin}]}]", ""},
		"another name":             {acme + "people: [{email: ana@acme.example, name: Ana B}]}]", ""},
		"an organization stopped":  {acme + "active: false}]", "organization_suspended"},
		"an organization's notice": {acme + "contactText: Ask Bob}]", ""},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
				r := newRig(t, open())
				r.apply(acme + "people: [{email: ana@acme.example, passwordHash: '" + hashA + "'}]}]")
				o, err := r.db.OrganizationByCode(t.Context(), "acme")
				r.must(err)
				ana, err := r.db.UserByEmail(t.Context(), o.ID, "ana@acme.example")
				r.must(err)
				r.must(r.db.AddSession(t.Context(), store.Session{
					ID: "s", OrganizationID: o.ID, UserID: ana.ID, Method: "password", Generation: 1,
					AuthenticatedAt: store.At(r.now), LastUsedAt: store.At(r.now),
					IdleExpiresAt: store.At(r.now), ExpiresAt: store.At(r.now),
				}))
				r.ResetPasswords = true
				r.apply(change.file)
				may, err := r.db.MayFinish(t.Context(), o.ID, ana.ID, 0)
				if r.must(err); may != (name == "another name" || name == "an organization's notice") { // S2
					t.Errorf("what was begun before may be finished: %v", may)
				}
				h, err := r.db.SessionPrincipal(t.Context(), "s")
				r.must(err)
				if h.EndReason != change.want {
					t.Errorf("the session ended by %q, want %q", h.EndReason, change.want)
				}
			})
		})
	}
}
