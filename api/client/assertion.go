package client

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Verifier checks who signed a token. Both give what it says; the error is a fault.
type Verifier interface {
	VerifyAt(ctx context.Context, keysAt, token string) (map[string]any, error)
	VerifyWith(jwks, token string) (map[string]any, error)
}

// Times of assertions.
const (
	assertionSkew  = time.Minute
	ownAssertion   = time.Hour      // how long one of a client's own may live: its id is kept for so long
	federatedToken = 24 * time.Hour // how long one of another issuer may live
)

// authenticateAssertion checks a signed assertion: of the service itself, or of another
// issuer that the service is federated with. Whose it wants to be decides only whose
// keys are asked.
func (r *Registry) authenticateAssertion(ctx context.Context, c Credentials, from string) (Proof, error) {
	found, err := r.present(ctx, c.ID)
	if err != nil {
		return Proof{}, err
	}
	if found.Service == nil || r.verify == nil {
		return Proof{}, refused("method_" + string(PrivateKeyJWT))
	}
	p, s, used := Proof{Client: found, Method: PrivateKeyJWT}, *found.Service, store.UsedKeys
	switch claimed := peek(c.Secret).Issuer; {
	case s.Issuer != "" && claimed == s.Issuer:
		used, p.assertedWith = store.UsedFederation, withFederation(s)
		err = r.checkFederated(ctx, s, c.Secret)
	case claimed == found.ID && withKeys(s) != "":
		p.assertedWith = withKeys(s)
		err = r.checkOwn(ctx, s, c.Secret)
	default:
		err = refused("assertion_issuer")
	}
	if err != nil {
		return Proof{}, err
	}
	r.use.note(found.ID, used, from, r.now())
	return p, nil
}

// checkFederated: all four must be right. Nothing is spent, because issuers give one
// token again and again while it lives.
func (r *Registry) checkFederated(ctx context.Context, s store.OwnedService, token string) error {
	claims, err := r.verify.VerifyAt(ctx, s.KeysAt, token)
	if err != nil {
		return unverified(err)
	}
	switch {
	case claims["iss"] != s.Issuer:
		return refused("assertion_issuer")
	case s.Subject == "" || claims["sub"] != s.Subject:
		return refused("assertion_subject")
	case s.Audience == "" || !slices.Contains(audiences(claims), s.Audience):
		return refused("assertion_audience")
	}
	_, err = r.checkTimes(claims, federatedToken)
	return err
}

// checkOwn: RFC 7523, 3. It is for us alone, and counts once.
func (r *Registry) checkOwn(ctx context.Context, s store.OwnedService, token string) error {
	var claims map[string]any
	var err error
	if s.JWKS != "" {
		claims, err = r.verify.VerifyWith(s.JWKS, token)
	} else {
		claims, err = r.verify.VerifyAt(ctx, s.JWKSURI, token)
	}
	if err != nil {
		return unverified(err)
	}
	audience, id := audiences(claims), text(claims, "jti")
	switch {
	case claims["iss"] != s.ClientID:
		return refused("assertion_issuer")
	case claims["sub"] != s.ClientID:
		return refused("assertion_subject")
	case len(audience) != 1 || audience[0] != r.issuer && audience[0] != r.issuer+"/oauth/token":
		return refused("assertion_audience")
	case id == "" || len(id) > mostCredential:
		return refused("assertion_id")
	}
	expires, err := r.checkTimes(claims, ownAssertion)
	if err != nil {
		return err
	}
	isNew, err := r.store.KeepTokenID(ctx, s.ClientID, store.TokenSpent, secret.Hash(id), expires.Add(2*assertionSkew))
	if err != nil {
		return fmt.Errorf("spend an assertion: %w", err)
	}
	if !isNew {
		return refused("assertion_replayed")
	}
	return nil
}

// unverified is why a signature is not believed, or that nobody can know now.
func unverified(err error) error {
	f := fault.Of(err)
	if f.Code == fault.TokenInvalid {
		return refused("assertion_" + f.Reason)
	}
	return fault.OAuthBecause(fault.TemporarilyUnavailable, "The keys of the assertion's issuer cannot be read now.", f.Reason)
}

// checkTimes gives when an assertion expires, which is soon.
func (r *Registry) checkTimes(claims map[string]any, longest time.Duration) (time.Time, error) {
	now := r.now()
	expires, has := moment(claims, "exp")
	begins, hasBegin := moment(claims, "nbf")
	issued, hasIssued := moment(claims, "iat")
	switch {
	case !has:
		return expires, refused("assertion_expiry")
	case !now.Before(expires.Add(assertionSkew)):
		return expires, refused("assertion_expired")
	case expires.Sub(now) > longest+assertionSkew:
		return expires, refused("assertion_lives_long")
	case claims["nbf"] != nil && (!hasBegin || begins.Sub(now) > assertionSkew),
		claims["iat"] != nil && (!hasIssued || issued.Sub(now) > assertionSkew):
		return expires, refused("assertion_early")
	}
	return expires, nil
}

// moment reads a time of a token, in seconds since 1970.
func moment(claims map[string]any, name string) (time.Time, bool) {
	n, is := claims[name].(json.Number)
	seconds, err := n.Float64()
	if !is || err != nil || seconds < 0 || seconds > 1<<40 {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0), true
}

// audiences reads aud, which is a text or a list of them; what is neither is none.
func audiences(claims map[string]any) []string {
	if one := text(claims, "aud"); one != "" {
		return []string{one}
	}
	list, _ := claims["aud"].([]any)
	var all []string
	for _, v := range list {
		one, is := v.(string)
		if !is {
			return nil
		}
		all = append(all, one)
	}
	return all
}

func text(claims map[string]any, name string) string {
	value, _ := claims[name].(string)
	return value
}

// peeked is what a token says before anybody knows who signed it.
type peeked struct {
	Issuer  string `json:"iss"`
	Subject string `json:"sub"`
}

func peek(token string) peeked {
	var p peeked
	_, rest, _ := strings.Cut(token, ".")
	payload, _, _ := strings.Cut(rest, ".")
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil || json.Unmarshal(raw, &p) != nil {
		return peeked{}
	}
	return p
}

// subjectOf is whom an assertion of a client's own is about.
func subjectOf(token string) string {
	if p := peek(token); p.Issuer == p.Subject && len(p.Subject) <= mostCredential {
		return p.Subject
	}
	return ""
}

// withKeys names the keys of a service as they are now, "" if it has none.
func withKeys(s store.OwnedService) string {
	if s.JWKS == "" && s.JWKSURI == "" {
		return ""
	}
	return store.UsedKeys + ":" + short(s.JWKS, s.JWKSURI)
}

// withFederation names the federation of a service as it is now, "" if it has none.
func withFederation(s store.OwnedService) string {
	if s.Issuer == "" {
		return ""
	}
	return store.UsedFederation + ":" + short(s.Issuer, s.KeysAt, s.Subject, s.Audience)
}

// short tells values from others, in a token.
func short(values ...string) string { return secret.Hash(strings.Join(values, "\x00"))[:16] }
