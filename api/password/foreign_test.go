package password_test

import (
	"strings"
	"testing"

	"latchkey/api/password"
)

// F7: bcrypt reads 72 bytes, of the password, a zero byte, the password again and
// so on. Only the password that was hashed matches, and only it is kept anew.
func TestF7_BcryptMatchesNothingButTheWholePassword(t *testing.T) {
	long := strings.Repeat("a long sentence ", 5)[:72]
	wide := strings.Repeat("é", 36) // 72 bytes
	for name, c := range map[string]struct {
		hashed, typed string
		want          bool
	}{
		"72 bytes":                               {long, long, true},
		"72 bytes in 36 characters":              {wide, wide, true},
		"its 72 bytes and more":                  {long, long + "x", false},
		"its 72 bytes and very much more":        {long, long + strings.Repeat("x", 928), false},
		"its 72 bytes and itself":                {long, long + long, false},
		"a character that is cut by the bound":   {wide, wide + "é", false},
		"all but the last of 72 bytes":           {long, long[:71], false},
		"71 bytes":                               {long[:71], long[:71], true},
		"71 bytes and a zero byte":               {long[:71], long[:71] + "\x00", false},
		"a short one":                            {secret, secret, true},
		"a short one, a zero byte, and itself":   {secret, secret + "\x00" + secret, false},
		"a short one, zero bytes, to the bound":  {"abcdefgh", strings.Repeat("abcdefgh\x00", 8), false},
		"a short one, a zero byte, and anything": {secret, secret + "\x00anything", false},
		"nothing":                                {"", "", true},
		"a zero byte for nothing":                {"", "\x00", false},
		"composed for decomposed letters":        {"e\u0301", "\u00e9", false}, // as typed, never folded
	} {
		plain := bcrypted(t, c.hashed)
		for _, version := range []string{"$2a$", "$2b$", "$2y$"} {
			hash := version + plain[4:]
			got, err := password.New().Check(t.Context(), password.Try{Password: c.typed, Hash: &hash})
			if got != (password.Result{Match: c.want, Upgrade: c.want}) || err != nil {
				t.Errorf("%s, %s: %+v, %v", name, version, got, err)
			}
		}
	}
}

// F7: our own hashes read all of a password.
func TestF7_OwnHashesReadTheWholePassword(t *testing.T) {
	h, long := password.New(), strings.Repeat("a long sentence ", 10)
	hash, err := h.Hash(t.Context(), long)
	if err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{long[:72], long + "x", long + "\x00", long[:159] + "x"} {
		if got, err := h.Check(t.Context(), password.Try{Password: typed, Hash: &hash}); got.Match || err != nil {
			t.Errorf("%q: %+v, %v", typed, got, err)
		}
	}
	if got, err := h.Check(t.Context(), password.Try{Password: long, Hash: &hash}); !got.Match || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
}
