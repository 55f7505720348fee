package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// restored: what a backup would let live again is void, and only that.
func restored(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	later := noon().Add(time.Hour)
	link := w.pending(p)
	w.must(w.db.AddPendingLink(ctx, link))
	w.must(w.db.AddBypassLink(ctx, store.BypassLink{TokenHash: "b", OrganizationID: p.ID, UserID: p.ana.ID, ExpiresAt: store.At(later)}))
	w.must(w.db.ReplacePasswordReset(ctx, store.PasswordReset{TokenHash: "r", OrganizationID: p.ID, UserID: p.ana.ID, ExpiresAt: store.At(later)}))
	for _, kind := range []string{"password_reset", "account_linked"} {
		w.must(w.db.AddMail(ctx, store.Mail{
			ID: secret.NewID(), OrganizationID: p.ID, Kind: kind, UserID: &p.ana.ID, Detail: "{}", State: store.MailWaiting, CreatedAt: store.At(noon()), DueAt: store.At(noon()), ExpiresAt: store.At(later),
		}))
	}
	w.must(w.db.AnnounceReplica(ctx, store.Replica{ID: "of the backup", SeenAt: store.At(noon())}))
	s := w.begin(w.session(p, p.ana))
	none, err := w.db.NotBefore(ctx)
	w.must(err)
	was, err := w.db.Restored(ctx, noon().Add(time.Minute), "password_reset")
	w.must(err)
	if !none.IsZero() || was.Sessions != 1 || !was.Newest.Equal(noon()) || w.ended(s) != store.SessionRestored {
		t.Errorf("restored %+v, ended by %q", was, w.ended(s))
	}
	absent[store.PendingLink](t, "a link page")(w.db.PendingLinkByID(ctx, link.IDHash))
	absent[store.BypassLink](t, "a bypass link")(w.db.TakeBypassLink(ctx, p.ID, "b", noon()))
	absent[store.PasswordReset](t, "a reset link")(w.db.TakePasswordReset(ctx, p.ID, "r", noon()))
	read(t, "processes of the backup", []store.Replica(nil))(w.db.Replicas(ctx, noon()))
	due, err := w.db.TakeMails(ctx, noon(), later, 10)
	w.must(err)
	if len(due) != 1 || due[0].Kind != "account_linked" {
		t.Errorf("%d mails are left", len(due))
	}
	at, err := w.db.NotBefore(ctx)
	if err != nil || !at.Equal(noon().Add(time.Minute)) {
		t.Errorf("not before %v, %v", at, err)
	}
}

// applied: what a file said is remembered by organization and thing.
func applied(t *testing.T, w *world) {
	ctx := t.Context()
	w.must(w.db.SetApplied(ctx, w.acme.ID, nil))
	w.must(w.db.SetApplied(ctx, w.acme.ID, map[string]store.Said{"a": {"name": "A", "role": "agent"}, "b": {"name": "B"}}))
	w.must(w.db.SetApplied(ctx, w.acme.ID, map[string]store.Said{"b": {"name": "B 2"}}))
	all, err := w.db.AppliedIn(ctx, w.acme.ID)
	if err != nil || len(all) != 2 || all["a"]["role"] != "agent" || all["b"]["name"] != "B 2" {
		t.Errorf("acme: %v, %v", all, err)
	}
	if all, err := w.db.AppliedIn(ctx, w.globex.ID); err != nil || len(all) != 0 {
		t.Errorf("globex: %v, %v", all, err)
	}
	wants(t, "a dry run", w.db.DryRun(ctx, func(rows store.Rows) error {
		return rows.AddOrganization(ctx, store.NewOrganization("dry-run", "Dry run", noon()))
	}), nil)
	absent[store.Organization](t, "what a dry run made")(w.db.OrganizationByCode(ctx, "dry-run"))
}
