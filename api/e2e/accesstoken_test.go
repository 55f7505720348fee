package e2e_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// H01 and G01-G03 at the API: what is no access token of ours.
func TestG03OnlyAccessTokensOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
	token := b.token()
	parts := strings.Split(token, ".")
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	must(t, err)
	swap := func(from, to string) string {
		return parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(claims), from, to, 1))) + "." + parts[2]
	}
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"at+jwt"}`))
	for name, value := range map[string]string{
		"nothing": "", "another scheme": "Basic " + token, "no scheme": token, "garbage": "Bearer garbage",
		"the refresh token": "Bearer " + b.session(), "alg none": "Bearer " + none + "." + parts[1] + ".",
		"another role": "Bearer " + swap(`"agent"`, `"super_admin"`), "another organization": "Bearer " + swap(`"org_`, `"org_x`),
		"no signature": "Bearer " + parts[0] + "." + parts[1] + ".", "two tokens": "Bearer " + token + " " + token,
	} {
		h := http.Header{}
		if value != "" {
			h.Set("Authorization", value)
		}
		a := b.send(http.MethodGet, "/api/v1/me", nil, h)
		if a.status != http.StatusUnauthorized || a.text("code") != "unauthenticated" || !strings.HasPrefix(a.header.Get("WWW-Authenticate"), `Bearer realm="latchkey"`) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	b.send(http.MethodGet, "/api/v1/me", nil, http.Header{"Authorization": {"Bearer " + token, "Bearer " + token}}).want(http.StatusUnauthorized, "")
	b.me(token).want(http.StatusOK, "")
	w.clock.add(6 * time.Minute)
	b.me(token).want(http.StatusUnauthorized, "unauthenticated")
}

// G18: an integrator verifies a token offline, as openapi.yaml tells it.
func TestG18IntegratorVerifiesOffline(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		token := b.token()
		set := w.browser().send(http.MethodGet, "/.well-known/jwks.json", nil, nil)
		set.want(http.StatusOK, "")
		if set.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Error("pages of integrators cannot read the keys")
		}
		var keys struct{ Keys []map[string]string }
		must(t, json.Unmarshal(set.body, &keys))
		claims := jwt.MapClaims{}
		parsed, err := jwt.ParseWithClaims(token, claims, func(tok *jwt.Token) (any, error) {
			for _, k := range keys.Keys {
				if k["kid"] != tok.Header["kid"] {
					continue
				}
				x, errX := base64.RawURLEncoding.DecodeString(k["x"])
				y, errY := base64.RawURLEncoding.DecodeString(k["y"])
				must(t, errors.Join(errX, errY))
				return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, x, y))
			}
			return nil, jwt.ErrTokenUnverifiable
		}, jwt.WithValidMethods([]string{"ES256"}), jwt.WithIssuer(w.url), jwt.WithAudience(w.url), jwt.WithExpirationRequired(), jwt.WithIssuedAt())
		must(t, err)
		if parsed.Header["typ"] != "at+jwt" {
			t.Errorf("typ %v", parsed.Header["typ"])
		}
		for name, want := range map[string]any{"role": "agent", "idp": "google", "email": "maya@acme.example", "org": w.live("acme", "google").OrganizationID} {
			if claims[name] != want {
				t.Errorf("%s is %v, want %v", name, claims[name], want)
			}
		}
		for _, name := range []string{"sub", "sid", "jti", "iat", "exp", "auth_time", "amr", "name"} {
			if claims[name] == nil {
				t.Errorf("no %s", name)
			}
		}
		if life := claims["exp"].(float64) - claims["iat"].(float64); life != 300 {
			t.Errorf("lives %v s", life)
		}
	})
}
