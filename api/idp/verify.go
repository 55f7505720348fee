package idp

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

const maxSubject = 255

// expectation is what one ID token is verified against.
type expectation struct {
	app         Application
	nonce       string
	accessToken string // "" when none came
}

// verified is what a good ID token says.
type verified struct {
	claims   Claims
	hasEmail bool   // there is an e-mail member, well formed or not
	all      object // every member of the payload
}

// verify runs the strict verifier (OpenID Connect Core 1.0, section 3.1.3.7).
// Its JSON is read once, by the decoder that refuses what encoding/json lets pass;
// go-oidc would read it again, by that one, and its errors name no reason. The
// signature is go-jose's to verify, everything else is ours.
func (p *Providers) verify(ctx context.Context, src *source, m *metadata, raw string, want expectation) (verified, error) {
	t, err := parseToken(raw, m.algorithms)
	if err != nil {
		return verified{}, err
	}
	of, site := provider.Of(want.app.Provider), p.site(want.app)
	issuer, wrongIssuer := of.TokenIssuer(site, provider.Payload(t.claims))
	keys := tokenKeys{token: t, ring: src.keys, issuer: issuer, tenant: t.claims.text("tid")}
	if err := keys.verify(ctx, raw); err != nil {
		return verified{}, err
	}
	if wrongIssuer != nil {
		return verified{}, wrongIssuer
	}
	if err := p.check(t, want); err != nil {
		return verified{}, err
	}
	if of.Admits != nil {
		if err := of.Admits(site, provider.Payload(t.claims)); err != nil {
			return verified{}, err
		}
	}
	return verified{readClaims(want.app.Provider, issuer, t.claims), t.claims.has("email"), t.claims}, nil
}

// check runs the claim checks in the order in which their refusals help most.
func (p *Providers) check(t *token, want expectation) error {
	if err := checkAudience(t.claims, want.app.ClientID); err != nil {
		return err
	}
	if err := checkSubject(t.claims); err != nil {
		return err
	}
	if err := checkTimes(t.claims, p.now()); err != nil {
		return err
	}
	if !sameSecret(t.claims.text("nonce"), want.nonce) {
		return fault.Because(fault.TokenInvalid, "nonce")
	}
	// A logout token has these and is otherwise much like an ID token
	// (OpenID Connect Back-Channel Logout 1.0, section 2.4).
	if t.claims.has("events") {
		return fault.Because(fault.TokenInvalid, "typ")
	}
	return checkAccessTokenHash(t, want.accessToken)
}

// checkAudience wants us in aud, and in azp whenever there is one; with several
// audiences there must be one.
func checkAudience(c object, clientID string) error {
	audience := c.texts("aud")
	if one, ok := c["aud"].(string); ok {
		audience = []string{one}
	}
	if list, ok := c["aud"].([]any); ok && len(list) != len(audience) {
		return fault.Mismatch(fault.TokenInvalid, "aud", clientID, "unreadable")
	}
	if clientID == "" || !slices.Contains(audience, clientID) {
		return fault.Mismatch(fault.TokenInvalid, "aud", clientID, provider.Shown(strings.Join(audience, " ")))
	}
	if (c.has("azp") || len(audience) > 1) && c.text("azp") != clientID {
		return fault.Mismatch(fault.TokenInvalid, "azp", clientID, provider.Shown(c.text("azp")))
	}
	return nil
}

// checkSubject leaves the subject as it is: byte for byte, it is the identity.
func checkSubject(c object) error {
	sub := c.text("sub")
	if sub == "" || len(sub) > maxSubject || !provider.IsPrintable(sub) {
		return fault.Because(fault.TokenInvalid, "sub")
	}
	return nil
}

// sameSecret compares in constant time. A missing value never equals a missing
// value.
func sameSecret(got, want string) bool {
	return got != "" && want != "" && subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

// checkAccessTokenHash follows OpenID Connect Core 1.0, section 3.1.3.6. Entra
// sends no at_hash from the token endpoint, so its absence is fine.
func checkAccessTokenHash(t *token, accessToken string) error {
	if !t.claims.has("at_hash") || accessToken == "" {
		return nil
	}
	if !sameSecret(t.claims.text("at_hash"), leftHalf(t.alg, accessToken)) {
		return fault.Because(fault.TokenInvalid, "at_hash")
	}
	return nil
}

// leftHalf hashes with the hash of the signature: EdDSA here means Ed25519,
// which uses SHA-512; the other algorithms end in the size of theirs.
func leftHalf(alg, value string) string {
	var sum []byte
	switch {
	case strings.HasSuffix(alg, "256"):
		h := sha256.Sum256([]byte(value))
		sum = h[:]
	case strings.HasSuffix(alg, "384"):
		h := sha512.Sum384([]byte(value))
		sum = h[:]
	default:
		h := sha512.Sum512([]byte(value))
		sum = h[:]
	}
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
