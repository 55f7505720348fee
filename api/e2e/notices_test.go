package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/mail/mailtest"
	"latchkey/api/store"
)

// tells wants a mail to be about something and to say all of these.
func tells(t *testing.T, l mailtest.Message, subject string, parts ...string) {
	t.Helper()
	if !strings.Contains(l.Subject, subject) {
		t.Errorf("subject %q, want %q", l.Subject, subject)
	}
	for _, part := range parts {
		if !strings.Contains(l.Text, part) {
			t.Errorf("%s: no %q in\n%s", l.Subject, part, l.Text)
		}
	}
	if strings.Contains(l.HTML, "<script") || !strings.Contains(l.HTML, "&lt;script&gt;") && strings.Contains(l.Text, "<script>") {
		t.Errorf("%s: the organization's name is markup\n%s", l.Subject, l.HTML)
	}
	if l.Header.Get("Auto-Submitted") != "auto-generated" || l.Header.Get("From") != `"Latchkey" <sso@latchkey.example>` {
		t.Errorf("header %v", l.Header)
	}
}

// D30, ASVS 6.3.7: whoever's accounts change is told, whichever way it happened.
func TestD30PeopleAreToldOfTheirAccounts(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		tells(t, w.message("maya@acme.example"), "Google account connected", "Account: maya@acme.example", "when you first signed in", w.url+"/profile/security")

		gita := w.browser()
		gita.signIn("acme", "microsoft", "gita@partner.example")
		gita.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusOK, "")
		tells(t, w.message("gita@partner.example"), "Microsoft account connected", "after you confirmed your account")

		lena := w.person("lena@acme.example")
		w.noMessage("lena@acme.example") // her first sign-in ever
		back := lena.atProvider(lena.begins(identities+"/google"), "lena@acme.example")
		lena.navigate(back).wantSecurity(connected("google"))
		tells(t, w.message("lena@acme.example"), "Google account connected", "in Security Setting")
		lena.ask(http.MethodDelete, identities+"/google", nil).want(http.StatusOK, "")
		tells(t, w.message("lena@acme.example"), "Google account disconnected", "in Security Setting", "lena@acme.example")

		sofia := w.office(t, "acme", "sofia@acme.example")
		w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
		entry := sofia.get("sign-in-log?result=refused")["items"].([]any)[0].(map[string]any)
		made := sofia.ask("POST", "users/"+idOf(sofia.user("ben@acme.example"))+"/identities", map[string]any{"signInId": idOf(entry)}, "")
		made.want(http.StatusCreated, "")
		tells(t, w.message("ben@acme.example"), "Google account connected", "Account: stranger@acme.example", "An administrator")
		account := made.object()["identities"].([]any)[0].(map[string]any)
		sofia.ask("DELETE", "users/"+idOf(sofia.user("ben@acme.example"))+"/identities/"+idOf(account), nil, "").want(http.StatusOK, "")
		tells(t, w.message("ben@acme.example"), "Google account disconnected", "An administrator")

		lena.ask(http.MethodPut, "/password", changeOf(everybodysPassword, anotherPassword)).want(http.StatusOK, "")
		tells(t, w.message("lena@acme.example"), "password changed", "If this was not you")
		if len(w.mailbox.Messages()) != 0 {
			t.Errorf("there is more: %+v", w.mailbox.Messages())
		}
	})
}

// D02, D30: who comes with another account under the address of somebody is
// refused as everybody is, and that somebody is told; once a day.
func TestD02TheOwnerIsToldOfARefusedMismatch(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		w.message("lena@acme.example")
		for range 2 {
			w.browser().signIn("acme", "google", recycled).wantRefused("user_not_authorized")
		}
		l := w.message("lena@acme.example")
		tells(t, l, "another Google account refused", "nothing has changed", "Reference ")
		w.noMessage("lena@acme.example")
		w.clock.add(25 * time.Hour)
		w.browser().signIn("acme", "google", recycled).wantRefused("user_not_authorized")
		w.message("lena@acme.example")
		w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
		w.browser().signIn("acme", "google", "omar@acme.example").wantRefused("user_not_authorized")
		w.noMessage("omar@acme.example")
		w.noMessage("stranger@acme.example")
	})
}

// A browser that never signed in as somebody who has signed in elsewhere is told
// of; by password and through a provider, and once.
func TestNewBrowsersAreToldOf(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		desk := w.browser()
		desk.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		desk.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		w.noMessage("maya@acme.example")
		w.clock.add(time.Second)
		phone := w.browser()
		phone.header.Set("User-Agent", "Mozilla/5.0 (iPhone; call +1 555) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1")
		phone.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		l := w.message("maya@acme.example")
		tells(t, l, "sign-in from a new browser", "Browser: Safari, iPhone", "IP address: 127.0.0.1", "Signed in with: Password")
		if strings.Contains(l.Text+l.HTML, "+1 555") {
			t.Error("the browser's own words are told")
		}
		phone.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		desk.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		tells(t, w.message("maya@acme.example"), "Google account connected")
		phone.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		w.noMessage("maya@acme.example") // this browser is known
		w.clock.add(time.Second)
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		tells(t, w.message("maya@acme.example"), "sign-in from a new browser", "Browser: Not recognized", "Signed in with: Google")
		phone.password("globex", "maya@acme.example", everybodysPassword).want(http.StatusOK, "") // another person
		w.noMessage("maya@acme.example")
	})
}

// A45: when an application stops working its super admins are told, once for each
// time.
func TestSuperAdminsAreToldOfTrouble(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		w.provider.SetSecret("acme-google", "another")
		for range 2 {
			w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("sso_app_invalid")
		}
		tells(t, w.message("sofia@acme.example"), "sign-in with Google is not working", "The provider rejected the client secret", w.url+"/sso-settings")
		w.clock.add(31 * time.Second)
		w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("sso_app_invalid") // the trial
		w.clock.add(31 * time.Second)
		must(t, w.app.Health.Probe(t.Context()))
		w.noMessage("sofia@acme.example")

		w.provider.SetSecret("acme-google", clientSecret)
		w.clock.add(31 * time.Second)
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		w.provider.SetSecret("acme-google", "another")
		w.clock.add(time.Hour)
		w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("sso_app_invalid")
		w.noMessage("sofia@acme.example") // suspect only
		w.clock.add(31 * time.Second)
		must(t, w.app.Health.Probe(t.Context()))
		tells(t, w.message("sofia@acme.example"), "sign-in with Google is not working")
		for _, who := range []string{"gloria@globex.example", "ben@acme.example"} {
			w.noMessage(who)
		}
	})
}

// A22: 30, 14, 7 days and a day before a secret expires, once each.
func TestSuperAdminsAreToldOfExpiringSecrets(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		ends := w.clock.now().Add(31 * 24 * time.Hour)
		must(t, w.execute("UPDATE connection_versions SET secret_expires_at = ? WHERE id = ?", store.At(ends), w.live("acme", "google").VersionID))
		warned := []int{}
		for left := 31; left >= -1; left-- {
			for range 2 {
				must(t, w.app.Health.WarnOfExpiringSecrets(t.Context()))
			}
			must(t, w.app.Sender.Send(t.Context()))
			for _, l := range w.mailbox.Messages() {
				tells(t, l, "Google client secret expires on "+ends.UTC().Format(time.DateOnly))
				if l.To != "sofia@acme.example" {
					t.Errorf("%s is told", l.To)
				}
				w.mailbox.Wait(t, l.To)
				warned = append(warned, left)
			}
			w.clock.add(24 * time.Hour)
		}
		if !slices.Equal(warned, []int{30, 14, 7, 1}) {
			t.Errorf("got %v days before", warned)
		}
	})
}

// Without a mail server nothing is written for it, whatever happens.
func TestNothingIsWrittenWhenMailIsOff(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		w.browser().signIn("acme", "google", recycled).wantRefused("user_not_authorized")
		maya := w.person("maya@acme.example")
		w.person("maya@acme.example")
		maya.ask(http.MethodPut, "/password", changeOf(everybodysPassword, anotherPassword)).want(http.StatusOK, "")
		must(t, w.app.Health.WarnOfExpiringSecrets(t.Context()))
		must(t, w.app.Sender.Send(t.Context()))
		if n := w.count("SELECT count(*) FROM mails"); n != 0 {
			t.Errorf("%d mails", n)
		}
		list := w.office(t, "acme", "sofia@acme.example").get("mails")
		if list["enabled"] != false || len(list["items"].([]any)) != 0 {
			t.Errorf("listed %v", list)
		}
	})
}

// The list is for the super admins of the organization, and says no word of a
// mail. A dead mail server loses nothing.
func TestMailsAreListed(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		list := sofia.get("mails")
		one := list["items"].([]any)[0].(map[string]any)
		if list["enabled"] != true || list["waiting"] != 1.0 || one["kind"] != "linked" || one["recipient"] != "maya@acme.example" ||
			one["state"] != "waiting" || one["nextTryAt"] == nil || one["finishedAt"] != nil {
			t.Errorf("waiting: %v", list)
		}
		w.message("maya@acme.example")
		list = sofia.get("mails?state=sent")
		one = list["items"].([]any)[0].(map[string]any)
		if list["sent"] != 1.0 || list["waiting"] != 0.0 || one["tries"] != 1.0 || one["nextTryAt"] != nil || one["finishedAt"] == nil {
			t.Errorf("sent: %v", list)
		}
		if got := sofia.get("mails?state=waiting")["items"].([]any); len(got) != 0 {
			t.Errorf("waiting: %v", got)
		}
		sofia.ask("GET", "mails?state=lost", nil, "").want(http.StatusUnprocessableEntity, "validation_failed")
		w.office(t, "acme", "ben@acme.example").ask("GET", "mails", nil, "").want(http.StatusNotFound, "not_found")
		gloria := w.office(t, "globex", "gloria@globex.example")
		if n := len(gloria.get("mails")["items"].([]any)); n != 0 {
			t.Errorf("another organization sees %d", n)
		}
		gloria.organization = "acme"
		gloria.ask("GET", "mails", nil, "").want(http.StatusNotFound, "not_found")
		(&office{t, w, "", "acme"}).ask("GET", "mails", nil, "").want(http.StatusUnauthorized, "unauthenticated")
	})
}

// S11: requiring SSO is announced by mails that were seen before.
func TestRequiringSSOIsAnnounced(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		sofia := w.linkSofia(t)
		w.message("sofia@acme.example")
		from := w.clock.now().Add(72 * time.Hour).UTC().Truncate(time.Second)
		seen := sofia.ask("POST", "sign-in-policy/requirement/preview", map[string]any{
			"from": from.Format(time.RFC3339), "language": "en", "exempt": []string{idOf(sofia.user("ben@acme.example"))},
		}, "")
		seen.want(http.StatusOK, "")
		if is := seen.object(); is["mail"] != true || is["people"] != 3.0 || is["reminderAt"] != from.Add(-24*time.Hour).Format(time.RFC3339) {
			t.Errorf("%s", seen.body)
		}
		sofia.require(from, idOf(sofia.user("ben@acme.example"))).want(http.StatusOK, "")
		w.clock.add(time.Second)
		lines := []string{"From: " + from.Format("2006-01-02 15:04") + " (UTC)", "Sign in with: Google, Microsoft", w.url + "/o/acme/sign-in"}
		l := w.message("maya@acme.example")
		tells(t, l, "passwords end on", append(lines, "Account: maya@acme.example")...)
		if asSeen := strings.ReplaceAll(seen.text("text"), "sofia@acme.example", "maya@acme.example"); seen.text("subject") != l.Subject || asSeen != l.Text {
			t.Errorf("seen before:\n%s\n%s\nsent:\n%s", seen.text("subject"), asSeen, l.Text)
		}
		w.noMessage("ben@acme.example")
		w.noMessage("sofia@acme.example")
		w.clock.add(48 * time.Hour)
		must(t, w.app.Policies.RemindOfSSO(t.Context()))
		w.clock.add(time.Second)
		tells(t, w.message("maya@acme.example"), "passwords end soon", lines...)
	})
}

// Whoever is added after a refusal is called as in the token, and may be invited.
func TestAnUnknownPersonIsAddedByNameAndInvited(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
		entry := sofia.get("sign-in-log?result=refused")["items"].([]any)[0].(map[string]any)
		detail := sofia.get("sign-in-log/" + idOf(entry))
		if detail["name"] != "stranger@acme.example" { // as this provider calls whoever has no name
			t.Errorf("the detail has %v", detail["name"])
		}
		sofia.ask("POST", "users", map[string]any{
			"email": "stranger@acme.example", "name": "Sten Ranger", "role": "agent", "invite": true,
		}, "").want(http.StatusCreated, "")
		tells(t, w.message("stranger@acme.example"), "you can sign in", "Account: stranger@acme.example", "Sign in with: Google, Microsoft", w.url+"/o/acme/sign-in")
		unknown := sofia.user("stranger@acme.example")
		if i, _ := unknown["invitation"].(map[string]any); i["state"] != "open" || i["at"] == nil || i["expiresAt"] == nil {
			t.Errorf("invited %v", unknown)
		}
		sofia.ask(http.MethodPost, "users/"+idOf(unknown)+"/invitation", nil, "").want(http.StatusTooManyRequests, "rate_limited")
		sofia.ask(http.MethodPost, "users/"+idOf(sofia.user("omar@acme.example"))+"/invitation", nil, "").want(http.StatusConflict, "conflict")
		ben := idOf(sofia.user("ben@acme.example"))
		sofia.ask(http.MethodPost, "users/"+ben+"/invitation", nil, "").want(http.StatusOK, "")
		tells(t, w.message("ben@acme.example"), "you can sign in", "Account: ben@acme.example", w.url+"/o/acme/sign-in")
		if n := w.count("SELECT count(*) FROM audit_events WHERE action = 'user.invited'"); n != 2 {
			t.Errorf("%d entries for two people", n)
		}
	})
}
