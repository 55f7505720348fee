package people_test

import (
	"fmt"
	"strings"
	"testing"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/store"
)

// ambiguous are addresses of which programs make different things: no provider's account
// would ever have them.
func ambiguous() []string {
	return []string{
		"a@acme.example.", "a@[127.0.0.1]", "a@[IPv6:::1]", "a@acme..example", "a@.acme.example", "a@-acme.example", "a@acme-.example", "a@acme_x.example",
		`"a"@acme.example`, "a(b)@acme.example", "a@acme.example(b)", "<a@acme.example>", "a,b@acme.example", "a;b@acme.example", "mailto:a@acme.example",
		`a\@acme.example`, "a@acme.example:25", "a@acme.example/x", "a@acme.example?x", "a[b]@acme.example", strings.Repeat("a", 65) + "@acme.example",
	}
}

// Whoever is added or gets another address gets one that has one reading, whichever way it
// comes; an address that somebody has had since before is kept.
func TestANewAddressHasOneReading(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx := t.Context()
		for _, address := range ambiguous() {
			_, err := r.People.Create(ctx, r.By(r.Sofia), people.NewUser{Email: address, Name: "A", Role: store.Agent})
			r.Refused("added "+address, err, fault.ValidationFailed, "/email format")
			_, err = r.Change(r.Maya, people.Change{Email: &address})
			r.Refused("changed to "+address, err, fault.ValidationFailed, "/email format")
			w := people.Wanted{ExternalID: "crm-1", Email: address, Name: "A", Role: store.Agent}
			_, _, err = r.People.Keep(ctx, r.By(r.Sofia), w, people.Condition{})
			r.Refused("kept "+address, err, fault.ValidationFailed, "/email format")
			outcomes, err := r.People.Batch(ctx, r.By(r.Sofia), []people.Operation{{Do: people.Upsert, Wanted: w}})
			r.Must(err)
			r.Refused("in a batch "+address, outcomes[0].Refused, fault.ValidationFailed, "/email format")
		}
		rows := ambiguous()
		file := "email\tname\n" + strings.Join(rows, "\tA\n") + "\tA\n"
		_, report := r.imports(people.Import{}, strings.ReplaceAll(file, `"a"@acme.example`, `"""a""@acme.example"`))
		for i, line := range withoutIDs(report) {
			if want := fmt.Sprintf("%d,wrong,validation_failed,email,format", i+2); line != want {
				t.Errorf("%s: %s, want %s", rows[i], line, want)
			}
		}

		old := r.User(r.Acme, "old", store.Agent, false)
		old.Email, old.ExternalID = "Old@[127.0.0.1]", new("crm-old")
		old.EmailLower = email.Fold(old.Email)
		r.Must(r.DB.ChangeUser(ctx, old))
		kept, err := r.Change(r.Person(old).User, people.Change{Name: new("Older"), Email: new("old@[127.0.0.1]")})
		r.Must(err)
		r.Same("the same address, otherwise written", []string{kept.Name, kept.Email}, []string{"Older", "old@[127.0.0.1]"})
		w := people.Wanted{ExternalID: "crm-old", Email: "Old@[127.0.0.1]", Name: "Oldest", Role: store.Agent}
		_, made, err := r.People.Keep(ctx, r.By(r.Sofia), w, people.Condition{})
		r.Must(err)
		r.Same("kept", made, false)
		i, _ := r.imports(people.Import{}, "email,name\nold@[127.0.0.1],Oldest again\n")
		r.Same("imported", came(i), "finished: 1 of 1, 0 added, 1 changed, 0 same, 0 wrong")
	})
}
