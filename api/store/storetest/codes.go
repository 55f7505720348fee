package storetest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func (w *world) code(a store.Application, s store.Session) store.Code {
	w.t.Helper()
	c := store.Code{
		CodeHash: secret.NewToken(), ClientID: a.ClientID, OrganizationID: s.OrganizationID, UserID: s.UserID, SessionID: s.ID,
		RedirectURI: "https://crm.example/callback", Challenge: "c", Nonce: "n", Scope: "openid", ExpiresAt: store.At(noon().Add(time.Minute)),
	}
	w.must(w.db.AddCode(w.t.Context(), c))
	return c
}

func (w *world) grant(c store.Code, offline bool) store.Grant {
	w.t.Helper()
	g := store.Grant{
		ID: "g" + secret.NewID(), CodeHash: c.CodeHash, ClientID: c.ClientID, OrganizationID: c.OrganizationID, UserID: c.UserID,
		SessionID: c.SessionID, Scope: c.Scope, Offline: offline, Generation: 1, RefreshHash: "h1", BeganAt: store.At(noon()),
		LastUsedAt: store.At(noon()), IdleExpiresAt: store.At(noon().Add(hours(8))), ExpiresAt: store.At(noon().Add(hours(12))),
	}
	w.must(w.db.AddGrant(w.t.Context(), g))
	return g
}

func codes(t *testing.T, w *world) {
	ctx, a := t.Context(), w.application()
	s := w.session(w.acme, w.acme.ana)
	w.begin(s)
	t.Run("of twenty that bring a code one gets it", func(t *testing.T) {
		c := w.code(a, s)
		absent[store.Code](t, "by another client")(w.db.SpendCode(ctx, "other", c.CodeHash))
		var mu sync.Mutex
		var got store.Code
		oneWinner(t, "spend", store.ErrNotFound, func(int) error {
			spent, err := w.db.SpendCode(ctx, a.ClientID, c.CodeHash)
			if err == nil {
				mu.Lock()
				got = spent
				mu.Unlock()
			}
			return err
		})
		same(t, "what it stands for", got, c)
	})
	t.Run("a code that was not spent after all is there again", func(t *testing.T) {
		c := w.code(a, s)
		wants(t, "work", w.db.InTx(ctx, func(rows store.Rows) error {
			_, err := rows.SpendCode(ctx, a.ClientID, c.CodeHash)
			return errors.Join(err, errWanted)
		}), errWanted)
		read(t, "spend", c)(w.db.SpendCode(ctx, a.ClientID, c.CodeHash))
	})
	t.Run("nobody gets anything twice for a code", func(t *testing.T) {
		g := w.grant(w.code(a, s), false)
		read(t, "by its code", g)(w.db.GrantByCode(ctx, a.ClientID, g.CodeHash))
		read(t, "by its id", g)(w.db.GrantByID(ctx, a.ClientID, g.ID))
		absent[store.Grant](t, "of another client")(w.db.GrantByID(ctx, "other", g.ID))
		absent[store.Grant](t, "of another client, by code")(w.db.GrantByCode(ctx, "other", g.CodeHash))
		again := g
		again.ID = "other"
		wants(t, "again", w.db.AddGrant(ctx, again), store.ErrConflict)
	})
	t.Run("of twenty that refresh one rotates", func(t *testing.T) {
		g := w.grant(w.code(a, s), false)
		next := g
		next.Generation, next.RefreshHash = 2, "h2"
		oneWinner(t, "rotate", store.ErrNotFound, func(int) error { return w.db.RotateGrant(ctx, next, 1) })
		read(t, "rotated", next)(w.db.GrantByID(ctx, a.ClientID, g.ID))
		read(t, "end", true)(w.db.EndGrant(ctx, a.ClientID, g.ID, "reused", noon()))
		read(t, "end again", false)(w.db.EndGrant(ctx, a.ClientID, g.ID, "other", noon()))
		wants(t, "an ended one", w.db.RotateGrant(ctx, next, 2), store.ErrNotFound)
	})
	t.Run("an application keeps a session from being idle, and never shortens it", func(t *testing.T) {
		later := s.IdleExpiresAt.Add(time.Hour)
		w.must(w.db.UseSession(ctx, w.globex.ID, s.ID, noon(), later))
		w.must(w.db.UseSession(ctx, w.acme.ID, s.ID, noon(), s.IdleExpiresAt.Add(-time.Hour)))
		p, err := w.db.SessionPrincipal(ctx, s.ID)
		same(t, "before", []any{p.IdleExpiresAt, err}, []any{s.IdleExpiresAt, error(nil)})
		w.must(w.db.UseSession(ctx, w.acme.ID, s.ID, noon(), later))
		p, err = w.db.SessionPrincipal(ctx, s.ID)
		same(t, "after", []any{p.IdleExpiresAt, err}, []any{store.At(later), error(nil)})
	})
	t.Run("a changed address is not proven, nor is the one before when it comes back", func(t *testing.T) {
		ana, err := w.db.UserByID(ctx, w.acme.ID, w.acme.ana.ID)
		w.must(err)
		proven := func(what string, want bool) {
			t.Helper()
			p, err := w.db.SessionPrincipal(ctx, s.ID)
			w.must(err)
			same(t, what, p.EmailProven, want)
		}
		proven("at first", false)
		w.must(w.db.ProveEmail(ctx, ana.OrganizationID, ana.ID, "other@acme.example"))
		w.must(w.db.ProveEmail(ctx, w.globex.ID, ana.ID, ana.Email))
		proven("by another address, or in another organization", false)
		for name, update := range map[string]func(context.Context, store.User) error{"update": w.db.UpdateUser, "change": w.db.ChangeUser} {
			w.must(w.db.ProveEmail(ctx, ana.OrganizationID, ana.ID, strings.ToUpper(ana.Email)))
			proven(name+": proven", true)
			renamed := ana
			renamed.Name = "Ana Maria"
			w.must(update(ctx, renamed))
			proven(name+": another name", true)
			renamed.Email = "maria@acme.example"
			w.must(update(ctx, renamed))
			proven(name+": another address", false)
			w.must(update(ctx, ana))
			proven(name+": the address before", false)
		}
	})
}

// offlineGrants outlive a sign-out, and nothing else that ends sessions.
func offlineGrants(t *testing.T, w *world) {
	ctx, a, p := t.Context(), w.application(), w.acme
	ended := func(g store.Grant) string {
		t.Helper()
		got, err := w.db.GrantByID(ctx, g.ClientID, g.ID)
		w.must(err)
		return got.EndReason
	}
	for name, end := range map[string]func(s store.Session) error{
		"of": func(s store.Session) error {
			_, err := w.db.EndSessionsOf(ctx, p.ID, s.UserID, "", "cause", noon())
			return err
		},
		"through": func(store.Session) error {
			_, err := w.db.EndSessionsThrough(ctx, p.ID, p.google.ID, "cause", noon())
			return err
		},
		"identity": func(s store.Session) error {
			_, err := w.db.EndSessionsOfIdentity(ctx, p.ID, *s.IdentityID, "", "cause", noon())
			return err
		},
		"in": func(store.Session) error { _, err := w.db.EndSessionsIn(ctx, p.ID, "cause", noon()); return err },
		"users": func(s store.Session) error {
			return w.db.EndSessionsOfUsers(ctx, p.ID, []string{s.UserID}, "cause", noon())
		},
	} {
		identity := secret.NewID()
		s, other := w.session(p, p.ana), w.session(w.globex, w.globex.ana)
		s.ConnectionID, s.IdentityID = &p.google.ID, &identity
		w.begin(s)
		w.begin(other)
		offline, bound, theirs := w.grant(w.code(a, s), true), w.grant(w.code(a, s), false), w.grant(w.code(a, other), true)
		_, err := w.db.EndSession(ctx, s.ID, "signed_out", noon())
		w.must(err)
		same(t, name+": after a sign-out", ended(offline), "")
		w.must(end(s))
		same(t, name+": ended", []string{ended(offline), ended(bound), ended(theirs)}, []string{"cause", "", ""})
	}
	for reason, outlives := range map[string]bool{"signed_out": true, "replaced": true, "reused": false, store.SessionRestored: false, "whatever comes": false} {
		s, other := w.session(p, p.ana), w.session(p, p.ana)
		w.begin(s)
		w.begin(other)
		offline, elsewhere := w.grant(w.code(a, s), true), w.grant(w.code(a, other), true)
		_, err := w.db.EndSession(ctx, s.ID, reason, noon())
		w.must(err)
		same(t, reason+": one session", []bool{ended(offline) == "", ended(elsewhere) == ""}, []bool{outlives, true})
	}
	s, theirs := w.session(p, p.ana), w.session(w.globex, w.globex.ana)
	w.begin(s)
	w.begin(theirs)
	offline, another := w.grant(w.code(a, s), true), w.grant(w.code(a, theirs), true)
	_, err := w.db.EndSessionOf(ctx, p.ID, p.ana.ID, theirs.ID, "ended_by_owner", noon())
	w.must(err)
	_, err = w.db.EndSessionOf(ctx, p.ID, p.ana.ID, s.ID, "ended_by_owner", noon())
	w.must(err)
	same(t, "one of one's own", []string{ended(offline), ended(another)}, []string{"ended_by_owner", ""})
	w.must(w.db.Prune(ctx, noon().Add(hours(36)).Add(-time.Microsecond)))
	g := w.grant(w.code(a, w.session(p, p.ana)), true)
	w.must(w.db.Prune(ctx, noon().Add(hours(36))))
	absent[store.Grant](t, "a day after it expired")(w.db.GrantByID(ctx, g.ClientID, g.ID))
	absent[store.Code](t, "a code of yesterday")(w.db.SpendCode(ctx, a.ClientID, g.CodeHash))
}
