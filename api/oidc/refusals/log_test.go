package refusals_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"latchkey/api/oidc/refusals"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

var morning = time.Date(2026, 11, 9, 9, 0, 0, 0, time.UTC)

// rig is a log on a database with one organization.
type rig struct {
	t   *testing.T
	db  *store.Store
	now time.Time
	*refusals.Log
}

func newRig(t *testing.T) *rig {
	t.Helper()
	db := storetest.Open(t, store.SQLite)
	r := &rig{t: t, db: db, now: morning}
	r.Log = refusals.New(db, func() time.Time { return r.now })
	o := store.NewOrganization("acme", "Acme", morning)
	o.ID = "org"
	r.must(db.AddOrganization(t.Context(), o))
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) add(n int, code refusals.Code, at time.Time) {
	for range n {
		r.Add(refusals.Refusal{OrganizationID: "org", Code: code, Reference: "7F3K-92QD", At: at})
	}
}

// rows counts the lines of the log, and what they stand for.
func (r *rig) rows() (lines int, times int64) {
	r.t.Helper()
	list, err := r.db.SignInLog(r.t.Context(), "org", store.SignInFilter{}, store.Cursor{}, 10000)
	r.must(err)
	for _, line := range list {
		times += line.Times
	}
	return len(list), times
}

// Whoever floods us gets so many rows, and the rest is counted.
func TestAFloodIsCountedInOneRow(t *testing.T) {
	r := newRig(t)
	for minute := range 10 { // flushed again and again
		r.add(500, refusals.PKCEMissing, morning.Add(time.Duration(minute)*time.Second))
		r.must(r.Flush(t.Context()))
	}
	if lines, times := r.rows(); lines != 21 || times != 5000 {
		t.Errorf("%d lines for %d refusals", lines, times)
	}
	r.add(1, refusals.RedirectUnknown, morning)
	r.add(3, refusals.PKCEMissing, morning.Add(24*time.Hour)) // it has rows again
	r.must(r.Flush(t.Context()))
	if lines, times := r.rows(); lines != 25 || times != 5004 {
		t.Errorf("%d lines for %d refusals", lines, times)
	}
}

// What nobody proved is counted from the first on: it makes one row a day for each code.
func TestWhatNobodyProvedMakesNoRows(t *testing.T) {
	r := newRig(t)
	for minute := range 30 {
		at := morning.Add(time.Duration(minute) * time.Minute)
		for _, code := range []refusals.Code{refusals.ClientUnproven, refusals.SecretExpired} {
			r.Add(refusals.Refusal{OrganizationID: "org", Code: code, Reason: "secret_wrong", Reference: "7F3K-92QD", Counted: true, At: at})
		}
		r.must(r.Flush(t.Context()))
	}
	if lines, times := r.rows(); lines != 2 || times != 60 {
		t.Errorf("%d lines for %d refusals", lines, times)
	}
}

// What may concern several organizations is told to those that the application is for and
// have it on; where that are all, or many, to those whose people went there lately.
func TestWhomARequestConcernsThatNamesNobody(t *testing.T) {
	r := newRig(t)
	r.must(r.db.AddClient(t.Context(), store.Client{ID: "crm", Kind: store.KindApplication, Name: "CRM", State: store.ClientEnabled, CreatedAt: store.At(morning), UpdatedAt: store.At(morning)}))
	var all store.Strings
	for n := range 40 {
		o := store.NewOrganization(fmt.Sprintf("org%d", n), "Org", morning)
		r.must(r.db.AddOrganization(t.Context(), o))
		all = append(all, o.ID)
		used := morning.Add(-time.Duration(n) * time.Hour)
		if n%2 == 1 {
			used = used.Add(-60 * 24 * time.Hour) // and not since
		}
		r.must(r.db.ApplicationUsed(t.Context(), o.ID, "crm", used))
	}
	many := store.NewApplication("crm")
	few := many
	few.AllOrganizations, few.OrganizationIDs, few.SwitchedOff = false, all[:3], all[1:2]
	var lately []string
	for n := range 20 {
		lately = append(lately, all[2*n])
	}
	for name, c := range map[string]struct {
		a    store.Application
		want []string
	}{"few": {few, []string{all[0], all[2]}}, "all": {many, lately}} {
		got, err := r.Concerned(t.Context(), c.a)
		r.must(err)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// What cannot be written waits, with what comes meanwhile.
func TestWhatCannotBeWrittenWaits(t *testing.T) {
	r := newRig(t)
	r.add(30, refusals.PKCEMissing, morning)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Flush(over); err == nil {
		t.Fatal("written without a database")
	}
	r.add(30, refusals.PKCEMissing, morning.Add(time.Second))
	r.must(r.Flush(t.Context()))
	if lines, times := r.rows(); lines != 21 || times != 60 {
		t.Errorf("%d lines for %d refusals", lines, times)
	}
}

// Who reads the log from the oldest on does not pass by what was written late: it is of
// the moment at which it was.
func TestWhatWaitedLongIsOfWhenItIsWritten(t *testing.T) {
	for waited, want := range map[time.Duration]time.Duration{5 * time.Second: 0, time.Minute: time.Minute} {
		r := newRig(t)
		r.add(1, refusals.PKCEMissing, morning)
		r.now = morning.Add(waited)
		r.must(r.Flush(t.Context()))
		list, err := r.db.SignInLog(t.Context(), "org", store.SignInFilter{}, store.Cursor{}, 10)
		r.must(err)
		if len(list) != 1 || list[0].FinishedAt.Sub(morning) != want {
			t.Errorf("after %s: %v", waited, list)
		}
	}
}

// In a flood nobody looks anything up.
func TestAFloodIsNotLookedUp(t *testing.T) {
	r, looks := newRig(t), 0
	for range 1000 {
		if r.MayLook(refusals.Unproven, morning) {
			looks++
		}
	}
	if looks != 100 || !r.MayLook(refusals.Unproven, morning.Add(time.Second)) {
		t.Errorf("%d looks", looks)
	}
	for _, other := range []refusals.Asker{refusals.Person, refusals.Proven} {
		if !r.MayLook(other, morning) {
			t.Errorf("nobody looks for what %s sends, either", other)
		}
	}
}
