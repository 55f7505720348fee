package service

import (
	"slices"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// The longest values, in characters or bytes.
const (
	mostName    = 60
	mostText    = 255
	mostAddress = 500
	mostKeys    = 20 << 10
)

// Keyring is the public keys of a service, or where they are: one of the two.
type Keyring struct {
	JWKS string // RFC 7517
	URI  string
}

// Wanted is what to write of a service; nil stays. Keys or a federation of the zero value
// take away what is there.
type Wanted struct {
	Name       *string
	Scopes     []string
	Keys       *Keyring
	Federation *store.Federation
}

// SetOn writes it into the rows of a service and says what cannot be, by member. The issuer
// is ours.
func (w Wanted) SetOn(keys Keys, issuer string, k *Kept) (fields []fault.Field) {
	c, s := &k.Client, &k.Service
	note := func(pointer, code string) {
		if code != "" {
			fields = append(fields, fault.Field{Pointer: pointer, Code: code})
		}
	}
	if w.Name != nil {
		name, problem := rules.Line(*w.Name, mostName)
		c.Name = name
		note("/name", problem)
	}
	if w.Scopes != nil {
		s.Scopes = slices.Sorted(slices.Values(w.Scopes))
		note("/scopes", scopesProblem(s.Scopes))
	}
	if w.Keys != nil {
		s.JWKS, s.JWKSURI = w.Keys.JWKS, w.Keys.URI
		if *w.Keys != (Keyring{}) {
			note(w.Keys.problem(keys))
		}
	}
	if w.Federation != nil {
		s.Federation = *w.Federation
		if s.Federation != (store.Federation{}) {
			note(federationProblem(keys, issuer, s.Federation))
		}
	}
	return fields
}

func scopesProblem(scopes []string) string {
	if len(scopes) == 0 {
		return rules.Required
	}
	for i, scope := range scopes {
		if !slices.Contains(principal.Scopes(), principal.Permission(scope)) || slices.Contains(scopes[:i], scope) {
			return rules.Invalid
		}
	}
	return ""
}

func (k Keyring) problem(keys Keys) (pointer, code string) {
	switch {
	case k.JWKS != "" && k.URI != "":
		return "/keys", rules.Invalid
	case len(k.JWKS) > mostKeys:
		return "/keys/jwks", rules.TooLong
	case k.JWKS != "" && !keys.AreUsableKeys(k.JWKS):
		return "/keys/jwks", rules.Invalid
	case k.URI != "" && (len(k.URI) > mostAddress || !keys.UsableKeysAt(k.URI, "")):
		return "/keys/jwksUri", rules.Format
	}
	return "", ""
}

// federationProblem: an issuer of tokens is not ourselves, has its keys on its own host,
// and each text is compared letter by letter.
func federationProblem(keys Keys, ours string, f store.Federation) (pointer, code string) {
	for _, one := range []struct{ member, value string }{{"issuer", f.Issuer}, {"subject", f.Subject}, {"audience", f.Audience}} {
		kept, problem := rules.Line(one.value, mostText)
		if problem == "" && kept != one.value {
			problem = rules.Format
		}
		if problem != "" {
			return "/federation/" + one.member, problem
		}
	}
	switch {
	case strings.ContainsAny(f.Issuer, "?#") || !keys.UsableKeysAt(f.Issuer, ""):
		return "/federation/issuer", rules.Format
	case strings.TrimSuffix(f.Issuer, "/") == ours:
		return "/federation/issuer", rules.Invalid
	case f.KeysAt == "":
		return "/federation/jwksUri", rules.Required
	case len(f.KeysAt) > mostAddress || !keys.UsableKeysAt(f.KeysAt, f.Issuer):
		return "/federation/jwksUri", rules.Format
	}
	return "", ""
}
