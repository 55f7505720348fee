package facts

import (
	"testing"

	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// The words of the policy are the same in the database and in the rules.
func TestPoliciesReadAsTheyAreWritten(t *testing.T) {
	for linking, want := range map[store.Linking]decision.Linking{
		store.LinkAutomatic: decision.LinkAutomatic, store.LinkConfirm: decision.LinkConfirm, store.LinkProfileOnly: decision.LinkProfileOnly,
	} {
		for weak, wantWeak := range map[store.WeakProof]decision.WeakProof{store.WeakAsk: decision.WeakAsk, store.WeakRefuse: decision.WeakRefuse} {
			l := store.LiveConnection{Connection: store.Connection{Linking: linking, WeakProof: weak}}
			if got := Rules(l); got != (decision.Rules{Linking: want, WeakProof: wantWeak}) {
				t.Errorf("%s and %s became %+v", linking, weak, got)
			}
		}
	}
}

func TestMatchesAreSortedByHowTheyWereFound(t *testing.T) {
	id, subject, client := "i", "s", "app"
	got := Found([]store.Match{
		{How: "email", UserID: "ana", Active: true},
		{How: "object", UserID: "bob", IdentityID: &id, Subject: &subject, SeenClientID: &client},
		{How: "subject", UserID: "cy", IdentityID: &id, Subject: &subject, SeenClientID: &client},
		{How: "unlinked", UserID: "eve", Unlinked: true},
		{How: "other", UserID: "dan"},
	})
	if got.Linked == nil || *got.Linked != (decision.Candidate{ID: "cy", IdentityID: "i", Subject: "s", SeenWith: "app"}) ||
		got.ByObject == nil || got.ByObject.ID != "bob" || len(got.Candidates) != 1 || !got.Unlinked ||
		got.Candidates[0] != (decision.Candidate{ID: "ana", Active: true}) {
		t.Errorf("got %+v", got)
	}
	if none := Found(nil); none.Linked != nil || none.ByObject != nil || none.Candidates != nil || none.Unlinked {
		t.Errorf("got %+v", none)
	}
}
