package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// most is of how many people tests of large organizations look at the whole list.
const most = 1 << 20

// pagesOf lists whom a query finds, by pages of so many.
func pagesOf(t *testing.T, db *store.Store, organizationID string, q store.UserQuery, size int) (ids []string, lines []store.UserLine) {
	t.Helper()
	ids = []string{}
	for after := store.UserPlace(nil); ; {
		page, err := db.UserLines(t.Context(), organizationID, q, after, size)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, page...)
		for _, l := range page {
			ids = append(ids, l.ID)
		}
		if len(page) < size {
			return ids, lines
		}
		after = q.Sort.PlaceOf(page[size-1])
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
		refused, lately := refusedOf(t, db, c)
		elsewhere := connectionOf(t, db, "other").OrganizationID
		zed := store.NewUser(elsewhere, "zed@other.example", "Zed", store.Agent, time.UnixMicro(1)) // who was not refused, and whom no search here finds
		if err := db.AddUser(t.Context(), zed); err != nil {
			t.Fatal(err)
		}
		if engine == store.Postgres {
			raw.MustExec(`ANALYZE`) // as autovacuum would by then
		}
		search := func(typed string) func(store.UserLine) bool {
			typed = strings.ToLower(strings.TrimSpace(typed))
			return func(l store.UserLine) bool {
				name, local := strings.ToLower(l.Name), strings.IndexByte(l.EmailLower, '@')
				return begins(name, typed, len(name)) || begins(l.EmailLower+" "+name, typed, local)
			}
		}
		both := func(a, b func(store.UserLine) bool) func(store.UserLine) bool {
			return func(l store.UserLine) bool { return a(l) && b(l) }
		}
		active := func(l store.UserLine) bool { return l.Active }
		at := func(l store.UserLine) bool { return connected[l.ID] }
		once := func(l store.UserLine) bool { return refused[l.ID] }
		later := func(l store.UserLine) bool { return lately[l.ID] }
		agent := func(l store.UserLine) bool { return l.Role == store.Agent }
		week := time.UnixMicro(1).Add(store.RefusedLately) // which the first are not within any more
		cases := map[string]struct {
			q    store.UserQuery
			fits func(store.UserLine) bool
		}{
			"many by a search":               {store.UserQuery{Search: "Maria"}, search("maria")},
			"all":                            {store.UserQuery{Search: "p"}, search("p")},
			"of whom some are active":        {store.UserQuery{Search: "maria", Active: new(true)}, both(search("maria"), active)},
			"of whom few are not":            {store.UserQuery{Search: "maria", Filter: store.UsersInactive}, both(search("maria"), func(l store.UserLine) bool { return !l.Active })},
			"of whom few are not, by state":  {store.UserQuery{Search: "maria", Active: new(false)}, both(search("maria"), func(l store.UserLine) bool { return !l.Active })},
			"of a role that most have":       {store.UserQuery{Search: "maria", Role: store.Agent}, both(search("maria"), agent)},
			"of one that few have":           {store.UserQuery{Search: "maria", Role: store.SuperAdmin}, both(search("maria"), func(l store.UserLine) bool { return l.Role == store.SuperAdmin })},
			"super admins":                   {store.UserQuery{Search: "maria", Filter: store.UsersSuperAdmins}, both(search("maria"), func(l store.UserLine) bool { return l.Role == store.SuperAdmin })},
			"exempt people":                  {store.UserQuery{Search: "maria", Filter: store.UsersExempt}, both(search("maria"), func(l store.UserLine) bool { return l.Exempt })},
			"inactive super admins":          {store.UserQuery{Role: store.SuperAdmin, Filter: store.UsersInactive}, func(l store.UserLine) bool { return l.Role == store.SuperAdmin && !l.Active }},
			"a word with what is behind it":  {store.UserQuery{Search: "maria z"}, search("maria z")},
			"more than is kept of a word":    {store.UserQuery{Search: strings.Repeat("long ", 9) + "end 7"}, search(strings.Repeat("long ", 9) + "end 7")},
			"the middle of a word":           {store.UserQuery{Search: "aria"}, search("aria")},
			"a part of a name":               {store.UserQuery{Search: "marie"}, search("marie")},
			"both parts":                     {store.UserQuery{Search: "anne-marie"}, search("anne-marie")},
			"behind an apostrophe":           {store.UserQuery{Search: "Brien"}, search("brien")},
			"with it":                        {store.UserQuery{Search: "O'B"}, search("o'b")},
			"a part of many addresses":       {store.UserQuery{Search: "work"}, search("work")},
			"up to the domain":               {store.UserQuery{Search: "work.9@acme.e"}, search("work.9@acme.e")},
			"a domain that everybody has":    {store.UserQuery{Search: "acme"}, search("acme")},
			"signs of patterns":              {store.UserQuery{Search: "[x].*"}, search("[x].*")},
			"one":                            {store.UserQuery{Search: "p77@"}, search("p77@")},
			"nobody":                         {store.UserQuery{Search: "zzz"}, search("zzz")},
			"no wild card":                   {store.UserQuery{Search: "mar%"}, search("mar%")},
			"at a connection":                {store.UserQuery{Connection: c.ID}, at},
			"at it, and found":               {store.UserQuery{Connection: c.ID, Search: "maria"}, both(at, search("maria"))},
			"not connected":                  {store.UserQuery{Filter: store.UsersNotConnected}, func(l store.UserLine) bool { return !at(l) }},
			"never signed in":                {store.UserQuery{Filter: store.UsersNeverSignedIn}, func(l store.UserLine) bool { return !at(l) }},
			"another address":                {store.UserQuery{Filter: store.UsersDifferentEmail}, func(l store.UserLine) bool { return different[l.ID] }},
			"many were refused":              {store.UserQuery{Filter: store.UsersRefusedLately}, once},
			"few were":                       {store.UserQuery{Filter: store.UsersRefusedLately, Now: week.Add(time.Microsecond)}, later},
			"few were, and found":            {store.UserQuery{Filter: store.UsersRefusedLately, Now: week.Add(time.Microsecond), Search: "maria"}, both(later, search("maria"))},
			"few were, one of them found":    {store.UserQuery{Filter: store.UsersRefusedLately, Now: week.Add(time.Microsecond), Search: "p78@"}, both(later, search("p78@"))},
			"few were, and are not active":   {store.UserQuery{Filter: store.UsersRefusedLately, Now: week.Add(time.Microsecond), Active: new(false)}, both(later, func(l store.UserLine) bool { return !l.Active })},
			"few were, of a role":            {store.UserQuery{Filter: store.UsersRefusedLately, Now: week.Add(time.Microsecond), Role: store.Agent}, both(later, agent)},
			"few were, at a connection":      {store.UserQuery{Filter: store.UsersRefusedLately, Now: week.Add(time.Microsecond), Connection: c.ID}, both(later, at)},
			"many were, and found":           {store.UserQuery{Filter: store.UsersRefusedLately, Search: "maria"}, both(once, search("maria"))},
			"another address, of those here": {store.UserQuery{Filter: store.UsersDifferentEmail, Search: "maria"}, both(search("maria"), func(l store.UserLine) bool { return different[l.ID] })},
		}
		for _, sort := range []store.UserSort{store.ByName, store.ByName.Down(), store.ByEmail} {
			_, everybody := pagesOf(t, db, c.OrganizationID, store.UserQuery{Sort: sort}, 150)
			for name, test := range cases {
				want := []string{}
				for _, l := range everybody {
					if test.fits(l) {
						want = append(want, l.ID)
					}
				}
				test.q.Sort = sort
				test.q.Now = cmp.Or(test.q.Now, time.UnixMicro(1))
				sizes := []int{150}
				if name == "many by a search" {
					sizes = []int{26, 150, most}
				}
				for _, size := range sizes {
					if got, _ := pagesOf(t, db, c.OrganizationID, test.q, size); !slices.Equal(got, want) {
						t.Errorf("%s, by %s, %d a page: %d found, want %d", name, sort, size, len(got), len(want))
					}
				}
				narrowed, err := db.NarrowedUsers(t.Context(), c.OrganizationID, test.q)
				if got, _ := pagesOf(t, db, c.OrganizationID, narrowed, 150); err != nil || !slices.Equal(got, want) {
					t.Errorf("%s, by %s, narrowed before: %d found, %v, want %d", name, sort, len(got), err, len(want))
				}
				zeds := map[store.UserFilter]int64{store.UsersNotConnected: 1, store.UsersNeverSignedIn: 1}
				if n, err := db.CountUsers(t.Context(), elsewhere, narrowed, 10); err != nil || n != zeds[test.q.Filter] {
					t.Errorf("%s, narrowed for here: %d counted in another organization, %v", name, n, err)
				}
				for _, upTo := range []int{1001, most} {
					for _, q := range []store.UserQuery{test.q, narrowed} {
						n, err := db.CountUsers(t.Context(), c.OrganizationID, q, upTo)
						if err != nil || n != int64(min(upTo, len(want))) {
							t.Errorf("%s: %d counted, %v, want %d of at most %d", name, n, err, len(want), upTo)
						}
					}
				}
			}
		}
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

// begins says whether a word of a text begins so, up to a place.
func begins(text, typed string, upTo int) bool {
	for at := range text {
		if before, _ := utf8.DecodeLastRuneInString(text[:at]); at <= upTo && (at == 0 || parts(before)) && strings.HasPrefix(text[at:], typed) {
			return true
		}
	}
	return false
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
		case i%100 == 5: // comes at another place among the words than among the names
			name = fmt.Sprint("MARIA ", i)
		case i%100 == 7:
			name = fmt.Sprint("maria ", i)
		case i%100 == 9:
			name = fmt.Sprint("Anne-Marie O'Brien ", i)
		case i%100 == 11:
			name = fmt.Sprint("Marie O’Brien ([x].*) ", i)
		}
		address := fmt.Sprintf("P%d@acme.example", i)
		if i%3 == 1 {
			address = fmt.Sprintf("P%d-work.%d@acme.example", i, i%10)
		}
		u := store.NewUser(c.OrganizationID, address, name, store.Agent, time.UnixMicro(1))
		u.Active, u.Exempt = i%50 != 1 && i%50 != 3, i%60 == 7
		if i%70 == 3 {
			u.Role = store.SuperAdmin
		}
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

// refusedOf has everybody's first sign-in refused who has an even number in their address, and
// of those who have another one some of a later time, twice.
func refusedOf(t *testing.T, db *store.Store, c store.Connection) (refused, lately map[string]bool) {
	t.Helper()
	refused, lately = map[string]bool{}, map[string]bool{}
	_, everybody := pagesOf(t, db, c.OrganizationID, store.UserQuery{Now: time.UnixMicro(1)}, 500)
	err := db.InTx(t.Context(), func(rows store.Rows) error {
		for _, l := range everybody {
			var n int
			if _, err := fmt.Sscanf(l.EmailLower, "p%d", &n); err != nil {
				return err
			}
			times := map[bool][]int64{true: {1}}[n%2 == 0]
			if n%13 == 0 {
				times, lately[l.ID] = append(times, 2, 3), true
			}
			for _, at := range times {
				refused[l.ID] = true
				if err := rows.SpendAttempt(t.Context(), store.SignIn{
					ID: fmt.Sprint(l.ID, at), OrganizationID: c.OrganizationID, Reference: fmt.Sprint(l.ID, at), Purpose: "sign_in", Provider: "google",
					Code: "email_not_verified", UserID: &l.ID, StartedAt: store.At(time.UnixMicro(at)), FinishedAt: store.At(time.UnixMicro(at)),
				}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return refused, lately
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
