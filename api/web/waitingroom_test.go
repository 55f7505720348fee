package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/api/web"
	"latchkey/api/web/middleware"
)

// L13: while the tables are migrated the process lives, is not ready and says why;
// nobody else is told.
func TestL13WaitingRoomSaysWhy(t *testing.T) {
	room := &web.WaitingRoom{}
	room.Tell("migrating the tables: 00007.sql, for 20s")
	for path, want := range map[string]struct {
		status         int
		detail, accept string
	}{
		"/healthz":         {http.StatusOK, "", ""},
		"/readyz":          {http.StatusServiceUnavailable, "migrating the tables: 00007.sql, for 20s", ""},
		"/api/v1/session":  {http.StatusServiceUnavailable, "", "application/json"},
		"/o/acme/sign-in":  {http.StatusServiceUnavailable, "", "text/html,*/*"},
		"/openapi.yaml":    {http.StatusServiceUnavailable, "", "*/*"},
		"/assets/nowhere?": {http.StatusServiceUnavailable, "", ""},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
		r.Header.Set("Accept", want.accept)
		answer := httptest.NewRecorder()
		room.ServeHTTP(answer, r)
		if answer.Code != want.status || (want.status != http.StatusOK) != (answer.Header().Get("Retry-After") != "") {
			t.Errorf("%s: %d, %v", path, answer.Code, answer.Header())
		}
		policy, isPage := answer.Header().Get("Content-Security-Policy"), strings.HasPrefix(want.accept, "text/html")
		if isPage && !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || !isPage && policy != middleware.ContentPolicy {
			t.Errorf("%s: Content-Security-Policy: %q", path, policy)
		}
		for header, value := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if got := answer.Header().Get(header); got != value {
				t.Errorf("%s: %s: %q, want %q", path, header, got, value)
			}
		}
		if isPage {
			if !strings.Contains(answer.Body.String(), "<p lang=") || strings.Contains(answer.Body.String(), "00007") {
				t.Errorf("%s: %s", path, answer.Body)
			}
			continue
		}
		var body struct{ Status, Code, Detail any }
		if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if got, _ := body.Detail.(string); got != want.detail || want.status != http.StatusOK && body.Code != "busy" {
			t.Errorf("%s: %s", path, answer.Body)
		}
	}
}
