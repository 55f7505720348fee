package e2e_test

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// walker is one of those who change it.
type walker struct {
	*throng
	*rand.Rand
	crm     *office // a service
	manager *office // a super admin; nil: nobody yet
}

// address is one of the pool in some spelling.
func (w *walker) address() string {
	email := poolName(w.IntN(addresses)) + "@acme.example"
	return []string{email, strings.ToUpper(email), strings.Replace(email, "p", "P", 1)}[w.IntN(3)]
}

// walk does one thing after another, and notes how each ended.
func (w *walker) walk() {
	steps := w.steps()
	names := slices.Sorted(maps.Keys(steps))
	for range walkSteps {
		name := names[w.IntN(len(names))]
		ended := steps[name]()
		w.mu.Lock()
		w.outcomes[name+" "+ended]++
		w.mu.Unlock()
	}
}

// ended says how a request ended, and fails the test where that is our own fault.
func (w *walker) ended(a answer) string {
	if a.status >= http.StatusInternalServerError && a.text("code") != "busy" {
		w.t.Errorf("%d %s", a.status, a.body)
	}
	if a.status < http.StatusBadRequest {
		return "done"
	}
	if a.status == http.StatusUnauthorized || a.status == http.StatusForbidden || a.status == http.StatusNotFound {
		w.manager = nil // is not one any more, perhaps
	}
	return cmp.Or(a.text("code"), strconv.Itoa(a.status))
}

// managed does something as a super admin, whoever is one.
func (w *walker) managed(do func(o *office) answer) string {
	if w.manager == nil {
		w.manager = w.anyManager()
	}
	if w.manager == nil {
		return "nobody signed in"
	}
	return w.ended(do(w.manager))
}

// anyManager signs in some super admin, by a password or an account; nil: none was found.
func (w *walker) anyManager() *office {
	people, offset := []string{"sofia"}, w.IntN(pool)
	for n := range pool {
		people = append(people, poolName(n))
	}
	for n := range people {
		b, email := w.browser(), people[(n+offset)%len(people)]+"@acme.example"
		if w.IntN(3) == 0 {
			b.signIn("acme", "google", email)
		} else {
			b.password("acme", email, everybodysPassword)
		}
		a := b.fetch(http.MethodPost, "/api/v1/session/token", nil)
		if a.status != http.StatusOK {
			continue
		}
		o := &office{w.t, w.world, a.text("accessToken"), "acme"}
		w.secrets.add(o.token)
		if o.ask(http.MethodGet, "role-rules", nil, "").status == http.StatusOK {
			return o
		}
	}
	return nil
}
