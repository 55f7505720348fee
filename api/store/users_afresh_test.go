package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// G1: what reads as much as an organization has people is planned each time for that one. Kept
// prepared, PostgreSQL has one plan for all after a few times: who is not connected was then
// looked for by comparing each of 10,000 people with each account, for seconds.
func TestWhatReadsAWholeOrganizationIsPlannedAfresh(t *testing.T) {
	db := storetest.Open(t, store.Postgres)
	o := store.NewOrganization("acme", "Acme", time.UnixMicro(1))
	c := store.NewConnection(o.ID, "google", time.UnixMicro(1))
	for _, err := range []error{db.AddOrganization(t.Context(), o), db.AddConnection(t.Context(), c)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.UserLines(t.Context(), o.ID, store.UserQuery{Search: "maya", Now: time.Now()}, nil, 26); err != nil { // that a later step is done is asked once
		t.Fatal(err)
	}
	kept := db.Kept()
	for what, read := range map[string]func(store.Rows) error{
		"a page of people": func(r store.Rows) error {
			_, err := r.UserLines(t.Context(), o.ID, store.UserQuery{Filter: store.UsersNotConnected, Now: time.Now()}, nil, 26)
			return err
		},
		"how many they are": func(r store.Rows) error {
			_, err := r.CountUsers(t.Context(), o.ID, store.UserQuery{Filter: store.UsersNotConnected, Now: time.Now()}, 10_001)
			return err
		},
		"their links":   func(r store.Rows) error { _, err := r.LinksOf(t.Context(), o.ID, []string{"usr_1"}); return err },
		"the forecast":  func(r store.Rows) error { _, err := r.ForecastUsers(t.Context(), o.ID, c.ID); return err },
		"all forecasts": func(r store.Rows) error { _, err := r.ForecastPeople(t.Context(), o.ID); return err },
		"the impact":    func(r store.Rows) error { _, _, err := r.ImpactOf(t.Context(), o.ID, c.ID, time.Now(), 20); return err },
		"the log": func(r store.Rows) error {
			_, err := r.SignInLog(t.Context(), o.ID, store.SignInFilter{Search: "maya"}, store.Cursor{}, 50)
			return err
		},
		"connections": func(r store.Rows) error { _, err := r.ConnectionEntries(t.Context(), o.ID); return err },
	} {
		if err := read(db.Rows); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if err := db.InTx(t.Context(), read); err != nil {
			t.Errorf("%s, in a transaction: %v", what, err)
		}
		if now := db.Kept(); now != kept {
			t.Errorf("%s: %d statements more are kept prepared", what, now-kept)
			kept = now
		}
	}
}

// G1: the few whom a filter finds come from its index, and nobody else is read.
func TestTheFewOfAFilterComeFromAnIndex(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		storetest.Connect(t, source)
		planFor := planner(t, raw, engine, "enable_seqscan", "enable_bitmapscan")
		for filter, index := range map[store.UserFilter]string{
			store.UsersExempt: "users_exempt", store.UsersInactive: "users_active", store.UsersRefusedLately: "sign_ins_refused",
		} {
			if engine == store.Postgres && filter != store.UsersExempt {
				continue // it decides by how many there are, and here is nobody
			}
			query, args, err := store.UserPageQuery("o", store.UserQuery{Filter: filter, Now: time.UnixMicro(1)}, nil, 26)
			if err != nil {
				t.Fatal(err)
			}
			if plan := planFor(query, args); !strings.Contains(plan, index) {
				t.Errorf("%s:\n%s", filter, plan)
			}
		}
	})
}

// G1: people who are named are read by their keys, to be shown as to be counted. SQLite counted a
// hundred of them by going through an index of everybody in their organization. PostgreSQL
// decides by how many there are, and here is nobody.
func TestThoseWhoAreNamedAreReadByTheirKeys(t *testing.T) {
	ids := []string{}
	for n := range 100 {
		ids = append(ids, fmt.Sprint("usr_", n))
	}
	source, raw := empty(t, store.SQLite)
	storetest.Connect(t, source)
	for name, q := range map[string]store.UserQuery{
		"alone": {}, "inactive": {Active: new(false)}, "of a role": {Role: store.Agent}, "by a search": {Search: "maria"},
		"refused lately": {Filter: store.UsersRefusedLately, Now: time.UnixMicro(1)}, "by their last sign-in": {Sort: store.ByLastSignIn},
		"another address": {Filter: store.UsersDifferentEmail}, "by -name": {Sort: store.ByName.Down()},
	} {
		page, count, ofPage, ofCount, err := store.QueriesOfNamed("o", q, ids)
		if err != nil {
			t.Fatal(err)
		}
		for what, plan := range map[string][]string{
			"shown": planOf(t, raw, "EXPLAIN QUERY PLAN "+page, ofPage), "counted": planOf(t, raw, "EXPLAIN QUERY PLAN "+count, ofCount),
		} {
			if all := strings.Join(plan, ""); !strings.Contains(all, "SEARCH users USING INDEX sqlite_autoindex_users_1 (id=?)") || strings.Contains(all, "users_") && strings.Contains(all, "(organization_id=?)\n") {
				t.Errorf("%s, %s:\n%s", name, what, all)
			}
		}
	}
}
