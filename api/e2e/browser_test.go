package e2e_test

import (
	"bytes"
	"encoding/json"
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// browser keeps cookies, says where its requests come from as real ones do, and
// follows nothing by itself.
type browser struct {
	w       *world
	base    string // the product; another replica's if a test says so
	client  *http.Client
	cookies map[string]string
	header  http.Header // on every request
}

func (w *world) browser() *browser {
	return &browser{w: w, base: w.url, client: w.client, cookies: map[string]string{}, header: http.Header{"User-Agent": {"Test Browser/1.0"}, "Accept-Encoding": {"identity"}}}
}

// answer is a response that was read whole.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
	set    []*http.Cookie
}

// navigate opens a page or a path as the top-level window does. A page of ours that goes on
// by itself reads as the redirect that it stands for.
func (b *browser) navigate(to string) answer {
	a := b.send(http.MethodGet, to, nil, http.Header{
		"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"document"}, "Accept": {"text/html"},
	})
	if onward := goesOn.FindSubmatch(a.body); onward != nil && a.status == http.StatusOK {
		a.status, a.header = http.StatusSeeOther, a.header.Clone()
		a.header.Set("Location", html.UnescapeString(string(onward[1])))
	}
	return a
}

var goesOn = regexp.MustCompile(`<meta http-equiv="refresh" content="0;url=([^"]+)">`)

// fetch asks the API as a page of ours does. A body is sent as JSON.
func (b *browser) fetch(method, path string, body any) answer {
	h := http.Header{"Sec-Fetch-Site": {"same-origin"}, "Sec-Fetch-Mode": {"cors"}, "Sec-Fetch-Dest": {"empty"}}
	if method != http.MethodGet {
		h.Set("Origin", b.base)
	}
	var text []byte
	if body != nil {
		h.Set("Content-Type", "application/json")
		if raw, ok := body.(string); ok {
			text = []byte(raw)
		} else {
			var err error
			text, err = json.Marshal(body)
			must(b.w.t, err)
		}
	}
	return b.send(method, path, text, h)
}

// send makes one request; to is a path of the product or a whole address.
func (b *browser) send(method, to string, body []byte, header http.Header) answer {
	b.w.t.Helper()
	if !strings.HasPrefix(to, "http") {
		to = b.base + to
	}
	req, err := http.NewRequestWithContext(b.w.t.Context(), method, to, bytes.NewReader(body))
	must(b.w.t, err)
	maps.Copy(req.Header, b.header)
	maps.Copy(req.Header, header)
	if host := req.Header.Get("Host"); host != "" {
		req.Host = host
	}
	if req.Header.Get("Cookie") == "" {
		for _, name := range slices.Sorted(maps.Keys(b.cookies)) {
			req.AddCookie(&http.Cookie{Name: name, Value: b.cookies[name]})
		}
	}
	res, err := b.client.Do(req)
	must(b.w.t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	must(b.w.t, err)
	a := answer{b.w.t, res.StatusCode, res.Header, text, res.Cookies()}
	for _, c := range a.set {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
			b.w.secrets.add(c.Value)
		}
	}
	return a
}

// start begins an attempt and gives the address at the provider.
func (b *browser) start(organization, provider string) string {
	b.w.t.Helper()
	a := b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": organization, "provider": provider})
	a.want(http.StatusCreated, "")
	return a.text("authorizationUrl")
}

// atProvider signs in there and gives the address that the provider sends the
// browser back to.
func (b *browser) atProvider(authorizationURL, who string) string {
	b.w.t.Helper()
	u, err := url.Parse(authorizationURL)
	must(b.w.t, err)
	q := u.Query()
	q.Set("login_hint", who)
	u.RawQuery = q.Encode()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	req, err := http.NewRequestWithContext(b.w.t.Context(), http.MethodGet, u.String(), nil)
	must(b.w.t, err)
	res, err := client.Do(req)
	must(b.w.t, err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusSeeOther {
		text, _ := io.ReadAll(res.Body)
		b.w.t.Fatalf("the provider answered %d: %s", res.StatusCode, text)
	}
	to := res.Header.Get("Location")
	back, err := url.Parse(to)
	must(b.w.t, err)
	b.w.secrets.add(back.Query().Get("code"), back.Query().Get("state"))
	return to
}

// beforeCallback goes to the provider and stands before the callback.
func (b *browser) beforeCallback(organization, provider, who string) (callback string) {
	b.w.t.Helper()
	return b.atProvider(b.start(organization, provider), who)
}

// signIn makes a whole attempt and gives the callback's answer.
func (b *browser) signIn(organization, provider, who string) answer {
	b.w.t.Helper()
	return b.navigate(b.beforeCallback(organization, provider, who))
}

// password signs in with a password.
func (b *browser) password(organization, email, password string) answer {
	b.w.t.Helper()
	b.w.secrets.add(password)
	return b.fetch(http.MethodPost, "/api/v1/sign-in/password",
		map[string]any{"organization": organization, "email": email, "password": password})
}

// token refreshes and gives the access token.
func (b *browser) token() string {
	b.w.t.Helper()
	a := b.fetch(http.MethodPost, "/api/v1/session/token", nil)
	a.want(http.StatusOK, "")
	b.w.secrets.add(a.text("accessToken"))
	return a.text("accessToken")
}

// me asks who an access token belongs to.
func (b *browser) me(token string) answer {
	b.w.t.Helper()
	return b.send(http.MethodGet, "/api/v1/me", nil, http.Header{"Authorization": {"Bearer " + token}})
}

// name gives a cookie's name in this world.
func (w *world) cookieName(base string) string {
	if strings.HasPrefix(w.url, "https:") {
		return "__Host-" + base
	}
	return base
}

func (b *browser) session() string { return b.cookies[b.w.cookieName("latchkey-session")] }

// attempts lists the names of the attempt cookies.
func (b *browser) attempts() []string {
	var names []string
	for name := range b.cookies {
		if strings.HasPrefix(name, b.w.cookieName("latchkey-attempt-")) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// want checks the status, and the code of a problem.
func (a answer) want(status int, code string) {
	a.t.Helper()
	if a.status != status || code != "" && a.text("code") != code {
		a.t.Fatalf("got %d %s (Location %q), want %d %s", a.status, a.body, a.header.Get("Location"), status, code)
	}
}

// wantRefused checks that the callback sent the browser to the refused page.
func (a answer) wantRefused(reason string) {
	a.t.Helper()
	u, err := url.Parse(a.header.Get("Location"))
	must(a.t, err)
	if a.status != http.StatusSeeOther || !strings.HasSuffix(u.Path, "/sign-in/refused") || u.Query().Get("reason") != reason {
		a.t.Fatalf("got %d to %q %s, want the refused page for %s", a.status, u, a.body, reason)
	}
	if a.cookie("latchkey-session") != nil {
		a.t.Fatalf("refused with %s, and yet a session", reason)
	}
}

// wantSignedIn checks that the callback sent the browser home with a session.
func (a answer) wantSignedIn() {
	a.t.Helper()
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/" || a.cookie("latchkey-session") == nil {
		a.t.Fatalf("got %d to %q %s, want a session and home", a.status, a.header.Get("Location"), a.body)
	}
}

// cookie gives a cookie that was set to a value, by its base name.
func (a answer) cookie(base string) *http.Cookie {
	for _, c := range a.set {
		if strings.TrimPrefix(c.Name, "__Host-") == base && c.MaxAge > 0 {
			return c
		}
	}
	return nil
}

// object reads the body.
func (a answer) object() map[string]any {
	a.t.Helper()
	var o map[string]any
	if err := json.Unmarshal(a.body, &o); err != nil {
		a.t.Fatalf("%d is no JSON object: %.200s", a.status, a.body)
	}
	return o
}

func (a answer) text(member string) string {
	a.t.Helper()
	s, _ := a.object()[member].(string)
	return s
}

// pointers lists the refused members as "pointer code".
func (a answer) pointers() []string {
	a.t.Helper()
	var p struct {
		Errors []struct{ Pointer, Code string }
	}
	must(a.t, json.Unmarshal(a.body, &p))
	var list []string
	for _, e := range p.Errors {
		list = append(list, e.Pointer+" "+e.Code)
	}
	return list
}
