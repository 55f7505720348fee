package e2e_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
)

const (
	resetPath  = "/api/v1/sign-in/password-reset"
	bypassPath = "/api/v1/sign-in/bypass-link"
	linkPath   = "/api/v1/sign-in/link"
	codePath   = "/api/v1/sign-in/link/code"
)

// asking is who may ask for a mail: anybody.
func asking(email string) map[string]any {
	return map[string]any{"organization": "acme", "email": email}
}

// mailedToken takes the mail to somebody and gives the secret in its link.
func (w *world) mailedToken(to, page string) string {
	w.t.Helper()
	text, at := "", -1
	for at < 0 { // past mails that only tell of something
		text = w.message(to).Text
		at = strings.Index(text, w.url+page+"#")
	}
	token := regexp.MustCompile(`^[A-Za-z0-9_-]+`).FindString(text[at+len(w.url+page)+1:])
	w.secrets.add(token)
	return token
}

// mailedCode takes the mail to somebody and gives the code in it.
func (w *world) mailedCode(to string) string {
	w.t.Helper()
	var code []string
	for code == nil {
		code = regexp.MustCompile(`(?m)^ +([0-9][0-9 -]{7,})$`).FindStringSubmatch(w.message(to).Text)
	}
	return code[1]
}

// unsent counts the mails of a kind that wait.
func (w *world) unsent(kind string) int {
	w.t.Helper()
	return w.count("SELECT count(*) FROM mails WHERE kind = ? AND state = 'waiting'", kind)
}

// sent sends what waits and counts the mails of a kind that somebody was sent.
func (w *world) sent(kind, email string) int {
	w.t.Helper()
	must(w.t, w.app.Sender.Send(w.t.Context()))
	return w.count("SELECT count(*) FROM mails WHERE kind = ? AND state = 'sent' AND LOWER(recipient) = ?", kind, email)
}

// noSecretKept wants no secret that the test knows in what the database keeps of
// mails and events.
func (w *world) noSecretKept() {
	w.t.Helper()
	var texts []string
	must(w.t, w.raw.SelectContext(w.t.Context(), &texts, "SELECT detail FROM mails UNION ALL SELECT detail FROM audit_events"))
	if found := w.secrets.in(strings.Join(texts, " ")); len(found) > 0 {
		w.t.Errorf("kept %q", found)
	}
}

// H08, "without saying whether an address exists": known, unknown, deactivated,
// of another organization, without a password or with one that opens nothing:
// one face and one row, and only who may use it gets a mail.
func TestAskingTellsNothing(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		w.withoutPassword()
		everybody := []string{
			"maya@acme.example", "sofia@acme.example", "ben@acme.example", "omar@acme.example", "gloria@globex.example", "nobody@acme.example", "eve@acme.example",
		}
		ask := func(path, kind string, sent ...string) {
			t.Helper()
			_, err := w.raw.ExecContext(t.Context(), "DELETE FROM mails")
			must(t, err)
			var face string
			for _, email := range everybody {
				before := w.count("SELECT count(*) FROM mails")
				a := w.browser().fetch(http.MethodPost, path, asking(email))
				a.want(http.StatusAccepted, "")
				is := faceOf(a)
				text := is["status"] + is["body"] + is["Set-Cookie"] + is["Retry-After"] + is["Content-Type"] + is["Content-Length"]
				if face != "" && face != text || len(a.body) > 0 || len(a.set) > 0 {
					t.Errorf("%s is told %q, another %q", email, text, face)
				}
				if face = text; w.count("SELECT count(*) FROM mails") != before+1 {
					t.Errorf("%s: not one row", email)
				}
			}
			for _, email := range everybody {
				if got := w.sent(kind, email) == 1; got != slices.Contains(sent, email) {
					t.Errorf("%s to %s: sent %v", kind, email, got)
				}
			}
			w.clock.add(2 * time.Minute)
		}
		ask(resetPath, "password_reset", "maya@acme.example", "sofia@acme.example", "ben@acme.example")
		ask(bypassPath, "bypass_link") // passwords are open: there is nothing to get around
		w.policy(apply.Organization{PasswordSignIn: ptr(false)}, apply.Connection{})
		ask(resetPath, "password_reset")
		ask(bypassPath, "bypass_link", "sofia@acme.example")
		_, err := w.raw.ExecContext(t.Context(), w.raw.Rebind("UPDATE users SET exempt = ? WHERE email_lower = 'ben@acme.example'"), true)
		must(t, err)
		ask(resetPath, "password_reset", "ben@acme.example")

		for _, path := range []string{resetPath, bypassPath} {
			b := w.browser()
			b.fetch(http.MethodPost, path, map[string]any{"organization": "nobody", "email": "maya@acme.example"}).want(http.StatusNotFound, "org_not_resolved")
			b.fetch(http.MethodPost, path, map[string]any{"organization": "dormant", "email": "dora@dormant.example"}).want(http.StatusNotFound, "org_not_resolved")
			b.fetch(http.MethodPost, path, asking("no address")).want(http.StatusUnprocessableEntity, "validation_failed")
			b.send(http.MethodPost, path, []byte(`{}`), http.Header{"Sec-Fetch-Site": {"cross-site"}, "Content-Type": {"application/json"}}).want(http.StatusForbidden, "origin_refused")
		}
	})
}

// Without a mail server there is nothing to ask for, and the page says so.
func TestNoMailNoMessages(t *testing.T) {
	t.Parallel()
	on, off := newWorld(t, setting{mail: true}), newWorld(t, setting{})
	for w, mail := range map[*world]bool{on: true, off: false} {
		if page := w.browser().fetch(http.MethodGet, "/api/v1/organizations/acme/sign-in", nil); page.object()["mail"] != mail {
			t.Errorf("mail %v: %s", mail, page.body)
		}
	}
	for _, path := range []string{resetPath, bypassPath} {
		off.browser().fetch(http.MethodPost, path, asking("maya@acme.example")).want(http.StatusNotFound, "not_found")
	}
	b := off.browser()
	b.signIn("acme", "google", unproven)
	b.fetch(http.MethodPost, codePath, map[string]any{}).want(http.StatusNotFound, "not_found")
	if n := off.count("SELECT count(*) FROM mails"); n != 0 {
		t.Errorf("%d mails", n)
	}
}

// One mail in a minute and five in an hour, however often it is asked for.
func TestMessagesAreFew(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		ask := func() {
			w.browser().fetch(http.MethodPost, resetPath, asking("Maya@acme.example")).want(http.StatusAccepted, "")
		}
		ask()
		w.browser().fetch(http.MethodPost, resetPath, asking("maya@ACME.example")).want(http.StatusAccepted, "")
		if n := w.unsent("password_reset"); n != 1 {
			t.Errorf("%d wait", n)
		}
		for n := range 7 {
			if sent := w.sent("password_reset", "maya@acme.example"); sent != min(n+1, 5) {
				t.Errorf("%d were sent after %d", sent, n+1)
			}
			ask() // within the minute: none
			if n := w.unsent("password_reset"); n > 1 {
				t.Errorf("%d wait", n)
			}
			w.clock.add(61 * time.Second)
			ask()
		}
		w.sent("password_reset", "maya@acme.example")
		w.clock.add(time.Hour)
		ask()
		if sent := w.sent("password_reset", "maya@acme.example"); sent != 6 {
			t.Errorf("%d were sent after an hour", sent)
		}
	})
}

// S15: a bypass link by mail opens once, within five minutes; the mail says who
// asked, and the log that nobody made it by hand.
func TestBypassByMail(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{PasswordSignIn: ptr(false)}, apply.Connection{})
		use := func(b *browser, token string) answer {
			return b.fetch(http.MethodPost, "/api/v1/sign-in/bypass", map[string]any{"organization": "acme", "token": token})
		}
		ask := func() string {
			w.browser().fetch(http.MethodPost, bypassPath, asking("Sofia@acme.example")).want(http.StatusAccepted, "")
			token := w.mailedToken("sofia@acme.example", "/o/acme/bypass")
			w.clock.add(time.Minute)
			return token
		}
		token := ask()
		use(w.browser(), token).want(http.StatusOK, "")
		use(w.browser(), token).want(http.StatusGone, "bypass_closed")
		late := ask()
		w.clock.add(5 * time.Minute)
		use(w.browser(), late).want(http.StatusGone, "bypass_closed")
		if n := w.count("SELECT count(*) FROM audit_events WHERE action = 'bypass.created' AND actor = 'system' AND detail LIKE '%127.0.0.1%'"); n != 2 {
			t.Errorf("%d events", n)
		}
		w.browser().fetch(http.MethodPost, bypassPath, asking("sofia@acme.example")).want(http.StatusAccepted, "")
		if l := w.message("sofia@acme.example"); !strings.Contains(l.Text, "127.0.0.1") {
			t.Errorf("the mail does not say who asked: %s", l.Text)
		}
		w.noSecretKept()
	})
}
