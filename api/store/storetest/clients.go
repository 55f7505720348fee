package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// application makes an application that people sign in to.
func (w *world) application() store.Application {
	w.t.Helper()
	ctx, id := w.t.Context(), "app-"+secret.NewID()
	c := store.Client{
		ID: id, Kind: store.KindApplication, Name: "CRM", State: store.ClientEnabled,
		CreatedAt: store.At(noon()), CreatedBy: store.ActorOperator, UpdatedAt: store.At(noon()),
	}
	w.must(w.db.AddClient(ctx, c))
	a := store.NewApplication(id)
	a.RedirectURIs = store.Strings{"https://crm.example/callback"}
	w.must(w.db.SetApplication(ctx, a))
	return a
}

func clients(t *testing.T, w *world) {
	ctx := t.Context()
	a := w.application()
	c, err := w.db.ClientByID(ctx, a.ClientID)
	w.must(err)
	t.Run("what is written is read, and changed", func(t *testing.T) {
		wants(t, "an id again", w.db.AddClient(ctx, c), store.ErrConflict)
		read(t, "application", a)(w.db.ApplicationByID(ctx, a.ClientID))
		absent[store.Client](t, "another")(w.db.ClientByID(ctx, "nobody"))
		absent[store.Application](t, "another")(w.db.ApplicationByID(ctx, "nobody"))
		a.AllOrganizations, a.OrganizationIDs, a.Resources = false, store.Strings{w.acme.ID}, nil
		a.Refresh, a.Type, a.RequirePKCE = store.RefreshOffline, store.NativeApplication, false
		w.must(w.db.SetApplication(ctx, a))
		got, err := w.db.ApplicationByID(ctx, a.ClientID)
		w.must(err)
		same(t, "for whom", []bool{got.For(w.acme.ID), got.For(w.globex.ID), got.RequirePKCE}, []bool{true, false, false})
		c.Name, c.State = "Other", store.ClientDisabled
		w.must(w.db.UpdateClient(ctx, c))
		read(t, "changed", c)(w.db.ClientByID(ctx, c.ID))
		read(t, "some", true)(w.db.HasApplication(ctx))
	})
	t.Run("a service belongs to an organization, an application to none", func(t *testing.T) {
		service := c
		service.ID, service.Kind = secret.NewID(), store.KindService
		if w.db.AddClient(ctx, service) == nil {
			t.Error("a service of nobody was written")
		}
		service.OrganizationID = &w.acme.ID
		wants(t, "of acme", w.db.AddClient(ctx, service), nil)
		service.ID, service.Kind = secret.NewID(), store.KindApplication
		if w.db.AddClient(ctx, service) == nil {
			t.Error("an application of one organization was written")
		}
	})
	t.Run("what was done to a client is told newest first, of it alone", func(t *testing.T) {
		other := w.application()
		var want []store.ClientEvent
		for n, action := range []string{"changed", "registered"} {
			e := store.ClientEvent{ID: secret.NewID(), ClientID: other.ClientID, At: store.At(noon().Add(-hours(n))), Actor: store.ActorOperator, Action: action}
			w.must(w.db.AddClientEvent(ctx, e))
			want = append(want, e)
		}
		read(t, "all", want)(w.db.ClientEvents(ctx, other.ClientID, 10))
		read(t, "the newest", want[:1])(w.db.ClientEvents(ctx, other.ClientID, 1))
	})
	t.Run("an application's state tells of its live secrets", func(t *testing.T) {
		other := w.application()
		state := func() store.ApplicationState {
			t.Helper()
			list, err := w.db.ApplicationStates(ctx, noon())
			w.must(err)
			for _, s := range list {
				if s.ClientID == other.ClientID {
					return s
				}
			}
			return store.ApplicationState{}
		}
		want := store.ApplicationState{ClientID: other.ClientID, Type: store.WebApplication, RedirectURIs: other.RedirectURIs}
		same(t, "without one", state(), want)
		for n, expires := range []store.Time{store.At(noon().Add(-hours(1))), store.At(noon().Add(hours(2))), store.At(noon().Add(hours(1)))} {
			w.must(w.db.AddClientSecret(ctx, store.ClientSecret{ID: secret.NewID(), ClientID: other.ClientID, Hash: secret.NewID(), CreatedAt: store.At(noon().Add(hours(n - 9))), ExpiresAt: expires}))
		}
		want.Secrets, want.LastExpiry, want.NextExpiry = 2, store.At(noon().Add(hours(2))), store.At(noon().Add(hours(1)))
		same(t, "with two and an expired one", state(), want)
		w.must(w.db.AddClientSecret(ctx, store.ClientSecret{ID: secret.NewID(), ClientID: other.ClientID, Hash: secret.NewID(), CreatedAt: store.At(noon())}))
		want.Secrets, want.LastExpiry = 3, store.Time{}
		same(t, "with one that never expires", state(), want)
	})
	t.Run("the last use never goes back", func(t *testing.T) {
		for _, at := range []time.Time{noon(), noon().Add(time.Minute), noon().Add(time.Second)} {
			w.must(w.db.ClientUsed(ctx, c.ID, at))
		}
		got, err := w.db.ClientByID(ctx, c.ID)
		w.must(err)
		same(t, "used", got.LastUsedAt, store.At(noon().Add(time.Minute)))
	})
	t.Run("secrets", func(t *testing.T) { clientSecrets(t, w, c.ID) })
}

func clientSecrets(t *testing.T, w *world, id string) {
	ctx := t.Context()
	row := func(hash string) store.ClientSecret {
		return store.ClientSecret{ID: secret.NewID(), ClientID: id, Hash: hash, First: "lka_abcd", Last: "wxyz", CreatedAt: store.At(noon()), CreatedBy: "op"}
	}
	add := func(s store.ClientSecret) error {
		return w.db.InTx(ctx, func(rows store.Rows) error {
			if err := rows.HoldClient(ctx, id); err != nil {
				return err
			}
			return rows.AddClientSecret(ctx, s)
		})
	}
	t.Run("however many are made at once, three are live", func(t *testing.T) {
		if won := race(t, store.ErrNotFound, func(n int) error { return add(row("h" + string(rune('a'+n)))) }); won != store.MaxClientSecrets {
			t.Errorf("%d were made", won)
		}
	})
	list, err := w.db.ClientSecrets(ctx, id)
	w.must(err)
	first := list[0]
	t.Run("a revoked one makes room, ends once, and never comes back", func(t *testing.T) {
		wants(t, "of another client", w.db.RevokeClientSecret(ctx, "nobody", first.ID, noon()), store.ErrNotFound)
		w.must(w.db.RevokeClientSecret(ctx, id, first.ID, noon()))
		wants(t, "again", w.db.RevokeClientSecret(ctx, id, first.ID, noon()), store.ErrNotFound)
		read(t, "whose it was", id)(w.db.ClientSecretOwner(ctx, first.Hash))
		absent[string](t, "nobody's")(w.db.ClientSecretOwner(ctx, "nobody's"))
		wants(t, "the same", add(row(first.Hash)), store.ErrConflict)
		expires := row("expires")
		expires.ExpiresAt = store.At(noon().Add(time.Hour))
		w.must(add(expires))
		same(t, "live", []bool{expires.Usable(noon().Add(time.Hour - time.Microsecond)), expires.Usable(noon().Add(time.Hour))}, []bool{true, false})
		late := row("late")
		late.CreatedAt = store.At(noon().Add(time.Hour))
		wants(t, "an expired one makes room too", add(late), nil)
	})
	w.must(w.db.ClientSecretUsed(ctx, list[1].ID, noon(), "192.0.2.1"))
	w.must(w.db.ClientSecretUsed(ctx, list[1].ID, noon().Add(-time.Second), "192.0.2.2"))
	after, err := w.db.ClientSecrets(ctx, id)
	w.must(err)
	for _, s := range after {
		if s.ID == list[1].ID {
			same(t, "used", []any{s.LastUsedAt, s.LastUsedFrom}, []any{store.At(noon()), "192.0.2.1"})
		}
	}
}
