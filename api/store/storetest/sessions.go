package storetest

import (
	"errors"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// session is a row of a user's stay.
func (w *world) session(p place, u store.User) store.Session {
	return store.Session{
		ID: secret.NewID(), OrganizationID: p.ID, UserID: u.ID, Method: "password", Generation: 1, RefreshHash: "h1",
		BeganAt: store.At(noon()), AuthenticatedAt: store.At(noon()), LastUsedAt: store.At(noon()), IdleExpiresAt: store.At(noon().Add(time.Hour)),
		ExpiresAt: store.At(noon().Add(12 * time.Hour)),
	}
}

func (w *world) begin(s store.Session) store.Session {
	w.t.Helper()
	w.must(w.db.AddSession(w.t.Context(), s))
	return s
}

// ended says why a session ended, "" if it stands.
func (w *world) ended(s store.Session) string {
	w.t.Helper()
	h, err := w.db.SessionPrincipal(w.t.Context(), s.ID)
	w.must(err)
	if h.EndedAt.IsZero() != (h.EndReason == "") {
		w.t.Errorf("ended at %v because of %q", h.EndedAt, h.EndReason)
	}
	return h.EndReason
}

func sessions(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	s := w.session(p, p.ana)
	s.Method, s.Provider, s.ProviderEmail, s.ConnectionID, s.IdentityID = "sso", "google", "Ana@x.example", &p.google.ID, ptr("idn_1")
	s.Address, s.Browser = "192.0.2.1", "é"
	w.begin(s)
	principal := store.Principal{
		Session: s, Email: p.ana.Email, Name: p.ana.Name, Role: store.Agent, RoleName: "Agent", RolePermits: store.Strings{}, UserActive: true,
		OrganizationCode: p.Code, OrganizationName: p.Name, OrganizationActive: true, IdleSeconds: p.SessionIdleSeconds,
	}
	read(t, "a session and what it stands on", principal)(w.db.SessionPrincipal(ctx, s.ID))
	absent[store.Principal](t, "no session")(w.db.SessionPrincipal(ctx, ""))
	wants(t, "an id again", w.db.AddSession(ctx, s), store.ErrConflict)

	t.Run("of many that rotate one generation, one does (G10)", func(t *testing.T) {
		next := s
		next.Generation, next.RefreshHash = 2, "h2"
		next.LastUsedAt, next.IdleExpiresAt = store.At(noon().Add(time.Minute)), store.At(noon().Add(2*time.Hour))
		oneWinner(t, "rotate", store.ErrNotFound, func(int) error { return w.db.RotateSession(ctx, next, 1) })
		principal.Session = next
		read(t, "rotated", principal)(w.db.SessionPrincipal(ctx, s.ID))
		wants(t, "an older generation", w.db.RotateSession(ctx, next, 1), store.ErrNotFound)
	})
	t.Run("a session ends once and rotates no more", func(t *testing.T) {
		var ends int
		won := race(t, store.ErrNotFound, func(int) error {
			did, err := w.db.EndSession(ctx, s.ID, "signed_out", noon())
			if err == nil && !did {
				err = store.ErrNotFound
			}
			return err
		})
		ends += won
		same(t, "ended", ends, 1)
		did, err := w.db.EndSession(ctx, s.ID, "other", noon())
		same(t, "again", []any{did, err}, []any{false, error(nil)})
		same(t, "the first reason stays", w.ended(s), "signed_out")
		wants(t, "rotate", w.db.RotateSession(ctx, principal.Session, 2), store.ErrNotFound)
	})
	t.Run("a user's sessions end, but the one kept (D23)", func(t *testing.T) {
		bob := w.newUser(p.Organization, "bob@acme.example")
		kept, one, two := w.begin(w.session(p, bob)), w.begin(w.session(p, bob)), w.begin(w.session(p, bob))
		anas := w.begin(w.session(p, p.ana))
		read(t, "how many", int64(2))(w.db.EndSessionsOf(ctx, p.ID, bob.ID, kept.ID, "linked", noon()))
		for session, want := range map[*store.Session]string{&kept: "", &one: "linked", &two: "linked", &anas: ""} {
			same(t, "reason", w.ended(*session), want)
		}
		read(t, "the last", int64(1))(w.db.EndSessionsOf(ctx, p.ID, bob.ID, "", "all", noon()))
	})
	t.Run("what came through a connection ends with it (G08)", func(t *testing.T) {
		through, beside := w.session(p, p.ana), w.begin(w.session(p, p.ana))
		through.ConnectionID = &p.google.ID
		w.begin(through)
		read(t, "how many", int64(1))(w.db.EndSessionsThrough(ctx, p.ID, p.google.ID, "off", noon()))
		same(t, "through", w.ended(through), "off")
		same(t, "beside", w.ended(beside), "")
	})
	t.Run("what came through a link ends with it", func(t *testing.T) {
		id := "idn_" + secret.NewID()
		through, over, other, beside := w.session(p, p.ana), w.session(p, p.ana), w.session(p, p.ana), w.begin(w.session(p, p.ana))
		kept := w.session(p, p.ana)
		through.IdentityID, over.IdentityID, other.IdentityID, kept.IdentityID = &id, &id, ptr("idn_"+secret.NewID()), &id
		for _, s := range []store.Session{through, over, other, kept} {
			w.begin(s)
		}
		_, err := w.db.EndSession(ctx, over.ID, "signed_out", noon())
		w.must(err)
		read(t, "how many", int64(1))(w.db.EndSessionsOfIdentity(ctx, p.ID, id, kept.ID, "unlinked", noon()))
		for session, want := range map[*store.Session]string{&through: "unlinked", &over: "signed_out", &other: "", &beside: "", &kept: ""} {
			same(t, "reason", w.ended(*session), want)
		}
		read(t, "the last", int64(1))(w.db.EndSessionsOfIdentity(ctx, p.ID, id, "", "unlinked", noon()))
	})
	t.Run("a user sees the own sessions that stand, this one first", func(t *testing.T) { ownSessions(t, newWorld(t, w.db)) })
	t.Run("a proof moves the authentication and nothing else", func(t *testing.T) { reauthenticated(t, newWorld(t, w.db)) })
	t.Run("a stay that a bypass link began says so", func(t *testing.T) {
		s := w.session(p, p.ana)
		s.Bypass = true
		w.begin(s)
		h, err := w.db.SessionPrincipal(ctx, s.ID)
		w.must(err)
		same(t, "session", h.Session, s)
	})
	t.Run("an unknown method is refused", func(t *testing.T) {
		odd := w.session(p, p.ana)
		odd.Method = "magic"
		if err := w.db.AddSession(ctx, odd); err == nil || errors.Is(err, store.ErrConflict) {
			t.Errorf("got %v", err)
		}
	})
}
