package idp_test

import (
	"net/http"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
)

// registered makes the client one that shows its secret in one way only, and the
// metadata announce these ways; none at all where announced is nil.
func (r *rig) registered(auth string, announced []any) {
	r.idp.AddClient(idptest.Client{ID: clientID, Secret: clientSecret, RedirectURIs: []string{redirectURI}, Auth: auth})
	r.lie(func(_ *rig, s *idptest.Script) {
		s.Discovery = func(doc map[string]any) {
			delete(doc, "token_endpoint_auth_methods_supported")
			if announced != nil {
				doc["token_endpoint_auth_methods_supported"] = announced
			}
		}
	})
}

// I9 and F20: whatever way a client of a generic provider is registered for, a
// test finds it, a sign-in works without one, and what is found or chosen is what
// is tried first from then on.
func TestI9_ClientAuthentication(t *testing.T) {
	both, none := []any{"client_secret_post", "client_secret_basic"}, []any(nil)
	tests := map[string]struct {
		auth      string
		announced []any
		chosen    idp.ClientAuth
		found     idp.ClientAuth // by the test
		sent      int            // requests of a sign-in that begins with nothing known
	}{
		"Hydra and Spring: both announced, basic registered": {idptest.AuthBasic, both, "", "", 1},
		"both announced, body registered":                    {idptest.AuthBody, both, "", idp.AuthBody, 2},
		"nothing announced, basic registered":                {idptest.AuthBasic, none, "", "", 1},
		"nothing announced, body registered":                 {idptest.AuthBody, none, "", idp.AuthBody, 2},
		"body announced alone":                               {idptest.AuthBody, []any{"client_secret_post"}, "", "", 1},
		"basic announced, not decoded":                       {idptest.AuthBasicRaw, []any{"client_secret_basic"}, "", idp.AuthBasicRaw, 2},
		"announces what we cannot do":                        {idptest.AuthBasic, []any{"private_key_jwt"}, "", "", 1},
		"chosen: not encoded":                                {idptest.AuthBasicRaw, both, idp.AuthBasicRaw, "", 1},
		"chosen: in the body":                                {idptest.AuthBody, both, idp.AuthBody, "", 1},
		"chosen wrongly":                                     {idptest.AuthBasic, both, idp.AuthBody, idp.AuthBasic, 2},
	}
	for name, tt := range tests {
		t.Run("I9 "+name, func(t *testing.T) {
			r := newRig(t)
			r.registered(tt.auth, tt.announced)
			app := r.openid
			app.ClientAuth = tt.chosen
			credentials := r.p.Inspect(t.Context(), app)[3]
			if credentials.Verdict != idp.Passed || credentials.ClientAuth != tt.found {
				t.Errorf("the test: %+v, want %q found", credentials, tt.found)
			}
			r.fresh()
			before := r.idp.Hits("/openid/token")
			r.accepted(r.signIn(app, "ana@acme.example"))
			if n := r.idp.Hits("/openid/token") - before; n != tt.sent {
				t.Errorf("the code was sent %d times, want %d", n, tt.sent)
			}
			r.accepted(r.signIn(app, "ana@acme.example"))
			if n := r.idp.Hits("/openid/token") - before - tt.sent; n != 1 {
				t.Errorf("the next sign-in sent its code %d times", n)
			}
			if tt.found != "" { // as kept with the version
				r.fresh()
				app.ClientAuth, before = tt.found, r.idp.Hits("/openid/token")
				r.accepted(r.signIn(app, "ana@acme.example"))
				if n := r.idp.Hits("/openid/token") - before; n != 1 {
					t.Errorf("with the way that was found the code was sent %d times", n)
				}
			}
		})
	}
}

// I9: a wrong secret is called wrong after every way was tried, by the first
// refusal; what the other ways are answered does not hide it.
func TestI9_WrongSecretInEveryWay(t *testing.T) {
	r := newRig(t)
	r.lie(tokenAnswer(func(w http.ResponseWriter, req *http.Request) bool {
		if _, _, basic := req.BasicAuth(); basic {
			return body(401, `{"error":"invalid_client"}`)(w, req)
		}
		return body(400, `{"error":"invalid_request"}`)(w, req)
	}))
	c, err := r.signIn(r.openid, "ana@acme.example")
	r.refused(c, err, fault.SSOAppInvalid, "client_secret_invalid")
	if n := r.idp.Hits("/openid/token"); n != 3 { // basic, body, basic as it is
		t.Errorf("asked %d times", n)
	}
}

// I9: a code is sent again after a refusal of the client only.
func TestI9_CodeIsSentOnce(t *testing.T) {
	for name, answer := range map[string]idptest.Answer{
		"bad code":   body(400, `{"error":"invalid_grant"}`),
		"our fault":  body(400, `{"error":"invalid_request"}`),
		"their own":  body(500, `{}`),
		"not a JSON": body(200, `<html>`),
	} {
		t.Run("I9 "+name, func(t *testing.T) {
			r := newRig(t)
			r.lie(tokenAnswer(answer))
			if _, err := r.signIn(r.openid, "ana@acme.example"); err == nil {
				t.Error("accepted")
			}
			if n := r.idp.Hits("/openid/token"); n != 1 {
				t.Errorf("the code was sent %d times", n)
			}
		})
	}
}

// I9: what is found with the real code is told beside a refusal that came later.
func TestI9_FoundBesideARefusal(t *testing.T) {
	r := newRig(t)
	r.registered(idptest.AuthBody, nil)
	r.idp.Script(func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { c["nonce"] = "another" } })
	sent := newAttempt()
	back, err := r.answer(r.openid, sent, "ana@acme.example")
	if err != nil {
		t.Fatal(err)
	}
	found, err := r.p.ExchangeForTest(t.Context(), r.openid, sent, back.Get("code"))
	wantFault(t, err, fault.TokenInvalid, "nonce")
	if found.ClientAuth != idp.AuthBody || !idp.Redeemed(err) {
		t.Errorf("found %q, redeemed %v", found.ClientAuth, idp.Redeemed(err))
	}
}
