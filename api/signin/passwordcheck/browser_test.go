package passwordcheck

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"testing"

	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

func testChecker(t *testing.T) *Checker {
	t.Helper()
	ring, err := secret.NewRing([]string{"k1:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, secret.KeySize))})
	if err != nil {
		t.Fatal(err)
	}
	return New(Options{Ring: ring})
}

// The browser is known for five accounts, the last ones.
func TestKnownBrowserKeepsFiveAccounts(t *testing.T) {
	c, b := testChecker(t), attempt.Visitor{Address: "192.0.2.1"}
	counters := map[store.AttemptCounters]bool{}
	for n := range 7 {
		b.Known = c.Remember(b, "o1", "user"+strconv.Itoa(n)+"@acme.example")
	}
	k := c.readKnown(b.Known)
	if len(k.Accounts) != 5 || k.Browser == "" {
		t.Fatalf("known %+v", k)
	}
	unknown := attempt.Visitor{Address: b.Address}
	for n := range 7 {
		email := "USER" + strconv.Itoa(n) + "@acme.example"
		own := c.CountersOf("o1", email, b) != c.CountersOf("o1", email, unknown)
		if own != (n >= 2) {
			t.Errorf("%s has a counter of its own: %v", email, own)
		}
		counters[c.CountersOf("o1", email, b)] = true
	}
	if len(counters) != 7 {
		t.Error("two accounts share a counter")
	}
	again := c.readKnown(c.Remember(b, "o1", "user6@acme.example"))
	if again.Browser != k.Browser || len(again.Accounts) != 5 {
		t.Errorf("known %+v", again)
	}
	for _, bad := range []string{"", "x", c.Ring.SealCookie("other", []byte(`{"b":"x"}`)), c.Ring.SealCookie(KnownCookie, []byte("x"))} {
		if got := c.readKnown(bad); got.Browser != "" || got.Accounts != nil {
			t.Errorf("%q is read as %+v", bad, got)
		}
	}
	one, other, next := c.CountersOf("o1", "a@x", unknown), c.CountersOf("o2", "a@x", unknown), c.CountersOf("o1", "a@x", attempt.Visitor{Address: "192.0.2.2"})
	if one.Own == other.Own || one.All == other.All || one.Own == next.Own || one.All != next.All || one.All == "" {
		t.Errorf("counters %+v, of another organization %+v, of another address %+v", one, other, next)
	}
}

// S4: one subscriber has one counter, however many addresses they have.
func TestS4_Network(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7":              "192.0.2.7",
		"::ffff:192.0.2.7":       "192.0.2.7",
		"2001:db8:1:2::7":        "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::9":   "2001:db8:1:2::/64",
		"2001:db8:1:3::7":        "2001:db8:1:3::/64",
		"fe80::1%eth0":           "fe80::/64",
		"":                       "",
		"@":                      "@", // a unix socket
		"192.0.2.7, 203.0.113.9": "192.0.2.7, 203.0.113.9",
	} {
		if got := Network(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}
