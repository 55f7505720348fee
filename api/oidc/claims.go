package oidc

import (
	"context"
	"crypto/sha256"
	"encoding/base64"

	"github.com/golang-jwt/jwt/v5"

	"latchkey/api/client"
	"latchkey/api/session"
	"latchkey/api/store"
)

// person is what is said of somebody (OpenID Connect Core, 5.1, and our own).
type person struct {
	Organization     string   `json:"org,omitempty"`
	OrganizationCode string   `json:"org_code,omitempty"`
	Email            string   `json:"email,omitempty"`
	EmailVerified    *bool    `json:"email_verified,omitempty"`
	Name             string   `json:"name,omitempty"`
	Role             string   `json:"role,omitempty"`
	Roles            []string `json:"roles,omitempty"`
	Groups           []string `json:"groups,omitempty"`
	ExternalID       string   `json:"external_id,omitempty"`
	Locale           string   `json:"locale,omitempty"`
	ZoneInfo         string   `json:"zoneinfo,omitempty"`
}

// idClaims are what an ID token says.
type idClaims struct {
	jwt.RegisteredClaims
	Audience string           `json:"aud"` // as a text: there is one, and some libraries read no list
	AuthTime *jwt.NumericDate `json:"auth_time"`
	Nonce    string           `json:"nonce,omitempty"`
	Session  string           `json:"sid"`
	AMR      []string         `json:"amr"`
	IDP      string           `json:"idp,omitempty"`
	AtHash   string           `json:"at_hash"`
	person
}

// accessFor is for whom an access token of a grant is.
func accessFor(c client.Client, g store.Grant, scope string) session.For {
	return session.For{Client: c.ID, Scope: scope, Grant: g.ID, Resource: g.Resource}
}

// idToken makes an ID token: all of a person, whatever the scope, because the
// applications are the operator's own; groups for those that read lists.
func (p *Provider) idToken(ctx context.Context, c client.Client, who store.Principal, scope, nonce, access string) (string, error) {
	now := p.Now()
	all := about(who)
	if !hasScope(scope, "groups") {
		all.Groups = nil
	}
	claims := idClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: p.Issuer, Subject: who.UserID,
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(IDTokenLife)),
		},
		Audience: c.ID, AuthTime: jwt.NewNumericDate(who.AuthenticatedAt.Time), Nonce: nonce, Session: who.ID, AtHash: halfHash(access), person: all,
	}
	claims.AMR, claims.IDP = session.Methods(who)
	return p.Sessions.Sign(ctx, c.Application.IDTokenAlg, "JWT", claims)
}

// halfHash is at_hash of a token that is signed by an algorithm of SHA-256.
func halfHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}

// about is all that is said of a person. An address counts as verified only if somebody
// proved that it is theirs: applications link accounts by it.
func about(who store.Principal) person {
	all := person{
		Organization: who.OrganizationID, OrganizationCode: who.OrganizationCode, Email: who.Email, EmailVerified: &who.EmailProven,
		Name: who.Name, Role: string(who.Role), Roles: []string{string(who.Role)}, Groups: []string{string(who.Role)},
		Locale: who.Language, ZoneInfo: who.TimeZone,
	}
	if who.ExternalID != nil {
		all.ExternalID = *who.ExternalID
	}
	return all
}

// within is what of a person a scope lets be said at the userinfo endpoint.
func (all person) within(scope string) person {
	said := person{Organization: all.Organization, OrganizationCode: all.OrganizationCode}
	if hasScope(scope, "profile") {
		said.Name, said.Role, said.ExternalID, said.Locale, said.ZoneInfo = all.Name, all.Role, all.ExternalID, all.Locale, all.ZoneInfo
	}
	if hasScope(scope, "email") {
		said.Email, said.EmailVerified = all.Email, all.EmailVerified
	}
	if hasScope(scope, "groups") {
		said.Groups, said.Roles = all.Groups, all.Roles
	}
	return said
}
