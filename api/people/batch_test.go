package people_test

import (
	"context"
	"fmt"
	"testing"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/store"
)

func upsert(externalID, name string) people.Operation {
	return people.Operation{Do: people.Upsert, Wanted: wanted(externalID, name)}
}

func only(do people.Doing, externalID string) people.Operation {
	return people.Operation{Do: do, Wanted: people.Wanted{ExternalID: externalID}}
}

// said is how operations ended: "added", "done", or the code of the refusal.
func said(outcomes []people.Outcome) []string {
	list := make([]string, len(outcomes))
	for i, o := range outcomes {
		switch {
		case o.Refused != nil:
			list[i] = string(o.Refused.Code)
		case o.Made:
			list[i] = "added"
		default:
			list[i] = "done"
		}
	}
	return list
}

// Section 2: each operation of a batch ends as if it were alone; a refused one changes
// nothing and stops no other, the last super admin stays.
func TestBatch(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.Events()
		for u, id := range map[string]string{r.Sofia.ID: "boss", r.Maya.ID: "maya"} {
			read, err := r.DB.UserByID(ctx, r.Acme.ID, u)
			r.Must(err)
			read.ExternalID = &id
			r.Must(r.DB.UpdateUser(ctx, read))
		}
		demoted := upsert("boss", "sofia")
		nameless := upsert("crm-3", "three")
		nameless.Name = ""
		more := only(people.Deactivate, "maya")
		more.Email = "other@acme.example"
		session := r.Session(r.Maya, nil)
		outcomes, err := r.People.Batch(ctx, r.By(r.Sofia), []people.Operation{
			upsert("crm-1", "one"), upsert("crm-1", "one"), upsert("crm-1", "uno"), only(people.Deactivate, "crm-1"),
			only(people.Reactivate, "crm-1"), upsert("crm-2", "uno"), upsert("crm-2", "one"), only(people.Deactivate, "nobody"),
			only(people.Deactivate, "boss"), demoted, nameless, more, only(people.Deactivate, "maya"), upsert(" crm-4 ", "four"), only(people.Deactivate, "crm-4"),
			upsert(" maya ", "maya"), only(people.Deactivate, " crm-4"),
		})
		r.Must(err)
		r.Same("ended", said(outcomes), []string{
			"added", "done", "done", "done", "done", "email_taken", "added", "not_found",
			"last_super_admin", "last_super_admin", "validation_failed", "validation_failed", "done", "added", "done",
			"done", "done",
		})
		r.Refused("without a name", outcomes[10].Refused, fault.ValidationFailed, "/name required")
		r.Refused("with what it does not do", outcomes[11].Refused, fault.ValidationFailed, "/email unknown")
		one, err := r.People.UserByExternalID(ctx, r.Acme.ID, "crm-1")
		r.Must(err)
		r.Same("the first one", []any{one.ID, one.Email, one.Active, one.Revision}, []any{outcomes[0].ID, "uno@acme.example", true, int64(4)})
		r.Same("the boss", []any{r.Person(r.Sofia).Active, r.Person(r.Sofia).Role}, []any{true, store.SuperAdmin})
		r.Same("who was deactivated is signed out", r.Ended(session), "user_deactivated")
		r.Same("events", written(), []string{
			"user.changed", "user.changed", "user.changed", "user.changed", "user.changed", "user.created", "user.created", "user.created",
		})
	})
}

// What is no refusal undoes all of it: nothing is half done. A machine does what it may.
func TestBatchIsDoneOrNot(t *testing.T) {
	onBoth(t, func(r *rig) {
		many := make([]people.Operation, 250)
		for i := range many {
			many[i] = upsert(fmt.Sprint("crm-", i), fmt.Sprint("many", i))
		}
		broken, stop := context.WithCancel(t.Context())
		by := r.By(r.Sofia)
		by.Recent = func(context.Context, store.Rows) error { stop(); return nil }
		boss := upsert("boss", "boss2")
		boss.Role = store.SuperAdmin
		_, err := r.People.Batch(broken, by, append([]people.Operation{many[0], boss}, many[1:]...))
		if err == nil {
			t.Fatal("a batch that was cancelled is done")
		}
		_, err = r.People.UserByExternalID(t.Context(), r.Acme.ID, "crm-0")
		r.Refused("half of it", err, fault.NotFound)

		machine := change.Actor{OrganizationID: r.Acme.ID, ID: "svc_1", Service: true, Recent: func(context.Context, store.Rows) error {
			return fault.Because(fault.PersonRequired, "not_recent")
		}}
		outcomes, err := r.People.Batch(t.Context(), machine, append(many, boss, only(people.Deactivate, "crm-7"), only(people.Reactivate, "crm-7")))
		r.Must(err)
		r.Same("ended", said(outcomes)[248:], []string{"added", "added", "person_required", "done", "person_required"})
		again, err := r.People.Batch(t.Context(), machine, many)
		r.Must(err)
		r.Same("again", []any{again[249].ID == outcomes[249].ID, said(again)[249]}, []any{true, "done"})
	})
}
