package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"latchkey/api/store"
)

// logged writes a row of the log that a test has changed.
func (w *world) logged(p place, change func(*store.SignIn)) store.SignIn {
	w.t.Helper()
	s := w.signIn(p)
	s.Reference = "0000-0000"
	change(&s)
	w.must(w.db.SpendAttempt(w.t.Context(), s))
	return s
}

// found lists the ids that a filter lets through, by pages of so many.
func (w *world) found(p place, f store.SignInFilter, size int) []string {
	w.t.Helper()
	ids := []string{}
	for after := (store.Cursor{}); ; {
		lines, err := w.db.SignInLog(w.t.Context(), p.ID, f, after, size)
		w.must(err)
		for _, l := range lines {
			ids = append(ids, l.ID)
		}
		if len(lines) < size {
			return ids
		}
		after = lines[size-1].Cursor()
	}
}

func signInLog(t *testing.T, w *world) {
	t.Run("a line and an entry carry the user's name", func(t *testing.T) { logLines(t, w) })
	t.Run("pages without gaps or repeats, while rows are written", func(t *testing.T) { logPages(t, newWorld(t, w.db)) })
	t.Run("filters", func(t *testing.T) { logFilters(t, newWorld(t, w.db)) })
	t.Run("refused requests of applications", func(t *testing.T) { logRequests(t, newWorld(t, w.db)) })
	t.Run("a stream, oldest first", func(t *testing.T) { logStream(t, newWorld(t, w.db)) })
	t.Run("a stream while rows are written", func(t *testing.T) { logStreamWhileWritten(t, newWorld(t, w.db)) })
	t.Run("search", func(t *testing.T) { logSearch(t, newWorld(t, w.db)) })
	t.Run("search, whatever was written", func(t *testing.T) { searchWhatever(t, newWorld(t, w.db)) })
	t.Run("counts per day", func(t *testing.T) { logCounts(t, newWorld(t, w.db)) })
	t.Run("counts that are kept are those of the log", func(t *testing.T) { keptCounts(t, newWorld(t, w.db)) })
	t.Run("counts while others count", func(t *testing.T) { countsMeanwhile(t, newWorld(t, w.db)) })
	t.Run("audit", func(t *testing.T) { auditLog(t, newWorld(t, w.db)) })
}

func logLines(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	named := p.google
	named.Label = "Partner login" // I16
	w.must(w.db.UpdateConnection(ctx, named))
	s := w.logged(p, func(s *store.SignIn) {
		s.Code, s.Reason, s.Email, s.UserID, s.Address = "user_not_authorized", "user_inactive", "a@b", &p.ana.ID, "::1"
	})
	foreign := w.logged(p, func(s *store.SignIn) { s.UserID, s.FinishedAt = &w.globex.ana.ID, store.At(noon().Add(-hours(1))) })
	line := store.LogLine{
		ID: s.ID, Reference: s.Reference, Purpose: s.Purpose, Provider: s.Provider, Code: s.Code, Reason: s.Reason,
		Label: "Partner login", Email: s.Email, UserName: p.ana.Name, Address: s.Address, FinishedAt: s.FinishedAt,
		RequestedBy: store.RequestedBy{Times: 1},
	}
	lines, err := w.db.SignInLog(ctx, p.ID, store.SignInFilter{}, store.Cursor{}, 10)
	w.must(err)
	same(t, "lines", len(lines), 2)
	same(t, "line", lines[0], line)
	same(t, "no name of another organization's user (E10)", []string{lines[1].ID, lines[1].UserName}, []string{foreign.ID, ""})
	read(t, "entry", store.LoggedSignIn{SignIn: s, UserName: p.ana.Name, Label: "Partner login", RequestedBy: store.RequestedBy{Times: 1}})(w.db.SignInEntry(ctx, p.ID, s.ID))
	absent[store.LoggedSignIn](t, "another organization's (E09)")(w.db.SignInEntry(ctx, w.globex.ID, s.ID))
}

// What applications asked is in the log of one organization, counted where it has the same id.
func logRequests(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	at := store.At(noon())
	w.must(w.db.AddClient(ctx, store.Client{ID: "asks", Kind: store.KindApplication, Name: "Asks", State: store.ClientEnabled, CreatedAt: at, UpdatedAt: at}))
	one := store.RefusedRequest{
		ID: "one", OrganizationID: p.ID, ClientID: "asks", Reference: "7F3K-92QD", Code: "pkce_missing", Address: "::1", Browser: "b", Times: 2, FirstAt: at, LastAt: at,
	}
	again := one
	again.Reference, again.Reason, again.Times, again.LastAt = "9F3K-92QD", "secret_wrong", 3, store.At(noon().Add(time.Second))
	foreign := again
	foreign.OrganizationID = w.globex.ID
	for _, batch := range [][]store.RefusedRequest{nil, {one}, {again}, {foreign}} {
		w.must(w.db.AddRefusedRequests(ctx, batch))
	}
	line := store.LogLine{
		ID: "one", Reference: "9F3K-92QD", Purpose: store.PurposeApplication, Code: "pkce_missing", Reason: "secret_wrong", Address: "::1", Browser: "b", FinishedAt: again.LastAt,
		RequestedBy: store.RequestedBy{Application: "Asks", Times: 5},
	}
	read(t, "the log", []store.LogLine{line})(w.db.SignInLog(ctx, p.ID, store.SignInFilter{Result: store.ResultRefused}, store.Cursor{}, 10))
	entry, err := w.db.SignInEntry(ctx, p.ID, "one")
	w.must(err)
	same(t, "the entry", entry.RequestedBy, line.RequestedBy)
	same(t, "began with the first", entry.StartedAt, at)
	w.must(w.db.ApplicationUsed(ctx, p.ID, "asks", noon()))
	w.must(w.db.ApplicationUsed(ctx, w.globex.ID, "asks", noon().Add(time.Second)))
	read(t, "who uses it", []string{w.globex.ID, p.ID})(w.db.OrganizationsUsing(ctx, "asks", noon(), 2))
	read(t, "who does lately", []string{w.globex.ID})(w.db.OrganizationsUsing(ctx, "asks", noon().Add(time.Second), 2))
	read(t, "no more than so many", []string{w.globex.ID})(w.db.OrganizationsUsing(ctx, "asks", noon(), 1))
}

func logPages(t *testing.T, w *world) {
	p := w.acme
	want := []string{}
	for n := range 40 { // four at each instant, so that the id must decide
		s := w.logged(p, func(s *store.SignIn) { s.FinishedAt = store.At(noon().Add(time.Duration(n/4) * time.Second)) })
		want = append(want, s.ID)
	}
	w.logged(w.globex, func(*store.SignIn) {})
	whole, err := w.db.SignInLog(t.Context(), p.ID, store.SignInFilter{}, store.Cursor{}, 100)
	w.must(err)
	order := []string{}
	for i, l := range whole {
		order = append(order, l.ID)
		if i > 0 && l.FinishedAt.After(whole[i-1].FinishedAt.Time) {
			t.Errorf("line %d is newer than the one before", i)
		}
	}
	slices.Sort(want)
	same(t, "all of them", slices.Sorted(slices.Values(order)), want)
	for _, size := range []int{1, 3, 40, 41} {
		same(t, fmt.Sprint("pages of ", size), w.found(p, store.SignInFilter{}, size), order)
	}
	paged, after := []string{}, store.Cursor{}
	for {
		lines, err := w.db.SignInLog(t.Context(), p.ID, store.SignInFilter{}, after, 7)
		w.must(err)
		for _, l := range lines {
			paged = append(paged, l.ID)
		}
		if len(lines) < 7 {
			break
		}
		after = lines[6].Cursor()
		w.logged(p, func(s *store.SignIn) { s.FinishedAt = store.At(noon().Add(hours(1))) })
	}
	same(t, "while rows are written", paged, order)
}

func logFilters(t *testing.T, w *world) {
	p := w.acme
	at := func(hour int) store.Time { return store.At(noon().Add(hours(hour))) }
	ok := w.logged(p, func(s *store.SignIn) { s.FinishedAt = at(5) }).ID
	asked := w.logged(p, func(s *store.SignIn) { s.Code, s.FinishedAt = "link_required", at(4) }).ID
	cancelled := w.logged(p, func(s *store.SignIn) { s.Code, s.FinishedAt = "provider_denied", at(3) }).ID
	refused := w.logged(p, func(s *store.SignIn) { s.Code, s.Provider, s.FinishedAt = "wrong_tenant", "microsoft", at(2) }).ID
	password := w.logged(p, func(s *store.SignIn) { s.Code, s.Provider, s.FinishedAt = "credentials_invalid", "", at(1) }).ID
	for name, c := range map[string]struct {
		filter store.SignInFilter
		want   []string
	}{
		"none":               {store.SignInFilter{}, []string{ok, asked, cancelled, refused, password}},
		"signed in":          {store.SignInFilter{Result: store.ResultSignedIn}, []string{ok}},
		"asked":              {store.SignInFilter{Result: store.ResultAsked}, []string{asked}},
		"cancelled":          {store.SignInFilter{Result: store.ResultCancelled}, []string{cancelled}},
		"refused":            {store.SignInFilter{Result: store.ResultRefused}, []string{refused, password}},
		"provider":           {store.SignInFilter{Provider: "microsoft"}, []string{refused}},
		"code":               {store.SignInFilter{Code: "credentials_invalid"}, []string{password}},
		"from":               {store.SignInFilter{From: at(4).Time}, []string{ok, asked}},
		"to":                 {store.SignInFilter{To: at(2).Time}, []string{password}},
		"from and to":        {store.SignInFilter{From: at(2).Time, To: at(4).Time}, []string{cancelled, refused}},
		"to before from":     {store.SignInFilter{From: at(4).Time, To: at(2).Time}, []string{}},
		"everything at once": {store.SignInFilter{Result: store.ResultRefused, Provider: "microsoft", Code: "wrong_tenant", From: at(0).Time, To: at(9).Time}, []string{refused}},
		"nothing fits":       {store.SignInFilter{Result: store.ResultSignedIn, Code: "wrong_tenant"}, []string{}},
		"no SQL (H10)":       {store.SignInFilter{Result: "' OR 1=1 --", Provider: "' OR 1=1 --", Code: "';"}, []string{}},
	} {
		for _, size := range []int{1, 10} {
			same(t, name, w.found(p, c.filter, size), c.want)
		}
	}
	for code, want := range map[string]store.SignInResult{"": store.ResultSignedIn, "link_required": store.ResultAsked, "provider_denied": store.ResultCancelled, "busy": store.ResultRefused} {
		same(t, "result of "+code, store.ResultOf(code), want)
	}
}

func logSearch(t *testing.T, w *world) {
	p := w.acme
	jean := store.NewUser(p.ID, "jm@acme.example", "Jean-Marc_50% O'Hara", store.Agent, noon())
	w.must(w.db.AddUser(t.Context(), jean))
	at := func(n int) store.Time { return store.At(noon().Add(-hours(n))) }
	bySubject := w.logged(p, func(s *store.SignIn) {
		s.Reference, s.Email, s.FinishedAt = "7F3K-90QD", "Maya.Okafor@acme.example", at(0)
	}).ID
	ofJean := w.logged(p, func(s *store.SignIn) { s.UserID, s.FinishedAt = &jean.ID, at(1) }).ID
	odd := w.logged(p, func(s *store.SignIn) { s.Email, s.FinishedAt = `a_b%c\d@x.example`, at(2) }).ID
	plain := w.logged(p, func(s *store.SignIn) { s.Email, s.FinishedAt = "aXbYYc.d@x.example", at(3) }).ID
	w.logged(w.globex, func(s *store.SignIn) { s.Reference, s.Email = "7F3K-90QD", "maya.okafor@acme.example" })
	for typed, want := range map[string][]string{
		"7F3K-90QD": {bySubject}, "7f3k90qd": {bySubject}, " 7F3K-9OQD ": {bySubject}, "7F3K-90QE": {}, "7F3K": {},
		"maya": {bySubject}, "MAYA.O": {bySubject}, "maya.okafor@acme.example": {bySubject}, "okafor": {},
		"jean-marc": {ofJean}, "JEAN": {ofJean}, "jm@": {ofJean}, "Jean-Marc_50% O'H": {ofJean}, "Jean-Marc_5_": {},
		"a": {odd, plain}, "a_": {odd}, "a_b%": {odd}, `a_b%c\`: {odd}, "ax": {plain}, "%": {}, "_": {}, `\`: {}, `\%`: {},
		"' OR '1'='1": {}, "maya' --": {}, "": {bySubject, ofJean, odd, plain},
	} {
		same(t, "search "+typed, w.found(p, store.SignInFilter{Search: typed}, 2), want)
	}
	same(t, "with a filter", w.found(p, store.SignInFilter{Search: "a", Result: store.ResultRefused}, 10), []string{})
}

func logCounts(t *testing.T, w *world) {
	ctx, p, day := t.Context(), w.acme, store.Day(noon())
	before := store.Day(noon().AddDate(0, 0, -1))
	starts := func(o store.Organization, provider, outcome, hour string, n int64) store.StartCount {
		return store.StartCount{OrganizationID: o.ID, Provider: provider, Outcome: outcome, Quarter: hour, N: n}
	}
	w.must(w.db.AddStartCounts(ctx, []store.StartCount{
		starts(p.Organization, "google", "started", day+"T00", 3), starts(p.Organization, "google", "started", day+"T23", 2),
		starts(p.Organization, "google", "started", day, 2), // counted before hours were
		starts(p.Organization, "google", "sso_app_invalid", day, 50),
		starts(p.Organization, "google", "started", before+"T23", 2), starts(p.Organization, "microsoft", "started", "2026-04-01", 9),
		starts(w.globex.Organization, "google", "started", day, 100),
	}))
	for _, code := range []string{"", "", "link_required", "provider_denied", "wrong_tenant", "sso_app_invalid", "provider_unreachable", "internal_error"} {
		w.logged(p, func(s *store.SignIn) { s.Code = code })
	}
	midnight := noon().Truncate(24 * time.Hour)
	w.logged(p, func(s *store.SignIn) { // across midnight
		s.StartedAt, s.FinishedAt = store.At(midnight.Add(-time.Microsecond)), store.At(midnight.Add(time.Minute))
	})
	w.logged(p, func(s *store.SignIn) { s.Provider, s.StartedAt = "microsoft", store.At(midnight) })
	w.logged(p, func(s *store.SignIn) { s.Purpose, s.Provider = "password", "" })
	w.logged(p, func(s *store.SignIn) { s.Purpose = "link_page" })
	w.logged(p, func(s *store.SignIn) {
		s.StartedAt, s.FinishedAt = store.At(noon().AddDate(0, 0, -9)), store.At(noon().AddDate(0, 0, -9))
	})
	w.logged(w.globex, func(*store.SignIn) {})
	want := []store.SignInCount{
		{Day: 0, Provider: "google", Started: 2, SignedIn: 1},
		{Day: 1, Provider: "google", Started: 7, SignedIn: 2, Refused: 2, Asked: 1, Failed: 3},
		{Day: 1, Provider: "microsoft", SignedIn: 1},
	}
	days := []time.Time{midnight.AddDate(0, 0, -1), midnight}
	read(t, "since the day before", want)(w.db.SignInCounts(ctx, p.ID, days))
	alone := slices.Clone(want[1:])
	for i := range alone {
		alone[i].Day = 0
	}
	read(t, "since today", alone)(w.db.SignInCounts(ctx, p.ID, days[1:]))
	read(t, "of nobody (E10)", []store.SignInCount(nil))(w.db.SignInCounts(ctx, "org_nobody", days))
}

// Days begin at any quarter of an hour, and are of any length: a start and its end
// fall into the same one (finding 21).
func zoneCounts(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	first := time.Date(2026, 5, 2, 18, 30, 0, 0, time.UTC)                                                  // a midnight in Kolkata
	days := []time.Time{first, first.Add(23 * time.Hour), first.Add(48 * time.Hour).Add(-15 * time.Minute)} // and such as no zone has
	for _, day := range days {
		for _, at := range []time.Time{day.Add(-time.Microsecond), day} {
			w.must(w.db.AddStartCounts(ctx, []store.StartCount{
				{OrganizationID: p.ID, Provider: "google", Outcome: "started", Quarter: store.Quarter(at), N: 1},
			}))
			w.logged(p, func(s *store.SignIn) { s.StartedAt, s.FinishedAt = store.At(at), store.At(at.Add(time.Second)) })
		}
	}
	read(t, "by day", []store.SignInCount{
		{Day: 0, Provider: "google", Started: 2, SignedIn: 2},
		{Day: 1, Provider: "google", Started: 2, SignedIn: 2},
		{Day: 2, Provider: "google", Started: 1, SignedIn: 1},
	})(w.db.SignInCounts(ctx, p.ID, days))
	t.Run("a count by the hour, of an earlier release", func(t *testing.T) {
		hour := first.Add(30 * time.Minute)
		w.must(w.db.AddStartCounts(ctx, []store.StartCount{
			{OrganizationID: p.ID, Provider: "microsoft", Outcome: "started", Quarter: hour.Format("2006-01-02T15"), N: 1},
		}))
		got, err := w.db.SignInCounts(ctx, p.ID, []time.Time{first.Add(-hours(5)), hour})
		w.must(err)
		same(t, "in its hour", got[len(got)-1], store.SignInCount{Day: 1, Provider: "microsoft", Started: 1})
	})
}
