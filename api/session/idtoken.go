package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// IDTokenAlgs are the algorithms that ID tokens are signed by, what every application
// takes first.
func IDTokenAlgs() []string { return []string{"RS256", "ES256"} }

// family gives the purpose of the keys of an algorithm, and how one signs by it.
func family(alg string) (purpose string, method jwt.SigningMethod, err error) {
	switch alg {
	case "RS256":
		return signingRSA, jwt.SigningMethodRS256, nil
	case "ES256":
		return signing, jwt.SigningMethodES256, nil
	}
	return "", nil, fmt.Errorf("no tokens are signed by %q", alg)
}

// Sign signs a token that is no access token: an ID token (typ JWT), say. The first of an
// algorithm makes its key.
func (s *Sessions) Sign(ctx context.Context, alg, typ string, claims jwt.Claims) (string, error) {
	purpose, method, err := family(alg)
	if err != nil {
		return "", err
	}
	key, ok := s.keys.Load().signer(purpose, s.now())
	if !ok { // the first application was registered a moment ago
		if err := s.LoadKeys(ctx); err != nil {
			return "", err
		}
		if key, ok = s.keys.Load().signer(purpose, s.now()); !ok {
			return "", fmt.Errorf("no key for %s is loaded", alg)
		}
	}
	token := jwt.NewWithClaims(method, claims)
	token.Header["typ"], token.Header["kid"] = typ, key.id
	signed, err := token.SignedString(key.private)
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	return signed, nil
}

// Hint is what an ID token of ours said of somebody, however long ago.
type Hint struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
}

// ReadHint reads an ID token that comes back as a hint: ours, by a key that is kept, for
// this client. It may have expired, and is never authority.
func (s *Sessions) ReadHint(token, clientID string) (Hint, error) {
	h, err := s.readHint(token)
	if err == nil && !slices.Contains(h.Audience, clientID) {
		err = errors.New("a token of another client")
	}
	if err != nil {
		return Hint{}, err
	}
	return h, nil
}

// ReadOwnHint is ReadHint where the token itself says for which client it is.
func (s *Sessions) ReadOwnHint(token string) (h Hint, clientID string, err error) {
	h, err = s.readHint(token)
	if err == nil && (len(h.Audience) != 1 || h.Audience[0] == "") {
		err = errors.New("not for one client")
	}
	if err != nil {
		return Hint{}, "", err
	}
	return h, h.Audience[0], nil
}

func (s *Sessions) readHint(token string) (Hint, error) {
	var h Hint
	if len(token) > 8192 || strings.Count(token, ".") != 2 || !jwtAlphabet(token) {
		return h, errors.New("not a token of ours")
	}
	_, err := jwt.ParseWithClaims(token, &h, func(t *jwt.Token) (any, error) {
		if typ, _ := t.Header["typ"].(string); typ != "JWT" {
			return nil, errors.New("not an ID token")
		}
		if _, critical := t.Header["crit"]; critical {
			return nil, errors.New("unknown critical header")
		}
		purpose, _, err := family(t.Method.Alg())
		if err != nil {
			return nil, err
		}
		kid, _ := t.Header["kid"].(string)
		key, ok := s.keys.Load().verifier(purpose, kid, true)
		if !ok {
			return nil, errors.New("unknown key")
		}
		return key, nil
	}, jwt.WithValidMethods(IDTokenAlgs()), jwt.WithoutClaimsValidation(), jwt.WithStrictDecoding())
	if err != nil {
		return Hint{}, err
	}
	if h.Issuer != s.issuer || h.Subject == "" {
		return Hint{}, errors.New("a token of another issuer")
	}
	return h, nil
}
