package idptest_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
)

const (
	redirectURI = "http://localhost:8080/callback"
	verifier    = "0123456789abcdef0123456789abcdef0123456789abcdef"
	tenant      = "11111111-2222-4333-8444-555555555555"
)

var sharedKey = sync.OnceValues(func() (*idptest.Key, error) { return idptest.NewKey(idptest.RS256) })

type world struct {
	t   *testing.T
	p   *idptest.Provider
	now time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	key, err := sharedKey()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, now: time.Unix(1777885200, 0)}
	w.p, err = idptest.New("http://127.0.0.1:9999", idptest.Options{Key: key, Now: func() time.Time { return w.now }})
	if err != nil {
		t.Fatal(err)
	}
	w.p.AddClient(idptest.Client{ID: "c", Secret: "s", RedirectURIs: []string{redirectURI}})
	for _, person := range []idptest.Person{
		{Provider: "google", Subject: "1", Email: "ana@acme.example", Name: "Ana", Label: "<b>a clerk</b>"},
		{Provider: "google", Subject: "2", Email: "bob@acme.example"},
		{Provider: "microsoft", Subject: "3", Email: "ben@acme.example", TenantID: tenant},
	} {
		if err := w.p.AddPerson(person); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (w *world) do(req *http.Request) *http.Response {
	rec := httptest.NewRecorder()
	w.p.ServeHTTP(rec, req)
	return rec.Result()
}

func (w *world) get(path string) *http.Response {
	return w.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (w *world) post(path string, form url.Values) *http.Response {
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.do(req)
}

func request() url.Values {
	sum := sha256.Sum256([]byte(verifier))
	return url.Values{
		"response_type": {"code"}, "client_id": {"c"}, "redirect_uri": {redirectURI}, "scope": {"openid email profile"},
		"state": {"st"}, "nonce": {"no"}, "code_challenge_method": {"S256"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])},
	}
}

// code signs somebody in on the page.
func (w *world) code() string {
	w.t.Helper()
	back := w.back(w.post("/google/authorize?"+request().Encode(), url.Values{"person": {"1"}}))
	if back.Get("state") != "st" || back.Get("iss") != w.p.GoogleIssuer() || back.Get("code") == "" {
		w.t.Fatalf("came back with %v", back)
	}
	return back.Get("code")
}

func (w *world) back(res *http.Response) url.Values {
	w.t.Helper()
	at, err := res.Location()
	if err != nil || res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(at.String(), redirectURI+"?") {
		w.t.Fatalf("status %d, to %v", res.StatusCode, at)
	}
	return at.Query()
}

func exchange(code string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirectURI}, "code_verifier": {verifier},
		"client_id": {"c"}, "client_secret": {"s"},
	}
}

func members(t *testing.T, res *http.Response) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.NewDecoder(res.Body).Decode(&m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheHonestAnswer(t *testing.T) {
	w := newWorld(t)
	code := w.code()
	tokens := members(t, w.post("/google/token", exchange(code)))
	if tokens["id_token"] == nil || tokens["token_type"] != "Bearer" {
		t.Fatalf("got %v", tokens)
	}
	if again := members(t, w.post("/google/token", exchange(code))); again["error"] != "invalid_grant" {
		t.Errorf("the code worked twice: %v", again)
	}
	req := httptest.NewRequest(http.MethodGet, "/google/userinfo", nil)
	req.Header.Set("Authorization", "Bearer "+tokens["access_token"].(string))
	if who := members(t, w.do(req)); who["sub"] != "1" {
		t.Errorf("userinfo says %v", who)
	}
	if n := w.p.Hits("/google/token"); n != 2 {
		t.Errorf("%d hits", n)
	}
}

func TestTokenRefusals(t *testing.T) {
	for name, row := range map[string]struct {
		spoil func(w *world, form url.Values)
		want  string
	}{
		"wrong secret":       {func(_ *world, f url.Values) { f.Set("client_secret", "x") }, "invalid_client"},
		"no secret":          {func(_ *world, f url.Values) { f.Del("client_secret") }, "invalid_client"},
		"changed secret":     {func(w *world, _ url.Values) { w.p.SetSecret("c", "new") }, "invalid_client"},
		"unknown client":     {func(_ *world, f url.Values) { f.Set("client_id", "x") }, "invalid_client"},
		"wrong verifier":     {func(_ *world, f url.Values) { f.Set("code_verifier", "x") }, "invalid_grant"},
		"no verifier":        {func(_ *world, f url.Values) { f.Del("code_verifier") }, "invalid_grant"},
		"other redirect URI": {func(_ *world, f url.Values) { f.Set("redirect_uri", redirectURI+"/") }, "invalid_grant"},
		"after a minute":     {func(w *world, _ url.Values) { w.now = w.now.Add(time.Minute) }, "invalid_grant"},
		"other grant type":   {func(_ *world, f url.Values) { f.Set("grant_type", "password") }, "unsupported_grant_type"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			form := exchange(w.code())
			row.spoil(w, form)
			if got := members(t, w.post("/google/token", form)); got["error"] != row.want || got["id_token"] != nil {
				t.Errorf("got %v, want %s", got, row.want)
			}
		})
	}
}

func TestAuthorizeRefusals(t *testing.T) {
	w := newWorld(t)
	for name, row := range map[string]struct{ member, value, want string }{
		"unknown client": {"client_id", "x", ""}, "other redirect URI": {"redirect_uri", redirectURI + "/x", ""},
		"implicit flow": {"response_type", "token", "unsupported_response_type"}, "no openid": {"scope", "email", "invalid_scope"},
		"plain PKCE": {"code_challenge_method", "plain", "invalid_request"}, "no PKCE": {"code_challenge", "", "invalid_request"},
		"no page wanted": {"prompt", "none", "login_required"},
	} {
		t.Run(name, func(t *testing.T) {
			query := request()
			query.Set(row.member, row.value)
			for _, res := range []*http.Response{w.get("/google/authorize?" + query.Encode()), w.post("/google/authorize?"+query.Encode(), url.Values{"person": {"1"}})} {
				if row.want == "" {
					if res.StatusCode != http.StatusBadRequest {
						t.Errorf("status %d", res.StatusCode)
					}
					continue
				}
				if back := w.back(res); back.Get("error") != row.want || back.Has("code") {
					t.Errorf("came back with %v", back)
				}
			}
		})
	}
}

func TestChooser(t *testing.T) {
	w := newWorld(t)
	res := w.get("/google/authorize?" + request().Encode())
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"<title>Demo Google</title>", "stand-in for demonstrations", `aria-label="ana@acme.example" aria-describedby="about-0"`,
		`id="about-0">Ana · &lt;b&gt;a clerk&lt;/b&gt;<`, `aria-label="bob@acme.example"`, ">Refuse</button>", `method="post"`,
	} {
		if !strings.Contains(string(page), part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	if strings.Contains(string(page), "ben@") || strings.Contains(string(page), "<script") {
		t.Error("the page has what it should not")
	}
	csp := res.Header.Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'none'") || !regexp.MustCompile(`form-action 'self' https?://[^/ ]+$`).MatchString(csp) {
		t.Errorf("CSP %q", csp)
	}
	back := w.back(w.post("/google/authorize?"+request().Encode(), url.Values{"refuse": {"1"}}))
	if back.Get("error") != "access_denied" || back.Get("state") != "st" {
		t.Errorf("came back with %v", back)
	}
	if res := w.get("/style.css"); res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/css") {
		t.Errorf("style: %d", res.StatusCode)
	}
}

func TestWithoutThePage(t *testing.T) {
	w := newWorld(t)
	w.p.Choose("2")
	if back := w.back(w.get("/google/authorize?" + request().Encode())); !back.Has("code") {
		t.Errorf("came back with %v", back)
	}
	w.p.Choose(idptest.Refuse)
	if back := w.back(w.get("/google/authorize?" + request().Encode())); back.Get("error") != "access_denied" {
		t.Errorf("came back with %v", back)
	}
	w.p.Choose("")
	w.p.Script(func(s *idptest.Script) { s.AutoByLoginHint = true })
	query := request()
	query.Set("login_hint", "BEN@acme.example")
	if back := w.back(w.get("/microsoft/organizations/oauth2/v2.0/authorize?" + query.Encode())); !back.Has("code") || back.Has("iss") {
		t.Errorf("came back with %v", back)
	}
}

func TestMetadata(t *testing.T) {
	w := newWorld(t)
	for path, issuer := range map[string]string{
		"/google":                        "http://127.0.0.1:9999/google",
		"/microsoft/organizations/v2.0":  "http://127.0.0.1:9999/microsoft/{tenantid}/v2.0",
		"/microsoft/" + tenant + "/v2.0": "http://127.0.0.1:9999/microsoft/" + tenant + "/v2.0",
		"/microsoft/acme.example/v2.0":   "http://127.0.0.1:9999/microsoft/" + tenant + "/v2.0",
	} {
		if doc := members(t, w.get(path+"/.well-known/openid-configuration")); doc["issuer"] != issuer {
			t.Errorf("%s: issuer %v", path, doc["issuer"])
		}
	}
	if res := w.get("/microsoft/common/v2.0/.well-known/openid-configuration"); res.StatusCode != http.StatusNotFound {
		t.Errorf("common: %d", res.StatusCode)
	}
	keys := members(t, w.get("/google/keys"))["keys"].([]any)
	if len(keys) != 1 || keys[0].(map[string]any)["d"] != nil {
		t.Errorf("keys %v", keys)
	}
}

func TestBadPeopleAndURLs(t *testing.T) {
	if err := newWorld(t).p.AddPerson(idptest.Person{Provider: "other", Subject: "1"}); err == nil {
		t.Error("a person of an unknown provider")
	}
	for _, base := range []string{"", "/x", "http://a/", "://"} {
		if _, err := idptest.New(base, idptest.Options{}); err == nil {
			t.Errorf("%q is no base URL", base)
		}
	}
}
