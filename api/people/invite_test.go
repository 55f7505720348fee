package people_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/store"
)

// invited lists who has a mail that invites them, and when it is due.
func (r *rig) invited() (to []string, wait []time.Duration) {
	r.T.Helper()
	mails, err := r.DB.MailsOf(r.T.Context(), r.Acme.ID, "")
	r.Must(err)
	for _, m := range mails {
		if m.Kind == "invitation" {
			to, wait = append(to, m.Recipient), append(wait, m.DueAt.Sub(r.Clock.Now()))
		}
	}
	slices.Sort(to)
	slices.Sort(wait)
	return to, wait
}

// invitation is how a user's invitation stands.
func (r *rig) invitation(u store.User) string {
	if i := r.Person(u).Invitation; i != nil {
		return i.State
	}
	return "none"
}

// Spec "People", 2: somebody is invited, once more, and it is seen whether they came.
func TestAPersonIsInvited(t *testing.T) {
	onBoth(t, func(r *rig) {
		invite := func(u store.User) error {
			_, err := r.People.Invite(t.Context(), r.By(r.Sofia), u.ID)
			return err
		}
		r.Refused("without mail", invite(r.Ben), fault.Conflict)
		r.SendMail()
		r.Refused("another organization's", invite(r.Gloria), fault.NotFound)
		r.Refused("deactivated", invite(r.Inactive("omar")), fault.Conflict)
		r.Same("never", r.invitation(r.Ben), "none")
		events, revision := r.Events(), r.Person(r.Ben).Revision
		r.Must(invite(r.Ben))
		r.Refused("at once once more", invite(r.Ben), fault.RateLimited)
		r.Same("audited", events(), []string{"user.invited"})
		r.Same("no change of the person", r.Person(r.Ben).Revision, revision)
		to, _ := r.invited()
		r.Same("mailed", to, []string{"ben@acme.example"})
		r.Same("open", r.invitation(r.Ben), "open")
		r.Same("until", r.Person(r.Ben).Invitation.ExpiresAt, r.Clock.Now().Add(14*24*time.Hour))
		r.Clock.Add(14 * 24 * time.Hour)
		r.Same("too old", r.invitation(r.Ben), "expired")
		r.Must(invite(r.Ben))
		r.Same("anew", r.invitation(r.Ben), "open")
		_, err := r.Change(r.Ben, people.Change{Active: new(false)})
		r.Must(err)
		r.Same("deactivated, nobody can use it", r.invitation(r.Ben), "inactive")
		_, err = r.Change(r.Ben, people.Change{Active: new(true)})
		r.Must(err)
		r.Same("and as before", r.invitation(r.Ben), "open")
		r.Clock.Add(time.Hour)
		r.Link(r.Google, r.Ben) // who signs in with it just now
		r.Same("signed in", r.invitation(r.Ben), "accepted")
	})
}

// Of many those are invited who need it: a preview says so before.
func TestManyAreInvited(t *testing.T) {
	onBoth(t, func(r *rig) {
		o := people.BulkOrder{Action: people.BulkInvite}
		_, err := r.People.PreviewBulk(t.Context(), r.By(r.Sofia), o)
		r.Refused("a preview without mail", err, fault.Conflict)
		r.SendMail()
		r.many(30)
		r.Inactive("omar")
		_, err = r.People.Invite(t.Context(), r.By(r.Sofia), r.Ben.ID)
		r.Must(err)
		for _, want := range []map[string]int64{
			{"changed": 30, "unchanged": 2, "yourself": 1, "refused": 1}, // Maya has signed in, Ben has an invitation
			{"changed": 0, "unchanged": 32, "yourself": 1, "refused": 1},
		} {
			seen, err := r.People.PreviewBulk(t.Context(), r.By(r.Sofia), o)
			r.Must(err)
			b := r.bulk(o)
			for outcome, n := range want {
				r.Same(outcome, []int64{seen.Outcomes[outcome], b.Outcomes[outcome]}, []int64{n, n})
			}
		}
		to, wait := r.invited()
		r.Same("mails, each later than the one before", []any{len(to), slices.Max(wait) >= 2900*time.Millisecond, len(slices.Compact(wait)) >= 30}, []any{31, true, true})
		r.Clock.Add(store.InvitationLife)
		r.Same("whose invitation is too old is invited anew", r.bulk(o).Outcomes["changed"], int64(31))
		google := r.Fresh(r.Google)
		google.State = store.Disabled
		r.Must(r.DB.UpdateConnection(t.Context(), google))
		_, err = r.People.StartBulk(t.Context(), r.By(r.Sofia), o)
		r.Refused("without a provider", err, fault.Conflict)
	})
}
