package idp

import (
	"latchkey/api/fault"
)

const (
	googleIssuer = "https://accounts.google.com"
	// googleBareIssuer is what Google's tokens sometimes carry instead
	// (Google's OpenID Connect reference, "ID token's payload").
	googleBareIssuer = "accounts.google.com"
)

func (p *Providers) googleOrigin() origin {
	return origin{
		issuer:      p.googleIssuer,
		metadataURL: metadataURL(p.googleIssuer),
	}
}

// googleToken checks the issuer of a Google token and returns the form that is
// stored: always the one with https, whichever arrived.
func (p *Providers) googleToken(t *token) (issuer string, err error) {
	iss := t.claims.text("iss")
	if iss == p.googleIssuer {
		return iss, nil
	}
	if iss == googleBareIssuer && p.googleIssuer == googleIssuer {
		return googleIssuer, nil
	}
	return "", fault.Mismatch(fault.TokenInvalid, "iss", p.googleIssuer, shown(iss))
}
