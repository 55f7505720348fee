package storetest

import (
	"context"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func (w *world) keyed(id string) store.KeyedRequest {
	return store.KeyedRequest{
		ID: id, OrganizationID: w.acme.ID, Fingerprint: "f", Claim: secret.NewID(),
		LeasedUntil: store.At(noon().Add(time.Minute)), ExpiresAt: store.At(noon().Add(hours(24))),
	}
}

// Idempotency-Key: of many that send a request one runs it, and the others get its answer.
func keyedRequests(t *testing.T, w *world) {
	ctx, id := t.Context(), secret.NewID()
	t.Run("of twenty one runs it", func(t *testing.T) {
		oneWinner(t, "claim", store.ErrConflict, func(int) error {
			there, claimed, err := w.db.ClaimKeyedRequest(ctx, w.keyed(id), noon())
			if err == nil && !claimed {
				same(t, "it runs", []any{there.Status, there.Fingerprint}, []any{int64(0), "f"})
				return store.ErrConflict
			}
			return err
		})
	})
	second := w.keyed(id)
	t.Run("who ran it too long has lost it", func(t *testing.T) {
		lost, _, err := w.db.ClaimKeyedRequest(ctx, second, noon().Add(59*time.Second))
		w.must(err)
		_, claimed, err := w.db.ClaimKeyedRequest(ctx, second, noon().Add(time.Minute))
		w.must(err)
		same(t, "taken over", claimed, true)
		lost.Status = 201
		wants(t, "the first one's answer", w.db.KeepAnswer(ctx, lost), store.ErrNotFound)
		w.must(w.db.ReleaseKeyedRequest(ctx, lost)) // not its own any more
	})
	t.Run("the answer is kept, and swept", func(t *testing.T) {
		second.Status, second.Headers, second.Body = 201, "{}", "made"
		w.must(w.db.KeepAnswer(ctx, second))
		wants(t, "a second answer", w.db.KeepAnswer(ctx, second), store.ErrNotFound)
		w.must(w.db.ReleaseKeyedRequest(ctx, second))
		there, claimed, err := w.db.ClaimKeyedRequest(ctx, w.keyed(id), noon().Add(hours(23)))
		w.must(err)
		same(t, "there", []any{claimed, there.Status, there.Body}, []any{false, int64(201), "made"})
		other := w.keyed(secret.NewID())
		_, _, err = w.db.ClaimKeyedRequest(ctx, other, noon())
		w.must(err)
		w.must(w.db.ReleaseKeyedRequest(ctx, other))
		_, claimed, err = w.db.ClaimKeyedRequest(ctx, other, noon())
		w.must(err)
		same(t, "given up and claimed again", claimed, true)
		w.must(w.db.Prune(ctx, noon().Add(hours(24))))
		_, claimed, err = w.db.ClaimKeyedRequest(ctx, w.keyed(id), noon().Add(hours(24)))
		w.must(err)
		same(t, "after a day", claimed, true)
	})
}

// What a context carries is one transaction, whoever asks the store with it; what fails in
// it is undone alone.
func whole(t *testing.T, w *world) {
	ctx := t.Context()
	add := func(ctx context.Context, name string, err error) error {
		return w.db.InTx(ctx, func(rows store.Rows) error {
			u := store.NewUser(w.acme.ID, name+"@whole.example", name, store.Agent, noon())
			if failed := rows.AddUser(ctx, u); failed != nil {
				return failed
			}
			return err
		})
	}
	there := func(ctx context.Context, name string) bool {
		_, err := w.db.UserByEmail(ctx, w.acme.ID, name+"@whole.example")
		return err == nil
	}
	w.must(w.db.Whole(ctx, func(ctx context.Context, rows store.Rows) error {
		w.must(add(ctx, "one", nil))
		wants(t, "a part", add(ctx, "two", errWanted), errWanted)
		wants(t, "a conflict", add(ctx, "one", nil), store.ErrConflict)
		same(t, "inside", []bool{there(ctx, "one"), there(ctx, "two")}, []bool{true, false})
		w.must(w.db.ProveEmail(ctx, w.acme.ID, "nobody", "x")) // a statement by itself
		_, err := w.db.Exempt(ctx, w.acme.ID, []string{"nobody"}, "x", noon())
		return err
	}))
	same(t, "after it", []bool{there(ctx, "one"), there(ctx, "two")}, []bool{true, false})
	wants(t, "all of it", w.db.Whole(ctx, func(ctx context.Context, _ store.Rows) error {
		w.must(add(ctx, "three", nil))
		return errWanted
	}), errWanted)
	same(t, "undone", there(ctx, "three"), false)
}
