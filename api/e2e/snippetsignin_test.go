package e2e_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	signin "latchkey/docs/snippets/signin/go"

	"latchkey/api/apply"
	"latchkey/api/store"
)

// crmAt is a world that has an application at an address.
func crmAt(t *testing.T, home string) *world {
	t.Helper()
	return newWorld(t, setting{plain: true, edit: func(d *apply.Document) {
		id, kind := "crm", store.WebApplication
		d.Applications = []apply.Application{{
			ClientID: id, Name: &id, Type: &kind, RedirectURIs: []string{home + "/callback"},
			Organizations: &apply.OrganizationChoice{All: true}, Secrets: []apply.ApplicationSecret{{Value: crmSecret}},
		}}
	}})
}

// throughApplication signs somebody in to an application as a browser does, which
// is signed in to Latchkey already, and gives what the application says then.
func (w *world) throughApplication(t *testing.T, home string, edit func(answer string) string) string {
	t.Helper()
	b := w.browser()
	b.password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusOK, "")
	jar, err := cookiejar.New(nil)
	must(t, err)
	latchkey, err := url.Parse(w.url)
	must(t, err)
	jar.SetCookies(latchkey, []*http.Cookie{{Name: w.cookieName("latchkey-session"), Value: b.session()}})
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(address string) (to, said string) {
		a, err := client.Get(address)
		must(t, err)
		defer a.Body.Close()
		body, err := io.ReadAll(a.Body)
		must(t, err)
		return a.Header.Get("Location"), string(body)
	}
	request, _ := get(home + "/login")
	if !strings.HasPrefix(request, w.url+"/oauth/authorize?") {
		t.Fatalf("the application leads to %q", request)
	}
	to, _ := get(request)
	if !strings.HasPrefix(to, home+"/callback?") {
		t.Fatalf("back to %q", to)
	}
	_, said := get(edit(to))
	return said
}

// checkApplication: whoever is signed in gets in; an answer that was changed on
// its way does not.
func (w *world) checkApplication(t *testing.T, home string) {
	t.Helper()
	asIs := func(answer string) string { return answer }
	if said := w.throughApplication(t, home, asIs); !strings.HasPrefix(said, "You are sofia@") || !strings.Contains(said, " of acme (usr_") {
		t.Errorf("signed in: %s", said)
	}
	for name, change := range map[string]func(string) string{
		"another state": func(answer string) string { return strings.Replace(answer, "state=", "state=x", 1) },
		"another code":  func(answer string) string { return strings.Replace(answer, "code=", "code=x", 1) },
	} {
		if said := w.throughApplication(t, home, change); strings.Contains(said, "You are") {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// The Go program under "Sign people in" of the documentation.
func TestSnippetSignsPeopleInToAGoProgram(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	w := crmAt(t, server.URL)
	s, err := signin.New(t.Context(), w.url, "crm", crmSecret, server.URL+"/callback",
		func(rw http.ResponseWriter, _ *http.Request, p signin.Person) {
			fmt.Fprintf(rw, "You are %s of %s (%s).", p.Name, p.Organization, p.ID)
		})
	must(t, err)
	mux.HandleFunc("/login", s.Start)
	mux.HandleFunc("/callback", s.Finish)
	w.checkApplication(t, server.URL)
}

// The TypeScript program there, with npm's openid-client.
func TestSnippetSignsPeopleInToANodeProgram(t *testing.T) {
	t.Parallel()
	home := "http://" + freeAddress(t)
	w := crmAt(t, home)
	cmd := exec.CommandContext(t.Context(), "node", "signin/try.mjs", w.url, "crm", crmSecret, home)
	cmd.Dir, cmd.Stderr = snippets, os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "listening\n" {
		t.Fatalf("the program says %q, %v", line, err)
	}
	w.checkApplication(t, home)
}

// I5: the programs under "Sign people out" end the sessions that a logout token of ours
// names, and take nothing else for one. Python and Java: make interop.
func TestI5SnippetsEndSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{plain: true, edit: withApplications})
	r := w.crm()
	listener := r.listens(nil)
	b, idToken, session := r.entered("acme", "maya@acme.example")
	access := b.token()
	b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
	must(t, w.app.Logouts.Send(t.Context()))
	if len(listener.bodies) != 1 {
		t.Fatalf("got %d times", len(listener.bodies))
	}
	good := listener.bodies[0]
	w.secrets.add(good)
	user := idOf(w.office(t, "acme", "sofia@acme.example").user("maya@acme.example"))
	cut := strings.LastIndex(good, ".")
	tokens := []string{good, good, good[:cut+1] + swapped(good[cut+1:]), idToken, access, "no-token"}
	want := "200 " + session + " " + user
	want += "\n" + want + strings.Repeat("\n400", 4)
	t.Run("Go", func(t *testing.T) {
		s, err := signin.New(t.Context(), w.url, "crm", crmSecret, crmCallback, nil)
		must(t, err)
		var lines []string
		for _, token := range tokens {
			ended := ""
			handle := s.Ended(func(session, user string) { ended = " " + session + " " + user })
			got, body := httptest.NewRecorder(), strings.NewReader(url.Values{"logout_token": {token}}.Encode())
			req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/backchannel-logout", body)
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			handle(got, req)
			lines = append(lines, fmt.Sprintf("%d%s", got.Code, ended))
		}
		if said := strings.Join(lines, "\n"); said != want {
			t.Errorf("it says %q, want %q", said, want)
		}
	})
	t.Run("TypeScript", func(t *testing.T) {
		for client, want := range map[string]string{"crm": want, "another": strings.Repeat("400\n", 5) + "400"} {
			said := runSnippet(t, strings.Join(tokens, "\n"), "node", "signin/try-logout.mjs", w.url, client)
			if strings.TrimSpace(said) != want {
				t.Errorf("%s: it says %q, want %q", client, said, want)
			}
		}
	})
}
