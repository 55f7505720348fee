package pages

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

func TestThePageOfTheAppIsPackedForWhoeverTakesThat(t *testing.T) {
	t.Parallel()
	page := strings.Repeat("the same ", 500)
	for accepted, packed := range map[string]bool{"": false, "br": false, "gzip;q=0": false, "gzip, deflate, br": true} {
		w := httptest.NewRecorder()
		c, _ := gin.CreateTestContext(w)
		c.Request = httptest.NewRequest(http.MethodGet, "/", nil)
		c.Request.Header.Set("Accept-Encoding", accepted)
		sendPacked(c, http.StatusNotFound, []byte(page))
		if w.Code != http.StatusNotFound || w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %d %v", accepted, w.Code, w.Header())
		}
		var body io.Reader = w.Body
		if packed {
			if w.Body.Len() > len(page)/10 || w.Header().Get("Content-Encoding") != "gzip" {
				t.Errorf("%q: %d bytes, %v", accepted, w.Body.Len(), w.Header())
			}
			unpacked, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			body = unpacked
		}
		if got, err := io.ReadAll(body); err != nil || string(got) != page {
			t.Errorf("%q: %v %.40q", accepted, err, got)
		}
	}
}
