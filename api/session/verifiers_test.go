package session_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/golang-jwt/jwt/v5"
)

// I5, I12: what openapi.yaml says under "Verify a token" of the two libraries for
// Go is so; and without the algorithm go-oidc refuses.
func TestI5VerifiersOfOthers(t *testing.T) {
	r := newRig(t)
	_, tokens := r.ana()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { _, _ = w.Write(r.s.JWKS(req.Context())) }))
	t.Cleanup(server.Close)
	ctx := context.Background()
	verify := func(algorithms ...string) error {
		v := oidc.NewVerifier(issuer, oidc.NewRemoteKeySet(ctx, server.URL), &oidc.Config{
			ClientID: audience, SupportedSigningAlgs: algorithms, Now: r.clock.Now,
		})
		token, err := v.Verify(ctx, tokens.Access)
		if err != nil {
			return err
		}
		var c struct {
			Client string `json:"client_id"`
		}
		if err := token.Claims(&c); err != nil || c.Client != "latchkey-web" || token.Subject != r.u.ID {
			t.Errorf("claims %+v, %v", c, err)
		}
		return nil
	}
	if err := verify("ES256"); err != nil {
		t.Errorf("go-oidc: %v", err)
	}
	if err := verify(); err == nil {
		t.Error("go-oidc takes ES256 by itself now: say so in openapi.yaml")
	}
	_, private := r.s.Signer()
	token, err := jwt.Parse(tokens.Access, func(*jwt.Token) (any, error) { return &private.PublicKey, nil },
		jwt.WithValidMethods([]string{"ES256"}), jwt.WithIssuer(issuer), jwt.WithAudience(audience),
		jwt.WithExpirationRequired(), jwt.WithTimeFunc(r.clock.Now))
	if err != nil || token.Header["typ"] != "at+jwt" {
		t.Errorf("golang-jwt: %v, %v", token.Header, err)
	}
}
