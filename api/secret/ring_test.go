package secret_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"

	"latchkey/api/secret"
)

// keyText is a key ring entry whose key is one byte repeated.
func keyText(id string, fill byte) string {
	return id + ":" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{fill}, secret.KeySize))
}

func ring(t testing.TB, entries ...string) *secret.Ring {
	t.Helper()
	r, err := secret.NewRing(entries)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sealed are the two ways to seal.
type sealed struct {
	seal func(r *secret.Ring, place string, value []byte) string
	open func(r *secret.Ring, place, text string) ([]byte, error)
}

func ways() map[string]sealed {
	return map[string]sealed{
		"row":    {(*secret.Ring).SealRow, (*secret.Ring).OpenRow},
		"cookie": {(*secret.Ring).SealCookie, (*secret.Ring).OpenCookie},
	}
}

func TestSealedValueOpensInItsPlaceOnly(t *testing.T) {
	r := ring(t, keyText("k1", 1))
	for name, way := range ways() {
		for _, value := range []string{"canary-secret", "", "\x00\xff", strings.Repeat("é", 5000)} {
			text := way.seal(r, "place", []byte(value))
			if value != "" && strings.Contains(text, value) || secret.KeyOf(text) != "k1" {
				t.Errorf("%s: sealed as %s", name, text)
			}
			if got, err := way.open(r, "place", text); err != nil || string(got) != value {
				t.Errorf("%s: got %q, %v", name, got, err)
			}
			for _, place := range []string{"", "Place", "place ", "other"} {
				refusesToOpen(t, name+" at "+place, func() ([]byte, error) { return way.open(r, place, text) })
			}
		}
		for _, text := range []string{"", "k1", "k1.", ".", "k1.AAAA", "k1.!!!!", "k2." + strings.Repeat("A", 80), "no id at all"} {
			refusesToOpen(t, name+" "+text, func() ([]byte, error) { return way.open(r, "place", text) })
		}
	}
	refusesToOpen(t, "a cookie in a row", func() ([]byte, error) { return r.OpenRow("p", r.SealCookie("p", []byte("v"))) })
	refusesToOpen(t, "a row in a cookie", func() ([]byte, error) { return r.OpenCookie("p", r.SealRow("p", []byte("v"))) })
	refusesToOpen(t, "under another key", func() ([]byte, error) {
		return ring(t, keyText("k1", 2)).OpenRow("p", r.SealRow("p", []byte("v")))
	})
}

func refusesToOpen(t *testing.T, what string, open func() ([]byte, error)) {
	t.Helper()
	if got, err := open(); !errors.Is(err, secret.ErrUnsealed) || got != nil {
		t.Errorf("%s: got %q, %v", what, got, err)
	}
}

// B17: every bit of a sealed value counts.
func TestNoBitMayFlip(t *testing.T) {
	r := ring(t, keyText("k1", 1))
	for name, way := range ways() {
		text := way.seal(r, "place", []byte("a user id and more"))
		for i := range len(text) {
			for bit := range 8 {
				flipped := []byte(text)
				flipped[i] ^= 1 << bit
				refusesToOpen(t, name, func() ([]byte, error) { return way.open(r, "place", string(flipped)) })
			}
			refusesToOpen(t, name+" cut", func() ([]byte, error) { return way.open(r, "place", text[:i]) })
		}
		refusesToOpen(t, name+" with more", func() ([]byte, error) { return way.open(r, "place", text+"A") })
	}
}

// J03: a new key is put in front, and the old one opens what it sealed.
func TestSecondKeyOpensWhatItSealed(t *testing.T) {
	before, during := ring(t, keyText("k1", 1)), ring(t, keyText("k2", 2), keyText("k1", 1))
	for name, way := range ways() {
		if got, err := way.open(during, "p", way.seal(before, "p", []byte("v"))); err != nil || string(got) != "v" {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
		if id := secret.KeyOf(way.seal(during, "p", []byte("v"))); id != "k2" {
			t.Errorf("%s: sealed by %s", name, id)
		}
	}
}

// R26.
func TestMissingKeysAreNamedOnce(t *testing.T) {
	r := ring(t, keyText("k1", 1))
	got := r.Missing([]string{"k1.a", "k2.a", "k3.b", "k2.c", ""})
	if !slices.Equal(got, []string{"k2", "k3", ""}) {
		t.Errorf("got %q", got)
	}
	if got := r.Missing(nil); got != nil {
		t.Errorf("got %q", got)
	}
}

// J04.
func TestNoncesDoNotRepeat(t *testing.T) {
	r := ring(t, keyText("k1", 1))
	const each = 50_000
	for name, way := range ways() {
		size := map[string]int{"row": 12, "cookie": 24}[name]
		seen := make(map[string]bool, each)
		for range each {
			_, text, _ := strings.Cut(way.seal(r, "p", nil), ".")
			raw, err := base64.RawURLEncoding.DecodeString(text)
			if err != nil {
				t.Fatal(err)
			}
			seen[string(raw[:size])] = true
		}
		if len(seen) != each {
			t.Errorf("%s: %d nonces in %d", name, len(seen), each)
		}
	}
}

// J07: what is wrong with a ring is said by id, never by key.
func TestBadRings(t *testing.T) {
	key := base64.StdEncoding.EncodeToString([]byte("canary-canary-canary-canary-cana"))
	for name, entries := range map[string][]string{
		"no keys":           nil,
		"no id":             {":" + key},
		"no colon":          {key},
		"an id with a dot":  {"k.1:" + key},
		"an id too long":    {strings.Repeat("k", 41) + ":" + key},
		"a short key":       {"k1:" + key[:20]},
		"a long key":        {"k1:" + key + key},
		"no base64":         {"k1:canary!" + key},
		"one id twice":      {"k1:" + key, "k1:" + keyText("", 1)[1:]},
		"a bad second key":  {"k1:" + key, "k2:"},
		"an empty text":     {""},
		"an id with spaces": {"k 1:" + key},
	} {
		_, err := secret.NewRing(entries)
		if err == nil {
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), key[:10]) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %q repeats the key", name, err)
		}
	}
}
