package storetest

import (
	"testing"
	"time"

	"latchkey/api/store"
)

// sealing is what package audit asks of the tables of seals (J05).
func sealing(t *testing.T, w *world) {
	ctx, db := t.Context(), w.db
	absent[store.AuditChain](t, "no chain yet")(db.AuditChain(ctx))
	read(t, "nothing at all", store.AuditEnds{})(db.AuditEnds(ctx))
	chain := store.AuditChain{Sealed: "k1.chain", MAC: "m0"}
	w.must(db.AddAuditChain(ctx, chain))
	w.must(db.AddAuditChain(ctx, store.AuditChain{Sealed: "k1.later", MAC: "m9"}))
	read(t, "the first one's", chain)(db.AuditChain(ctx))

	events := w.changes(5)
	read(t, "what waits", store.AuditEnds{Waiting: 5, Since: events[0].At})(db.AuditEnds(ctx))
	w.must(db.InTx(ctx, func(tx store.Rows) error {
		read(t, "held", chain)(tx.HoldAuditChain(ctx))
		waiting, err := tx.UnsealedEvents(ctx, 3)
		w.must(err)
		var seals []store.AuditSeal
		for n, u := range waiting {
			same(t, "in the order of time", u, store.UnsealedEvent{QueuedID: events[n].ID, Event: events[n]})
			seals = append(seals, sealOf(u.Event, int64(n+1)))
		}
		w.must(tx.AddAuditSeals(ctx, seals, waiting))
		chain.HeadNumber, chain.HeadDigest, chain.MAC = 3, "d3", "m3"
		return tx.MoveAuditChain(ctx, chain)
	}))
	read(t, "moved", chain)(db.AuditChain(ctx))
	read(t, "the ends", store.AuditEnds{Head: 3, Greatest: 3, Waiting: 2, Since: events[3].At})(db.AuditEnds(ctx))
	wants(t, "a number again", db.AddAuditSeals(ctx, []store.AuditSeal{sealOf(events[4], 3)}, nil), store.ErrConflict)
	wants(t, "an event again", db.AddAuditSeals(ctx, []store.AuditSeal{sealOf(events[0], 4)}, nil), store.ErrConflict)
	w.sealedEvents(events)
	w.sealsTooOld(events)
	w.places(events)
}

// changes writes so many, a minute after each other, the first of acme.
func (w *world) changes(many int) (events []store.AuditEvent) {
	w.t.Helper()
	for n := range many {
		o := []place{w.acme, w.globex}[n%2]
		e := AuditEvent(o.ID, store.ActorOperator, "user.changed", o.ana.ID, noon().Add(time.Duration(n)*time.Minute))
		e.ActorName, e.SubjectName = "Ana", "Ben"
		events = append(events, e)
	}
	w.must(w.db.AddAuditEvents(w.t.Context(), events))
	return events
}

func sealOf(e store.AuditEvent, number int64) store.AuditSeal {
	return store.AuditSeal{Number: number, EventID: e.ID, OrganizationID: e.OrganizationID, At: e.At, Content: "c", SealedAt: store.At(noon()), Digest: "d"}
}

func (w *world) sealedEvents(events []store.AuditEvent) {
	w.t.Helper()
	ctx, t := w.t.Context(), w.t
	want := []store.SealedEvent{
		{AuditSeal: sealOf(events[1], 2), Organization: w.globex.Code, AuditDays: 180, Event: events[1]},
		{AuditSeal: sealOf(events[2], 3), Organization: w.acme.Code, AuditDays: 180, Event: events[2]},
	}
	read(t, "after the first", want)(w.db.SealedEvents(ctx, 1, 9, 9))
	read(t, "up to one", want[:1])(w.db.SealedEvents(ctx, 1, 2, 9))
	read(t, "at most one", want[:1])(w.db.SealedEvents(ctx, 1, 9, 1))
}

// sealsTooOld are taken by the days of their organization, of which there are 180 at least.
func (w *world) sealsTooOld(events []store.AuditEvent) {
	w.t.Helper()
	ctx, t := w.t.Context(), w.t
	days := func(n int) time.Time { return events[2].At.Add(time.Duration(n)*24*time.Hour + time.Second) }
	globex := w.globex.Organization
	globex.AuditDays = 7
	w.must(w.db.UpdateOrganization(ctx, globex))
	read(t, "before 180 days", []store.AuditSeal(nil))(w.db.AuditSealsTooOld(ctx, days(179), 9))
	old, err := w.db.AuditSealsTooOld(ctx, days(180), 9)
	w.must(err)
	same(t, "after them", len(old), 3)
	read(t, "at most one", 1)(func() (int, error) {
		few, err := w.db.AuditSealsTooOld(ctx, days(180), 1)
		return len(few), err
	}())
	first := sealOf(events[0], 1)
	first.Gone = "g"
	w.must(w.db.MarkAuditSealsGone(ctx, []store.AuditSeal{first}))
	left, err := w.db.AuditSealsTooOld(ctx, days(180), 9)
	w.must(err)
	same(t, "those that are not marked", len(left), 2)
	read(t, "its event is gone", []store.SealedEvent{{AuditSeal: first, Organization: w.acme.Code, AuditDays: 180}})(w.db.SealedEvents(ctx, 0, 1, 9))
	w.must(w.db.DropAuditSeals(ctx, 1))
	read(t, "and its link", []store.SealedEvent(nil))(w.db.SealedEvents(ctx, 0, 1, 9))
}

// places says of each event whether somebody seals it: the one with a seal, the one that waits.
func (w *world) places(events []store.AuditEvent) {
	w.t.Helper()
	ctx, loose := w.t.Context(), map[string]bool{}
	for after := ""; ; {
		list, err := w.db.AuditPlaces(ctx, after, 1)
		w.must(err)
		if len(list) == 0 {
			break
		}
		after, loose[list[0].ID] = list[0].ID, list[0].Loose
	}
	same(w.t, "all are sealed or wait", loose, map[string]bool{events[1].ID: false, events[2].ID: false, events[3].ID: false, events[4].ID: false})
	w.must(w.db.DropAuditSeals(ctx, 2))
	list, err := w.db.AuditPlaces(ctx, "", 9)
	w.must(err)
	for _, p := range list {
		same(w.t, "the seal of one is gone", p.Loose, p.ID == events[1].ID)
	}
}
