package idp

import (
	"context"

	jose "github.com/go-jose/go-jose/v4"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

// algorithms are the ones by which an ID token may be signed: asymmetric ones
// only, so that neither none nor a public key used as a secret ever verifies.
func algorithms() []string {
	return []string{
		string(jose.RS256), string(jose.RS384), string(jose.RS512), string(jose.PS256), string(jose.PS384), string(jose.PS512),
		string(jose.ES256), string(jose.ES384), string(jose.ES512), string(jose.EdDSA),
	}
}

// tokenKeys verifies the signature of one token with its provider's keys.
type tokenKeys struct {
	token  *token
	ring   *keyring
	issuer string
	tenant string
}

func (v *tokenKeys) verify(ctx context.Context, raw string) error {
	jws, err := jose.ParseSignedCompact(raw, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(v.token.alg)})
	if err != nil {
		return fault.Because(fault.TokenInvalid, "malformed")
	}
	keys, err := v.ring.current(ctx)
	if err != nil {
		return err
	}
	if _, good := v.try(jws, keys); good {
		return nil
	}
	// Either the key is new, or another one was put under its name: keys are
	// fetched once more, seldom (afterRotation).
	if keys, err = v.ring.afterRotation(ctx); err != nil {
		return err
	}
	known, good := v.try(jws, keys)
	if good {
		return nil
	}
	if known {
		return v.bad("signature")
	}
	return v.bad("key_unknown")
}

// try verifies with every key that fits. A token without a key id is tried
// with all of them (OpenID Connect Core 1.0, section 10.1, lets us refuse only
// when the set holds several).
func (v *tokenKeys) try(jws *jose.JSONWebSignature, keys []publicKey) (known, good bool) {
	for _, k := range keys {
		if v.token.kid != "" && v.token.kid != k.id || !k.fits(v.token.alg, v.issuer, v.tenant) {
			continue
		}
		known = true
		if _, err := jws.Verify(k.key); err == nil {
			return true, true
		}
	}
	return known, false
}

// bad names the key by which the token claims to be signed, for the inspector.
func (v *tokenKeys) bad(reason string) error {
	return fault.Mismatch(fault.TokenInvalid, reason, "", provider.Shown(v.token.kid))
}
