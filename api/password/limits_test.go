package password_test

import (
	"strings"
	"testing"
	"time"

	"latchkey/api/password"
)

const (
	saltAndKey = "$Y2FuYXJ5Y2FuYXJ5$MDEyMzQ1Njc4OWFiY2RlZg"
	bcryptRest = "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"
)

// S6: what a hash may cost, at its very limits.
func TestS6_WhatIsTooCostly(t *testing.T) {
	for hash, want := range map[string]bool{
		"$2b$14$" + bcryptRest:                                                        false,
		"$2y$15$" + bcryptRest:                                                        true,
		"$2b$22$" + bcryptRest:                                                        true,
		"$argon2id$v=19$m=65536,t=4,p=1" + saltAndKey:                                 false, // PHP
		"$argon2id$v=19$m=65536,t=3,p=4" + saltAndKey:                                 false, // Python, Node.js
		"$argon2id$v=19$m=7168,t=5,p=1" + saltAndKey:                                  false, // Keycloak
		"$argon2id$v=19$m=65536,t=5,p=1" + saltAndKey:                                 true,
		"$argon2id$v=19$m=65537,t=1,p=1" + saltAndKey:                                 true,
		"$argon2id$v=19$m=64,t=4096,p=1" + saltAndKey:                                 false,
		"$argon2id$v=19$m=64,t=4097,p=1" + saltAndKey:                                 true,
		"$argon2id$v=19$m=4096,t=1,p=17" + saltAndKey:                                 true,
		"$argon2id$v=19$m=64,t=4294967295,p=1" + saltAndKey:                           true,
		"$argon2id$v=19$m=4294967295,t=1,p=1" + saltAndKey:                            true,
		"$argon2id$v=19$m=64,t=1,p=1$Y2FuYXJ5Y2FuYXJ5$" + strings.Repeat("MDEy", 300): true,
	} {
		if got := password.TooCostly(hash); got != want {
			t.Errorf("%.60s: %v", hash, got)
		}
	}
}

// S6: a hash that is stored already and would hold a core for hours is never
// run: it opens nothing, at the cost of any other check.
func TestS6_StoredHashOfExtremeCostOpensNothing(t *testing.T) {
	h := password.New()
	for _, hash := range []string{
		"$2b$31$" + bcryptRest,
		"$argon2id$v=19$m=1048576,t=4000000,p=1" + saltAndKey,
	} {
		began := time.Now()
		got, err := h.Check(t.Context(), password.Try{Password: secret, Hash: &hash})
		if got != (password.Result{}) || err != nil || time.Since(began) > time.Minute {
			t.Errorf("%.40s: %+v, %v", hash, got, err)
		}
	}
}
