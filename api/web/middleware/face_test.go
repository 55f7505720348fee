package middleware

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/gin-gonic/gin"
)

// What stands before a face refuses as the face does, and its answers carry what all
// of ours carry.
func TestAFaceRefusesInItsOwnFormat(t *testing.T) {
	t.Parallel()
	common, err := Face(FaceOptions{
		PublicURL: &url.URL{Scheme: "https", Host: "a.example"}, Log: slog.New(slog.DiscardHandler),
		Refuse: func(c *gin.Context, err error) {
			c.AbortWithStatusJSON(http.StatusTeapot, map[string]string{"error": string(RefusalOf(err).Code)})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	engine := gin.New()
	engine.Group("", common...).POST("/token", func(*gin.Context) { panic("a handler broke") })
	for site, want := range map[string]string{
		"cross-site":  `{"error":"origin_refused"}`,
		"same-origin": `{"error":"internal_error"}`,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://a.example/token", http.NoBody)
		r.Header.Set("Sec-Fetch-Site", site)
		w := httptest.NewRecorder()
		engine.ServeHTTP(w, r)
		if w.Code != http.StatusTeapot || w.Body.String() != want {
			t.Errorf("%s: %d %s, want %s", site, w.Code, w.Body, want)
		}
		if w.Header().Get("Content-Security-Policy") != ContentPolicy || w.Header().Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: headers %v", site, w.Header())
		}
	}
}
