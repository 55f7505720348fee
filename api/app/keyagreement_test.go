package app

import (
	"bytes"
	"encoding/base64"
	"log/slog"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// L14: keys are changed process by process, the new one in front, and nothing
// that one process seals is unreadable for another at any time.
func TestL14_KeysAreChangedProcessByProcess(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		db, now := open(), time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		start := func(id string, keys ...string) *keyAgreement {
			t.Helper()
			entries := make([]string, len(keys))
			for i, key := range keys {
				entries[i] = key + ":" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{key[1]}, secret.KeySize))
			}
			ring, err := secret.NewRing(entries)
			must(err)
			k := &keyAgreement{store: db, ring: ring, id: id, began: now, now: func() time.Time { return now }, log: slog.New(slog.DiscardHandler)}
			must(k.begin(t.Context()))
			return k
		}
		survive := func(step, want string, all ...*keyAgreement) {
			t.Helper()
			for range 5 { // more than a minute passes
				for _, k := range all {
					must(k.meet(t.Context()))
					sealed := k.ring.SealCookie("attempt", []byte("x"))
					for _, other := range all {
						if _, err := other.ring.OpenCookie("attempt", sealed); err != nil {
							t.Errorf("%s: %s cannot read what %s sealed", step, other.id, k.id)
						}
					}
				}
				now = now.Add(15 * time.Second)
			}
			for _, k := range all {
				if k.ring.Seals() != want {
					t.Errorf("%s: %s seals with %s, want %s", step, k.id, k.ring.Seals(), want)
				}
			}
		}
		a := start("a", "k1")
		must(db.AddTokenKey(t.Context(), store.TokenKey{ID: "s1", Purpose: "signing", Serial: 1, Sealed: a.ring.SealRow("p", nil), CreatedAt: store.At(now), SignsFrom: store.At(now)}))
		b := start("b", "k1")
		survive("before", "k1", a, b)
		must(b.leave(t.Context()))
		b = start("b2", "k2", "k1")
		survive("one of two has the new key in front", "k1", a, b)
		must(a.leave(t.Context()))
		a = start("a2", "k2", "k1")
		survive("both have it", "k2", a, b)
		c := start("c", "k1", "k2") // of the other order
		survive("a third, the new key behind", "k2", a, b)
		must(c.leave(t.Context()))

		d := start("d", "k1") // by mistake without the new one
		must(d.meet(t.Context()))
		must(a.meet(t.Context()))
		must(b.meet(t.Context()))
		survive("one came without it", "k1", a, b, d)
		now = now.Add(2 * store.ReplicaLife) // it crashed, and said nothing
		survive("and is gone", "k2", a, b)

		e, f := start("e", "k3", "k2", "k1"), start("f", "k2", "k1") // together
		survive("two that start together", "k2", a, b, e, f)
	})
}
