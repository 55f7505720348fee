package service

import (
	"testing"

	"latchkey/api/client"
	"latchkey/api/store"
)

// A machine that may do more than before, or that somebody else may be, asks for recent
// authentication; what only takes away does not.
func TestWhatMakesAServiceStronger(t *testing.T) {
	service := func(scopes ...string) store.Service { return store.Service{Scopes: scopes} }
	with := func(change func(*store.Service)) store.Service {
		s := service("users:read")
		change(&s)
		return s
	}
	plain, keyed, elsewhere, federated := service("users:read"),
		with(func(s *store.Service) { s.JWKS = "one" }),
		with(func(s *store.Service) { s.JWKSURI = "https://keys.example" }),
		with(func(s *store.Service) { s.Federation = federation() })
	for name, c := range map[string]struct {
		was, is store.Service
		gains   bool
	}{
		"the same":                  {federated, federated, false},
		"a scope more":              {plain, service("users:read", "users:write"), true},
		"a scope less":              {service("users:read", "users:write"), plain, false},
		"another scope":             {plain, service("log:read"), true},
		"another order":             {service("a", "b"), service("b", "a"), false},
		"keys":                      {plain, keyed, true},
		"other keys":                {keyed, with(func(s *store.Service) { s.JWKS = "two" }), true},
		"keys elsewhere":            {keyed, elsewhere, true},
		"no keys any more":          {keyed, plain, false},
		"no address any more":       {elsewhere, plain, false},
		"a federation":              {plain, federated, true},
		"another subject":           {federated, with(func(s *store.Service) { s.Federation = federation(); s.Subject = "other" }), true},
		"no federation any more":    {federated, plain, false},
		"a scope less, and keys":    {service("a", "b"), store.Service{Scopes: store.Strings{"a"}, JWKS: "one"}, true},
		"a name is nothing of that": {plain, with(func(s *store.Service) { s.ChangedBy = "usr_1" }), false},
	} {
		if got := gains(c.was, c.is); got != c.gains {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// People know a secret by its first characters; of one that was given as a hash there are none.
func TestNameOfASecret(t *testing.T) {
	c := client.Client{Secrets: []store.ClientSecret{{ID: "1", First: "lks_0123"}, {ID: "2"}}}
	for id, want := range map[string]string{"1": "lks_0123", "2": "2", "3": "3"} {
		if got := nameOf(c, id); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}
