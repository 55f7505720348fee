package storetest

import (
	"slices"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func hours(n int) time.Duration { return time.Duration(n) * time.Hour }

func connections(t *testing.T, w *world) {
	ctx, o := t.Context(), w.acme.Organization
	c := store.NewConnection(o.ID, "microsoft", noon())
	c.LockedTo, c.DifferentEmail = store.Strings{"tenant \"a\"", "ü,b"}, true
	c.Linking, c.WeakProof, c.Label = store.LinkProfileOnly, store.WeakRefuse, "Zoë's \"Entra\""
	c.Preset = "okta"
	c.DraftVersionID, c.FallbackVersionID = ptr("v-draft"), ptr("v-old")
	c.FallbackUntil, c.FallbackUsedAt, c.ChangedBy = store.At(noon().Add(hours(1))), store.At(noon()), "usr_x"
	w.must(w.db.AddConnection(ctx, c))
	read(t, "a connection", c)(w.db.ConnectionAt(ctx, o.ID, "microsoft"))
	read(t, "a connection by id", c)(w.db.ConnectionByID(ctx, o.ID, c.ID))
	absent[store.Connection](t, "no id")(w.db.ConnectionByID(ctx, o.ID, ""))
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
		next.Preset = "keycloak"
		next.Label, next.DraftVersionID, next.FallbackVersionID, next.ChangedBy = "Ours", ptr("v-draft"), ptr("v-old"), w.acme.ana.ID
		next.FallbackUntil, next.FallbackUsedAt = store.At(noon().Add(hours(1))), store.At(noon())
		w.must(w.db.UpdateConnection(ctx, next))
		next.Revision++
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
	t.Run("the ticks of the guide are their own statement", func(t *testing.T) {
		ticked := store.Strings{"E1", "E2"}
		read(t, "none", store.Strings{})(w.db.GuideDone(ctx, o.ID, c.ID))
		w.must(w.db.SetGuideDone(ctx, o.ID, c.ID, ticked))
		read(t, "the connection, of the same revision", c)(w.db.ConnectionByID(ctx, o.ID, c.ID))
		read(t, "ticked", ticked)(w.db.GuideDone(ctx, o.ID, c.ID))
		entries, err := w.db.ConnectionEntries(ctx, o.ID)
		w.must(err)
		n := slices.IndexFunc(entries, func(e store.ConnectionEntry) bool { return e.ID == c.ID })
		same(t, "in the settings", entries[n].GuideDone, ticked)
		absent[store.Strings](t, "of nobody")(w.db.GuideDone(ctx, o.ID, "nobody"))
		wants(t, "of nobody", w.db.SetGuideDone(ctx, o.ID, "nobody", nil), store.ErrNotFound)
	})
	t.Run("a list that was never set reads as empty", func(t *testing.T) {
		got, err := w.db.ConnectionAt(ctx, w.globex.ID, "google")
		w.must(err)
		same(t, "locks", len(got.LockedTo), 0)
	})
	t.Run("versions", func(t *testing.T) {
		read(t, "the number of the first", int64(1))(w.db.NextVersionNumber(ctx, o.ID, c.ID))
		read(t, "no versions", []store.Version(nil))(w.db.VersionsOf(ctx, o.ID, c.ID))
		v := w.newVersion(c)
		read(t, "the number of the next", int64(2))(w.db.NextVersionNumber(ctx, o.ID, c.ID))
		read(t, "a version", v)(w.db.VersionOf(ctx, o.ID, v.ID))
		wants(t, "again", w.db.AddVersion(ctx, v), store.ErrConflict)
		w.must(w.db.SetVersionState(ctx, o.ID, v.ID, store.VersionRetired))
		v.State = store.VersionRetired
		read(t, "retired", v)(w.db.VersionOf(ctx, o.ID, v.ID))
		wants(t, "of nobody", w.db.SetVersionState(ctx, o.ID, "nobody", store.VersionLive), store.ErrNotFound)
		if err := w.db.SetVersionState(ctx, o.ID, v.ID, "odd"); err == nil {
			t.Error("an unknown state was written")
		}
		taken := v
		taken.ID = secret.NewID()
		wants(t, "a number again", w.db.AddVersion(ctx, taken), store.ErrConflict)
		newest := v
		newest.ID, newest.Number, newest.State, newest.SecretEnds = secret.NewID(), 9, store.VersionPassed, "xyz"
		newest.SecretExpires, newest.KeepOldUntil = store.At(noon().Add(hours(3))), store.At(noon().Add(hours(2)))
		newest.PassedAt, newest.CreatedBy = store.At(noon().Add(hours(1))), w.acme.ana.ID
		w.must(w.db.AddVersion(ctx, newest))
		w.newVersion(w.acme.google)
		read(t, "newest first, of one connection", []store.Version{newest, v})(w.db.VersionsOf(ctx, o.ID, c.ID))
		read(t, "a gap is not filled", int64(10))(w.db.NextVersionNumber(ctx, o.ID, c.ID))
	})
	t.Run("the sign-in page sees what is on or was turned off, oldest first (A44)", func(t *testing.T) {
		p := w.newPlace("page")
		want := []string{p.google.ID}
		for n, state := range []store.State{store.Disabled, store.Draft, store.Removed, store.Enabled} {
			c := store.NewConnection(p.ID, "z"+string(rune('d'-n)), noon().Add(hours(n+1)))
			c.State, c.Label = state, "Label "+c.Provider
			w.must(w.db.AddConnection(ctx, c))
			want = append(want, c.ID)
		}
		read(t, "states", []store.ProviderState{
			{Provider: "google", State: store.Enabled, Health: store.HealthOK},
			{Provider: "zd", Label: "Label zd", State: store.Disabled, Health: store.HealthOK},
			{Provider: "za", Label: "Label za", State: store.Enabled, Health: store.HealthOK},
		})(w.db.ProviderStates(ctx, p.ID))
		all, err := w.db.ConnectionsOf(ctx, p.ID)
		w.must(err)
		var got []string
		for _, c := range all {
			got = append(got, c.ID)
			read(t, "in the list as by id", c)(w.db.ConnectionByID(ctx, p.ID, c.ID))
		}
		same(t, "settings see all", got, want)
	})
	read(t, "the place of an id", store.Place{OrganizationCode: o.Code, Provider: "google"})(w.db.PlaceOf(ctx, w.acme.google.ID))
	absent[store.Place](t, "the place of no id")(w.db.PlaceOf(ctx, ""))

	made := store.NewConnection(w.acme.ID, "sso", noon())
	made.Preset = "okta"
	w.must(w.db.AddConnection(ctx, made))
	mine, theirs := w.begin(w.session(w.acme, w.acme.ana)), w.begin(w.session(w.globex, w.globex.ana))
	read(t, "what it was made with", store.Made{Provider: "sso", Preset: "okta"})(w.db.MadeWith(ctx, made.ID, mine.ID))
	absent[store.Made](t, "to another organization (E01)")(w.db.MadeWith(ctx, made.ID, theirs.ID))
	absent[store.Made](t, "to nobody")(w.db.MadeWith(ctx, made.ID, ""))
	_, err := w.db.EndSession(ctx, mine.ID, "signed_out", noon())
	w.must(err)
	absent[store.Made](t, "to who is signed out")(w.db.MadeWith(ctx, made.ID, mine.ID))
}

func live(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	want := store.LiveConnection{
		Connection: p.google, OrganizationCode: p.Code, OrganizationName: p.Name, OrganizationActive: true, RoleMode: "off",
		PasswordSignIn: true, SessionIdleSeconds: 28800, SessionAbsoluteSeconds: 43200,
		VersionID: p.version.ID, Issuer: p.version.Issuer, ClientID: "client-1", SecretSealed: "k1.sealed",
	}
	want.LockedTo = store.Strings{}
	want.ChangedBy = "" // not read on the flow
	read(t, "by code and provider", want)(w.db.LiveAt(ctx, p.Code, "google"))
	read(t, "by id", want)(w.db.LiveByID(ctx, p.ID, p.google.ID))
	same(t, "the secret opens in its own row", want.Version().SecretPlace(), p.version.SecretPlace())
	absent[store.LiveConnection](t, "another provider")(w.db.LiveAt(ctx, p.Code, "microsoft"))

	t.Run("it knows the fallback and what the organization requires", func(t *testing.T) {
		q := w.newPlace("rotating")
		q.SSORequiredAt = store.At(noon().Add(hours(1)))
		w.must(w.db.UpdateOrganization(ctx, q.Organization))
		c := q.google
		c.Label, c.FallbackVersionID, c.FallbackUntil = "Ours", ptr("v-old"), store.At(noon().Add(hours(2)))
		c.DraftVersionID, c.FallbackUsedAt = ptr("v-draft"), store.At(noon())
		w.must(w.db.UpdateConnection(ctx, c))
		l, err := w.db.LiveByID(ctx, q.ID, c.ID)
		w.must(err)
		same(t, "read", []any{l.Label, *l.FallbackVersionID, l.FallbackUntil, l.SSORequiredAt},
			[]any{"Ours", "v-old", c.FallbackUntil, q.SSORequiredAt})
	})

	t.Run("a return reads how its attempt ended", func(t *testing.T) {
		s := w.signIn(p)
		read(t, "not spent", store.Returned{LiveConnection: want})(w.db.LiveForReturn(ctx, p.ID, p.google.ID, s.ID))
		s.Code, s.ReturnTo = "code_rejected", "/x"
		w.must(w.db.SpendAttempt(ctx, s))
		read(t, "spent", store.Returned{LiveConnection: want, SpentCode: ptr("code_rejected"), SpentReturnTo: ptr("/x")})(
			w.db.LiveForReturn(ctx, p.ID, p.google.ID, s.ID))
		foreign := w.signIn(w.globex)
		w.must(w.db.SpendAttempt(ctx, foreign))
		read(t, "spent elsewhere (E09)", store.Returned{LiveConnection: want})(w.db.LiveForReturn(ctx, p.ID, p.google.ID, foreign.ID))
	})
	t.Run("without a live version nothing is live", func(t *testing.T) {
		c := p.google
		for name, version := range map[string]*string{"none": nil, "unknown": ptr("x"), "another organization's": &w.globex.version.ID} {
			c.LiveVersionID = version
			w.must(w.db.UpdateConnection(ctx, c))
			absent[store.LiveConnection](t, name)(w.db.LiveAt(ctx, p.Code, "google"))
		}
	})
}
