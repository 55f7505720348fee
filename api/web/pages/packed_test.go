package pages

import (
	"bytes"
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

// What the sign-in page says to its reader is not packed: what somebody chooses beside a secret
// must not make the answer shorter where it is like the secret (BREACH).
func TestWhatTheSignInPageSaysIsNotPacked(t *testing.T) {
	t.Parallel()
	page := pageTemplate{before: []byte(strings.Repeat("before ", 99)), after: []byte(strings.Repeat("after ", 99))}
	send := func(said string) (body []byte) {
		w := httptest.NewRecorder()
		c, _ := gin.CreateTestContext(w)
		c.Request = httptest.NewRequest(http.MethodGet, "/", nil)
		c.Request.Header.Set("Accept-Encoding", "gzip")
		sendFilled(c, http.StatusOK, page, []byte(said))
		body = bytes.Clone(w.Body.Bytes())
		unpacked, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(unpacked); err != nil || string(got) != string(page.fill([]byte(said))) {
			t.Errorf("%v %.40q", err, got)
		}
		return body
	}
	none := len(send(""))
	if plain := len(page.before) + len(page.after); none > plain/4 {
		t.Errorf("%d of %d bytes", none, plain)
	}
	for name, said := range map[string]string{
		"twice the same":     `{"secret":"ana@acme.example","chosen":"ana@acme.example"}`,
		"once":               `{"secret":"ana@acme.example","chosen":"bob@acme.invalid"}`,
		"as the page itself": strings.Repeat("before ", 30),
		"more than a block":  strings.Repeat("a", 70_000),
	} {
		blocks := (len(said) + 65_534) / 65_535 // each with its length
		if got, want := len(send(said)), none+len(said)+5*blocks; got != want {
			t.Errorf("%s: %d bytes, want %d", name, got, want)
		}
	}
}
