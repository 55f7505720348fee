package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/api/store"
	"latchkey/api/web"
)

// The page while the tables are migrated has a line in every language that people can choose.
func TestTheWaitingRoomSpeaksEveryLanguage(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/o/acme/sign-in", http.NoBody)
	r.Header.Set("Accept", "text/html")
	answer := httptest.NewRecorder()
	new(web.WaitingRoom).ServeHTTP(answer, r)
	for _, language := range store.Languages() {
		if !strings.Contains(answer.Body.String(), `<p lang="`+language+`"`) {
			t.Errorf("no line in %s:\n%s", language, answer.Body)
		}
	}
}
