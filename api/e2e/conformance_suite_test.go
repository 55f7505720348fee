package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"latchkey/api/client"
)

// What the OpenID conformance suite is given: one organization, and its two clients, by
// apply alone. Its plans for confidential clients send no PKCE.
const conformanceFile = `
organizations:
  - code: acme
    name: Acme
    people:
      - { email: sofia@acme.example, role: super_admin, passwordHash: %q }
applications:
  - clientId: suite-first
    name: Conformance suite
    type: web
    redirectUris: [https://crm.example/callback]
    postLogoutRedirectUris: ["https://crm.example/bye?from=latchkey"]
    backchannelLogoutUri: %s
    requirePkce: false
    refresh: offline
    organizations: all
    secrets: [{ env: SUITE_SECRET }]
  - clientId: suite-second
    name: Conformance suite, again
    type: web
    redirectUris: [https://crm.example/callback]
    requirePkce: false
    organizations: all
    secrets: [{ env: SUITE_SECRET }]
`

// suite is an outsider with a browser: it knows the issuer and what was registered.
type suite struct {
	*rp
	b *browser

	mu   sync.Mutex
	told []string // logout tokens
}

const suiteCallback, suiteGoodbye = crmCallback, afterLogout

func newSuite(t *testing.T) *suite {
	t.Helper()
	s, i, secret := &suite{}, newInstall(t), client.NewSecret(client.ApplicationSecret)
	ear := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.told = append(s.told, r.PostFormValue("logout_token"))
	}))
	t.Cleanup(ear.Close)
	i.settings["SUITE_SECRET"], i.settings["LATCHKEY_OUTBOUND_ALLOW"] = secret, "127.0.0.1/32"
	i.secrets.add(secret)
	if text, ok := i.run("apply", "-f", i.file("suite.yaml", fmt.Sprintf(conformanceFile, everybodysHash(), ear.URL))); !ok {
		t.Fatal(text)
	}
	s.b = i.serve().browser(t)
	s.b.w.clock = &clock{}
	s.rp = s.b.w.rp("suite-first", suiteCallback, secret)
	return s
}

// ask is a request as the suite sends it: the usual one with some things changed, "" to leave them out.
func (s *suite) ask(change url.Values) answer {
	s.t.Helper()
	q := url.Values{
		"client_id": {s.config.ClientID}, "redirect_uri": {suiteCallback}, "response_type": {"code"}, "scope": {"openid"},
		"state": {s.state}, "nonce": {s.nonce},
	}
	for name, values := range change {
		q[name] = values
		if values[0] == "" {
			q.Del(name)
		}
	}
	return s.b.navigate("/oauth/authorize?" + q.Encode())
}

// signIn takes the sign-in page that a request leads to, if it leads there, and gives the answer.
func (s *suite) signIn(a answer) url.Values {
	s.t.Helper()
	if page, is := strings.CutPrefix(a.header.Get("Location"), "/o/acme/sign-in?returnTo="); is {
		signedIn := s.b.fetch(http.MethodPost, "/api/v1/sign-in/password",
			map[string]any{"organization": "acme", "email": "sofia@acme.example", "password": everybodysPassword, "returnTo": page})
		signedIn.want(http.StatusOK, "")
		a = s.b.navigate(signedIn.text("returnTo"))
	}
	return s.back(a)
}

// tokensFor spends a code as the suite does, and verifies the ID token.
func (s *suite) tokensFor(q url.Values) (got *oauth2.Token, claims map[string]any) {
	s.t.Helper()
	got, err := s.config.Exchange(s.ctx(), q.Get("code"))
	if err != nil {
		s.t.Fatalf("%v: %v", q, err)
	}
	_, claims = s.verify(got)
	return got, claims
}

// heard waits until so many logout tokens came.
func (s *suite) heard(n int) []string {
	s.t.Helper()
	for range 400 {
		s.mu.Lock()
		told := slices.Clone(s.told)
		s.mu.Unlock()
		if len(told) >= n {
			return told
		}
		time.Sleep(25 * time.Millisecond)
	}
	s.t.Fatalf("not told %d times", n)
	return nil
}

// checkLogoutToken: Back-Channel Logout, 2.4.
func (s *suite) checkLogoutToken(token, session string) {
	s.t.Helper()
	part := func(n int) (values map[string]any) {
		raw, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[n])
		must(s.t, err)
		must(s.t, json.Unmarshal(raw, &values))
		return values
	}
	head, claims := part(0), part(1)
	events, _ := claims["events"].(map[string]any)
	event, is := events["http://schemas.openid.net/event/backchannel-logout"].(map[string]any)
	if head["typ"] != "logout+jwt" || head["alg"] != "RS256" || claims["iss"] != s.w.url || claims["aud"] != s.config.ClientID || claims["sid"] != session ||
		claims["jti"] == "" || claims["nonce"] != nil || !is || len(event) != 0 {
		s.t.Errorf("logout token %v %v", head, claims)
	}
	_, err := s.provider.VerifierContext(s.ctx(), &oidc.Config{ClientID: s.config.ClientID}).VerifyLogout(s.ctx(), token)
	must(s.t, err)
}
