package password_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/bcrypt"

	"latchkey/api/password"
)

const secret = "correct horse ü battery"

// hashed is one hash for all tests: each costs a core and 46 MiB.
var hashed = sync.OnceValue(func() string {
	hash, err := password.New().Hash(context.Background(), secret)
	if err != nil {
		panic(err)
	}
	return hash
})

func bcrypted(t *testing.T, text string) string {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte(text), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return string(hash)
}

func TestCheck(t *testing.T) {
	h, today, imported := password.New(), hashed(), bcrypted(t, secret)
	cheap, err := argon2id.CreateHash(secret, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	php := "$2y$" + imported[4:]
	for name, c := range map[string]struct {
		password string
		hash     *string
		want     password.Result
	}{
		"the right password":                              {secret, &today, password.Result{Match: true}},
		"a wrong password":                                {secret + " ", &today, password.Result{}},
		"no password":                                     {"", &today, password.Result{}},
		"the right password, imported (J09)":              {secret, &imported, password.Result{Match: true, Upgrade: true}},
		"the right password, imported from PHP":           {secret, &php, password.Result{Match: true, Upgrade: true}},
		"a wrong password, imported":                      {"x", &imported, password.Result{}},
		"a password longer than bcrypt reads":             {strings.Repeat("x", 80), &imported, password.Result{}},
		"the right password, hashed too cheaply":          {secret, &cheap, password.Result{Match: true, Upgrade: true}},
		"no hash: nobody, or somebody without a password": {secret, nil, password.Result{}},
	} {
		if got, err := h.Check(t.Context(), password.Try{Password: c.password, Hash: c.hash}); got != c.want || err != nil {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

// H: the decoy is of today's kind.
func TestDecoyCostsWhatAHashCosts(t *testing.T) {
	decoy, _, _, err := argon2id.DecodeHash(password.Decoy())
	if err != nil {
		t.Fatal(err)
	}
	today, _, _, err := argon2id.DecodeHash(hashed())
	if err != nil || *decoy != *today {
		t.Errorf("the decoy costs %+v, a hash %+v, %v", decoy, today, err)
	}
}

func TestKnown(t *testing.T) {
	h, done := password.Fake(1, func(string) time.Duration { return 0 })
	tail := strings.Join(strings.Split(hashed(), "$")[3:], "$")
	for name, c := range map[string]struct {
		hash string
		want bool
	}{
		"ours":               {hashed(), true},
		"the decoy":          {password.Decoy(), true},
		"bcrypt":             {bcrypted(t, "x"), true},
		"nothing":            {"", false},
		"plain text":         {secret, false},
		"SHA-512 crypt":      {"$6$salt$hash", false},
		"argon2i":            {"$argon2i$v=19$" + tail, false},
		"an older argon2":    {"$argon2id$v=16$" + tail, false},
		"no rounds":          {"$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg", false},
		"no lanes":           {"$argon2id$v=19$m=64,t=1,p=0$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg", false},
		"a hash of nothing":  {"$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$", false},
		"a hash of one byte": {"$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$MA", false},
		"bcrypt, cut":        {"$2a$10$short", false},
		"bcrypt, cut a bit":  {"$2b$10$" + bcryptRest[1:], false},
		"bcrypt of PHP":      {"$2y$10$" + bcryptRest, true},
		"the first bcrypt":   {"$2$10$" + bcryptRest, false},
		"a broken bcrypt":    {"$2x$10$" + bcryptRest, false},
	} {
		if got := password.Known(c.hash); got != c.want {
			t.Errorf("%s: got %v", name, got)
		}
		if c.want {
			continue
		}
		today := []string{"$argon2id$v=19$m=47104,t=1,p=1"}
		if _, err := h.Check(t.Context(), password.Try{Password: secret, Hash: &c.hash}); err != nil || !slices.Equal(done(), today) {
			t.Errorf("%s was run: %v", name, err)
		}
	}
}
