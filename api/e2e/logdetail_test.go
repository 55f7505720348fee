package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
)

// B6: another hosted domain. The detail says what was expected and seen, and
// which step refused.
func TestB6LogDetail(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		detail := func(query string) map[string]any {
			t.Helper()
			items, _ := sofia.items("sign-in-log?limit=1&" + query)
			return sofia.get("sign-in-log/" + items[0]["id"].(string)).object()
		}
		states := func(d map[string]any) (list []string) {
			for _, s := range d["steps"].([]any) {
				step := s.(map[string]any)
				if timed := step["afterMicroseconds"] != nil; timed == (step["state"] == "not_reached") {
					t.Errorf("times: %v", step)
				}
				list = append(list, fmt.Sprint(step["step"], " ", step["state"]))
			}
			return list
		}
		w.browser().signIn("acme", "google", "someone@gmail.com").wantRefused("wrong_hosted_domain")
		d := detail("code=wrong_hosted_domain")
		for name, want := range map[string]any{
			"result": "refused", "reason": "no_hosted_domain", "email": "someone@gmail.com", "userId": nil, "proof": "strong", "purpose": "sign_in",
			"expected": "acme.example", "received": "no hd = personal account", "browser": "Test Browser/1.0", "address": "127.0.0.1",
		} {
			if d[name] != want {
				t.Errorf("%s: %v, want %v", name, d[name], want)
			}
		}
		passed := []string{"returned passed", "attempt passed", "live passed", "answer passed", "exchange passed"}
		if got, want := states(d), append(slices.Clone(passed), "lock refused", "person not_reached", "commit not_reached"); !slices.Equal(got, want) {
			t.Errorf("refused by the lock: %v", got)
		}
		whole := append(slices.Clone(passed), "lock passed", "person passed", "commit passed")
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		d = detail("result=signed_in&provider=google")
		if got := states(d); !slices.Equal(got, whole) || d["code"] != nil || d["userId"] == nil || d["expected"] != nil {
			t.Errorf("signed in: %v", d)
		}
		b := w.browser()
		b.signIn("acme", "microsoft", "gita@partner.example")
		if got := states(detail("result=asked")); !slices.Equal(got, whole) {
			t.Errorf("asked: %v", got)
		}
		b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": "wrong wrong wrong"}).want(http.StatusUnauthorized, "link_proof_failed")
		if got := states(detail("code=link_proof_failed")); !slices.Equal(got, []string{"person refused", "commit not_reached"}) {
			t.Errorf("a wrong proof: %v", got)
		}
		w.browser().password("acme", "lena@acme.example", "wrong wrong wrong").want(http.StatusUnauthorized, "credentials_invalid")
		if d := detail("code=credentials_invalid"); len(d["steps"].([]any)) > 0 || d["provider"] != nil || d["purpose"] != "password" {
			t.Errorf("a password: %v", d)
		}
	})
}
