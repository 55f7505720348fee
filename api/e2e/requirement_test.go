package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// linkSofia connects Sofia's Google account by her password, as the link page does.
func (w *world) linkSofia(t *testing.T) *office {
	t.Helper()
	b := w.browser()
	b.signIn("acme", "google", "sofia@acme.example")
	b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusOK, "")
	return &office{t, w, b.token(), "acme"}
}

// require asks for SSO from a time on, from the newest revision of the policy.
func (o *office) require(from time.Time, exempt ...string) answer {
	o.t.Helper()
	body := map[string]any{"from": from.UTC().Format(time.RFC3339Nano)}
	if len(exempt) > 0 {
		body["exempt"] = exempt
	}
	return o.ask("PUT", "sign-in-policy/requirement", body, etagOf(o.get("sign-in-policy")))
}

func TestSignInPolicyOverHTTP(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		policy := sofia.get("sign-in-policy")
		if policy["passwordSignIn"] != true || policy["ssoRequiredFrom"] != nil || policy["logDays"] != 180.0 || len(policy["firstSignIn"].([]any)) != 2 || len(policy["exempt"].([]any)) != 0 {
			t.Errorf("policy %v", policy)
		}
		for _, tag := range []string{"", "*"} {
			sofia.ask("PATCH", "sign-in-policy", map[string]any{"logDays": 30}, tag).want(http.StatusPreconditionRequired, "precondition_required")
			sofia.ask("PUT", "sign-in-policy/requirement", map[string]any{"from": "2026-12-01T08:00:00Z"}, tag).want(http.StatusPreconditionRequired, "precondition_required")
			sofia.ask("DELETE", "sign-in-policy/requirement", nil, tag).want(http.StatusPreconditionRequired, "precondition_required")
		}
		google := w.live("acme", "google").ID
		a := sofia.ask("PATCH", "sign-in-policy", map[string]any{
			"sessionIdleMinutes": 60, "sessionAbsoluteMinutes": 120, "contactText": " Call us. ", "logDays": 30,
			"firstSignIn": []any{map[string]any{"connectionId": google, "linking": "profile_only"}},
		}, etagOf(policy))
		a.want(http.StatusOK, "")
		if now := a.object(); a.header.Get("ETag") != etagOf(now) || now["sessionIdleMinutes"] != 60.0 || now["contactText"] != "Call us." || now["changedBy"] != "sofia@acme.example" {
			t.Errorf("%s", a.body)
		}
		if days := sofia.get("sign-in-log")["retentionDays"]; days != 30.0 {
			t.Errorf("the log says %v days", days)
		}
		w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("link_in_profile_first")
		if late := sofia.ask("PATCH", "sign-in-policy", map[string]any{"logDays": 40}, etagOf(policy)); late.status != http.StatusPreconditionFailed || late.text("changedBy") != "sofia@acme.example" {
			t.Errorf("%d %s", late.status, late.body)
		}
		now := etagOf(sofia.get("sign-in-policy"))
		for want, body := range map[string]map[string]any{
			"/sessionIdleMinutes out_of_range":     {"sessionIdleMinutes": 29},
			"/sessionAbsoluteMinutes out_of_range": {"sessionAbsoluteMinutes": 721},
			"/logDays out_of_range":                {"logDays": 6},
			"/contactText too_long":                {"contactText": strings.Repeat("x", 501)},
			"/firstSignIn/0/linking invalid":       {"firstSignIn": []any{map[string]any{"connectionId": google, "linking": "always"}}},
			"/firstSignIn/0/connectionId invalid":  {"firstSignIn": []any{map[string]any{"connectionId": w.live("initech", "google").ID, "linking": "confirm"}}},
			"/passwordSignIn unknown":              {"passwordSignIn": false},
		} {
			a := sofia.ask("PATCH", "sign-in-policy", body, now)
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if got := a.pointers(); !slices.Equal(got, []string{want}) {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	})
}

// S11: the whole way, from the missing proofs to required SSO and back.
func TestRequireSSOOverHTTP(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		byPassword, agent := w.office(t, "acme", "sofia@acme.example"), w.browser()
		agent.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		byPassword.require(w.clock.now()).want(http.StatusConflict, "own_sign_in_required")
		sofia := w.linkSofia(t)
		is := sofia.get("sign-in-policy/requirement")
		glass := is["breakGlass"].([]any)[0].(map[string]any)
		if is["ownSignIn"].(map[string]any)["provider"] != "google" || glass["isMe"] != true || glass["exempt"] != false || is["people"] != 5.0 || is["notConnected"] != 4.0 {
			t.Errorf("requirement %v", is)
		}
		for text, want := range map[string]string{"yesterday": "/from format", "2020-01-01T00:00:00Z": "/from out_of_range", "2099-01-01T00:00:00Z": "/from out_of_range"} {
			a := sofia.ask("PUT", "sign-in-policy/requirement", map[string]any{"from": text}, etagOf(sofia.get("sign-in-policy")))
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if got := a.pointers(); !slices.Equal(got, []string{want}) {
				t.Errorf("%s: %q", text, got)
			}
		}
		sofia.ask("PUT", "sign-in-policy/requirement", map[string]any{"from": w.clock.now().Format(time.RFC3339)}, `"999"`).want(http.StatusPreconditionFailed, "config_changed")

		ben := idOf(sofia.user("ben@acme.example"))
		required := sofia.require(w.clock.now().Add(2*time.Hour), ben)
		required.want(http.StatusOK, "")
		if p := required.object(); p["passwordSignIn"] != true || p["ssoRequiredFrom"] == nil || len(p["exempt"].([]any)) != 2 {
			t.Errorf("%s", required.body)
		}
		w.browser().password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		w.clock.add(2 * time.Hour)
		page := func() map[string]any {
			return w.browser().fetch(http.MethodGet, "/api/v1/organizations/acme/sign-in", nil).object()
		}
		if p := page(); p["passwordSignIn"] != false || p["trouble"] != false {
			t.Errorf("page %v", p)
		}
		face := ""
		for _, who := range [][2]string{
			{"maya@acme.example", everybodysPassword}, {"maya@acme.example", "wrong"}, {"nobody@acme.example", "wrong"}, {"ben@acme.example", "wrong"}, {"omar@acme.example", everybodysPassword},
		} {
			a := w.browser().password("acme", who[0], who[1])
			a.want(http.StatusForbidden, "password_login_disabled")
			text := strings.Replace(string(a.body), a.text("ref"), "", 1)
			if face == "" {
				face = text
			}
			if text != face || len(a.set) > 0 {
				t.Errorf("%s is told apart: %s", who[0], a.body)
			}
		}
		w.browser().password("acme", "ben@acme.example", everybodysPassword).want(http.StatusOK, "")
		w.browser().password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusOK, "")
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		agent.token() // who came in by password before stays until the session ends

		for _, c := range []string{"google", "microsoft"} { // the provider breaks
			must(t, w.execute("UPDATE connections SET health = 'degraded' WHERE id = ?", w.live("acme", c).ID))
			if p := page(); p["trouble"] != (c == "microsoft") {
				t.Errorf("%s degraded: page %v", c, p)
			}
		}
		sofia.token = w.reader(t, "acme", "sofia@acme.example").token
		sofia.ask("DELETE", "sign-in-policy/requirement", nil, `"1"`).want(http.StatusPreconditionFailed, "config_changed")
		allowed := sofia.ask("DELETE", "sign-in-policy/requirement", nil, etagOf(sofia.get("sign-in-policy")))
		allowed.want(http.StatusOK, "")
		if p := allowed.object(); p["passwordSignIn"] != true || p["ssoRequiredFrom"] != nil {
			t.Errorf("%s", allowed.body)
		}
		w.browser().password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
	})
}

func (w *world) execute(query string, args ...any) error {
	_, err := w.raw.ExecContext(w.t.Context(), w.raw.Rebind(query), args...)
	return err
}

// Message 50: break-glass is proven by a password that is typed now, with the
// pauses of the sign-in page.
func TestProveBreakGlassOverHTTP(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.linkSofia(t)
		w.clock.add(25 * time.Hour)
		b := w.browser()
		b.signIn("acme", "google", "sofia@acme.example").wantSignedIn()
		sofia := &office{t, w, b.token(), "acme"}
		sofia.require(w.clock.now()).want(http.StatusConflict, "break_glass_required")
		prove := func(email, password string) answer {
			return sofia.ask("POST", "sign-in-policy/break-glass", map[string]any{"email": email, "password": password}, "")
		}
		prove("sofia@acme.example", "wrong").want(http.StatusUnauthorized, "credentials_invalid")
		prove("maya@acme.example", everybodysPassword).want(http.StatusUnauthorized, "credentials_invalid")
		prove("nobody@acme.example", everybodysPassword).want(http.StatusUnauthorized, "credentials_invalid")
		for range 3 {
			prove("ben@acme.example", "wrong").want(http.StatusUnauthorized, "credentials_invalid")
		}
		prove("ben@acme.example", "wrong").want(http.StatusUnauthorized, "credentials_invalid")
		if a := prove("ben@acme.example", everybodysPassword); a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" {
			t.Errorf("%d %s", a.status, a.body)
		}
		proven := prove("SOFIA@acme.example", everybodysPassword)
		proven.want(http.StatusOK, "")
		if glass := proven.object()["breakGlass"].([]any)[0].(map[string]any); glass["exempt"] != true || glass["isMe"] != true {
			t.Errorf("%s", proven.body)
		}
		if sofia.user("maya@acme.example")["exempt"] != false {
			t.Error("an agent became exempt")
		}
		sofia.require(w.clock.now()).want(http.StatusOK, "")
		a := sofia.change("sofia@acme.example", map[string]any{"exempt": false})
		a.want(http.StatusOK, "") // one can sign in with the account at Google as well
	})
}
