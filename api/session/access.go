package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// AccessLife is how long an access token lives, and so how long a service that verifies
// it by itself may accept it after a sign-out.
const AccessLife = 5 * time.Minute

// replicaSkew is how far the clocks of our own replicas may differ.
const replicaSkew = time.Minute

const tokenType = "at+jwt" // RFC 9068, 2.1

// Client is the client_id of our own pages, whose tokens our API takes.
const Client = "latchkey-web"

// For says for whom an access token is. The zero value is for our own pages.
type For struct {
	Client   string
	Scope    string
	Grant    string // what it was given with, so that it ends with that
	Resource string // a further audience: the application's own API
}

// Claims are what an access token says (RFC 9068 and openapi.yaml, "Verify a token").
type Claims struct {
	jwt.RegisteredClaims
	Client       string           `json:"client_id"` // RFC 9068, 2.2
	Scope        string           `json:"scope,omitempty"`
	Grant        string           `json:"grant,omitempty"` // of an application's token
	Organization string           `json:"org"`
	Role         store.Role       `json:"role"`
	Roles        []store.Role     `json:"roles"` // the same in a list, as many libraries read it
	Session      string           `json:"sid"`
	AuthTime     *jwt.NumericDate `json:"auth_time"`
	AMR          []string         `json:"amr"` // ["pwd"], ["fed"], or ["otp"] of a bypass link
	IDP          string           `json:"idp,omitempty"`
	Email        string           `json:"email"`
	Name         string           `json:"name"`
}

// AccessToken makes an access token of somebody, as they are now.
func (s *Sessions) AccessToken(p store.Principal, f For) (string, time.Duration, error) {
	return s.accessToken(p, f, s.now())
}

func (s *Sessions) accessToken(p store.Principal, f For, now time.Time) (string, time.Duration, error) {
	key, ok := s.keys.Load().signer(signing, now)
	if !ok {
		return "", 0, errors.New("no signing key is loaded")
	}
	life := AccessLife
	if f.Grant == "" { // an application's token ends with its grant, which may be offline
		life = min(life, p.ExpiresAt.Sub(now))
	}
	audience := jwt.ClaimStrings{s.audience}
	if f.Resource != "" && f.Resource != s.audience {
		audience = append(audience, f.Resource)
	}
	c := Claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: s.issuer, Subject: p.UserID, Audience: audience, ID: secret.NewID(),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(life)),
		},
		Client: cmp.Or(f.Client, Client), Scope: f.Scope, Grant: f.Grant, Organization: p.OrganizationID, Role: p.Role,
		Roles: []store.Role{p.Role}, Session: p.ID,
		AuthTime: jwt.NewNumericDate(p.AuthenticatedAt.Time),
		Email:    p.Email, Name: p.Name,
	}
	c.AMR, c.IDP = Methods(p)
	token := jwt.NewWithClaims(jwt.SigningMethodES256, c)
	token.Header["typ"] = tokenType
	token.Header["kid"] = key.id
	signed, err := token.SignedString(key.private)
	if err != nil {
		return "", 0, fmt.Errorf("sign an access token: %w", err)
	}
	return signed, life, nil
}

// Methods says how somebody signed in: amr (RFC 8176), and the provider if it was one.
func Methods(p store.Principal) (amr []string, provider string) {
	switch {
	case p.Bypass:
		return []string{"otp"}, "" // nobody brought a password
	case p.Method == "sso":
		return []string{"fed"}, p.Provider
	}
	return []string{"pwd"}, ""
}

// Authenticate verifies an access token of our own pages and returns its user and session, as the
// database has them now or had them a second ago at most.
func (s *Sessions) Authenticate(ctx context.Context, token string) (store.Principal, error) {
	c, err := s.parse(token)
	if err != nil {
		return store.Principal{}, fault.Wrap(fault.Unauthenticated, "access_token_refused", err)
	}
	if c.Client != Client { // an application may ask who somebody is, and do nothing in their name
		return store.Principal{}, fault.Because(fault.Unauthenticated, "token_of_an_application")
	}
	now := s.now()
	p, fresh := s.cache.get(c.Session, now)
	if !fresh {
		if p, err = s.store.SessionPrincipal(ctx, c.Session); errors.Is(err, store.ErrNotFound) {
			return store.Principal{}, fault.Because(fault.Unauthenticated, "session_unknown")
		}
		if err != nil {
			return store.Principal{}, fmt.Errorf("read a session: %w", err)
		}
		s.cache.put(c.Session, p, now)
	}
	if !isActive(p, now) {
		return store.Principal{}, fault.Because(fault.Unauthenticated, "session_over")
	}
	// What the token says must still be true: another role ends it at once.
	if p.UserID != c.Subject || p.OrganizationID != c.Organization || p.Role != c.Role {
		return store.Principal{}, fault.Because(fault.Unauthenticated, "token_outdated")
	}
	return p, nil
}

// ReadAccess verifies an access token and gives what it says. Whether that is still so,
// the caller asks.
func (s *Sessions) ReadAccess(token string) (Claims, error) {
	c, err := s.parse(token)
	if err != nil {
		return Claims{}, err
	}
	return *c, nil
}

// parse verifies the token of a person.
func (s *Sessions) parse(token string) (*Claims, error) {
	c := &Claims{}
	if err := s.verify(token, c); err != nil {
		return nil, err
	}
	if c.IssuedAt == nil || c.IssuedAt.Sub(s.now()) > replicaSkew {
		return nil, errors.New("issued in the future")
	}
	if c.Subject == "" || c.Organization == "" || c.Session == "" {
		return nil, errors.New("incomplete token")
	}
	return c, nil
}

// verify reads an access token of ours strictly; the library's defaults are lax (RFC 8725).
func (s *Sessions) verify(token string, into jwt.Claims) error {
	if len(token) > 4096 || strings.Count(token, ".") != 2 || !jwtAlphabet(token) {
		return errors.New("not a token of ours")
	}
	_, err := jwt.ParseWithClaims(token, into, func(t *jwt.Token) (any, error) {
		if typ, _ := t.Header["typ"].(string); typ != tokenType {
			return nil, errors.New("not an access token")
		}
		if _, critical := t.Header["crit"]; critical {
			return nil, errors.New("unknown critical header")
		}
		kid, _ := t.Header["kid"].(string)
		key, ok := s.keys.Load().verifier(signing, kid, false)
		if !ok {
			return nil, errors.New("unknown key")
		}
		return key, nil
	},
		jwt.WithValidMethods([]string{jwt.SigningMethodES256.Alg()}),
		jwt.WithIssuer(s.issuer), jwt.WithAudience(s.audience), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(s.now), jwt.WithStrictDecoding())
	return err
}

func jwtAlphabet(s string) bool {
	for _, c := range []byte(s) {
		ok := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.'
		if !ok {
			return false
		}
	}
	return true
}
