package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestChangeMyPassword(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya, phone := w.person("maya@acme.example"), w.person("maya@acme.example")
		for _, c := range []struct {
			body any
			want string
		}{
			{changeOf(everybodysPassword, "password1234"), "/newPassword too_weak"},
			{changeOf(everybodysPassword, "maya@acme.example"), "/newPassword too_weak"},
			{changeOf("wrong canary password", "qwertyuiopas"), "/newPassword too_weak"},
			{changeOf(everybodysPassword, "kX9#vQ2!"), "/newPassword too_short"},
			{changeOf(everybodysPassword, everybodysPassword), "/newPassword invalid"},
			{map[string]any{"newPassword": anotherPassword}, "/currentPassword required"},
		} {
			a := maya.ask(http.MethodPut, "/password", c.body)
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if got := a.pointers(); !slices.Equal(got, []string{c.want}) {
				t.Errorf("got %v, want %s", got, c.want)
			}
		}
		maya.ask(http.MethodPut, "/password", changeOf("wrong canary password", anotherPassword)).want(http.StatusUnauthorized, "credentials_invalid")
		phone.ask(http.MethodGet, "", nil).want(http.StatusOK, "")
		a := maya.ask(http.MethodPut, "/password", changeOf(everybodysPassword, anotherPassword))
		if a.want(http.StatusOK, ""); a.object()["ended"] != 1.0 {
			t.Errorf("ended %s", a.body)
		}
		w.clock.add(time.Second)
		phone.ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated")
		maya.ask(http.MethodGet, "", nil).want(http.StatusOK, "")
		w.browser().password("acme", "maya@acme.example", everybodysPassword).want(http.StatusUnauthorized, "credentials_invalid")
		kept := w.browser()
		kept.password("acme", "maya@acme.example", anotherPassword).want(http.StatusOK, "")
		keep := changeOf(anotherPassword, everybodysPassword)
		keep["endOtherSessions"] = false
		if a := maya.ask(http.MethodPut, "/password", keep); a.object()["ended"] != 0.0 {
			t.Errorf("ended %s", a.body)
		}
		kept.token()
		if n := w.audited("user.password_changed"); n != 2 {
			t.Errorf("%d events", n)
		}
		var details []string
		must(t, w.raw.SelectContext(t.Context(), &details, "SELECT detail FROM audit_events"))
		if text := strings.Join(details, " "); len(w.secrets.in(text)) > 0 || strings.Contains(text, "argon2") {
			t.Errorf("secrets in the audit log: %s", text)
		}
	})
}

// Two browsers change one password at once: one wins, and the other is out.
func TestTwoPasswordChangesAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		people := []person{w.person("maya@acme.example"), w.person("maya@acme.example")}
		wanted := []string{anotherPassword + " one", anotherPassword + " two"}
		answers, start := make([]answer, 2), make(chan struct{})
		var all sync.WaitGroup
		for n, p := range people {
			all.Go(func() {
				<-start
				answers[n] = p.ask(http.MethodPut, "/password", changeOf(everybodysPassword, wanted[n]))
			})
		}
		close(start)
		all.Wait()
		winner := 0
		if answers[0].status != http.StatusOK {
			winner = 1
		}
		answers[winner].want(http.StatusOK, "")
		answers[1-winner].want(http.StatusUnauthorized, "")
		w.clock.add(time.Second)
		people[winner].ask(http.MethodGet, "", nil).want(http.StatusOK, "")
		people[1-winner].ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated")
		w.browser().password("acme", "maya@acme.example", wanted[1-winner]).want(http.StatusUnauthorized, "credentials_invalid")
		w.browser().password("acme", "maya@acme.example", wanted[winner]).want(http.StatusOK, "")
		if n := w.audited("user.password_changed"); n != 1 {
			t.Errorf("%d events", n)
		}
	})
}
