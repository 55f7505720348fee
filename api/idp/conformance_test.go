package idp_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
)

// TestConformance holds the modules of the OpenID Foundation's relying-party
// plans (Basic and Config) and four of the Comprehensive plan, by their names.
func TestConformance(t *testing.T) {
	type module struct {
		lie    func(r *rig, s *idptest.Script)
		code   fault.Code // "" = must be accepted
		reason string
	}
	invalid := func(reason string, lie func(r *rig, s *idptest.Script)) module {
		return module{lie, fault.TokenInvalid, reason}
	}
	valid := func(lie func(r *rig, s *idptest.Script)) module { return module{lie: lie} }
	claims := func(edit func(map[string]any)) func(*rig, *idptest.Script) {
		return func(_ *rig, s *idptest.Script) { s.MutateClaims = edit }
	}
	modules := map[string]module{
		"oidcc-client-test":             valid(claims(func(c map[string]any) { delete(c, "email") })),
		"oidcc-client-test-invalid-iss": invalid("iss", claims(func(c map[string]any) { c["iss"] = "https://evil.example" })),
		"oidcc-client-test-missing-sub": invalid("sub", claims(func(c map[string]any) { delete(c, "sub") })),
		"oidcc-client-test-invalid-aud": invalid("aud", claims(func(c map[string]any) { c["aud"] = "other" })),
		"oidcc-client-test-missing-aud": invalid("aud", claims(func(c map[string]any) { delete(c, "aud") })),
		"oidcc-client-test-missing-iat": invalid("iat", claims(func(c map[string]any) { delete(c, "iat") })),
		"oidcc-client-test-kid-absent-single-jwks": valid(func(_ *rig, s *idptest.Script) {
			s.MutateHeader = func(h map[string]any) { delete(h, "kid") }
		}),
		"oidcc-client-test-kid-absent-multiple-jwks": valid(func(r *rig, s *idptest.Script) {
			s.MutateHeader = func(h map[string]any) { delete(h, "kid") }
			s.Keys = func(set map[string]any) {
				set["keys"] = append([]any{mustKey(idptest.RS256).JWK()}, set["keys"].([]any)...)
			}
		}),
		"oidcc-client-test-idtoken-sig-rs256": valid(func(*rig, *idptest.Script) {}),
		"oidcc-client-test-idtoken-sig-none":  invalid("alg", unsigned("none")),
		"oidcc-client-test-invalid-sig-rs256": invalid("signature", spoilt),
		"oidcc-client-test-invalid-sig-hs256": invalid("alg", func(_ *rig, s *idptest.Script) { s.RawIDToken = signHS256([]byte(clientSecret)) }),
		"oidcc-client-test-invalid-sig-es256": invalid("signature", func(r *rig, s *idptest.Script) {
			r.rotate(idptest.ES256)
			spoilt(r, s)
		}),
		"oidcc-client-test-userinfo-invalid-sub": invalid("userinfo_sub", func(_ *rig, s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { delete(c, "email") }
			s.Userinfo = func(c map[string]any) { c["sub"] = "somebody else" }
		}),
		"oidcc-client-test-nonce-invalid": invalid("nonce", claims(func(c map[string]any) { c["nonce"] = "wrong" })),
		"oidcc-client-test-nonce":         invalid("nonce", claims(func(c map[string]any) { delete(c, "nonce") })),
		"oidcc-client-test-scope-userinfo-claims": valid(func(_ *rig, s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { delete(c, "email"); delete(c, "email_verified") }
		}),
		"oidcc-client-test-client-secret-basic": valid(func(_ *rig, s *idptest.Script) {
			s.Discovery = func(doc map[string]any) {
				doc["token_endpoint_auth_methods_supported"] = []string{"client_secret_basic"}
			}
			s.TokenAnswer = func(w http.ResponseWriter, req *http.Request) bool {
				if _, _, basic := req.BasicAuth(); basic {
					return false
				}
				return idptest.OAuthError(http.StatusUnauthorized, "invalid_client", "")(w, req)
			}
		}),
		"oidcc-client-test-discovery-openid-config": valid(func(*rig, *idptest.Script) {}),
		"oidcc-client-test-discovery-jwks-uri-keys": valid(func(r *rig, s *idptest.Script) {
			s.Discovery = func(doc map[string]any) {
				doc["jwks_uri"] = r.base + "/microsoft/organizations/discovery/v2.0/keys"
			}
		}),
		"oidcc-client-test-discovery-issuer-mismatch": {func(_ *rig, s *idptest.Script) {
			s.Discovery = func(doc map[string]any) { doc["issuer"] = "https://evil.example" }
		}, fault.SSOAppInvalid, "issuer_mismatch"},
		"oidcc-client-test-signing-key-rotation-just-before-signing": valid(func(r *rig, s *idptest.Script) {
			r.accepted(r.ana())
			s.BeforeSign = func() { r.rotate(idptest.RS256) }
		}),
		"oidcc-client-test-signing-key-rotation": valid(func(r *rig, _ *idptest.Script) {
			r.accepted(r.ana())
			r.rotate(idptest.RS256)
		}),
	}
	for name, m := range modules {
		for _, side := range []string{idptest.Google, idptest.OpenID} {
			t.Run(name+" by "+side, func(t *testing.T) {
				r := newRig(t)
				app, subject := r.google, "100000000000000000001"
				if side == idptest.OpenID {
					app, subject = r.openid, "ana-at-okta"
				}
				r.lie(m.lie)
				c, err := r.signIn(app, "ana@acme.example")
				if m.code != "" {
					r.refused(c, err, m.code, m.reason)
					return
				}
				r.accepted(c, err)
				if asked := r.idp.Hits("/" + side + "/userinfo"); name == "oidcc-client-test" && asked != 1 {
					t.Errorf("userinfo asked %d times", asked)
				}
				if c.Email != "ana@acme.example" || !c.EmailVerified || c.Subject != subject {
					t.Errorf("got %+v", c)
				}
			})
		}
	}
}

// The request that the modules look at: scope, code flow, PKCE (A02, A09).
func TestAuthorizationRequest(t *testing.T) {
	r := newRig(t)
	r.idp.Script(func(s *idptest.Script) { // A03: metadata without S256
		s.Discovery = func(doc map[string]any) { doc["code_challenge_methods_supported"] = []string{"plain"} }
	})
	want := newAttempt()
	want.LoginHint, want.Prompt, want.HostedDomain = "ana@acme.example", "select_account", "acme.example"
	at, err := r.p.AuthURL(t.Context(), r.google, want)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"response_type": "code", "client_id": clientID, "redirect_uri": redirectURI,
		"scope": "openid email profile", "state": want.State, "nonce": want.Nonce,
		"code_challenge_method": "S256", "login_hint": "ana@acme.example",
		"prompt": "select_account", "hd": "acme.example",
	} {
		if got := u.Query()[name]; len(got) != 1 || got[0] != value {
			t.Errorf("%s = %q, want %q", name, got, value)
		}
	}
	if strings.Contains(at, want.Verifier) || strings.Contains(at, url.QueryEscape(clientSecret)) {
		t.Error("verifier or secret in the URL")
	}
	if u.Query().Get("code_challenge") == "" {
		t.Error("no PKCE challenge")
	}
}

// A fresh authentication is asked for in every way that a provider may know, and
// the token says when it was.
func TestFreshAuthenticationIsAskedFor(t *testing.T) {
	r := newRig(t)
	want := newAttempt()
	want.Prompt, want.Fresh = "select_account", true
	for name, app := range map[string]idp.Application{"google": r.google, "microsoft": r.entra} {
		at, err := r.p.AuthURL(t.Context(), app, want)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		for parameter, value := range map[string]string{
			"prompt": "login", "max_age": "0", "claims": `{"id_token":{"auth_time":{"essential":true}}}`,
		} {
			if got := u.Query()[parameter]; len(got) != 1 || got[0] != value {
				t.Errorf("%s: %s = %q, want %q", name, parameter, got, value)
			}
		}
	}
}

func TestIncompleteExchangeIsOurFault(t *testing.T) {
	r := newRig(t)
	for name, spoil := range map[string]func(*rig) error{
		"no state": func(r *rig) error {
			x := newAttempt()
			x.State = ""
			_, err := r.p.AuthURL(t.Context(), r.google, x)
			return err
		},
		"no nonce": func(r *rig) error {
			x := newAttempt()
			x.Nonce = ""
			_, err := r.p.AuthURL(t.Context(), r.google, x)
			return err
		},
		"short verifier": func(r *rig) error {
			x := newAttempt()
			x.Verifier = "short"
			_, err := r.p.AuthURL(t.Context(), r.google, x)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { wantFault(t, spoil(r), fault.InternalError, "flow_incomplete") })
	}
}
