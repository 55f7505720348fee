package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"latchkey/api/client"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
)

const jwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// postForm posts a form to a path of the face of applications.
func (w *world) postForm(path string, form url.Values, h http.Header) answer {
	w.t.Helper()
	if h == nil {
		h = http.Header{}
	}
	h.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.browser().send(http.MethodPost, path, []byte(form.Encode()), h)
}

func basicOf(id, key string) http.Header {
	return http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id)+":"+url.QueryEscape(key)))}}
}

// signed is a JWT of some claims by a key; a header that is given replaces ours.
func signed(t *testing.T, k *idptest.Key, claims map[string]any, header map[string]any) string {
	t.Helper()
	head := map[string]any{"alg": k.Alg, "kid": k.ID, "typ": "JWT"}
	for name, value := range header {
		head[name] = value
	}
	h, err := json.Marshal(head)
	must(t, err)
	p, err := json.Marshal(claims)
	must(t, err)
	token, err := k.Sign(h, p)
	must(t, err)
	return token
}

// RFC 6749, 4.4 and RFC 9068: a service gets a token of an hour, which does what its
// scopes say, and ends with the secret, the scope, its revocation, or the service.
func TestClientCredentials(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	m := w.machine("acme", "users:read", "log:read", "introspect")
	grant := func(scope string) url.Values {
		return url.Values{"grant_type": {"client_credentials"}, "scope": {scope}}
	}
	got := w.postForm("/oauth/token", grant("users:read"), basicOf(m.id, m.key))
	got.want(http.StatusOK, "")
	token := got.text("access_token")
	w.secrets.add(token)
	if o := got.object(); o["expires_in"] != 3600.0 || o["scope"] != "users:read" || o["token_type"] != "Bearer" || o["refresh_token"] != nil {
		t.Errorf("got %v", o)
	}
	crm := &office{t, w, token, "acme"}
	crm.ask(http.MethodGet, "users", nil, "").want(http.StatusOK, "")
	crm.ask(http.MethodGet, "sign-in-log", nil, "").want(http.StatusForbidden, "insufficient_scope")
	(&office{t, w, token, "globex"}).ask(http.MethodGet, "users", nil, "").want(http.StatusNotFound, "not_found")
	w.browser().me(token).want(http.StatusForbidden, "person_required")

	plus := http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(m.id+":"+m.key+"%2B"))}}
	for name, a := range map[string]struct {
		answer
		status int
		code   string
	}{
		"a scope more":       {w.postForm("/oauth/token", grant("users:read users:write"), basicOf(m.id, m.key)), 400, "invalid_scope"},
		"Basic and body":     {w.postForm("/oauth/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {m.id}, "client_secret": {m.key}}, basicOf(m.id, m.key)), 400, "invalid_request"},
		"another secret":     {w.postForm("/oauth/token", grant(""), basicOf(m.id, client.NewSecret(client.ServiceSecret))), 401, "invalid_client"},
		"form-decoded":       {w.postForm("/oauth/token", grant(""), plus), 401, "invalid_client"},
		"in the address":     {w.postForm("/oauth/token?client_secret="+m.key, grant(""), nil), 400, "invalid_request"},
		"an unknown service": {w.postForm("/oauth/token", grant(""), basicOf("svc_"+secret.NewID(), m.key)), 401, "invalid_client"},
		"another API":        {w.postForm("/oauth/token", url.Values{"grant_type": {"client_credentials"}, "resource": {"https://x.example"}}, basicOf(m.id, m.key)), 400, "invalid_target"},
		"a code":             {w.postForm("/oauth/token", url.Values{"grant_type": {"authorization_code"}, "code": {"x"}}, basicOf(m.id, m.key)), 400, "unauthorized_client"},
	} {
		if a.status != a.answer.status || a.text("error") != a.code {
			t.Errorf("%s: %d %s", name, a.answer.status, a.body)
		}
	}

	ask := func(token string, h http.Header) any {
		t.Helper()
		a := w.postForm("/oauth/introspect", url.Values{"token": {token}}, h)
		a.want(http.StatusOK, "")
		if a.object()["active"] == false && len(a.object()) != 1 {
			t.Errorf("it says more than false: %s", a.body)
		}
		return a.object()["active"]
	}
	theirs := w.machine("globex", "introspect")
	person := w.reader(t, "acme", "maya@acme.example").token
	if ask(token, basicOf(m.id, m.key)) != true || ask(person, basicOf(m.id, m.key)) != true {
		t.Error("an active token is not")
	}
	for name, active := range map[string]any{
		"of another organization": ask(token, basicOf(theirs.id, theirs.key)), "a person of another": ask(person, basicOf(theirs.id, theirs.key)),
		"garbage": ask("x.y.z", basicOf(m.id, m.key)), "a key": ask(m.key, basicOf(m.id, m.key)),
	} {
		if active != false {
			t.Errorf("%s is active", name)
		}
	}
	bare := w.machine("acme", "users:read")
	if a := w.postForm("/oauth/introspect", url.Values{"token": {token}}, basicOf(bare.id, bare.key)); a.status != http.StatusForbidden || a.text("error") != "insufficient_scope" {
		t.Errorf("without the scope: %d %s", a.status, a.body)
	}

	if a := w.postForm("/oauth/revoke", url.Values{"token": {token}}, basicOf(bare.id, bare.key)); a.status != http.StatusOK || ask(token, basicOf(m.id, m.key)) != true {
		t.Errorf("another service revoked it: %d", a.status)
	}
	w.postForm("/oauth/revoke", url.Values{"token": {token}}, basicOf(m.id, m.key)).want(http.StatusOK, "")
	w.clock.add(time.Second)
	crm.ask(http.MethodGet, "users", nil, "").want(http.StatusUnauthorized, "unauthenticated")
	again := w.postForm("/oauth/token", grant(""), basicOf(m.id, m.key))
	w.secrets.add(again.text("access_token"))
	crm.token = again.text("access_token")
	crm.ask(http.MethodGet, "users", nil, "").want(http.StatusOK, "")
	must(t, w.store.RevokeClientSecret(t.Context(), m.id, m.secretID, w.clock.now()))
	w.clock.add(time.Second)
	crm.ask(http.MethodGet, "users", nil, "").want(http.StatusUnauthorized, "unauthenticated")
}

// RFC 7523 and federation: Entra's request as it is sent, and every negative by name.
func TestAssertionsOfServices(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	own, err := idptest.NewKey(idptest.ES256)
	must(t, err)
	foreign, err := idptest.NewKey(idptest.ES256)
	must(t, err)
	jwks, err := json.Marshal(map[string]any{"keys": []any{own.JWK()}})
	must(t, err)
	m := w.machine("acme", "users:read")
	issuer := w.provider.GoogleIssuer()
	must(t, w.execute(`UPDATE services SET jwks = ?, federation_issuer = ?, federation_jwks_uri = ?, federation_subject = 'oid-7', federation_audience = 'api://crm'
		WHERE client_id = ?`, string(jwks), issuer, issuer+"/keys", m.id))
	now := w.clock.now()
	ownClaims := func(change map[string]any) map[string]any {
		c := map[string]any{"iss": m.id, "sub": m.id, "aud": w.url + "/oauth/token", "exp": now.Add(5 * time.Minute).Unix(), "jti": secret.NewID()}
		for name, value := range change {
			c[name] = value
		}
		return c
	}
	entra := func(change map[string]any) map[string]any {
		c := map[string]any{"iss": issuer, "sub": "oid-7", "aud": "api://crm", "exp": now.Add(time.Hour).Unix(), "iat": now.Unix(), "nbf": now.Unix()}
		for name, value := range change {
			c[name] = value
		}
		return c
	}
	ask := func(assertion string) answer {
		w.secrets.add(assertion)
		return w.postForm("/oauth/token", url.Values{
			"grant_type": {"client_credentials"}, "client_id": {m.id}, "client_assertion_type": {jwtBearer}, "client_assertion": {assertion},
			"scope": {"api://crm/.default"},
		}, nil)
	}
	key := w.provider.Key()
	federated := signed(t, key, entra(nil), nil)
	mine := signed(t, own, ownClaims(nil), nil)
	for name, assertion := range map[string]string{"federated": federated, "federated, again": federated, "its own": mine} {
		a := ask(assertion)
		a.want(http.StatusOK, "")
		w.secrets.add(a.text("access_token"))
		if (&office{t, w, a.text("access_token"), "acme"}).ask(http.MethodGet, "users", nil, "").status != http.StatusOK {
			t.Errorf("%s: its token does nothing", name)
		}
	}
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`))
	payload, err := json.Marshal(ownClaims(nil))
	must(t, err)
	for name, assertion := range map[string]string{
		"replayed":                       mine,
		"alg none":                       none + "." + base64.RawURLEncoding.EncodeToString(payload) + ".",
		"a public key as a secret":       signed(t, own, ownClaims(nil), map[string]any{"alg": "HS256"}),
		"another algorithm":              signed(t, own, ownClaims(nil), map[string]any{"alg": "RS256"}),
		"a foreign key":                  signed(t, foreign, ownClaims(nil), map[string]any{"kid": own.ID}),
		"expired":                        signed(t, own, ownClaims(map[string]any{"exp": now.Add(-2 * time.Minute).Unix()}), nil),
		"without an end":                 signed(t, own, ownClaims(map[string]any{"exp": nil}), nil),
		"of a day":                       signed(t, own, ownClaims(map[string]any{"exp": now.Add(24 * time.Hour).Unix()}), nil),
		"without an id":                  signed(t, own, ownClaims(map[string]any{"jti": ""}), nil),
		"for another":                    signed(t, own, ownClaims(map[string]any{"aud": "https://other.example"}), nil),
		"for us and another":             signed(t, own, ownClaims(map[string]any{"aud": []string{w.url, "https://other.example"}}), nil),
		"about another":                  signed(t, own, ownClaims(map[string]any{"sub": "svc_other"}), nil),
		"federated by its own key":       signed(t, own, entra(nil), nil),
		"its own by the issuer's key":    signed(t, key, ownClaims(nil), nil),
		"a foreign issuer":               signed(t, key, entra(map[string]any{"iss": issuer + "/"}), nil),
		"another subject":                signed(t, key, entra(map[string]any{"sub": "oid-8"}), nil),
		"another audience":               signed(t, key, entra(map[string]any{"aud": "api://other"}), nil),
		"federated, expired":             signed(t, key, entra(map[string]any{"exp": now.Add(-2 * time.Minute).Unix()}), nil),
		"federated, for more than a day": signed(t, key, entra(map[string]any{"exp": now.Add(25 * time.Hour).Unix()}), nil),
		"federated, of the future":       signed(t, key, entra(map[string]any{"nbf": now.Add(time.Hour).Unix()}), nil),
		"an access token":                signed(t, key, entra(nil), map[string]any{"typ": "at+jwt"}),
	} {
		if a := ask(assertion); a.status != http.StatusUnauthorized || a.text("error") != "invalid_client" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	both := url.Values{"grant_type": {"client_credentials"}, "client_assertion_type": {jwtBearer}, "client_assertion": {federated}}
	if a := w.postForm("/oauth/token", both, basicOf(m.id, m.key)); a.status != http.StatusBadRequest || a.text("error") != "invalid_request" {
		t.Errorf("an assertion and Basic: %d %s", a.status, a.body)
	}
}
