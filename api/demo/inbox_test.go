package demo

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"strings"
	"testing"
)

// What is mailed is shown as text: only addresses of the product are links, and
// nothing in a message is markup.
func TestTheInboxShowsMessagesAsText(t *testing.T) {
	i, err := NewInbox(t.Context(), "http://localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = i.Close() }()
	text := "<b>hello</b> http://localhost:8080/reset#secret_1 http://localhost:8080.evil.example/ javascript:alert(1)"
	message := "Subject: <i>news</i>\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n" +
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + text + "\r\n--x--\r\n"
	if err := smtp.SendMail(strings.TrimPrefix(i.URL(), "smtp://"), nil, "a@b.example", []string{"maya@acme.example"}, []byte(message)); err != nil {
		t.Fatal(err)
	}
	provider := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	page := get(t.Context(), i.Beside(provider), "/inbox").Body.String()
	for _, want := range []string{
		"&lt;i&gt;news&lt;/i&gt;", "To maya@acme.example", "&lt;b&gt;hello",
		`<a href="http://localhost:8080/reset#secret_1">http://localhost:8080/reset#secret_1</a> http://localhost:8080.evil.example/ javascript:`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if got := get(t.Context(), i.Beside(provider), "/inbox.css"); got.Code != http.StatusOK {
		t.Errorf("the style answers %d", got.Code)
	}
	if got := get(t.Context(), i.Beside(provider), "/google/authorize"); got.Code != http.StatusTeapot {
		t.Errorf("the provider answers %d", got.Code)
	}
}

func get(ctx context.Context, h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil))
	return w
}
