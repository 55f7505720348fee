package storetest

import (
	"testing"
	"time"

	"latchkey/api/store"
)

func hours(n int) time.Duration { return time.Duration(n) * time.Hour }

func connections(t *testing.T, w *world) {
	ctx, o := t.Context(), w.acme.Organization
	c := store.NewConnection(o.ID, "microsoft", noon())
	c.LockedTo, c.DifferentEmail = store.Strings{"tenant \"a\"", "ü,b"}, true
	c.Linking, c.WeakProof = store.LinkProfileOnly, store.WeakRefuse
	w.must(w.db.AddConnection(ctx, c))
	read(t, "a connection", c)(w.db.ConnectionAt(ctx, o.ID, "microsoft"))
	absent[store.Connection](t, "an unknown provider")(w.db.ConnectionAt(ctx, o.ID, "other"))

	t.Run("one per organization and provider (A4)", func(t *testing.T) {
		wants(t, "again", w.db.AddConnection(ctx, store.NewConnection(o.ID, "microsoft", noon())), store.ErrConflict)
		oneWinner(t, "add a connection", store.ErrConflict, func(int) error {
			return w.db.AddConnection(ctx, store.NewConnection(o.ID, "raced", noon()))
		})
		wants(t, "elsewhere", w.db.AddConnection(ctx, store.NewConnection(w.globex.ID, "microsoft", noon())), nil)
	})
	t.Run("an update writes state and policy and leaves health alone", func(t *testing.T) {
		next := w.acme.google
		next.State, next.Linking, next.WeakProof = store.Disabled, store.LinkConfirm, store.WeakRefuse
		next.DifferentEmail, next.LockedTo, next.UpdatedAt = true, store.Strings{"acme.example"}, store.At(noon().Add(time.Second))
		w.must(w.db.UpdateConnection(ctx, next))
		read(t, "updated", next)(w.db.ConnectionAt(ctx, o.ID, "google"))
		next.Health.Health = store.HealthDegraded
		w.must(w.db.UpdateConnection(ctx, next))
		got, err := w.db.ConnectionAt(ctx, o.ID, "google")
		w.must(err)
		same(t, "health", got.Health.Health, store.HealthOK)
		w.must(w.db.UpdateConnection(ctx, w.acme.google))
		next.ID = "nobody"
		wants(t, "of nobody", w.db.UpdateConnection(ctx, next), store.ErrNotFound)
	})
	t.Run("a list that was never set reads as empty", func(t *testing.T) {
		got, err := w.db.ConnectionAt(ctx, w.globex.ID, "google")
		w.must(err)
		same(t, "locks", len(got.LockedTo), 0)
	})
	t.Run("versions", func(t *testing.T) {
		v := w.newVersion(c)
		read(t, "a version", v)(w.db.VersionOf(ctx, o.ID, v.ID))
		wants(t, "again", w.db.AddVersion(ctx, v), store.ErrConflict)
		w.must(w.db.SetVersionState(ctx, o.ID, v.ID, store.VersionRetired))
		v.State = store.VersionRetired
		read(t, "retired", v)(w.db.VersionOf(ctx, o.ID, v.ID))
		wants(t, "of nobody", w.db.SetVersionState(ctx, o.ID, "nobody", store.VersionLive), store.ErrNotFound)
		if err := w.db.SetVersionState(ctx, o.ID, v.ID, "odd"); err == nil {
			t.Error("an unknown state was written")
		}
	})
	t.Run("the sign-in page sees what is on or was turned off, oldest first (A44)", func(t *testing.T) {
		p := w.newPlace("page")
		for n, state := range []store.State{store.Disabled, store.Draft, store.Removed, store.Enabled} {
			c := store.NewConnection(p.ID, "z"+string(rune('d'-n)), noon().Add(hours(n+1)))
			c.State = state
			w.must(w.db.AddConnection(ctx, c))
		}
		read(t, "states", []store.ProviderState{
			{Provider: "google", State: store.Enabled}, {Provider: "zd", State: store.Disabled}, {Provider: "za", State: store.Enabled},
		})(w.db.ProviderStates(ctx, p.ID))
	})
	read(t, "the place of an id", store.Place{OrganizationCode: o.Code, Provider: "google"})(w.db.PlaceOf(ctx, w.acme.google.ID))
	absent[store.Place](t, "the place of no id")(w.db.PlaceOf(ctx, ""))
}

func live(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	want := store.Live{
		Connection: p.google, OrganizationCode: p.Code, OrganizationName: p.Name, OrganizationActive: true,
		PasswordSignIn: true, SessionIdleSeconds: 28800, SessionAbsoluteSeconds: 43200,
		VersionID: p.version.ID, Issuer: p.version.Issuer, ClientID: "client-1", SecretSealed: "k1.sealed",
	}
	want.LockedTo = store.Strings{}
	read(t, "by code and provider", want)(w.db.LiveAt(ctx, p.Code, "google"))
	read(t, "by id", want)(w.db.LiveByID(ctx, p.ID, p.google.ID))
	same(t, "the secret opens in its own row", want.Version().SecretPlace(), p.version.SecretPlace())
	absent[store.Live](t, "another provider")(w.db.LiveAt(ctx, p.Code, "microsoft"))

	t.Run("a return reads how its attempt ended", func(t *testing.T) {
		s := w.signIn(p)
		read(t, "not spent", store.Returned{Live: want})(w.db.LiveForReturn(ctx, p.ID, p.google.ID, s.ID))
		s.Code, s.ReturnTo = "code_rejected", "/x"
		w.must(w.db.SpendAttempt(ctx, s))
		read(t, "spent", store.Returned{Live: want, SpentCode: ptr("code_rejected"), SpentReturnTo: ptr("/x")})(
			w.db.LiveForReturn(ctx, p.ID, p.google.ID, s.ID))
		foreign := w.signIn(w.globex)
		w.must(w.db.SpendAttempt(ctx, foreign))
		read(t, "spent elsewhere (E09)", store.Returned{Live: want})(w.db.LiveForReturn(ctx, p.ID, p.google.ID, foreign.ID))
	})
	t.Run("without a live version nothing is live", func(t *testing.T) {
		c := p.google
		for name, version := range map[string]*string{"none": nil, "unknown": ptr("x"), "another organization's": &w.globex.version.ID} {
			c.LiveVersionID = version
			w.must(w.db.UpdateConnection(ctx, c))
			absent[store.Live](t, name)(w.db.LiveAt(ctx, p.Code, "google"))
		}
	})
}
