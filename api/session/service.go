package session

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"latchkey/api/secret"
)

// ServiceLife is how long the access token of a service lives. Our own API asks whether
// the service still is what it was, so revoking it does not wait for that.
const ServiceLife = time.Hour

// ServiceClaims are what the access token of a service says (RFC 9068).
type ServiceClaims struct {
	jwt.RegisteredClaims        // the subject is the client
	Client               string `json:"client_id"`
	Organization         string `json:"org"`
	Scope                string `json:"scope"`
	With                 string `json:"cred"` // what it was got with, so that it ends with that
}

// ServiceToken makes the access token of a service.
func (s *Sessions) ServiceToken(clientID, organizationID, scope, with string) (string, error) {
	now := s.now()
	key, ok := s.keys.Load().signer(signing, now)
	if !ok {
		return "", errors.New("no signing key is loaded")
	}
	token := jwt.NewWithClaims(jwt.SigningMethodES256, ServiceClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: s.issuer, Subject: clientID, Audience: jwt.ClaimStrings{s.audience}, ID: secret.NewID(),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(ServiceLife)),
		},
		Client: clientID, Organization: organizationID, Scope: scope, With: with,
	})
	token.Header["typ"] = tokenType
	token.Header["kid"] = key.id
	signed, err := token.SignedString(key.private)
	if err != nil {
		return "", fmt.Errorf("sign an access token: %w", err)
	}
	return signed, nil
}

// ReadServiceToken verifies the access token of a service. Whether that still is what it
// was, the caller asks.
func (s *Sessions) ReadServiceToken(token string) (ServiceClaims, error) {
	var c ServiceClaims
	if err := s.verify(token, &c); err != nil {
		return ServiceClaims{}, err
	}
	if c.IssuedAt == nil || c.IssuedAt.Sub(s.now()) > replicaSkew {
		return ServiceClaims{}, errors.New("issued in the future")
	}
	if c.Subject == "" || c.Subject != c.Client || c.Organization == "" || c.ID == "" || c.With == "" {
		return ServiceClaims{}, errors.New("not the token of a service")
	}
	return c, nil
}

// IsServiceToken says whether a token wants to be that of a service. Nothing is verified:
// it says only by which rules that is to be done.
func IsServiceToken(token string) bool {
	_, rest, _ := strings.Cut(token, ".")
	payload, _, _ := strings.Cut(rest, ".")
	raw, err := base64.RawURLEncoding.DecodeString(payload)
	var c struct {
		Subject string `json:"sub"`
		Client  string `json:"client_id"`
	}
	return err == nil && json.Unmarshal(raw, &c) == nil && c.Subject != "" && c.Subject == c.Client
}
