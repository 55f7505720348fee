package storetest

import (
	"strings"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func (w *world) webhook(p place, types ...string) store.Webhook {
	w.t.Helper()
	is := store.Webhook{
		ID: "wh_" + secret.NewID(), OrganizationID: p.ID, URL: "https://crm.example/hook", Types: types, State: store.WebhookOn, SecretSealed: "k1.sealed",
		Revision: 1, CreatedBy: p.ana.ID, CreatedAt: store.At(noon()), ChangedBy: store.ActorOperator, ChangedAt: store.At(noon()),
	}
	w.must(w.db.AddWebhook(w.t.Context(), is))
	return is
}

// due are the types of what is due for a webhook.
func (w *world) due(is store.Webhook, at time.Time) string {
	w.t.Helper()
	list, err := w.db.DueDeliveries(w.t.Context(), is.ID, at, 99)
	w.must(err)
	var types []string
	for _, d := range list {
		types = append(types, d.Type+d.Data)
	}
	return strings.Join(types, " ")
}

func (w *world) takeHooks(at time.Time) (list []store.Webhook) {
	w.t.Helper()
	list, err := w.db.TakeWebhooks(w.t.Context(), at, at.Add(time.Minute), 9)
	w.must(err)
	return list
}

func webhooks(t *testing.T, w *world) {
	ctx, now := t.Context(), noon()
	all, some, theirs := w.webhook(w.acme), w.webhook(w.acme, "a", "c"), w.webhook(w.globex)
	t.Run("read", func(t *testing.T) {
		some := some
		some.Types = store.Strings{"a", "c"}
		read(t, "one", some)(w.db.WebhookByID(ctx, w.acme.ID, some.ID))
		absent[store.Webhook](t, "of another organization")(w.db.WebhookByID(ctx, w.globex.ID, some.ID))
		list, err := w.db.WebhooksOf(ctx, w.acme.ID, some.ID)
		w.must(err)
		same(t, "line", list, []store.WebhookLine{{Webhook: some, CreatedByName: w.acme.ana.Name, ChangedByName: store.ActorName(store.ActorOperator, "")}})
	})
	t.Run("an event comes to the webhooks that want it, and to no other", func(t *testing.T) {
		same(t, "nothing waits", len(w.takeHooks(now)), 0)
		w.must(w.tell(w.outgoing("a", "1"), w.outgoing("b", "2")))
		same(t, "all", w.due(all, now), "a1 b2")
		same(t, "some", w.due(some, now), "a1")
		same(t, "theirs", w.due(theirs, now), "")
	})
	t.Run("who takes one is alone, and what comes meanwhile is not overlooked", func(t *testing.T) {
		taken := w.takeHooks(now)
		same(t, "taken", len(taken), 2)
		same(t, "by nobody else", len(w.takeHooks(now)), 0)
		w.must(w.tell(w.outgoing("c", "3")))
		same(t, "not by an event", len(w.takeHooks(now)), 0)
		for _, is := range taken {
			for _, d := range w.dueOf(is, now) {
				d.State, d.DueAt, d.Tries = store.DeliveryDelivered, store.Time{}, 1
				d.Attempts = store.Attempts{{At: now, Status: 204, Micros: 7}}
				w.must(w.db.RecordDelivery(ctx, d, 0))
				w.must(w.db.RecordDelivery(ctx, d, 0)) // again: it is done
			}
		}
		w.must(w.tell(w.outgoing("c", "4")))
		for _, is := range taken {
			w.must(w.db.PutDownWebhook(ctx, is, store.Time{}, now))
		}
		same(t, "due again", len(w.takeHooks(now)), 2)
		same(t, "what came", w.due(all, now), "c4")
	})
	t.Run("a lease that runs out is anybody's, and who comes late changes nothing", func(t *testing.T) {
		late := w.takeHooks(now.Add(time.Minute))
		same(t, "taken over", len(late), 2)
		again := w.takeHooks(now.Add(2 * time.Minute))
		w.must(w.db.PutDownWebhook(ctx, late[0], store.Time{}, now))
		same(t, "still theirs", len(w.takeHooks(now.Add(2*time.Minute))), 0)
		pause := store.At(now.Add(hours(1)))
		for _, is := range again {
			w.must(w.db.PutDownWebhook(ctx, is, pause, now))
		}
		w.must(w.tell(w.outgoing("c", "5")))
		same(t, "paused", len(w.takeHooks(now.Add(hours(1)-time.Second))), 0)
		waiting, err := w.db.Deliveries(ctx, w.acme.ID, all.ID, store.DeliveryWaiting, store.Cursor{}, 99)
		w.must(err)
		for _, d := range waiting {
			same(t, "the next try is not within the pause", d.DueAt, pause)
		}
		same(t, "waiting", len(waiting), 2)
		same(t, "not paused any more", len(w.takeHooks(now.Add(hours(1)))), 2)
	})
	t.Run("the log, and sending again", func(t *testing.T) {
		log := func(state string) []store.Delivery {
			t.Helper()
			list, err := w.db.Deliveries(ctx, w.acme.ID, all.ID, state, store.Cursor{}, 99)
			w.must(err)
			return list
		}
		done := log(store.DeliveryDelivered)
		same(t, "delivered", len(done), 3)
		same(t, "attempts", done[0].Attempts, store.Attempts{{At: now, Status: 204, Micros: 7}})
		elsewhere, err := w.db.Deliveries(ctx, w.globex.ID, all.ID, "", store.Cursor{}, 99)
		w.must(err)
		same(t, "of another organization", len(elsewhere), 0)
		d := w.dueOf(all, now)[0]
		d.State, d.DueAt, d.Tries = store.DeliveryFailed, store.Time{}, 10
		w.must(w.db.RecordDelivery(ctx, d, 0))
		read(t, "too late a time", int64(0))(w.db.Redeliver(ctx, all.ID, "", now.Add(time.Second), now))
		read(t, "all that failed", int64(1))(w.db.Redeliver(ctx, all.ID, "", now, now))
		read(t, "it waits already", int64(0))(w.db.Redeliver(ctx, all.ID, d.ID, time.Time{}, now))
		read(t, "one that arrived", int64(1))(w.db.Redeliver(ctx, all.ID, done[0].ID, time.Time{}, now))
		d.State, d.DueAt, d.Tries = store.DeliveryWaiting, store.At(now.Add(hours(10))), 6
		w.must(w.db.RecordDelivery(ctx, d, 0))
		read(t, "not one by a time", int64(0))(w.db.Redeliver(ctx, all.ID, "", now, now))
		read(t, "one before its next try", int64(1))(w.db.Redeliver(ctx, all.ID, d.ID, time.Time{}, now))
		read(t, "that is due already", int64(0))(w.db.Redeliver(ctx, all.ID, d.ID, time.Time{}, now))
		for _, is := range w.dueOf(all, now) {
			if is.ID == d.ID {
				same(t, "it was tried as often as before", is.Tries, int64(6))
				w.must(w.db.RecordDelivery(ctx, is, 6))
			}
		}
		line, err := w.db.WebhooksOf(ctx, w.acme.ID, all.ID)
		w.must(err)
		same(t, "waiting", []int64{line[0].Waiting, line[0].Failed}, []int64{3, 0})
	})
	t.Run("how it does", func(t *testing.T) {
		read(t, "the first failure", store.At(now))(w.db.NoteWebhook(ctx, some, false, now))
		read(t, "the next", store.At(now))(w.db.NoteWebhook(ctx, some, false, now.Add(time.Hour)))
		read(t, "arrived", store.Time{})(w.db.NoteWebhook(ctx, some, true, now))
		read(t, "off", true)(w.db.TurnOffWebhook(ctx, some, store.WebhookGone, now))
		read(t, "off already", false)(w.db.TurnOffWebhook(ctx, some, store.WebhookFailing, now))
		is, err := w.db.WebhookByID(ctx, w.acme.ID, some.ID)
		w.must(err)
		same(t, "off", []any{is.State, is.OffReason, is.Revision, is.SucceededAt}, []any{store.WebhookOff, store.WebhookGone, int64(2), store.At(now)})
		before := w.due(some, now)
		w.must(w.tell(w.outgoing("a", "6")))
		same(t, "nothing comes", w.due(some, now), before)
		is.State, is.OffReason, is.ChangedAt = store.WebhookOn, "", store.At(now.Add(hours(9)))
		w.must(w.db.UpdateWebhook(ctx, is))
		same(t, "on again with what waited", len(w.takeHooks(now.Add(hours(9)))), 2)
		wants(t, "of another organization", w.db.UpdateWebhook(ctx, store.Webhook{ID: is.ID, OrganizationID: w.globex.ID}), store.ErrNotFound)
	})
	t.Run("what became of the address before is nothing to another one", func(t *testing.T) {
		late := hours(20)
		was, err := w.db.WebhookByID(ctx, w.acme.ID, some.ID)
		w.must(err)
		read(t, "it fails", store.At(now))(w.db.NoteWebhook(ctx, was, false, now))
		w.must(w.db.PutDownWebhook(ctx, was, store.At(now.Add(2*late)), now))
		is := was
		is.URL, is.ChangedAt = "https://another.example/hook", store.At(now.Add(late))
		w.must(w.db.UpdateWebhook(ctx, is))
		absent[store.Time](t, "of the address before")(w.db.NoteWebhook(ctx, was, false, now))
		read(t, "it is gone", false)(w.db.TurnOffWebhook(ctx, was, store.WebhookGone, now))
		is, err = w.db.WebhookByID(ctx, w.acme.ID, some.ID)
		w.must(err)
		same(t, "now", []any{is.State, is.FailingSince, is.PausedUntil, is.DueAt}, []any{store.WebhookOn, store.Time{}, store.Time{}, store.At(now.Add(late))})
	})
	t.Run("of an organization that is off nothing is sent until it is on", func(t *testing.T) {
		o, err := w.db.OrganizationByID(ctx, w.globex.ID)
		w.must(err)
		turn := func(on bool) {
			o.Active = on
			w.must(w.db.UpdateOrganization(ctx, o))
			o, err = w.db.OrganizationByID(ctx, o.ID)
			w.must(err)
		}
		told := w.outgoing("a", "7")
		told.OrganizationID = w.globex.ID
		w.must(w.tell(told))
		turn(false)
		for _, is := range w.takeHooks(now.Add(hours(99))) {
			if is.ID == theirs.ID {
				t.Error("it is sent")
			}
		}
		absent[store.Time](t, "what was under way")(w.db.NoteWebhook(ctx, theirs, true, now))
		turn(true)
		same(t, "then", []any{len(w.takeHooks(now.Add(hours(99)))), w.due(theirs, now)}, []any{1, "a7"})
	})
	t.Run("deleted with its log", func(t *testing.T) {
		wants(t, "of another organization", w.db.DeleteWebhook(ctx, w.globex.ID, all.ID), store.ErrNotFound)
		if len(w.dueOf(all, now)) == 0 {
			t.Error("its log is gone")
		}
		w.must(w.db.DeleteWebhook(ctx, w.acme.ID, all.ID))
		same(t, "its log", len(w.dueOf(all, now)), 0)
	})
}

func (w *world) dueOf(is store.Webhook, at time.Time) []store.Delivery {
	w.t.Helper()
	list, err := w.db.DueDeliveries(w.t.Context(), is.ID, at, 99)
	w.must(err)
	return list
}

// wokenWebhooks: whatever is told while a webhook is put down is found, by that or by the next.
func wokenWebhooks(t *testing.T, w *world) {
	ctx, now, is := t.Context(), noon(), w.webhook(w.acme)
	for range 25 {
		w.must(w.tell(w.outgoing("a", "")))
		taken := w.takeHooks(now)
		if len(taken) != 1 {
			t.Fatal("what was told is not found")
		}
		for _, d := range w.dueOf(is, now) {
			d.State, d.DueAt = store.DeliveryDelivered, store.Time{}
			w.must(w.db.RecordDelivery(ctx, d, 0))
		}
		for _, err := range together(2, func(n int) error {
			if n == 0 {
				return w.tell(w.outgoing("b", ""))
			}
			return w.db.PutDownWebhook(ctx, taken[0], store.Time{}, now)
		}) {
			w.must(err)
		}
		again := w.takeHooks(now)
		if len(again) != 1 || len(w.dueOf(is, now)) != 1 {
			t.Fatalf("what came meanwhile was overlooked: %d taken", len(again))
		}
		for _, d := range w.dueOf(is, now) {
			d.State, d.DueAt = store.DeliveryDelivered, store.Time{}
			w.must(w.db.RecordDelivery(ctx, d, 0))
		}
		w.must(w.db.PutDownWebhook(ctx, again[0], store.Time{}, now))
	}
	w.must(w.db.Prune(ctx, now.Add(store.DeliveriesKept+time.Second)))
	list, err := w.db.Deliveries(ctx, w.acme.ID, is.ID, "", store.Cursor{}, 9)
	w.must(err)
	same(t, "what is older than 30 days", len(list), 0)
}
