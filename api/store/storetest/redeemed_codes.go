package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// L4: what a code brought is kept for that code and attempt, until it runs out, and
// never of an attempt that is spent.
func redeemed(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	kept := store.Redeemed{
		AttemptID: secret.NewID(), OrganizationID: p.ID, CodeHash: "hash", ClaimsSealed: "k1.sealed",
		Until: store.At(noon().Add(time.Minute)),
	}
	w.must(w.db.KeepRedeemed(ctx, kept))
	again := kept
	again.ClaimsSealed = "k1.other"
	w.must(w.db.KeepRedeemed(ctx, again)) // the first one stays
	read(t, "kept", kept)(w.db.RedeemedBy(ctx, p.ID, kept.AttemptID, "hash", noon()))
	for name, ask := range map[string]func() (store.Redeemed, error){
		"another code": func() (store.Redeemed, error) { return w.db.RedeemedBy(ctx, p.ID, kept.AttemptID, "x", noon()) },
		"another attempt": func() (store.Redeemed, error) {
			return w.db.RedeemedBy(ctx, p.ID, secret.NewID(), "hash", noon())
		},
		"another organization": func() (store.Redeemed, error) {
			return w.db.RedeemedBy(ctx, w.globex.ID, kept.AttemptID, "hash", noon())
		},
		"too late": func() (store.Redeemed, error) {
			return w.db.RedeemedBy(ctx, p.ID, kept.AttemptID, "hash", noon().Add(time.Minute))
		},
	} {
		absent[store.Redeemed](t, name)(ask())
	}
	w.must(w.db.ForgetRedeemed(ctx, w.globex.ID, kept.AttemptID))
	read(t, "another organization forgets nothing", kept)(w.db.RedeemedBy(ctx, p.ID, kept.AttemptID, "hash", noon()))
	w.must(w.db.ForgetRedeemed(ctx, p.ID, kept.AttemptID))
	absent[store.Redeemed](t, "forgotten")(w.db.RedeemedBy(ctx, p.ID, kept.AttemptID, "hash", noon()))

	spent := w.signIn(p)
	w.must(w.db.SpendAttempt(ctx, spent))
	kept.AttemptID = spent.ID
	w.must(w.db.KeepRedeemed(ctx, kept))
	absent[store.Redeemed](t, "of a spent attempt")(w.db.RedeemedBy(ctx, p.ID, kept.AttemptID, "hash", noon()))
}
