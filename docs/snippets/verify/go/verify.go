// Package verify accepts the access tokens of Latchkey, without asking it.
package verify

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

// Caller is who a token speaks for.
type Caller struct {
	User         string `json:"sub"`
	Organization string `json:"org"`
	Role         string `json:"role"`
	Email        string `json:"email"`
	Name         string `json:"name"`
}

// Verifier verifies tokens. Make one and keep it: it has the keys.
type Verifier struct{ tokens *oidc.IDTokenVerifier }

// New makes a verifier. The issuer is Latchkey's address, the audience what
// tokens for you have in aud: the same address, unless another was set.
func New(ctx context.Context, issuer, audience string) *Verifier {
	keys := oidc.NewRemoteKeySet(ctx, issuer+"/.well-known/jwks.json")
	return &Verifier{oidc.NewVerifier(issuer, keys, &oidc.Config{
		ClientID:             audience,
		SupportedSigningAlgs: []string{oidc.ES256},
	})}
}

// Verify says who the caller is, or why the token is not to be believed.
func (v *Verifier) Verify(ctx context.Context, token string) (Caller, error) {
	var caller Caller
	if !isAccessToken(token) {
		return caller, errors.New("not an access token")
	}
	verified, err := v.tokens.Verify(ctx, token)
	if err != nil {
		return caller, err
	}
	return caller, verified.Claims(&caller)
}

// isAccessToken looks at typ, which go-oidc does not.
func isAccessToken(token string) bool {
	head, _, _ := strings.Cut(token, ".")
	decoded, err := base64.RawURLEncoding.DecodeString(head)
	var header struct {
		Type string `json:"typ"`
	}
	return err == nil && json.Unmarshal(decoded, &header) == nil && header.Type == "at+jwt"
}

// Protect lets requests pass that bring a token.
func (v *Verifier) Protect(next func(http.ResponseWriter, *http.Request, Caller)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		caller, err := v.Verify(r.Context(), token)
		if !found || err != nil {
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			http.Error(w, "unauthorized", http.StatusUnauthorized)
			return
		}
		next(w, r, caller)
	})
}
