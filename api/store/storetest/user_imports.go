package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// userImport is an import that is received.
func (w *world) userImport(p place) store.UserImport {
	return store.UserImport{
		ID: "imp_" + secret.NewID(), OrganizationID: p.ID, State: store.ImportReceiving, FileName: "people.csv", UnknownColumns: store.Strings{},
		FirstWrong: "[]", CreatedBy: p.ana.ID, CreatedAt: store.At(noon()),
	}
}

// Imports: what is written with a mark is written once, whoever comes late or is cancelled.
func userImports(t *testing.T, w *world) {
	ctx, now := t.Context(), noon()
	i := w.userImport(w.acme)
	w.must(w.db.AddUserImport(ctx, i))
	t.Run("one that is received is nobody's yet", func(t *testing.T) {
		_, err := w.db.UserImport(ctx, w.acme.ID, i.ID)
		wants(t, "read", err, store.ErrNotFound)
		open, err := w.db.CountOpenImports(ctx, w.acme.ID)
		w.must(err)
		same(t, "but counts", open, int64(1))
	})
	for _, number := range []int64{3, 10_000, 0} {
		w.must(w.db.AddImportChunk(ctx, i.ID, store.ImportChunk{Number: number, Rows: "[]"}))
	}
	wants(t, "a chunk twice", w.db.AddImportChunk(ctx, i.ID, store.ImportChunk{Number: 3, Rows: "[]"}), store.ErrConflict)
	i.Total, i.UnknownColumns = 7, store.Strings{"Phone"}
	w.must(w.db.ImportReceived(ctx, i, now))
	wants(t, "received twice", w.db.ImportReceived(ctx, i, now), store.ErrNotFound)
	w.must(w.db.DropImport(ctx, w.userImport(w.acme).ID))
	chunks, err := w.db.ImportChunks(ctx, i.ID, 1, 10_000, 10)
	w.must(err)
	same(t, "chunks", chunks, []store.ImportChunk{{Number: 3, Rows: "[]"}})

	taken, err := w.db.TakeImports(ctx, now, now.Add(time.Minute), 1)
	w.must(err)
	same(t, "taken", []any{len(taken), taken[0].ID, taken[0].Tries, taken[0].Total}, []any{1, i.ID, int64(1), int64(7)})
	first := taken[0]
	is := first
	is.State, is.Done, is.Next, is.Added, is.StartedAt, is.DueAt = store.ImportRunning, 3, 1, 3, store.At(now), store.At(now.Add(time.Minute))
	t.Run("of many who did the same chunk one has done it", func(t *testing.T) {
		oneWinner(t, "advance", store.ErrNotFound, func(int) error { return w.db.AdvanceImport(ctx, first, is) })
	})
	again, err := w.db.TakeImports(ctx, now.Add(time.Minute), now.Add(2*time.Minute), 1)
	w.must(err)
	same(t, "taken over", []any{again[0].Next, again[0].Added, again[0].Tries}, []any{int64(1), int64(3), int64(2)})
	late := is
	late.Done, late.Next = 6, 2
	wants(t, "who comes late", w.db.AdvanceImport(ctx, is, late), store.ErrNotFound)
	w.must(w.db.GiveImportBack(ctx, is, now)) // not its own any more
	w.must(w.db.RetryImport(ctx, is, now))
	none, err := w.db.TakeImports(ctx, now.Add(time.Minute), now.Add(2*time.Minute), 1)
	w.must(err)
	same(t, "the lease holds", len(none), 0)
	w.must(w.db.GiveImportBack(ctx, again[0], now))
	given, err := w.db.TakeImports(ctx, now, now.Add(time.Minute), 1)
	w.must(err)
	same(t, "given back is no try", []any{len(given), given[0].Tries}, []any{1, int64(2)})

	_, err = w.db.CancelImport(ctx, w.globex.ID, i.ID, now)
	wants(t, "cancelled by another organization", err, store.ErrNotFound)
	over, err := w.db.CancelImport(ctx, w.acme.ID, i.ID, now)
	w.must(err)
	same(t, "cancelled", []any{over.State, over.Added, over.FinishedAt}, []any{store.ImportCancelled, int64(3), store.At(now)})
	wants(t, "after that", w.db.AdvanceImport(ctx, given[0], late), store.ErrNotFound)
	_, err = w.db.CancelImport(ctx, w.acme.ID, i.ID, now)
	wants(t, "cancelled twice", err, store.ErrNotFound)
	left, err := w.db.ImportChunks(ctx, i.ID, 0, 1<<40, 10)
	w.must(err)
	same(t, "its file", len(left), 0)
	keptImport(t, w, i)
}

// keptImport: what came of an import is kept for a month, and what never began an hour.
func keptImport(t *testing.T, w *world, i store.UserImport) {
	t.Helper()
	ctx, now := t.Context(), noon()
	w.must(w.db.AddImportReport(ctx, i.ID, 10_000, "b"))
	w.must(w.db.AddImportReport(ctx, i.ID, 3, "a"))
	wants(t, "a report twice", w.db.AddImportReport(ctx, i.ID, 3, "a"), store.ErrConflict)
	number, lines, err := w.db.ImportReport(ctx, i.ID, 3)
	w.must(err)
	same(t, "the report goes on", []any{number, lines}, []any{int64(10_000), "b"})
	_, _, err = w.db.ImportReport(ctx, i.ID, 10_000)
	wants(t, "to its end", err, store.ErrNotFound)
	gone := w.userImport(w.acme)
	w.must(w.db.AddUserImport(ctx, gone))
	w.must(w.db.AddImportChunk(ctx, gone.ID, store.ImportChunk{Rows: "[]"}))
	w.must(w.db.Prune(ctx, now.Add(time.Hour)))
	open, err := w.db.CountOpenImports(ctx, w.acme.ID)
	w.must(err)
	same(t, "whose sender went away", open, int64(0))
	line, err := w.db.UserImport(ctx, w.acme.ID, i.ID)
	w.must(err)
	same(t, "shown", []any{line.CreatedByName, line.UnknownColumns}, []any{w.acme.ana.Name, store.Strings{"Phone"}})
	list, err := w.db.UserImports(ctx, w.acme.ID, 5)
	w.must(err)
	same(t, "listed", len(list), 1)
	w.must(w.db.Prune(ctx, now.Add(store.ImportsKept)))
	list, err = w.db.UserImports(ctx, w.acme.ID, 5)
	w.must(err)
	same(t, "after a month", len(list), 0)
}

// Many users are written as one is.
func manyUsers(t *testing.T, w *world) {
	ctx, now := t.Context(), noon()
	p := w.newPlace("many")
	var users []store.User
	for _, name := range []string{"a", "b", "c"} {
		u := store.NewUser(p.ID, name+"@many.example", name, store.Agent, now)
		u.ExternalID = new("crm-" + name)
		users = append(users, u)
	}
	w.must(w.db.AddUsers(ctx, users))
	wants(t, "again", w.db.AddUsers(ctx, users), store.ErrConflict)
	w.must(w.db.ProveEmail(ctx, p.ID, users[0].ID, users[0].Email))
	w.must(w.db.UpgradePasswordHash(ctx, users[0], "hash"))
	session := w.begin(w.session(p, users[1]))
	stays := w.begin(w.session(p, users[2]))
	users[0].Email, users[0].EmailLower = "d@many.example", "d@many.example"
	users[1].Email, users[1].EmailLower, users[1].Active = "a@many.example", "a@many.example", false
	w.must(w.db.InTx(ctx, func(rows store.Rows) error {
		if err := rows.ChangeUsers(ctx, users[:2]); err != nil {
			return err
		}
		if err := rows.ForgetUnfinishedOf(ctx, p.ID, []string{users[0].ID, users[1].ID}, []string{"a@many.example"}); err != nil {
			return err
		}
		if err := rows.TellRolesChanged(ctx, p.ID, []string{users[2].ID}, now); err != nil {
			return err
		}
		return rows.EndSessionsOfUsers(ctx, p.ID, []string{users[1].ID}, "user_deactivated", now)
	}))
	found, err := w.db.UsersByEmails(ctx, p.ID, []string{"a@many.example", "c@many.example", "nobody@many.example"})
	w.must(err)
	got := map[string]int64{}
	for _, u := range found {
		got[u.ID] = u.Revision
	}
	same(t, "who has the addresses", got, map[string]int64{users[1].ID: 2, users[2].ID: 1})
	same(t, "who is signed out", []string{w.ended(session), w.ended(stays)}, []string{"user_deactivated", ""})
	may, err := w.db.MayFinish(ctx, p.ID, users[0].ID, 0)
	w.must(err)
	same(t, "what was begun", may, false)
	active, err := w.db.CountActiveUsers(ctx, p.ID)
	w.must(err)
	same(t, "active", active, int64(3)) // Ana too
	page, err := w.db.ActiveUsersAfter(ctx, p.ID, "", 10)
	w.must(err)
	next, err := w.db.ActiveUsersAfter(ctx, p.ID, page[0].ID, 10)
	w.must(err)
	same(t, "in pages", len(next), len(page)-1)
	roles, err := w.db.RoleRowsOf(ctx, p.ID)
	w.must(err)
	same(t, "roles", len(roles), 2)
	event := store.AuditEvent{ID: "aud_" + secret.NewID(), OrganizationID: p.ID, At: store.At(now), Actor: p.ana.ID, Action: "user.created", Subject: users[0].ID, Detail: "{}", ActorName: "Ana", SubjectName: "a"}
	other := event
	other.ID = "aud_" + secret.NewID()
	w.must(w.db.AddAuditEvents(ctx, []store.AuditEvent{event, other}))
	log, err := w.db.AuditEvents(ctx, p.ID, 10)
	w.must(err)
	same(t, "events", len(log), 2)
}
