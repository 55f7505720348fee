package crm_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"latchkey/api/demo/crm"
)

const event = "http://schemas.openid.net/event/backchannel-logout"

// rig is the CRM before a provider whose tokens a test writes.
type rig struct {
	t        *testing.T
	key      *ecdsa.PrivateKey
	provider *httptest.Server
	idToken  func(nonce string) map[string]any // what the next sign-in gets
	nonce    string
	crm      http.Handler
	cookies  map[string]string
}

func newRig(t *testing.T) *rig {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, key: key, cookies: map[string]string{}}
	r.provider = httptest.NewServer(http.HandlerFunc(r.answer))
	t.Cleanup(r.provider.Close)
	r.idToken = func(nonce string) map[string]any {
		return r.claims(map[string]any{"nonce": nonce, "name": "Lena Fischer", "org_code": "acme", "role": "agent"})
	}
	c, err := crm.New(crm.Config{
		Issuer: r.provider.URL, ClientID: "crm", ClientSecret: "secret", BaseURL: "http://crm.localhost:1",
		Log: slog.New(slog.DiscardHandler), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	r.crm = c.Handler()
	return r
}

// claims are good ones for the CRM, with more or other ones.
func (r *rig) claims(more map[string]any) map[string]any {
	all := map[string]any{
		"iss": r.provider.URL, "aud": "crm", "sub": "lena", "sid": "s-1",
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(),
	}
	maps.Copy(all, more)
	return all
}

func (r *rig) sign(claims map[string]any) string {
	token := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims(claims))
	token.Header["kid"] = "k"
	text, err := token.SignedString(r.key)
	if err != nil {
		r.t.Fatal(err)
	}
	return text
}

// answer is the provider.
func (r *rig) answer(w http.ResponseWriter, req *http.Request) {
	at := r.provider.URL
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"/.well-known/openid-configuration": map[string]any{
			"issuer": at, "authorization_endpoint": at + "/authorize", "token_endpoint": at + "/token", "jwks_uri": at + "/keys",
			"end_session_endpoint": at + "/logout", "id_token_signing_alg_values_supported": []string{"ES256"},
		},
		"/keys":  jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &r.key.PublicKey, KeyID: "k", Algorithm: "ES256"}}},
		"/token": map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": r.sign(r.idToken(r.nonce))},
	}[req.URL.Path])
}

// send is one browser's request, with the cookies that it has.
func (r *rig) send(method, path string, form url.Values) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept-Language", "es-MX, es;q=0.9, *;q=0.1")
	for name, value := range r.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	r.crm.ServeHTTP(w, req)
	for _, c := range w.Result().Cookies() {
		if r.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(r.cookies, c.Name)
		}
	}
	return w
}

// begin goes to the provider, and gives what it is asked.
func (r *rig) begin() url.Values {
	to, err := r.send(http.MethodGet, "/login?company=acme&with=google", nil).Result().Location()
	if err != nil {
		r.t.Fatal(err)
	}
	r.nonce = to.Query().Get("nonce")
	return to.Query()
}

// comeBack brings the provider's answer.
func (r *rig) comeBack(answer url.Values) int {
	return r.send(http.MethodGet, "/callback?"+answer.Encode(), nil).Code
}

// signedIn says whether the CRM shows its contacts.
func (r *rig) signedIn() bool {
	return strings.Contains(r.send(http.MethodGet, "/", nil).Body.String(), "<h1>Contacts</h1>")
}

func TestSomebodySignsInAndOut(t *testing.T) {
	r := newRig(t)
	asked := r.begin()
	for name, want := range map[string]string{
		"organization": "acme", "provider": "google", "ui_locales": "es-MX es", "code_challenge_method": "S256", "scope": "openid",
		"redirect_uri": "http://crm.localhost:1/callback",
	} {
		if asked.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, asked.Get(name), want)
		}
	}
	if got := r.comeBack(url.Values{"code": {"c"}, "state": asked["state"], "iss": {r.provider.URL}}); got != http.StatusSeeOther || !r.signedIn() {
		t.Fatalf("not signed in: %d", got)
	}
	page := r.send(http.MethodGet, "/", nil).Body.String()
	for _, want := range []string{"Lena Fischer", "Agent", "Acme Support", "Ingrid Solberg"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	to, err := r.send(http.MethodPost, "/logout", nil).Result().Location()
	if err != nil || to.Path != "/logout" || to.Query().Get("id_token_hint") == "" || to.Query().Get("post_logout_redirect_uri") != "http://crm.localhost:1/" {
		t.Errorf("signing out leads to %v, %v", to, err)
	}
	if r.signedIn() {
		t.Error("still signed in")
	}
}

// What must be true of an answer before anybody is let in.
func TestWhoIsNotLetIn(t *testing.T) {
	with := func(more map[string]any) func(*rig, url.Values) {
		return func(r *rig, _ url.Values) {
			good := r.idToken
			r.idToken = func(nonce string) map[string]any {
				all := good(nonce)
				maps.Copy(all, more)
				return all
			}
		}
	}
	for name, change := range map[string]func(r *rig, answer url.Values){
		"another state":                  func(_ *rig, a url.Values) { a.Set("state", "other") },
		"no state":                       func(_ *rig, a url.Values) { a.Del("state") },
		"a state of another browser":     func(r *rig, _ url.Values) { clear(r.cookies) },
		"another issuer in the answer":   func(_ *rig, a url.Values) { a.Set("iss", "https://evil.example") },
		"an error":                       func(_ *rig, a url.Values) { a.Set("error", "access_denied") },
		"another nonce":                  with(map[string]any{"nonce": "other"}),
		"no nonce":                       with(map[string]any{"nonce": ""}),
		"an ID token of somebody else's": with(map[string]any{"aud": "other"}),
		"an ID token of another issuer":  with(map[string]any{"iss": "https://evil.example"}),
		"an ID token of yesterday":       with(map[string]any{"exp": time.Now().Add(-time.Hour).Unix()}),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			answer := url.Values{"code": {"c"}, "state": r.begin()["state"], "iss": {r.provider.URL}}
			change(r, answer)
			if got := r.comeBack(answer); got < 400 || r.signedIn() {
				t.Errorf("let in, with %d", got)
			}
		})
	}
}

func TestWhatEndsASessionOfTheCRM(t *testing.T) {
	events := map[string]any{event: map[string]any{}}
	for name, c := range map[string]struct {
		claims map[string]any
		status int
		ends   bool
	}{
		"a logout token of the session":    {map[string]any{"jti": "j", "events": events}, http.StatusOK, true},
		"one of the person":                {map[string]any{"jti": "j", "events": events, "sid": ""}, http.StatusOK, true},
		"one of another session":           {map[string]any{"jti": "j", "events": events, "sid": "s-2"}, http.StatusOK, false},
		"one without events":               {map[string]any{"jti": "j"}, http.StatusBadRequest, false},
		"one of another event":             {map[string]any{"jti": "j", "events": map[string]any{"x": 1}}, http.StatusBadRequest, false},
		"one with a nonce, as an ID token": {map[string]any{"jti": "j", "events": events, "nonce": "n"}, http.StatusBadRequest, false},
		"one for somebody else":            {map[string]any{"jti": "j", "events": events, "aud": "other"}, http.StatusBadRequest, false},
		"one of yesterday":                 {map[string]any{"jti": "j", "events": events, "exp": time.Now().Add(-time.Hour).Unix()}, http.StatusBadRequest, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.comeBack(url.Values{"code": {"c"}, "state": r.begin()["state"]})
			got := r.send(http.MethodPost, crm.BackchannelPath, url.Values{"logout_token": {r.sign(r.claims(c.claims))}})
			if got.Code != c.status || r.signedIn() == c.ends {
				t.Errorf("%d %s", got.Code, got.Body)
			}
		})
	}
	r := newRig(t)
	if got := r.send(http.MethodPost, crm.BackchannelPath, nil).Code; got != http.StatusBadRequest {
		t.Errorf("without a token: %d", got)
	}
}
