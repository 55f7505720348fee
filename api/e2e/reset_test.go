package e2e_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/secret"
)

// asksReset asks for maya's mail and gives the secret in it.
func (w *world) asksReset() string {
	w.t.Helper()
	w.secrets.add(anotherPassword)
	w.browser().fetch(http.MethodPost, resetPath, asking("maya@acme.example")).want(http.StatusAccepted, "")
	return w.mailedToken("maya@acme.example", "/o/acme/reset-password")
}

func (b *browser) resets(organization, token, password string) answer {
	return b.fetch(http.MethodPut, resetPath, map[string]any{"organization": organization, "token": token, "newPassword": password})
}

// A forgotten password: the link works once, signs nobody in, ends every session
// and the pauses of whoever tried, and its owner is told.
func TestForgottenPassword(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		maya, b := w.person("maya@acme.example"), w.browser()
		token := w.asksReset()
		for range 6 {
			b.password("acme", "maya@acme.example", "wrong canary password")
		}
		b.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusTooManyRequests, "rate_limited")

		for _, weak := range []string{"password1234", "maya@acme.example", "acme acme acme"} {
			a := b.resets("acme", token, weak)
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if got := a.pointers(); !slices.Equal(got, []string{"/newPassword too_weak"}) {
				t.Errorf("%s: %v", weak, got)
			}
		}
		b.resets("acme", token, "short").want(http.StatusUnprocessableEntity, "validation_failed")
		maya.ask(http.MethodGet, "", nil).want(http.StatusOK, "")
		a := b.resets("acme", token, anotherPassword)
		a.want(http.StatusNoContent, "")
		if len(a.set) > 0 || b.session() != "" {
			t.Errorf("it signed in: %v", a.set)
		}
		b.resets("acme", token, anotherPassword).want(http.StatusGone, "reset_closed")
		w.clock.add(time.Second)
		maya.ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated")
		maya.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		b.password("acme", "maya@acme.example", anotherPassword).want(http.StatusOK, "") // no pause is left
		w.browser().password("acme", "maya@acme.example", everybodysPassword).want(http.StatusUnauthorized, "credentials_invalid")
		if w.audited("user.password_reset") != 1 || w.unsent("password_changed") != 1 {
			t.Errorf("%d events, %d mails", w.audited("user.password_reset"), w.unsent("password_changed"))
		}
		w.message("maya@acme.example")
		w.noSecretKept()
	})
}

// Every way to be wrong is reset_closed, and changes no password.
func TestResetClosed(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		for name, c := range map[string]struct {
			organization string
			before       func(token string) string
			after        func()
		}{
			"an unknown one":         {"acme", func(string) string { return secret.NewToken() }, nil},
			"another organization's": {"globex", func(token string) string { return token }, nil},
			"of no organization":     {"nobody", func(token string) string { return token }, nil},
			"its hash":               {"acme", secret.Hash, nil},
			"the one before": {"acme", func(token string) string {
				w.clock.add(61 * time.Second)
				w.asksReset()
				return token
			}, nil},
			"deactivated meanwhile": {"acme", func(token string) string {
				sofia.change("maya@acme.example", map[string]any{"active": false}).want(http.StatusOK, "")
				return token
			}, func() { sofia.change("maya@acme.example", map[string]any{"active": true}).want(http.StatusOK, "") }},
			"mailed to an address that is theirs no more": {"acme", func(token string) string {
				sofia.change("maya@acme.example", map[string]any{"email": "maya2@acme.example"}).want(http.StatusOK, "")
				return token
			}, func() {
				sofia.change("maya2@acme.example", map[string]any{"email": "maya@acme.example"}).want(http.StatusOK, "")
			}},
			"passwords are off meanwhile": {"acme", func(token string) string {
				w.policy(apply.Organization{PasswordSignIn: ptr(false)}, apply.Connection{})
				return token
			}, func() { w.policy(apply.Organization{PasswordSignIn: ptr(true)}, apply.Connection{}) }},
			"the password was changed meanwhile": {"acme", func(token string) string {
				p := w.person("maya@acme.example")
				p.ask(http.MethodPut, "/password", changeOf(everybodysPassword, anotherPassword)).want(http.StatusOK, "")
				p.ask(http.MethodPut, "/password", changeOf(anotherPassword, everybodysPassword)).want(http.StatusOK, "")
				return token
			}, nil},
		} {
			token := c.before(w.asksReset())
			a := w.browser().resets(c.organization, token, anotherPassword+" "+name)
			if a.status != http.StatusGone || a.text("code") != "reset_closed" {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
			if c.after != nil {
				c.after()
			}
			w.clock.add(61 * time.Second)
			w.browser().password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
			_, err := w.raw.ExecContext(t.Context(), "DELETE FROM mails") // five an hour
			must(t, err)
			sofia = w.office(t, "acme", "sofia@acme.example")
		}
		token := w.asksReset()
		w.clock.add(30 * time.Minute)
		w.browser().resets("acme", token, anotherPassword).want(http.StatusGone, "reset_closed")
	})
}

// Of several that bring one link at once, one sets the password.
func TestResetOnce(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		token, start := w.asksReset(), make(chan struct{})
		wanted := []string{anotherPassword + " one", anotherPassword + " two", anotherPassword + " three"}
		answers := make([]answer, len(wanted))
		var all sync.WaitGroup
		for n := range wanted {
			all.Go(func() {
				<-start
				answers[n] = w.browser().resets("acme", token, wanted[n])
			})
		}
		close(start)
		all.Wait()
		winners := 0
		for n, a := range answers {
			signedIn := http.StatusUnauthorized
			if a.status == http.StatusNoContent {
				winners++
				signedIn = http.StatusOK
			} else {
				a.want(http.StatusGone, "reset_closed")
			}
			w.browser().password("acme", "maya@acme.example", wanted[n]).want(signedIn, "")
		}
		if winners != 1 || w.audited("user.password_reset") != 1 {
			t.Errorf("%d won", winners)
		}
	})
}
