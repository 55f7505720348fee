package backchannel

import (
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"latchkey/api/store"
)

// tokenType is the explicit type of a logout token (Back-Channel Logout, 2.4), so that it
// is no ID token to anybody.
const tokenType = "logout+jwt"

// event is what a logout token tells of.
const event = "http://schemas.openid.net/event/backchannel-logout"

// tokenLife is how long a logout token is good: it is made for each try.
const tokenLife = 2 * time.Minute

// claims are what a logout token says. It never has a nonce.
type claims struct {
	jwt.RegisteredClaims
	Audience string              `json:"aud"` // as a text, as in ID tokens
	Session  string              `json:"sid"`
	Events   map[string]struct{} `json:"events"`
}

// claimsOf are the claims of a logout token. Each try has a jti of its own, since an application may
// refuse one that it has seen before.
func claimsOf(m store.LogoutMessage, issuer string, now time.Time) claims {
	return claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Subject: m.UserID, ID: m.ID + "." + strconv.FormatInt(m.Tries, 10),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(tokenLife)),
		},
		Audience: m.ClientID, Session: m.SessionID, Events: map[string]struct{}{event: {}},
	}
}
