package e2e_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// reader is somebody who reads the log of acme, or tries to.
type reader struct {
	t     *testing.T
	w     *world
	token string
}

func (w *world) reader(t *testing.T, organization, email string) reader {
	t.Helper()
	b := w.browser()
	b.password(organization, email, everybodysPassword).want(http.StatusOK, "")
	return reader{t, w, b.token()}
}

// get reads a path below acme's. No answer may hold a secret that the test knows.
func (r reader) get(path string) answer {
	r.t.Helper()
	return r.getAt("acme", path)
}

func (r reader) getAt(organization, path string) answer {
	r.t.Helper()
	a := r.w.browser().send(http.MethodGet, "/api/v1/organizations/"+organization+"/"+path, nil, http.Header{"Authorization": {"Bearer " + r.token}})
	if found := r.w.secrets.in(string(a.body)); len(found) > 0 {
		r.t.Errorf("%s: secrets in the answer: %q", path, found)
	}
	return a
}

// items lists a page's items, and the cursor of the next.
func (r reader) items(path string) ([]map[string]any, string) {
	r.t.Helper()
	a := r.get(path)
	a.want(http.StatusOK, "")
	var page struct {
		Items []map[string]any
		Next  string
	}
	must(r.t, json.Unmarshal(a.body, &page))
	return page.Items, page.Next
}

// row writes a sign-in of acme behind the scenes.
func (w *world) row(t *testing.T, change func(*store.SignIn)) store.SignIn {
	t.Helper()
	now := w.clock.now()
	s := store.SignIn{
		ID: secret.NewID(), OrganizationID: w.live("acme", "google").OrganizationID, Reference: "0000-0000", Purpose: "sign_in",
		Provider: "google", Step: "commit", ReturnTo: "/", Timings: "{}", StartedAt: store.At(now), FinishedAt: store.At(now),
	}
	change(&s)
	must(t, w.store.SpendAttempt(t.Context(), s))
	return s
}
