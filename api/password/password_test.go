package password_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/bcrypt"

	"latchkey/api/fault"
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
		if got, err := h.Check(t.Context(), c.password, c.hash); got != c.want || err != nil {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

// H: where there is nothing to compare, a hash of today's cost is compared all
// the same, so that time tells nothing.
func TestNothingCostsACheckToo(t *testing.T) {
	decoy, _, _, err := argon2id.DecodeHash(password.Decoy)
	if err != nil {
		t.Fatal(err)
	}
	today, _, _, err := argon2id.DecodeHash(hashed())
	if err != nil || *decoy != *today {
		t.Errorf("the decoy costs %+v, a hash %+v, %v", decoy, today, err)
	}
	h := password.New()
	defer h.Fill()()
	if _, err := h.Check(t.Context(), secret, nil); fault.Of(err).Code != fault.Busy {
		t.Errorf("a check of nothing did not wait its turn: %v", err)
	}
}

// K04: at most one hash per core, a short queue, and then a quick no.
func TestFullQueueIsBusy(t *testing.T) {
	h, hash := password.New(), hashed()
	free := h.Fill()
	for name, call := range map[string]func() error{
		"hash":  func() error { _, err := h.Hash(t.Context(), secret); return err },
		"check": func() error { _, err := h.Check(t.Context(), secret, &hash); return err },
	} {
		if f := fault.Of(call()); f.Code != fault.Busy || f.RetryAfter <= 0 {
			t.Errorf("%s: got %+v", name, f)
		}
	}
	free()
	if got, err := h.Check(t.Context(), secret, &hash); !got.Match || err != nil {
		t.Errorf("afterwards: %+v, %v", got, err)
	}
}

func TestQueueWaitsForACoreUntilTheCallerLeaves(t *testing.T) {
	h := password.New()
	free := h.Occupy()
	ctx, leave := context.WithCancel(t.Context())
	results := make(chan error, 70)
	for range cap(results) {
		go func() { _, err := h.Check(ctx, secret, nil); results <- err }()
	}
	for range cap(results) - 50 - runtime.NumCPU() { // the rest is refused at once
		if f := fault.Of(<-results); f.Code != fault.Busy {
			t.Errorf("got %v", f)
		}
	}
	leave()
	for range 50 + runtime.NumCPU() {
		if err := <-results; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	free()
	for deadline := time.Now().Add(time.Second); h.Waiting() > 0; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d still wait", h.Waiting())
		}
	}
}

func TestKnown(t *testing.T) {
	tail := strings.Join(strings.Split(hashed(), "$")[3:], "$")
	for name, c := range map[string]struct {
		hash string
		want bool
	}{
		"ours":               {hashed(), true},
		"the decoy":          {password.Decoy, true},
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
		if got, err := password.New().Check(t.Context(), secret, &c.hash); err != nil || got != (password.Result{}) {
			t.Errorf("%s: checked as %+v, %v", name, got, err)
		}
	}
}
