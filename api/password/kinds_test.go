package password_test

import (
	"slices"
	"testing"
	"time"

	"latchkey/api/password"
)

// S7: in an organization every check does the same work: a hash of each kind that
// its people have, whoever is looked at. Work is counted, not time.
func TestS7_EveryCheckDoesTheSameWork(t *testing.T) {
	const (
		today, memory, lanes = "$argon2id$v=19$m=47104,t=1,p=1", "$argon2id$v=19$m=65536,t=4,p=1", "$argon2id$v=19$m=65536,t=3,p=4"
		ten, twelve          = "$2a$10", "$2a$12"
	)
	ours := hashed()
	h, done := password.Fake(1, func(string) time.Duration { return 0 })
	for name, c := range map[string]struct {
		kinds  []string // as the store lists them
		hashes []string // of people
		want   []string
	}{
		"nobody has a password":  {nil, nil, []string{today}},
		"all hashes are ours":    {[]string{today + "$"}, []string{ours}, []string{today}},
		"all were imported":      {[]string{"$2y$10$"}, []string{"$2y$10$" + bcryptRest}, []string{ten}},
		"half of them were":      {[]string{"$2y$10$", today + "$"}, []string{"$2y$10$" + bcryptRest, ours}, []string{ten, today}},
		"one cost, many letters": {[]string{"$2a$10$", "$2b$10$", "$2y$10$"}, []string{"$2b$10$" + bcryptRest, "$2a$10$" + bcryptRest}, []string{ten}},
		"two costs":              {[]string{"$2b$10$", "$2b$12$"}, []string{"$2b$10$" + bcryptRest, "$2b$12$" + bcryptRest}, []string{ten, twelve}},
		"argon2id of two systems, and ours": {
			[]string{memory + "$", today + "$", lanes + "$"}, []string{memory + saltAndKey, lanes + saltAndKey, ours}, []string{today, lanes, memory},
		},
		"one that nobody may run, one that is none": {
			[]string{"$2b$22$", "$6$", "", "$2x$10$", today + "$"}, []string{"$2b$22$" + bcryptRest, "$6$salt$hash", "", ours}, []string{today},
		},
		"one that was upgraded meanwhile": {[]string{"$2b$10$", today + "$"}, []string{ours}, []string{ten, today}},
	} {
		for _, hash := range append(c.hashes, "nobody") {
			try := password.Try{Password: secret, Hash: &hash, Kinds: c.kinds}
			if hash == "nobody" {
				try.Hash = nil
			}
			if got, err := h.Check(t.Context(), try); got != (password.Result{}) || err != nil {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
			if got := done(); !slices.Equal(got, c.want) {
				t.Errorf("%s, %.20s: did %v, want %v", name, hash, got, c.want)
			}
		}
	}
}

// S7: of many kinds only so many are evened out, or one organization's file would
// keep everybody waiting.
func TestS7_KindsAreBounded(t *testing.T) {
	var kinds []string
	for _, cost := range []string{"04", "05", "06", "07", "08", "09", "10", "11", "12", "13"} {
		kinds = append(kinds, "$2b$"+cost+"$")
	}
	h, done := password.Fake(1, func(string) time.Duration { return 0 })
	if _, err := h.Check(t.Context(), password.Try{Kinds: kinds}); err != nil || len(done()) != password.MostKinds {
		t.Errorf("%v", err)
	}
}

// S7: the own hash decides, among those of other kinds.
func TestS7_TheOwnHashDecides(t *testing.T) {
	kinds := []string{"$2a$04$", "$2a$05$", "$argon2id$v=19$m=64,t=1,p=1$", "$argon2id$v=19$m=47104,t=1,p=1$"}
	imported, ours := bcrypted(t, secret), hashed()
	h := password.New()
	for name, c := range map[string]struct {
		typed string
		hash  *string
		want  password.Result
	}{
		"imported":           {secret, &imported, password.Result{Match: true, Upgrade: true}},
		"imported, wrong":    {"x", &imported, password.Result{}},
		"ours":               {secret, &ours, password.Result{Match: true}},
		"ours, wrong":        {"x", &ours, password.Result{}},
		"nobody":             {secret, nil, password.Result{}},
		"nobody, and ''":     {"", nil, password.Result{}},
		"a kind not in list": {secret, &ours, password.Result{Match: true}},
	} {
		try := password.Try{Password: c.typed, Hash: c.hash, Kinds: kinds}
		if name == "a kind not in list" {
			try.Kinds = kinds[:1]
		}
		if got, err := h.Check(t.Context(), try); got != c.want || err != nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
