package e2e_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// logout asks to sign out, as an application leads a browser there.
func (b *browser) logout(pairs ...string) answer {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Add(pairs[i], pairs[i+1])
	}
	return b.navigate("/oauth/logout?" + q.Encode())
}

func (a answer) redirects(to string) {
	a.t.Helper()
	if a.status != http.StatusSeeOther || a.header.Get("Location") != to {
		a.t.Errorf("got %d to %q %.300s, want %s", a.status, a.header.Get("Location"), a.body, to)
	}
}

var logoutForm = regexp.MustCompile(`name="request" value="([^"]+)"`)

// page wants a page of ours that leads nowhere by itself; sealed is what its form sends.
func (a answer) page(status int, words string) (sealed string) {
	a.t.Helper()
	policy := a.header.Get("Content-Security-Policy")
	if a.status != status || a.header.Get("Location") != "" || !strings.Contains(string(a.body), words) || !strings.Contains(policy, "frame-ancestors 'none'") {
		a.t.Errorf("got %d %q %.900s, want %d %q", a.status, policy, a.body, status, words)
	}
	if found := logoutForm.FindSubmatch(a.body); found != nil {
		return html.UnescapeString(string(found[1]))
	}
	return ""
}

// confirm sends the form of the page that asks.
func (b *browser) confirm(sealed string, header http.Header) answer {
	h := http.Header{"Sec-Fetch-Site": {"same-origin"}, "Origin": {b.base}}
	for name, values := range header {
		h[name] = values
	}
	h.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(http.MethodPost, "/oauth/logout/confirm", []byte(url.Values{"request": {sealed}}.Encode()), h)
}

// The application that a person entered signs them out: back there, everywhere else too,
// and without a question, however old the ID token is.
func TestLogoutFromTheApplication(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		r, spa := w.crm(), w.rp("spa", spaCallback, "")
		crm, other := r.listens(withLogout), spa.listens(nil)
		b, hint, session := r.entered("acme", "maya@acme.example")
		spa.tokens(spa.code(b))
		w.clock.add(11 * time.Minute)
		b.logout("id_token_hint", hint, "post_logout_redirect_uri", afterLogout, "state", "a b&c").redirects(afterLogout + "&state=a+b%26c")
		if b.session() != "" {
			t.Error("the session's cookie is kept")
		}
		for l, by := range map[*logoutListener]*rp{crm: r, other: spa} {
			heard := l.heard(by)
			if len(heard) != 1 || heard[0].SessionID != session || heard[0].Subject == "" || heard[0].Expiry.Sub(heard[0].IssuedAt) != 2*time.Minute {
				t.Errorf("%s was told %+v", by.config.ClientID, heard)
			}
			if again := l.heard(by); again != nil {
				t.Errorf("again: %+v", again)
			}
		}
		r.refused(b, "login_required", "prompt", "none")
		// Nobody is signed in any more: it is the same answer, and ends nothing.
		b.logout("id_token_hint", hint, "post_logout_redirect_uri", afterLogout).redirects(afterLogout)
		b.logout("id_token_hint", hint).page(http.StatusOK, "You are signed out")
	})
}

// Only the ID token of the browser's own session signs out without a question; a hint is
// no authority over any other session, and nothing leads to an address that nobody
// registered.
func TestLogoutAsksWhereItMustAndLeadsNowhereElse(t *testing.T) {
	w := oauthWorld(t)
	r := w.crm()
	listener := r.listens(withLogout)
	b, hint, _ := r.entered("acme", "maya@acme.example")
	foreign, _ := r.enters(w.person("sofia@acme.example").browser)
	_, older, _ := r.entered("acme", "maya@acme.example")
	spa := w.rp("spa", spaCallback, "")
	_, spas, _ := spa.entered("acme", "maya@acme.example")
	body, signature, _ := strings.Cut(hint[strings.Index(hint, ".")+1:], ".")
	changed := hint[:strings.Index(hint, ".")+1] + body + "." + swapped(signature)
	got, err := r.exchange(r.code(b))
	must(t, err)
	for name, c := range map[string]struct {
		query  []string
		status int
		words  string
	}{
		"nothing":                         {nil, http.StatusOK, "Sign out?"},
		"the client alone":                {[]string{"client_id", "crm", "post_logout_redirect_uri", afterLogout}, http.StatusOK, "<bdi>crm</bdi>"},
		"somebody else's":                 {[]string{"id_token_hint", foreign, "post_logout_redirect_uri", afterLogout}, http.StatusOK, "Sign out?"},
		"of another session":              {[]string{"id_token_hint", older}, http.StatusOK, "Sign out?"},
		"an address alone":                {[]string{"post_logout_redirect_uri", afterLogout}, http.StatusBadRequest, "needs id_token_hint"},
		"an address of nobody":            {[]string{"id_token_hint", hint, "post_logout_redirect_uri", "https://evil.example/"}, http.StatusBadRequest, "is not registered"},
		"an address with more":            {[]string{"id_token_hint", hint, "post_logout_redirect_uri", afterLogout + "&x=1"}, http.StatusBadRequest, "is not registered"},
		"that of another client":          {[]string{"id_token_hint", spas, "post_logout_redirect_uri", afterLogout}, http.StatusBadRequest, "is not registered"},
		"the callback's":                  {[]string{"id_token_hint", hint, "post_logout_redirect_uri", crmCallback}, http.StatusBadRequest, "is not registered"},
		"a hint that was changed":         {[]string{"id_token_hint", changed, "post_logout_redirect_uri", afterLogout}, http.StatusBadRequest, "not an ID token of ours"},
		"no hint at all":                  {[]string{"id_token_hint", "x.y.z", "post_logout_redirect_uri", afterLogout}, http.StatusBadRequest, "not an ID token of ours"},
		"an access token":                 {[]string{"id_token_hint", got.AccessToken}, http.StatusBadRequest, "not an ID token of ours"},
		"another client's":                {[]string{"id_token_hint", hint, "client_id", "spa"}, http.StatusBadRequest, "not the application of id_token_hint"},
		"a client of nobody":              {[]string{"client_id", "nobody"}, http.StatusBadRequest, "no application is registered"},
		"a parameter twice":               {[]string{"id_token_hint", hint, "id_token_hint", hint}, http.StatusBadRequest, "is there twice"},
		"a state that is no ASCII":        {[]string{"id_token_hint", hint, "state", "é"}, http.StatusBadRequest, "state is too long"},
		"a hint of none, in our own page": {[]string{"id_token_hint", b.token()}, http.StatusBadRequest, "not an ID token of ours"},
	} {
		t.Run(name, func(t *testing.T) {
			a := b.logout(c.query...)
			a.t = t
			if sealed := a.page(c.status, c.words); sealed == "" || b.session() == "" {
				t.Errorf("the person is not asked: %.500s", a.body)
			}
			if strings.Contains(string(a.body), "evil.example") {
				t.Error("the page names an address that nobody registered")
			}
		})
	}
	if h := listener.heard(r); h != nil {
		t.Errorf("got of %+v: nobody signed out", h)
	}
	if _, active, err := w.app.Sessions.ActivePrincipal(t.Context(), b.session()); err != nil || !active {
		t.Error("a session ended without a question")
	}
}

func swapped(text string) string {
	if text[0] == 'A' {
		return "B" + text[1:]
	}
	return "A" + text[1:]
}

// Who is asked answers by a form of ours: of this session, lately, and with the cookie that
// a page of another site does not send. Then the page leads on, not a redirect of the form.
func TestLogoutIsConfirmedByThePersonAlone(t *testing.T) {
	w := oauthWorld(t)
	r := w.crm()
	listener := r.listens(withLogout)
	b, _, session := r.entered("acme", "maya@acme.example")
	a := b.logout("client_id", "crm", "post_logout_redirect_uri", afterLogout, "state", "s")
	sealed := a.page(http.StatusOK, "Sign out?")
	if !strings.Contains(a.header.Get("Content-Security-Policy"), "form-action 'self'") {
		t.Errorf("policy %q", a.header.Get("Content-Security-Policy"))
	}
	sofia := w.person("sofia@acme.example")
	sofia.confirm(sealed, nil).page(http.StatusBadRequest, "too long ago, or for another sign-in")
	b.confirm("k1.forged", nil).page(http.StatusBadRequest, "too long ago")
	if sofia.session() == "" || b.session() == "" || listener.heard(r) != nil {
		t.Error("a session ended")
	}
	w.clock.add(61 * time.Minute)
	b.confirm(sealed, nil).page(http.StatusBadRequest, "too long ago")
	sealed = b.logout("client_id", "crm", "post_logout_redirect_uri", afterLogout, "state", "s").page(http.StatusOK, "")
	done := b.confirm(sealed, nil)
	done.page(http.StatusOK, "You are signed out")
	to := html.EscapeString(afterLogout + "&state=s")
	if !strings.Contains(string(done.body), `content="0;url=`+to) || !strings.Contains(string(done.body), `href="`+to) || b.session() != "" {
		t.Errorf("cookie %q, page %s", b.session(), done.body)
	}
	if h := listener.heard(r); len(h) != 1 || h[0].SessionID != session {
		t.Errorf("got %+v", h)
	}
	// A form of another site brings no cookie; as a GET of the browser itself it has it.
	back := w.form("/oauth/logout", nil, "client_id", "crm", "state", "x")
	back.redirects("/oauth/logout?client_id=crm&state=x")
	// For whoever only looks ahead nothing happens.
	b = w.signedIn("acme", "maya@acme.example")
	b.header.Set("Sec-Purpose", "prefetch")
	if b.logout().status != http.StatusServiceUnavailable {
		t.Error("a prefetch is answered")
	}
}
