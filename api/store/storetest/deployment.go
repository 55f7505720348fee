package storetest

import (
	"errors"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func deployment(t *testing.T, db *store.Store) {
	ctx := t.Context()
	must := (&world{t: t}).must
	add := func(token string) { t.Helper(); must(db.AddSetupLink(ctx, token, noon().Add(time.Hour))) }

	t.Run("a kind is claimed once", func(t *testing.T) {
		kinds := make([]string, racers)
		race(t, nil, func(n int) (err error) {
			kinds[n], err = db.ClaimKind(ctx, []string{"serve", "demo"}[n%2])
			return err
		})
		for _, kind := range kinds {
			same(t, "kind", kind, kinds[0])
		}
		read(t, "later", kinds[0])(db.ClaimKind(ctx, "other"))
	})
	t.Run("the issuer that was served is kept, and the one before", func(t *testing.T) {
		read(t, "at first", store.Issuer{})(db.ServedIssuer(ctx))
		for _, issuer := range []string{"https://a.example", "https://b.example", "https://b.example"} {
			must(db.ServeIssuer(ctx, issuer, noon()))
		}
		got, err := db.ServedIssuer(ctx)
		must(err)
		same(t, "then", []any{got.Now, got.Before, got.ChangedAt.Equal(noon())}, []any{"https://b.example", "https://a.example", true})
	})
	t.Run("a set-up link is taken once, in time, as it was given", func(t *testing.T) {
		add("one")
		wants(t, "another", db.TakeSetupLink(ctx, "ONE", noon()), store.ErrNotFound)
		wants(t, "none", db.TakeSetupLink(ctx, "", noon()), store.ErrNotFound)
		wants(t, "too late", db.TakeSetupLink(ctx, "one", noon().Add(time.Hour)), store.ErrNotFound)
		oneWinner(t, "take", store.ErrNotFound, func(int) error { return db.TakeSetupLink(ctx, "one", noon()) })
	})
	t.Run("of several links one is taken, and the others with it", func(t *testing.T) {
		add("a")
		add("b")
		oneWinner(t, "take", store.ErrNotFound, func(n int) error { return db.TakeSetupLink(ctx, []string{"a", "b"}[n%2], noon()) })
	})
	t.Run("a link that ran out is pruned", func(t *testing.T) {
		add("old")
		must(db.Prune(ctx, noon().Add(time.Hour)))
		wants(t, "take", db.TakeSetupLink(ctx, "old", noon()), store.ErrNotFound)
	})
	t.Run("a rolled back set-up gives its link back", func(t *testing.T) {
		add("back")
		wants(t, "work", db.InTx(ctx, func(rows store.Rows) error {
			return errors.Join(rows.TakeSetupLink(ctx, "back", noon()), errWanted)
		}), errWanted)
		wants(t, "take", db.TakeSetupLink(ctx, "back", noon()), nil)
	})
	t.Run("no link works once there is an organization", func(t *testing.T) {
		add("late")
		read(t, "set up", false)(db.HasOrganization(ctx))
		absent[string](t, "the only one of none")(db.OnlyOrganization(ctx))
		must(db.AddOrganization(ctx, store.NewOrganization("acme", "Acme", noon())))
		read(t, "set up", true)(db.HasOrganization(ctx))
		wants(t, "take", db.TakeSetupLink(ctx, "late", noon()), store.ErrNotFound)
	})
	t.Run("the only organization is the only active one (S2)", func(t *testing.T) {
		read(t, "of one", "acme")(db.OnlyOrganization(ctx))
		second := store.NewOrganization("globex", "Globex", noon())
		must(db.AddOrganization(ctx, second))
		absent[string](t, "of two")(db.OnlyOrganization(ctx))
		second.Active = false
		must(db.UpdateOrganization(ctx, second))
		read(t, "of one that is active", "acme")(db.OnlyOrganization(ctx))
	})
}

func tokenKeys(t *testing.T, db *store.Store) {
	ctx := t.Context()
	must := (&world{t: t}).must
	key := func(purpose string, serial int64, from time.Time) store.TokenKey {
		return store.TokenKey{
			ID: purpose[:1] + secret.NewID(), Purpose: purpose, Serial: serial, PublicJWK: `{"kty":"EC"}`, Sealed: "k1.x",
			CreatedAt: store.At(noon()), SignsFrom: store.At(from),
		}
	}
	t.Run("of many replicas that add a serial one is kept, and all read it (R23)", func(t *testing.T) {
		race(t, nil, func(int) error { return db.AddTokenKey(ctx, key("signing", 1, noon())) })
		keys, err := db.TokenKeys(ctx)
		same(t, "keys", []any{len(keys), err}, []any{1, error(nil)})
	})
	first, err := db.TokenKeys(ctx)
	must(err)
	second, refresh := key("signing", 2, noon().Add(hours(1))), key("refresh", 1, noon())
	must(db.AddTokenKey(ctx, second))
	must(db.AddTokenKey(ctx, refresh))
	read(t, "by purpose, newest first", []store.TokenKey{refresh, second, first[0]})(db.TokenKeys(ctx))
	taken := key("signing", 3, noon())
	taken.ID = second.ID
	wants(t, "an id again", db.AddTokenKey(ctx, taken), store.ErrConflict)

	t.Run("a key goes when its successor has signed for long enough", func(t *testing.T) {
		must(db.DropTokenKeys(ctx, "signing", noon().Add(hours(1)-time.Microsecond)))
		read(t, "too early", []store.TokenKey{refresh, second, first[0]})(db.TokenKeys(ctx))
		must(db.DropTokenKeys(ctx, "signing", noon().Add(hours(1))))
		read(t, "in time", []store.TokenKey{refresh, second})(db.TokenKeys(ctx))
		must(db.DropTokenKeys(ctx, "refresh", noon().Add(hours(99))))
		read(t, "the newest never goes", []store.TokenKey{refresh, second})(db.TokenKeys(ctx))
	})
	t.Run("what the key ring must open: token keys and secrets in use (J03, R26)", func(t *testing.T) {
		w := newWorld(t, db)
		v := w.newVersion(w.acme.google)
		must(db.SetVersionState(ctx, w.acme.ID, v.ID, store.VersionRetired))
		sealed, err := db.SealedValues(ctx, noon())
		must(err)
		counted := map[string]int{}
		for _, s := range sealed {
			counted[s]++
		}
		same(t, "sealed", counted, map[string]int{"k1.x": 2, "k1.sealed": 2})
	})
}

// prune deletes what has run out and nothing else.
func prune(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	over, alive := noon(), noon().Add(time.Microsecond)
	deadLink, link := w.pending(p), w.pending(p)
	deadLink.ExpiresAt, link.ExpiresAt = store.At(over), store.At(alive)
	w.must(w.db.AddPendingLink(ctx, deadLink))
	w.must(w.db.AddPendingLink(ctx, link))
	deadSession, session := w.session(p, p.ana), w.session(p, p.ana)
	deadSession.ExpiresAt = store.At(over.AddDate(0, 0, -30))
	session.ExpiresAt = store.At(alive.AddDate(0, 0, -30))
	w.begin(deadSession)
	w.begin(session)
	for id, at := range map[string]time.Time{"old": over.Add(-hours(1)), "new": alive.Add(-hours(1))} {
		w.must(w.db.ReserveTry(ctx, store.AttemptCounters{Own: id}, at))
	}
	w.must(w.db.SpendAttempt(ctx, w.signIn(p)))
	for id, until := range map[string]time.Time{"dead": over, "live": alive} {
		w.must(w.db.KeepRedeemed(ctx, store.Redeemed{AttemptID: id, OrganizationID: p.ID, Until: store.At(until)}))
	}
	for n := range store.TestsKept + 2 {
		w.must(w.db.AddConnectionTest(ctx, w.test(p, n)))
	}
	w.must(w.db.AddConnectionTest(ctx, w.test(w.globex, 0)))

	w.must(w.db.Prune(ctx, noon()))
	begun, err := w.db.TestsSince(ctx, p.ID, noon().Add(-hours(9)))
	w.must(err)
	same(t, "the newest tests", []any{len(begun), begun[0]}, []any{store.TestsKept, store.At(noon().Add(2 * time.Second))})
	begun, err = w.db.TestsSince(ctx, w.globex.ID, noon().Add(-hours(9)))
	same(t, "of each connection", []any{len(begun), err}, []any{1, error(nil)})
	absent[store.PendingLink](t, "an expired link")(w.db.PendingLinkByID(ctx, deadLink.IDHash))
	read(t, "a live link", link)(w.db.PendingLinkByID(ctx, link.IDHash))
	absent[store.Principal](t, "a session of a month ago")(w.db.SessionPrincipal(ctx, deadSession.ID))
	_, err = w.db.SessionPrincipal(ctx, session.ID)
	wants(t, "a later session", err, nil)
	read(t, "an old counter", time.Time{})(w.db.BlockedUntil(ctx, store.AttemptCounters{Own: "old"}))
	read(t, "a newer counter", alive.Add(-hours(1)))(w.db.BlockedUntil(ctx, store.AttemptCounters{Own: "new"}))
	absent[store.Redeemed](t, "what a code brought")(w.db.RedeemedBy(ctx, p.ID, "dead", "", noon().Add(-hours(1))))
	_, err = w.db.RedeemedBy(ctx, p.ID, "live", "", noon())
	wants(t, "what a code brought just now", err, nil)
	rows, err := w.db.SignInsByReference(ctx, p.ID, "7F3K-92QD")
	same(t, "sign-ins stay", []any{len(rows), err}, []any{1, error(nil)})
}
