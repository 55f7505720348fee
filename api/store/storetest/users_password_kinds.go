package storetest

import (
	"strconv"
	"strings"
	"testing"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// S7: how the hashes of an organization begin, each kind once, and of no other
// organization.
func passwordKinds(t *testing.T, w *world) {
	o := store.NewOrganization("kinds-"+secret.NewID()[:6], "Kinds", noon())
	w.must(w.db.AddOrganization(t.Context(), o))
	read(t, "without anybody", []string(nil))(w.db.PasswordKinds(t.Context(), o.ID, 8))
	const bcrypt, argon2 = "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", "V8dYmXJDxBnazDzo63blTA$LUhC8/WCgQ9ctQ8PGnkJLeXwH9xCYDtEcbh/Yg+ITdk"
	var last store.User
	for n, hash := range []string{
		"$2y$10$" + bcrypt, "$2y$10$A" + bcrypt[1:], "$2b$12$" + bcrypt, "",
		"$argon2id$v=19$m=47104,t=1,p=1$" + argon2, "$argon2id$v=19$m=47104,t=1,p=1$B" + argon2[1:], "$argon2id$v=19$m=65536,t=3,p=4$" + argon2 + "AAAA",
	} {
		last = store.NewUser(o.ID, secret.NewID()+"@kinds.example", "Somebody", store.Agent, noon())
		if last.PasswordHash = &hash; hash == "" {
			last.PasswordHash = nil
		}
		last.Active = n%2 == 0 // also of somebody deactivated: a check of theirs costs the same
		w.must(w.db.AddUser(t.Context(), last))
	}
	all := []string{"$2b$12$", "$2y$10$", "$argon2id$v=19$m=47104,t=1,p=1$", "$argon2id$v=19$m=65536,t=3,p=4$"}
	got, err := w.db.PasswordKinds(t.Context(), o.ID, 8)
	w.must(err)
	sameSet(t, "all", got, all)
	anybody, err := w.db.AnyPasswordKinds(t.Context())
	w.must(err)
	for _, kind := range all {
		same(t, "once among anybody's: "+kind, strings.Count(" "+strings.Join(anybody, " ")+" ", " "+kind+" "), 1)
	}
	read(t, "counts of no kind", []store.KindCount(nil))(w.db.PasswordKindCounts(t.Context(), nil))
	counts, err := w.db.PasswordKindCounts(t.Context(), anybody)
	w.must(err)
	var active []string // S6
	for _, k := range counts {
		if k.OrganizationCode == o.Code {
			active = append(active, k.Kind+" "+strconv.FormatInt(k.N, 10))
		}
	}
	sameSet(t, "of active people", active, []string{all[0] + " 1", all[1] + " 1", all[2] + " 1", all[3] + " 1"})
	got, err = w.db.PasswordKinds(t.Context(), o.ID, 3)
	w.must(err)
	same(t, "at most three", len(got), 3)
	w.must(w.db.UpgradePasswordHash(t.Context(), last, "$argon2id$v=19$m=47104,t=1,p=1$"+argon2))
	got, err = w.db.PasswordKinds(t.Context(), o.ID, 8)
	w.must(err)
	sameSet(t, "without the one that nobody has any more", got, all[:3])
}

// sameSet compares in any order: engines sort text in their own way.
func sameSet(t *testing.T, what string, got, want []string) {
	t.Helper()
	seen := map[string]int{}
	for _, s := range got {
		seen[s]++
	}
	wanted := map[string]int{}
	for _, s := range want {
		wanted[s]++
	}
	same(t, what, seen, wanted)
}
