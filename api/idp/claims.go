package idp

import (
	"latchkey/api/email"
	"latchkey/api/idp/provider"
)

// Claims is what a verified ID token says about a person.
type Claims = provider.Claims

// readClaims takes the claims out of a verified payload.
func readClaims(of provider.Key, issuer string, c object) Claims {
	claims := Claims{
		Issuer:            issuer,
		Subject:           c.text("sub"),
		Email:             address(c.text("email")),
		PreferredUsername: provider.OneLine(c.text("preferred_username")),
		Name:              provider.OneLine(c.text("name")),
	}
	claims.EmailVerified, claims.VerifiedAs = emailVerified(issuer, c)
	claims.IssuedAt, _ = c.moment("iat")
	claims.AuthTime, _ = c.moment("auth_time")
	claims.Said, claims.Unsent = provider.SaidBy(provider.Payload(c)), provider.Unsent(provider.Payload(c))
	if read := provider.Of(of).Read; read != nil {
		read(provider.Payload(c), &claims)
	}
	return claims
}

// address returns an e-mail address that has only one reading, else "".
func address(s string) string {
	if !email.IsPlain(s) {
		return ""
	}
	return s
}
