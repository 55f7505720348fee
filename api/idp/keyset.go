package idp

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/json"
	"slices"

	jose "github.com/go-jose/go-jose/v4"

	"latchkey/api/fault"
	"latchkey/api/outbound"
)

const (
	maxKeySet  = 256 << 10
	maxKeys    = 64
	keysDeep   = 6
	minRSABits = 2048
)

// fetchKeys reads a JWK set (RFC 7517, section 5) and keeps what can verify an
// ID token. Anything else in it is passed over, not trusted and not fatal.
func fetchKeys(ctx context.Context, c *outbound.Client, from string) ([]publicKey, error) {
	doc, err := getObject(ctx, c, inKeys, get{from: from, most: maxKeySet, deep: keysDeep})
	if err != nil {
		return nil, err
	}
	return keysOf(doc)
}

// keysOf keeps what can verify of a key set.
func keysOf(doc object) ([]publicKey, error) {
	list, _ := doc["keys"].([]any)
	if len(list) > maxKeys {
		return nil, fault.Because(fault.ProviderUnreachable, "keys_too_many")
	}
	var keys []publicKey
	for _, v := range list {
		if k, ok := usableKey(v); ok {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return nil, fault.Because(fault.ProviderUnreachable, "keys_none_usable")
	}
	return keys, nil
}

// usableKey reads one JWK. go-jose checks points and encodings; we add purpose
// and strength (RFC 8725, sections 3.4 and 3.5).
func usableKey(v any) (publicKey, bool) {
	plain, _ := v.(map[string]any)
	members := object(plain)
	if use := members.text("use"); members.has("use") && use != "sig" {
		return publicKey{}, false
	}
	if members.has("key_ops") && !slices.Contains(members.texts("key_ops"), "verify") {
		return publicKey{}, false
	}
	// Certificates and private members say nothing that we need.
	for _, name := range [...]string{"x5c", "x5t", "x5t#S256", "x5u", "d"} {
		delete(members, name)
	}
	text, err := json.Marshal(members)
	if err != nil {
		return publicKey{}, false
	}
	var jwk jose.JSONWebKey
	if jwk.UnmarshalJSON(text) != nil || !jwk.Valid() || !isStrong(jwk.Key) {
		return publicKey{}, false
	}
	return publicKey{id: jwk.KeyID, alg: jwk.Algorithm, issuer: members.text("issuer"), key: jwk.Key}, true
}

func isStrong(key any) bool {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return k.N.BitLen() >= minRSABits && k.E >= 3 && k.E%2 == 1
	case *ecdsa.PublicKey:
		return curveAlgorithm(k.Curve) != ""
	case ed25519.PublicKey:
		return true
	}
	return false
}
