package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/secret"
)

// S15: a link of the operator, while SSO is required and does not work.
func TestBypassLink(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{PasswordSignIn: ptr(false)}, apply.Connection{})
		link := func() string {
			token, err := w.app.Policies.NewBypass(t.Context(), "acme", "sofia@acme.example")
			must(t, err)
			w.secrets.add(token)
			return token
		}
		use := func(b *browser, organization, token string) answer {
			return b.fetch(http.MethodPost, "/api/v1/sign-in/bypass", map[string]any{"organization": organization, "token": token})
		}
		w.browser().password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusForbidden, "password_login_disabled")
		late := link()
		w.clock.add(5 * time.Minute)
		use(w.browser(), "acme", late).want(http.StatusGone, "bypass_closed")
		token, b := link(), w.browser()
		use(b, "globex", token).want(http.StatusGone, "bypass_closed")
		use(b, "nobody", token).want(http.StatusGone, "bypass_closed")
		use(b, "acme", secret.NewToken()).want(http.StatusGone, "bypass_closed")
		use(b, "acme", "short").want(http.StatusUnprocessableEntity, "validation_failed")
		used := use(b, "acme", token)
		used.want(http.StatusOK, "")
		if used.text("returnTo") != "/" || used.cookie("latchkey-session") == nil || used.cookie("latchkey-browser") != nil {
			t.Errorf("%s %v", used.body, used.set)
		}
		use(w.browser(), "acme", token).want(http.StatusGone, "bypass_closed")

		access := b.token()
		me := b.me(access).object()
		if how := me["session"].(map[string]any); how["method"] != "bypass" || how["provider"] != nil || me["user"].(map[string]any)["email"] != "sofia@acme.example" {
			t.Errorf("me %v", me)
		}
		payload, err := base64.RawURLEncoding.DecodeString(strings.Split(access, ".")[1])
		must(t, err)
		var claims struct{ AMR []string }
		must(t, json.Unmarshal(payload, &claims))
		if len(claims.AMR) != 1 || claims.AMR[0] != "otp" {
			t.Errorf("amr %v", claims.AMR)
		}
		sofia := &office{t, w, access, "acme"}
		entry := sofia.get("sign-in-log?result=signed_in")["items"].([]any)[0].(map[string]any)
		if detail := sofia.get("sign-in-log/" + idOf(entry)); entry["purpose"] != "bypass" || len(detail["steps"].([]any)) != 0 || detail["connectable"] != false {
			t.Errorf("entry %v", entry)
		}
		actions := map[string]string{}
		for _, e := range sofia.get("audit-events")["items"].([]any) {
			one := e.(map[string]any)
			actions[one["action"].(string)], _ = one["actorName"].(string)
		}
		if actions["bypass.created"] != "The operator" || actions["bypass.used"] != "sofia@acme.example" {
			t.Errorf("audited %v", actions)
		}
		// And so the organization is repaired.
		sofia.ask("DELETE", "sign-in-policy/requirement", nil, etagOf(sofia.get("sign-in-policy"))).want(http.StatusOK, "")
		w.browser().password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
	})
}

// The operator's command, as it is run: one line that works in the program that
// serves, and plain words for everybody who gets none.
func TestBypassCommand(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	i.settings["ACME_SECRET"] = clientSecret
	file := i.file("people.yaml", "organizations:\n  - code: acme\n    people:\n"+
		"      - { email: sofia@acme.example, role: super_admin }\n      - { email: maya@acme.example, role: agent }\n      - { email: omar@acme.example, role: super_admin, active: false }\n")
	if text, ok := i.run("apply", "-f", file); !ok {
		t.Fatal(text)
	}
	for email, want := range map[string]string{
		"maya@acme.example": "is no super admin", "omar@acme.example": "is deactivated", "nobody@acme.example": "has no user",
	} {
		if text, ok := i.run("bypass", "--organization", "acme", "--email", email); ok || !strings.Contains(text, want) {
			t.Errorf("%s: %s", email, text)
		}
	}
	if text, ok := i.run("bypass", "--organization", "globex", "--email", "sofia@acme.example"); ok || !strings.Contains(text, "there is no organization") {
		t.Errorf("%s", text)
	}
	if text, ok := i.run("bypass", "--organization", "acme"); ok || !strings.Contains(text, "--email") {
		t.Errorf("%s", text)
	}
	text, ok := i.run("bypass", "--organization", "acme", "--email", "Sofia@acme.example")
	address, token, cut := strings.Cut(strings.TrimSpace(text), "/o/acme/bypass#")
	if !ok || !cut || address == "" || strings.Count(text, "\n") != 1 {
		t.Fatalf("%s", text)
	}
	p := i.serve()
	b := p.browser(t)
	b.fetch(http.MethodPost, "/api/v1/sign-in/bypass", map[string]any{"organization": "acme", "token": token}).want(http.StatusOK, "")
	if how := b.me(b.token()).object()["session"].(map[string]any); how["method"] != "bypass" {
		t.Errorf("me %v", how)
	}
	p.stop()
}
