package secret_test

import (
	"regexp"
	"testing"

	"latchkey/api/secret"
)

// A01, G15: ids and tokens have 128 and 256 bits, and none comes twice.
func TestIDsAndTokens(t *testing.T) {
	short, long, seen := regexp.MustCompile(`^[\w-]{22}$`), regexp.MustCompile(`^[\w-]{43}$`), map[string]bool{}
	for range 10_000 {
		id, token := secret.NewID(), secret.NewToken()
		if !short.MatchString(id) || !long.MatchString(token) {
			t.Fatalf("made %q and %q", id, token)
		}
		seen[id], seen[token] = true, true
	}
	if len(seen) != 20_000 {
		t.Errorf("%d of 20000 are different", len(seen))
	}
	if got := secret.Hash("abc"); got != "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0" { // FIPS 180-2, B.1
		t.Errorf("hash %s", got)
	}
}
