package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// most is of how many people tests of large organizations look at the whole list.
const most = 1 << 20

// pagesOf lists whom a query finds, page by page.
func pagesOf(t *testing.T, db *store.Store, organizationID string, q store.UserQuery) (lines []store.UserLine) {
	t.Helper()
	q.Now = time.UnixMicro(1)
	for after := store.UserPlace(nil); ; {
		page, err := db.UserLines(t.Context(), organizationID, q, after, 150)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, page...)
		if len(page) < 150 {
			return lines
		}
		after = q.Sort.PlaceOf(page[149])
	}
}

// Spec "Faults", G1: whatever a list of many people is read by, it has those who fit and no
// others, in its order, and they are counted.
func TestASearchFindsWhomTheListHas(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		db := storetest.Connect(t, source)
		c := connectionOf(t, db, "acme")
		connected, different := crowdOf(t, db, c, 2600)
		search := func(typed string) func(store.UserLine) bool {
			return func(l store.UserLine) bool {
				return strings.Contains(" "+l.EmailLower+" "+strings.ToLower(l.Name), " "+strings.ToLower(strings.TrimSpace(typed)))
			}
		}
		both := func(a, b func(store.UserLine) bool) func(store.UserLine) bool {
			return func(l store.UserLine) bool { return a(l) && b(l) }
		}
		active := func(l store.UserLine) bool { return l.Active }
		at := func(l store.UserLine) bool { return connected[l.ID] }
		cases := map[string]struct {
			q    store.UserQuery
			fits func(store.UserLine) bool
		}{
			"many by a search":               {store.UserQuery{Search: "Maria"}, search("maria")},
			"all":                            {store.UserQuery{Search: "p"}, search("p")},
			"of whom some are active":        {store.UserQuery{Search: "maria", Active: new(true)}, both(search("maria"), active)},
			"of whom few are not":            {store.UserQuery{Search: "maria", Filter: store.UsersInactive}, both(search("maria"), func(l store.UserLine) bool { return !l.Active })},
			"a word with what is behind it":  {store.UserQuery{Search: "maria z"}, search("maria z")},
			"more than is kept of a word":    {store.UserQuery{Search: strings.Repeat("long ", 9) + "end 7"}, search(strings.Repeat("long ", 9) + "end 7")},
			"the middle of a word":           {store.UserQuery{Search: "aria"}, search("aria")},
			"one":                            {store.UserQuery{Search: "p77@"}, search("p77@")},
			"nobody":                         {store.UserQuery{Search: "zzz"}, search("zzz")},
			"no wild card":                   {store.UserQuery{Search: "mar%"}, search("mar%")},
			"at a connection":                {store.UserQuery{Connection: c.ID}, at},
			"at it, and found":               {store.UserQuery{Connection: c.ID, Search: "maria"}, both(at, search("maria"))},
			"not connected":                  {store.UserQuery{Filter: store.UsersNotConnected}, func(l store.UserLine) bool { return !at(l) }},
			"never signed in":                {store.UserQuery{Filter: store.UsersNeverSignedIn}, func(l store.UserLine) bool { return !at(l) }},
			"another address":                {store.UserQuery{Filter: store.UsersDifferentEmail}, func(l store.UserLine) bool { return different[l.ID] }},
			"another address, of those here": {store.UserQuery{Filter: store.UsersDifferentEmail, Search: "maria"}, both(search("maria"), func(l store.UserLine) bool { return different[l.ID] })},
		}
		found := func(t *testing.T) {
			for _, sort := range []store.UserSort{store.ByName, store.ByName.Down(), store.ByEmail} {
				everybody := pagesOf(t, db, c.OrganizationID, store.UserQuery{Sort: sort})
				for name, test := range cases {
					want := []string{}
					for _, l := range everybody {
						if test.fits(l) {
							want = append(want, l.ID)
						}
					}
					test.q.Sort = sort
					got := []string{}
					for _, l := range pagesOf(t, db, c.OrganizationID, test.q) {
						got = append(got, l.ID)
					}
					if !slices.Equal(got, want) {
						t.Errorf("%s, by %s: %d found, want %d", name, sort, len(got), len(want))
					}
					for _, upTo := range []int{1001, most} {
						n, err := db.CountUsers(t.Context(), c.OrganizationID, test.q, upTo)
						if err != nil || n != int64(min(upTo, len(want))) {
							t.Errorf("%s: %d counted, %v, want %d of at most %d", name, n, err, len(want), upTo)
						}
					}
				}
			}
		}
		found(t)
		for _, line := range planOfSearch(t, raw, engine, c.OrganizationID) {
			if strings.Contains(line, "users") && strings.Contains(line, "Seq Scan") || strings.HasPrefix(line, "SCAN u") {
				t.Errorf("everybody is read: %s", line)
			}
		}
		raw.MustExec(`UPDATE connections SET state = 'removed'`)
		n, err := db.CountUsers(t.Context(), c.OrganizationID, store.UserQuery{Connection: c.ID}, 10)
		other, wrong := db.CountUsers(t.Context(), c.OrganizationID, store.UserQuery{Filter: store.UsersDifferentEmail}, 10)
		if err = errors.Join(err, wrong); n != 0 || other != 0 || err != nil {
			t.Errorf("of a connection that is gone: %d, %d, %v", n, other, err)
		}
	})
}

// crowdOf adds people of whom many are alike, and says who is connected, and who by another address.
func crowdOf(t *testing.T, db *store.Store, c store.Connection, n int) (connected, different map[string]bool) {
	t.Helper()
	connected, different = map[string]bool{}, map[string]bool{}
	var users []store.User
	for i := range n {
		name := fmt.Sprintf("Zoe Maria p%d", i%7)
		switch {
		case i%2 == 0:
			name = fmt.Sprintf("Anna %d", i)
		case i%100 == 1:
			name = strings.Repeat("long ", 9) + fmt.Sprint("end ", i)
		case i%100 == 3:
			name = "Maria Zimmer MARIA"
		}
		u := store.NewUser(c.OrganizationID, fmt.Sprintf("P%d@acme.example", i), name, store.Agent, time.UnixMicro(1))
		u.Active = i%50 != 1 && i%50 != 3
		users = append(users, u)
	}
	err := db.InTx(t.Context(), func(rows store.Rows) error {
		for part := range slices.Chunk(users, 500) {
			if err := rows.AddUsers(t.Context(), part); err != nil {
				return err
			}
		}
		for i, u := range users {
			if i%5 == 0 {
				continue
			}
			address := u.Email
			if i%2 == 0 || i%50 == 3 {
				address, different[u.ID] = "other@acme.example", true
			}
			connected[u.ID] = true
			if err := rows.AddIdentity(t.Context(), store.Identity{
				ID: "i" + u.ID, OrganizationID: c.OrganizationID, UserID: u.ID, ConnectionID: c.ID, Issuer: "i", Subject: u.ID,
				Email: address, LinkedAt: store.At(time.UnixMicro(1)), LastUsedAt: store.At(time.UnixMicro(int64(i + 1))),
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return connected, different
}

func planOfSearch(t *testing.T, raw *sqlx.DB, engine store.Engine, organizationID string) []string {
	t.Helper()
	explain := "EXPLAIN QUERY PLAN "
	if engine == store.Postgres {
		raw.MustExec(`ANALYZE`)
		explain = "EXPLAIN (COSTS off) "
	}
	query, args := store.SearchQuery(organizationID, store.UserQuery{Search: "p77@"})
	return planOf(t, raw, explain+raw.Rebind(query), args)
}

// Whoever an older program has left is found after the upgrade, and so is whom it changes while
// both run, or after a way back.
func TestOlderProgramsPeopleAreFound(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		db := opened(t, source)
		if err := db.MigrateTo(t.Context(), 47); err != nil {
			t.Fatal(err)
		}
		c := connectionOf(t, db, "acme")
		add := func(id, name string) {
			raw.MustExec(raw.Rebind(`INSERT INTO users (id, organization_id, email, email_lower, name, role, active, created_at, updated_at)
				VALUES (?, ?, ?, ?, ?, 'agent', TRUE, 1, 1)`), id, c.OrganizationID, id+"@acme.example", id+"@acme.example", name)
		}
		add("ana", "Ana Reyes")
		add("ben", "Ben Ortiz")
		raw.MustExec(raw.Rebind(`INSERT INTO identities (id, organization_id, user_id, connection_id, issuer, subject, client_id, email, hosted_domain, linked_at, last_used_at)
			VALUES ('i', ?, 'ben', ?, 'i', 's', '', 'benjamin@acme.example', '', 1, 1)`), c.OrganizationID, c.ID)
		storetest.Connect(t, source) // migrates
		add("cleo", "Cleo Reyes")
		raw.MustExec(`UPDATE users SET name = 'Ana Brandt' WHERE id = 'ana'`)
		wantInStep(t, raw, engine)
		for typed, want := range map[string]string{"reyes": "cleo", "brandt": "ana", "ortiz": "ben"} {
			lines, err := db.UserLines(t.Context(), c.OrganizationID, store.UserQuery{Search: typed}, nil, 5)
			if err != nil || len(lines) != 1 || lines[0].ID != want {
				t.Errorf("%s: %v, %v", typed, lines, err)
			}
		}
		if lines, err := db.UserLines(t.Context(), c.OrganizationID, store.UserQuery{Filter: store.UsersDifferentEmail}, nil, 5); err != nil || len(lines) != 1 {
			t.Errorf("another address: %v, %v", lines, err)
		}
		raw.MustExec(`DELETE FROM later_steps WHERE name IN ('user_words', 'different_emails')`)
		raw.MustExec(`DELETE FROM user_words`)
		raw.MustExec(`DELETE FROM different_emails`)
		fresh := opened(t, source) // of a large table they are filled beside the program, which finds people meanwhile
		for _, q := range []store.UserQuery{{Search: "reyes"}, {Filter: store.UsersDifferentEmail}} {
			if n, err := fresh.CountUsers(t.Context(), c.OrganizationID, q, 5); n != 1 || err != nil {
				t.Errorf("before they are filled, %+v: %d, %v", q, n, err)
			}
		}
	})
}
