package idptest

import (
	"encoding/base64"
	"maps"
	"strings"
	"time"
)

const tokenLife = time.Hour

// homeOfGuests is where guests are at home, as the claim idp says it.
const homeOfGuests = "https://sts.windows.net/5b1f6a0c-7d0e-4c53-9a55-0d8f3c2a9e41/"

// idTokenClaims are the claims of a grant's person in the shape of the provider.
func (p *Provider) idTokenClaims(g grant, accessToken string) map[string]any {
	now := p.now()
	claims := map[string]any{
		"iss": p.issuerFor(g),
		"aud": g.clientID,
		"iat": now.Unix(),
		"exp": now.Add(tokenLife).Unix(),
	}
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	if !g.asked.IsZero() { // OpenID Connect Core 1.0, section 3.1.2.1
		claims["auth_time"] = g.asked.Unix()
	}
	if g.side.provider != Microsoft {
		claims["azp"] = g.clientID
		claims["at_hash"] = leftHalf(p.Key().Alg, accessToken)
	} else {
		claims["nbf"] = now.Unix()
		claims["ver"] = "2.0"
	}
	maps.Copy(claims, personClaims(g.person))
	return claims
}

// issuerFor is the provider's one issuer or that of the person's own tenant.
func (p *Provider) issuerFor(g grant) string {
	if g.side.provider == Microsoft {
		return p.MicrosoftAuthority() + "/" + g.person.TenantID + "/v2.0"
	}
	return p.root(g.side)
}

// personClaims are the claims about the person alone.
func personClaims(person Person) map[string]any {
	claims := map[string]any{"sub": person.Subject}
	if person.Name != "" {
		claims["name"] = person.Name
	}
	if person.Email != "" {
		claims["email"] = person.Email
	}
	if person.Provider != Microsoft {
		googleClaims(person, claims)
	} else {
		microsoftClaims(person, claims)
	}
	maps.Copy(claims, person.Extra)
	return claims
}

func googleClaims(person Person, claims map[string]any) {
	if person.Email != "" {
		claims["email_verified"] = person.EmailVerified
	}
	if person.HostedDomain != "" {
		claims["hd"] = person.HostedDomain
	}
	if given, family, ok := strings.Cut(person.Name, " "); ok {
		claims["given_name"], claims["family_name"] = given, family
	}
}

func microsoftClaims(person Person, claims map[string]any) {
	claims["tid"] = person.TenantID
	if person.ObjectID != "" {
		claims["oid"] = person.ObjectID
	}
	if person.Email != "" {
		claims["preferred_username"] = person.Email
	}
	if person.Guest {
		claims["acct"] = 1
		claims["idp"] = homeOfGuests
	}
}

// leftHalf is at_hash with the hash of the signature.
func leftHalf(alg, value string) string {
	h := hashOf(alg).New()
	h.Write([]byte(value)) // never fails
	sum := h.Sum(nil)
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
