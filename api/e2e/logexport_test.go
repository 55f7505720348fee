package e2e_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"latchkey/api/store"
)

// slowClient takes an answer as a test lets it.
type slowClient struct {
	*httptest.ResponseRecorder
	onFlush func()
}

// Flush is where the product hands over a page.
func (c slowClient) Flush() { c.onFlush() }

// exporting is a request for the whole log of acme, for the server itself.
func (r reader) exporting(ctx context.Context) *http.Request {
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, r.w.url+"/api/v1/organizations/acme/sign-in-log/export?format=json", nil)
	req.Header.Set("Authorization", "Bearer "+r.token)
	return req
}

// H15: one export at a time for an organization, and the next one when it has
// ended.
func TestH15OneExportAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.reader(t, "acme", "sofia@acme.example")
	must(t, w.store.InTx(t.Context(), func(r store.Rows) error { return bulk(t.Context(), r, w.live("acme", "google").OrganizationID, 600) }))
	meanwhile := 0
	client := slowClient{httptest.NewRecorder(), func() {
		meanwhile++
		a := sofia.get("sign-in-log/export?format=csv")
		a.want(http.StatusServiceUnavailable, "busy")
		if a.header.Get("Retry-After") == "" || a.header.Get("Content-Disposition") != "" {
			t.Errorf("%v", a.header)
		}
		w.reader(t, "globex", "gloria@globex.example").getAt("globex", "sign-in-log/export?format=csv").want(http.StatusOK, "")
	}}
	w.app.Server.ServeHTTP(client, sofia.exporting(t.Context()))
	if meanwhile != 1 || client.Code != http.StatusOK || !strings.HasSuffix(client.Body.String(), "]") {
		t.Errorf("%d flushes, %d", meanwhile, client.Code)
	}
	sofia.get("sign-in-log/export?format=csv").want(http.StatusOK, "")
}

// An export that cannot be finished is cut, so that half a file never looks
// like a whole one; it says so in the log and makes room for the next.
func TestCutExport(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.reader(t, "acme", "sofia@acme.example")
	must(t, w.store.InTx(t.Context(), func(r store.Rows) error { return bulk(t.Context(), r, w.live("acme", "google").OrganizationID, 600) }))
	ctx, goAway := context.WithCancel(t.Context())
	defer goAway()
	func() {
		defer func() {
			if err, _ := recover().(error); !errors.Is(err, http.ErrAbortHandler) {
				t.Errorf("ended with %v", err)
			}
		}()
		w.app.Server.ServeHTTP(slowClient{httptest.NewRecorder(), goAway}, sofia.exporting(ctx))
	}()
	if !strings.Contains(w.log.String(), `"export cut"`) {
		t.Error("nothing in the log")
	}
	sofia.get("sign-in-log/export?format=csv").want(http.StatusOK, "")
}
