package storetest

import (
	"errors"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// pending is a provider account that waits at a place.
func (w *world) pending(p place) store.PendingLink {
	return store.PendingLink{
		IDHash: secret.NewID(), OrganizationID: p.ID, ConnectionID: p.google.ID, VersionID: p.version.ID,
		AttemptID: secret.NewID(), Provider: "google", Issuer: "https://idp.example", Subject: "Sub ",
		ClientID: "client-1", Proof: "weak", ReturnTo: "/x", ExpiresAt: store.At(noon().Add(10 * time.Minute)),
	}
}

func pendingLinks(t *testing.T, w *world) {
	ctx, late := t.Context(), noon().Add(10*time.Minute)
	add := func() store.PendingLink {
		p := w.pending(w.acme)
		w.must(w.db.AddPendingLink(ctx, p))
		return p
	}
	full := w.pending(w.acme)
	full.TenantID, full.ObjectID, full.Email, full.Tries = ptr("tid"), ptr("oid"), "Zoë@acme.example", 2
	full.HostedDomain = "acme.example"
	w.must(w.db.AddPendingLink(ctx, full))
	read(t, "a pending link", full)(w.db.PendingLinkByID(ctx, full.IDHash))
	absent[store.PendingLink](t, "no id")(w.db.PendingLinkByID(ctx, ""))
	wants(t, "an id again", w.db.AddPendingLink(ctx, full), store.ErrConflict)

	t.Run("it is spent once (D15)", func(t *testing.T) {
		p := add()
		oneWinner(t, "take", store.ErrNotFound, func(int) error {
			got, err := w.db.TakePendingLink(ctx, p.IDHash, noon())
			if err == nil && got.Subject != p.Subject {
				err = errors.New("another one was taken")
			}
			return err
		})
		absent[store.PendingLink](t, "afterwards")(w.db.PendingLinkByID(ctx, p.IDHash))
	})
	t.Run("it is spent before it expires or not at all (D15)", func(t *testing.T) {
		p := add()
		absent[store.PendingLink](t, "take")(w.db.TakePendingLink(ctx, p.IDHash, late))
		absent[store.PendingLink](t, "try")(w.db.TryPendingLink(ctx, p.IDHash, 5, late))
		read(t, "it can still be read", p)(w.db.PendingLinkByID(ctx, p.IDHash))
		read(t, "and taken in time", p)(w.db.TakePendingLink(ctx, p.IDHash, late.Add(-time.Microsecond)))
	})
	t.Run("of many tries at once only so many are made", func(t *testing.T) {
		p := add()
		if won := race(t, store.ErrNotFound, func(int) error {
			_, err := w.db.TryPendingLink(ctx, p.IDHash, 5, noon())
			return err
		}); won != 5 {
			t.Errorf("%d tries, want 5", won)
		}
		p.Tries = 5
		read(t, "counted", p)(w.db.PendingLinkByID(ctx, p.IDHash))
	})
	absent[store.PendingLink](t, "a try at nothing")(w.db.TryPendingLink(ctx, "", 5, noon()))
	absent[store.PendingLink](t, "nothing to take")(w.db.TakePendingLink(ctx, "", noon()))
}
