package storetest

import (
	"testing"
	"time"

	"latchkey/api/store"
)

// sealed are the values that the encryption keys seal (J03, R24).
func sealed(t *testing.T, w *world) {
	ctx, db := t.Context(), w.db
	hook := w.webhook(w.acme)
	hook.OldSealed, hook.OldUntil = "k1.old", store.At(noon().Add(time.Hour))
	w.must(db.UpdateWebhook(ctx, hook))
	key := store.TokenKey{ID: "s1", Purpose: "signing", Serial: 1, Sealed: "k1_.key", CreatedAt: store.At(noon()), SignsFrom: store.At(noon())}
	w.must(db.AddTokenKey(ctx, key))
	w.must(db.AddAuditChain(ctx, store.AuditChain{Sealed: "k1.chain"}))
	retired := w.newVersion(w.globex.google)
	w.must(db.SetVersionState(ctx, w.globex.ID, retired.ID, store.VersionRetired))

	count := func(at time.Time) map[string]int {
		t.Helper()
		values, err := db.SealedValues(ctx, at)
		w.must(err)
		counted := map[string]int{}
		for _, v := range values {
			counted[v]++
		}
		return counted
	}
	same(t, "what somebody opens", count(noon()), map[string]int{"k1_.key": 1, "k1.sealed": 3, "k1.old": 1, "k1.chain": 1})
	same(t, "when the secret before has run out", count(noon().Add(time.Hour)), map[string]int{"k1_.key": 1, "k1.sealed": 3, "k1.chain": 1})

	places, needed := map[string]string{}, 0
	for _, c := range store.SealedColumns() {
		n, err := db.CountSealedByOthers(ctx, c, "k1_")
		w.must(err)
		after, pages := "", int64(0)
		for {
			rows, err := db.SealedByOthers(ctx, c, "k1_", after, noon(), 1)
			w.must(err)
			if len(rows) == 0 {
				break
			}
			after, pages = rows[0].ID, pages+1
			places[c.String()+" "+rows[0].ID] = c.Place(rows[0])
			if rows[0].Needed {
				needed++
			}
		}
		same(t, c.String()+" counted and listed", n, pages)
	}
	same(t, "all but what k1_ sealed, with its place", places, map[string]string{
		"connection_versions.secret_sealed " + w.acme.version.ID:   w.acme.version.SecretPlace(),
		"connection_versions.secret_sealed " + w.globex.version.ID: w.globex.version.SecretPlace(),
		"connection_versions.secret_sealed " + retired.ID:          retired.SecretPlace(),
		"webhooks.secret_sealed " + hook.ID:                        hook.SecretPlace(),
		"webhooks.old_sealed " + hook.ID:                           hook.SecretPlace(),
		"audit_chain.sealed audit":                                 store.AuditChain{}.Place(),
	})
	same(t, "needed", needed, 5)

	keys := store.SealedColumns()[0]
	rows, err := db.SealedByOthers(ctx, keys, "k1", "", noon(), 9)
	w.must(err)
	same(t, "a name that begins as another does", len(rows), 1)
	same(t, "place of a key", keys.Place(rows[0]), key.Place())
	read(t, "sealed anew", true)(db.Reseal(ctx, keys, rows[0], "k2.key"))
	read(t, "it is no longer what was read", false)(db.Reseal(ctx, keys, rows[0], "k3.key"))
	key.Sealed = "k2.key"
	read(t, "the key", []store.TokenKey{key})(db.TokenKeys(ctx))
}
