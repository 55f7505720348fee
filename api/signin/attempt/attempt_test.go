package attempt

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// still is when these tests happen.
func still() time.Time { return time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC) }

func testRing(t *testing.T, fill byte) *secret.Ring {
	t.Helper()
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{fill}, secret.KeySize))
	ring, err := secret.NewRing([]string{"k1:" + key})
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

func testAttempts(t *testing.T) *Attempts {
	t.Helper()
	return New(Options{Ring: testRing(t, 1), Now: still})
}

func (r *Attempts) testAttempt() Attempt {
	live := store.LiveConnection{Connection: store.Connection{ID: "c1", OrganizationID: "o1", Provider: "google"}, OrganizationCode: "acme", VersionID: "v1"}
	a := r.New(SignIn, live, Visitor{Reference: "7F3K-92QD"})
	a.ReturnTo = "/profile"
	return a
}

// cookieOf seals an attempt as the browser would hold it.
func (r *Attempts) cookieOf(t *testing.T, a Attempt) (name, value string) {
	t.Helper()
	c, err := r.Seal(a)
	if err != nil {
		t.Fatal(err)
	}
	return c.Name, c.Value
}

// A01: three separate values of 256 bits, never twice.
func TestAttemptsAreUnique(t *testing.T) {
	r, seen := testAttempts(t), map[string]bool{}
	for range 2000 {
		a := r.testAttempt()
		for _, value := range []string{a.ID, a.State, a.Nonce, a.Verifier, a.CookieName()} {
			if seen[value] || len(value) < 22 {
				t.Fatalf("%q again, or too short", value)
			}
			seen[value] = true
		}
	}
}

func TestAttemptOpensForItsStateAndConnection(t *testing.T) {
	r := testAttempts(t)
	a := r.testAttempt()
	name, value := r.cookieOf(t, a)
	if got, err := r.Open(map[string]string{"other": "x", name: value}, a.State, "c1"); err != nil || got != a {
		t.Errorf("got %+v, %v", got, err)
	}
	if strings.Contains(value, a.State) || strings.Contains(name, a.State) {
		t.Error("the cookie shows the state")
	}
	if c, err := r.Seal(a); err != nil || c.Life <= Life || !strings.HasPrefix(c.Name, CookiePrefix) {
		t.Errorf("cookie %+v, %v", c, err)
	}
	want := Attempt{
		ID: a.ID, Reference: "7F3K-92QD", Purpose: SignIn, State: a.State, Nonce: a.Nonce, Verifier: a.Verifier, Organization: "o1",
		Code: "acme", Connection: "c1", Version: "v1", Provider: "google", ReturnTo: "/profile", Started: still().UnixMicro(),
	}
	if a != want {
		t.Errorf("attempt %+v", a)
	}
}

// B01, B03, B07, B17, D14: everything else does not open.
func TestAttemptDoesNotOpenOtherwise(t *testing.T) {
	r := testAttempts(t)
	a, b := r.testAttempt(), r.testAttempt()
	name, value := r.cookieOf(t, a)
	nameB, valueB := r.cookieOf(t, b)
	changed := func(change func(*Attempt)) map[string]string {
		c := a
		change(&c)
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		return map[string]string{name: r.Ring.SealCookie(name, text)}
	}
	forger := New(Options{Ring: testRing(t, 2)})
	_, forged := forger.cookieOf(t, a)
	one := map[string]string{name: value}
	for what, c := range map[string]struct {
		cookies           map[string]string
		state, connection string
		code              fault.Code
		reason            string
	}{
		"no cookie at all":                         {nil, a.State, "c1", fault.AttemptCookieMissing, ""},
		"another browser's state (B01)":            {one, b.State, "c1", fault.AttemptUnknown, "no_attempt_for_state"},
		"cookies of one, state of the other (B03)": {map[string]string{name: valueB, nameB: value}, a.State, "c1", fault.AttemptUnknown, "no_attempt_for_state"},
		"a cookie under another name":              {map[string]string{nameB: value}, b.State, "c1", fault.AttemptUnknown, "no_attempt_for_state"},
		"no state":                                 {one, "", "c1", fault.AttemptUnknown, "no_attempt_for_state"},
		"no state on both sides":                   {map[string]string{cookieName(""): r.Ring.SealCookie(cookieName(""), []byte(`{"p":"sign_in","c":"c1"}`))}, "", "c1", fault.AttemptUnknown, "no_attempt_for_state"},
		"another connection (B07, B08)":            {one, a.State, "c2", fault.AttemptUnknown, "other_connection"},
		"no connection":                            {one, a.State, "", fault.AttemptUnknown, "other_connection"},
		"no connection on both sides":              {changed(func(a *Attempt) { a.Connection = "" }), a.State, "", fault.AttemptUnknown, "other_connection"},
		"another purpose (D14)":                    {changed(func(a *Attempt) { a.Purpose = LinkPage }), a.State, "c1", fault.AttemptUnknown, "other_purpose"},
		"another state inside":                     {changed(func(a *Attempt) { a.State = b.State }), a.State, "c1", fault.AttemptUnknown, "no_attempt_for_state"},
		"a foreign key (B17)":                      {map[string]string{name: forged}, a.State, "c1", fault.AttemptUnknown, "no_attempt_for_state"},
		"no JSON inside":                           {map[string]string{name: r.Ring.SealCookie(name, []byte("x"))}, a.State, "c1", fault.AttemptUnknown, "no_attempt_for_state"},
		"an empty cookie":                          {map[string]string{name: ""}, a.State, "c1", fault.AttemptUnknown, "no_attempt_for_state"},
	} {
		got, err := r.Open(c.cookies, c.state, c.connection)
		if got != (Attempt{}) {
			t.Errorf("%s: opened %+v", what, got)
		}
		checkFault(t, what, err, c.code, c.reason)
	}
	for i := range value { // B17
		flipped := []byte(value)
		flipped[i] ^= 1
		if _, err := r.Open(map[string]string{name: string(flipped)}, a.State, "c1"); err == nil {
			t.Fatalf("opened with bit %d flipped", i)
		}
	}
}

// A browser has five attempts at most: the oldest makes room, and so does what has expired.
func TestCrowdedOut(t *testing.T) {
	r := testAttempts(t)
	const s = time.Second
	held := func(ages ...time.Duration) (map[string]string, []string) {
		cookies, names := map[string]string{}, []string{}
		for _, age := range ages {
			a := r.testAttempt()
			a.Started = still().Add(-age).UnixMicro()
			name, value := r.cookieOf(t, a)
			cookies[name] = value
			names = append(names, name)
		}
		return cookies, names
	}
	for what, c := range map[string]struct {
		ages []time.Duration
		drop []int // indexes into ages
	}{
		"nothing":                   {nil, nil},
		"four leave room":           {[]time.Duration{4 * s, 3 * s, 2 * s, s}, nil},
		"of five the oldest goes":   {[]time.Duration{3 * s, 5 * s, s, 2 * s, 4 * s}, []int{1}},
		"of seven the three oldest": {[]time.Duration{7 * s, s, 6 * s, 2 * s, 5 * s, 3 * s, 4 * s}, []int{0, 2, 4}},
		"what is over goes first":   {[]time.Duration{Life + s, 4 * s, 3 * s, 2 * s, s}, []int{0}},
		"at its end it still lives": {[]time.Duration{Life, 3 * s, 2 * s, s}, nil},
	} {
		cookies, names := held(c.ages...)
		want := []string{}
		for _, i := range c.drop {
			want = append(want, names[i])
		}
		got := r.Excess(cookies)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: drops %d of %d", what, len(got), len(names))
		}
	}
	cookies, _ := held(4*s, 3*s, 2*s, s)
	cookies["latchkey-attempt-foreign"] = "k1.xxxx"
	if got := r.Excess(cookies); !slices.Equal(got, []string{"latchkey-attempt-foreign"}) {
		t.Errorf("what does not open stays: %v", got)
	}
	if got := r.Excess(maps.Clone(cookies)); len(got) != 1 {
		t.Errorf("the second time %v", got)
	}
}

// L15: a restore forgets which attempts are spent, so none from before it counts.
func TestL15_AttemptsFromBeforeARestore(t *testing.T) {
	r := testAttempts(t)
	a := r.testAttempt()
	if f := r.InTime(a); f != nil {
		t.Errorf("without a restore: %v", f)
	}
	for before, want := range map[time.Time]string{still(): "", still().Add(time.Second): "before_restore"} {
		r.NotBefore = func() time.Time { return before }
		if f := r.InTime(a); (f == nil) != (want == "") || f != nil && (f.Code != fault.AttemptExpired || f.Reason != want) {
			t.Errorf("restored at %v: %v", before, f)
		}
	}
}

// checkFault wants a refusal, or none for code "".
func checkFault(t *testing.T, name string, err error, code fault.Code, reason string) {
	t.Helper()
	if err == nil && code == "" {
		return
	}
	if f := fault.Of(err); err == nil || f.Code != code || f.Reason != reason {
		t.Errorf("%s: got %v, want %q (%s)", name, err, code, reason)
	}
}
