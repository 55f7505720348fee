package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// L16.
func TestL16DamagedRowsTakeOnlyThemselvesAway(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		db := open()
		storetest.Damaged(t, db, func(query string, args ...any) {
			if err := db.Write(t.Context(), query, args...); err != nil {
				t.Fatal(err)
			}
		})
	})
}

// L7: lists of any length are few statements, and none is longer than a driver takes.
func TestL7ListsOfAnyLengthAreFewStatements(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		db := open()
		o := store.NewOrganization("acme", "Acme", time.Now())
		u := store.NewUser(o.ID, "ana@acme.example", "Ana", store.Agent, time.Now())
		if err := db.AddOrganization(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if err := db.AddUser(t.Context(), u); err != nil {
			t.Fatal(err)
		}
		ids := make([]string, 250)
		for i := range ids {
			ids[i] = fmt.Sprint("nobody", i)
		}
		before := db.Kept()
		for n := 1; n < len(ids); n += 7 {
			list := append(slices.Clone(ids[:n]), u.ID)
			known, err := db.KnownUsers(t.Context(), o.ID, list)
			if err != nil || !slices.Equal(known, []string{u.ID}) {
				t.Fatalf("%d ids: %v, %v", n, known, err)
			}
			if _, err := db.LinksOf(t.Context(), o.ID, list); err != nil {
				t.Fatal(err)
			}
		}
		if kept := db.Kept() - before; kept > 8 {
			t.Errorf("%d statements are kept", kept)
		}
	})
}

// L7: what ends the sessions of a link reads them alone.
func TestL7SessionsOfALinkAreFoundByAnIndex(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	var plan []string
	if err := db.Plan(t.Context(), &plan, `
		EXPLAIN QUERY PLAN UPDATE sessions SET ended_at = 1 WHERE organization_id = 'o' AND identity_id = 'i' AND id <> '' AND ended_at IS NULL`); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(plan, "; "); !strings.Contains(got, "sessions_identity") {
		t.Error(got)
	}
}

// L7: changes are kept as long as the organization says, which is not how long its log is kept.
func TestL7ChangesAreNotKeptForEver(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		db, now := open(), time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
		for code, days := range map[string]int64{"short": 180, "long": 365} {
			o := store.NewOrganization(code, code, now)
			o.ID, o.LogDays, o.AuditDays = code, 7, days
			if err := db.AddOrganization(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			for _, age := range []int{1, 179, 181, 364, 366} {
				e := storetest.AuditEvent(o.ID, store.ActorSystem, fmt.Sprint(age), "x", now.AddDate(0, 0, -age))
				if err := db.AddAuditEvent(t.Context(), e); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := db.Prune(context.WithoutCancel(t.Context()), now); err != nil {
			t.Fatal(err)
		}
		for code, want := range map[string]string{"short": "1 179", "long": "1 179 181 364"} {
			events, err := db.AuditEvents(t.Context(), code, 10)
			var left []string
			for _, e := range events {
				left = append(left, e.Action)
			}
			if got := strings.Join(left, " "); got != want || err != nil {
				t.Errorf("%s: %s left, %v", code, got, err)
			}
		}
	})
}
