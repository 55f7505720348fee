package e2e_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// wanted is the object of an answer that must have a status.
func wanted(a answer, status int) map[string]any {
	a.want(status, "")
	return a.object()
}

// guest asks as the holder of a link, who is nobody here.
func (w *world) guest(path string, body members) answer {
	w.t.Helper()
	return w.browser().fetch(http.MethodPost, "/api/v1/setup-link"+path, body)
}

// guestLink makes a link for a new Google connection of globex and gives its token.
func (w *world) guestLink(gloria *office) (path, token string) {
	w.t.Helper()
	conn := wanted(gloria.ask(http.MethodPost, "connections", members{"provider": "google"}, ""), http.StatusCreated)
	path = "connections/" + conn["id"].(string) + "/setup-links"
	made := wanted(gloria.ask(http.MethodPost, path, members{"guest": "Ines of IT"}, ""), http.StatusCreated)
	page, token, found := strings.Cut(made["url"].(string), "#")
	if !found || page != w.url+"/connect" {
		w.t.Fatalf("the link is %s", made["url"])
	}
	w.secrets.add(token)
	return path, token
}

// Somebody without an account does the provider's part of one connection, and nothing else:
// a super admin tests and turns on.
func TestGuestLinkFromMakingToSignOff(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		gloria := w.office(t, "globex", "gloria@globex.example")
		path, token := w.guestLink(gloria)
		state := func() string { return gloria.get(path)["items"].([]any)[0].(map[string]any)["state"].(string) }
		if got := state(); got != "waiting" {
			t.Errorf("a new link is %s", got)
		}

		page := wanted(w.guest("", members{"token": token}), http.StatusOK)
		if page["organization"] != "Globex" || page["saved"] != nil || !strings.HasPrefix(page["copy"].(map[string]any)["redirectUri"].(string), w.url) {
			t.Errorf("the page has %v", page)
		}
		w.guest("", members{"token": token}).want(http.StatusOK, "")
		if got := state(); got != "opened" {
			t.Errorf("an opened link is %s", got)
		}

		wrong := members{"token": token, "etag": page["etag"], "clientId": "globex.apps.googleusercontent.com"}
		w.guest("/application", wrong).want(http.StatusUnprocessableEntity, "validation_failed")
		wrong["clientSecret"], wrong["etag"] = "a-secret-of-the-guest", `"99"`
		w.guest("/application", wrong).want(http.StatusPreconditionFailed, "config_changed")
		wrong["etag"] = page["etag"]
		saved := wanted(w.guest("/application", wrong), http.StatusOK)
		values := saved["page"].(map[string]any)["saved"].(map[string]any)
		if values["clientId"] != "globex.apps.googleusercontent.com" || values["secretEndsIn"] == nil || len(saved["checks"].([]any)) == 0 {
			t.Errorf("saved: %v", saved)
		}

		w.guest("/sign-off", members{"token": token}).want(http.StatusNoContent, "")
		for _, closed := range []answer{
			w.guest("", members{"token": token}), w.guest("/sign-off", members{"token": token}), w.guest("/application", wrong),
		} {
			closed.want(http.StatusGone, "setup_link_closed")
		}
		if got := state(); got != "done" {
			t.Errorf("a link that was signed off is %s", got)
		}
		var said []string
		for _, change := range gloria.get("audit-events")["items"].([]any) {
			c := change.(map[string]any)
			said = append(said, c["action"].(string)+" by "+c["actorName"].(string))
		}
		for _, want := range []string{
			"connection.setup_link_made by gloria@globex.example", "connection.setup_link_opened by A set-up link",
			"connection.version by A set-up link", "connection.setup_link_used by A set-up link",
		} {
			if !slices.Contains(said, want) {
				t.Errorf("%s is not in the log: %q", want, said)
			}
		}
	})
}

// A link is over when it is revoked, in time, or with the connection, and looks like one
// that never was. Another organization ends none.
func TestGuestLinksThatAreOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	gloria := w.office(t, "globex", "gloria@globex.example")
	path, token := w.guestLink(gloria)
	id := gloria.get(path)["items"].([]any)[0].(map[string]any)["id"].(string)
	sofia := w.office(t, "acme", "sofia@acme.example")
	sofia.ask(http.MethodDelete, path+"/"+id, nil, "").want(http.StatusNotFound, "not_found")
	sofia.ask(http.MethodPost, path, members{}, "").want(http.StatusNotFound, "not_found")
	w.guest("", members{"token": token}).want(http.StatusOK, "")
	gloria.ask(http.MethodDelete, path+"/"+id, nil, "").want(http.StatusNoContent, "")
	gloria.ask(http.MethodDelete, path+"/"+id, nil, "").want(http.StatusNotFound, "not_found")
	w.guest("", members{"token": token}).want(http.StatusGone, "setup_link_closed")
	w.guest("", members{"token": strings.Repeat("x", 43)}).want(http.StatusGone, "setup_link_closed")

	made := wanted(gloria.ask(http.MethodPost, path, members{}, ""), http.StatusCreated)
	_, token, _ = strings.Cut(made["url"].(string), "#")
	w.clock.add(7*24*time.Hour - time.Minute)
	w.guest("", members{"token": token}).want(http.StatusOK, "")
	w.clock.add(2 * time.Minute)
	w.guest("", members{"token": token}).want(http.StatusGone, "setup_link_closed")
}

// A link ends with the power of who made it, whoever takes that away and how, with an event,
// and does not come back with it.
func TestGuestLinkEndsWithThePowerOfItsCreator(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme := w.live("acme", "google")
		path := "connections/" + acme.ID + "/setup-links"
		sofia := w.office(t, "acme", "sofia@acme.example")
		sofia.change("ben@acme.example", members{"role": "super_admin"}).want(http.StatusOK, "")
		for what, lose := range map[string]func(){
			"deactivated": func() { sofia.change("ben@acme.example", members{"active": false}).want(http.StatusOK, "") },
			"an agent":    func() { sofia.change("ben@acme.example", members{"role": "agent"}).want(http.StatusOK, "") },
			"by a file": func() {
				started := sofia.file("user-imports", "text/csv", "email,name,role\nben@acme.example,Ben,agent\n")
				started.want(http.StatusAccepted, "")
				must(t, w.app.People.RunImports(t.Context()))
			},
		} {
			ben := w.office(t, "acme", "ben@acme.example")
			made := wanted(ben.ask(http.MethodPost, path, members{"guest": what}, ""), http.StatusCreated)
			_, token, _ := strings.Cut(made["url"].(string), "#")
			w.secrets.add(token)
			page := wanted(w.guest("", members{"token": token}), http.StatusOK)
			lose()
			change := members{"token": token, "etag": page["etag"], "clientSecret": "a-secret-of-the-guest"}
			closed := func() {
				t.Helper()
				w.guest("", members{"token": token}).want(http.StatusGone, "setup_link_closed")
				w.guest("/application", change).want(http.StatusGone, "setup_link_closed")
				w.guest("/sign-off", members{"token": token}).want(http.StatusGone, "setup_link_closed")
			}
			closed()
			line := sofia.get(path)["items"].([]any)[0].(map[string]any)
			if line["guest"] != what || line["state"] != "withdrawn" || line["endedAt"] == nil {
				t.Errorf("%s: the list has %v", what, line)
			}
			sofia.ask(http.MethodDelete, path+"/"+line["id"].(string), nil, "").want(http.StatusNotFound, "not_found")
			said := false
			for _, one := range sofia.get("audit-events")["items"].([]any) {
				c := one.(map[string]any)
				said = said || c["action"] == "connection.setup_link_revoked" && c["detail"].(map[string]any)["guest"] == what
			}
			if !said {
				t.Errorf("%s: nobody sees that the link ended", what)
			}
			sofia.change("ben@acme.example", members{"role": "super_admin", "active": true}).want(http.StatusOK, "")
			closed()
			w.clock.add(time.Second)
		}
	})
}

// Of a connection that people sign in through, a guest replaces the secret of the same
// application, which goes live once a super admin has tested it, and nothing else.
func TestGuestLinkOfAConnectionThatIsOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.office(t, "acme", "sofia@acme.example")
	path := "connections/" + w.live("acme", "google").ID + "/setup-links"
	made := wanted(sofia.ask(http.MethodPost, path, members{}, ""), http.StatusCreated)
	_, token, _ := strings.Cut(made["url"].(string), "#")
	page := wanted(w.guest("", members{"token": token}), http.StatusOK)
	change := members{"token": token, "etag": page["etag"], "clientId": "other.apps.googleusercontent.com", "clientSecret": "another-secret"}
	w.guest("/application", change).want(http.StatusConflict, "conflict")
	live := w.live("acme", "google").LiveVersionID
	delete(change, "clientId")
	w.guest("/application", change).want(http.StatusOK, "")
	if now := w.live("acme", "google").LiveVersionID; *now != *live {
		t.Error("what a guest saved is live, and nobody has tested it")
	}
	change["clientSecret"] = "a-third-secret"
	for range 5 {
		change["etag"] = w.guest("", members{"token": token}).object()["etag"]
		if a := w.guest("/application", change); a.status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("a guest has as many values checked as they like")
}

// A link is mailed to whoever has no account, by a token of its own that ends with the one
// that was shown; nobody is pestered by it, and a link that is over is mailed to nobody.
func TestGuestLinkThatIsMailed(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		gloria := w.office(t, "globex", "gloria@globex.example")
		path, _ := w.guestLink(gloria)
		if gloria.get(path)["mail"] != true {
			t.Error("the page does not learn that links are mailed")
		}
		made := wanted(gloria.ask(http.MethodPost, path, members{"guest": "Ines", "mailTo": "ines@it.example"}, ""), http.StatusCreated)
		_, shown, _ := strings.Cut(made["url"].(string), "#")
		w.secrets.add(shown)
		gloria.ask(http.MethodPost, path, members{"mailTo": "INES@it.example"}, "").want(http.StatusTooManyRequests, "rate_limited")
		gloria.ask(http.MethodPost, path, members{"mailTo": "ines"}, "").want(http.StatusUnprocessableEntity, "validation_failed")

		must(t, w.app.Sender.Send(t.Context()))
		l := w.message("ines@it.example")
		tells(t, l, "Globex: set up sign-in with Google", "gloria@globex.example", "Expires on: ")
		if strings.Contains(l.Text, shown) || strings.Contains(l.Text, "Hello") {
			t.Errorf("the message says %s", l.Text)
		}
		_, rest, _ := strings.Cut(l.Text, w.url+"/connect#")
		mailed := strings.Fields(rest)[0]
		w.secrets.add(mailed)
		for _, token := range []string{shown, mailed} {
			w.guest("", members{"token": token}).want(http.StatusOK, "")
		}
		w.guest("/sign-off", members{"token": mailed}).want(http.StatusNoContent, "")
		w.guest("", members{"token": shown}).want(http.StatusGone, "setup_link_closed")
		log := gloria.get("audit-events")["items"].([]any)
		if !slices.ContainsFunc(log, func(one any) bool {
			c := one.(map[string]any)
			return c["action"] == "connection.setup_link_made" && c["detail"].(map[string]any)["email"] == "ines@it.example"
		}) {
			t.Errorf("nobody sees whom it was mailed to: %v", log)
		}
		mails := gloria.get("mails")["items"].([]any)
		if len(mails) != 1 || mails[0].(map[string]any)["kind"] != "setup_link" || mails[0].(map[string]any)["recipient"] != "ines@it.example" {
			t.Errorf("mails: %v", mails)
		}

		over := wanted(gloria.ask(http.MethodPost, path, members{"mailTo": "paul@it.example"}, ""), http.StatusCreated)
		_, token, _ := strings.Cut(over["url"].(string), "#")
		w.secrets.add(token)
		gloria.ask(http.MethodDelete, path+"/"+over["link"].(map[string]any)["id"].(string), nil, "").want(http.StatusNoContent, "")
		if n := w.sent("setup_link", "paul@it.example") + w.unsent("setup_link"); n != 0 {
			t.Errorf("%d messages with a link that was revoked", n)
		}
	})
}

// Where no mail is sent, none is promised; and an organization may send so many an hour.
func TestGuestLinksAreMailedSoOften(t *testing.T) {
	t.Parallel()
	off := newWorld(t, setting{})
	sofia := off.office(t, "acme", "sofia@acme.example")
	path := "connections/" + off.live("acme", "google").ID + "/setup-links"
	sofia.ask(http.MethodPost, path, members{"mailTo": "ines@it.example"}, "").want(http.StatusUnprocessableEntity, "validation_failed")
	if sofia.get(path)["mail"] != false {
		t.Error("the page offers a mail that nobody sends")
	}

	w := newWorld(t, setting{mail: true})
	sofia = w.office(t, "acme", "sofia@acme.example")
	path = "connections/" + w.live("acme", "google").ID + "/setup-links"
	for n := range 20 {
		w.clock.add(time.Second)
		sofia.ask(http.MethodPost, path, members{"mailTo": "ines" + strconv.Itoa(n) + "@it.example"}, "").want(http.StatusCreated, "")
	}
	sofia.ask(http.MethodPost, path, members{"mailTo": "one-more@it.example"}, "").want(http.StatusTooManyRequests, "rate_limited")
	sofia.ask(http.MethodPost, path, members{}, "").want(http.StatusCreated, "")
}
