package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/store"
)

// atLinkPage is a browser that was asked to prove an account.
func (w *world) atLinkPage(who string) *browser {
	w.t.Helper()
	b := w.browser()
	if a := b.signIn("acme", "google", who); a.header.Get("Location") != "/o/acme/link-account" {
		w.t.Fatalf("%s is sent to %q", who, a.header.Get("Location"))
	}
	return b
}

func (b *browser) asksCode(email string) answer {
	body := map[string]any{}
	if email != "" {
		body["email"] = email
	}
	return b.fetch(http.MethodPost, codePath, body)
}

func (b *browser) provesBy(code, email string) answer {
	body := map[string]any{"code": code}
	if email != "" {
		body["email"] = email
	}
	return b.fetch(http.MethodPost, linkPath, body)
}

func (b *browser) proofs() []any {
	list, _ := b.fetch(http.MethodGet, linkPath, nil).object()["proofs"].([]any)
	return list
}

// other is eight digits that are not the code.
func other(code string) string {
	digits := strings.NewReplacer(" ", "", "-", "").Replace(code)
	return digits[1:] + string('0'+(digits[0]-'0'+1)%10) + ""
}

// A41, by a mailed code: also where passwords are off, and once.
func TestProveByCode(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkConfirm)})
		phone, b := w.person("maya@acme.example"), w.atLinkPage("maya@acme.example")
		if got := b.proofs(); !slices.Equal(got, []any{"password", "code"}) {
			t.Errorf("proofs %v", got)
		}
		a := b.asksCode("")
		if a.want(http.StatusAccepted, ""); len(a.body) > 0 || len(a.set) > 0 {
			t.Errorf("answered %s %v", a.body, a.set)
		}
		code := w.mailedCode("maya@acme.example")
		b.provesBy(other(code), "").want(http.StatusUnauthorized, "link_proof_failed")
		w.policy(apply.Organization{PasswordSignIn: ptr(false)}, apply.Connection{})
		b.provesBy(code[:4]+" - "+code[4:], "").want(http.StatusOK, "")
		if email := b.me(b.token()).object()["user"].(map[string]any)["email"]; email != "maya@acme.example" || w.identitiesOf("maya@acme.example") != 1 {
			t.Errorf("linked to %v", email)
		}
		w.clock.add(time.Second)
		phone.ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated") // D23
		b.provesBy(code, "").want(http.StatusGone, "link_ticket_expired")
		if n := w.count("SELECT count(*) FROM users WHERE password_used_at IS NOT NULL AND email_lower = 'maya@acme.example' AND organization_id = (SELECT id FROM organizations WHERE code = 'acme')"); n != 1 {
			t.Errorf("%d used their password, want the sign-in from before alone", n)
		}
		w.noSecretKept()

		// Weak proof, passwords off: only the code is left.
		weak := w.browser()
		weak.signIn("acme", "microsoft", "gita@partner.example")
		if got := weak.proofs(); !slices.Equal(got, []any{"code"}) {
			t.Errorf("proofs %v", got)
		}
		weak.asksCode("sofia@acme.example").want(http.StatusAccepted, "") // typed where it may not be: not looked at
		code = w.mailedCode("gita@partner.example")
		for body, want := range map[string]string{
			`{}`: "/password required", `{"code":"1","password":"x"}`: "/code invalid", `{"code":""}`: "/code too_short",
		} {
			a := weak.fetch(http.MethodPost, linkPath, body)
			if a.status != http.StatusUnprocessableEntity || len(a.pointers()) != 1 || body != `{}` && a.pointers()[0] != want {
				t.Errorf("%s: %s", body, a.body)
			}
		}
		weak.provesBy(code, "").want(http.StatusOK, "")
	})
}

// The link page is no oracle: who has no account is told the same, asks as
// often, and fails alike.
func TestCodesTellNothing(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkConfirm)})
		var faces [][]string
		for _, who := range []string{"maya@acme.example", "stranger@acme.example", "omar@acme.example", "eve@acme.example"} {
			b, seen := w.atLinkPage(who), []string{}
			see := func(a answer, status int, code string) {
				t.Helper()
				a.want(status, code)
				is := faceOf(a)
				body := is["body"]
				if body != "" {
					body = strings.ReplaceAll(body, a.text("ref"), "")
				}
				seen = append(seen, is["status"]+body+is["Content-Type"]+is["Set-Cookie"])
			}
			before := w.unsent("link_code")
			see(b.asksCode(""), http.StatusAccepted, "")
			if w.unsent("link_code") != before+1 {
				t.Errorf("%s: no row", who)
			}
			tooSoon := b.asksCode("")
			see(tooSoon, http.StatusTooManyRequests, "rate_limited")
			if tooSoon.header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
			for range 2 {
				w.clock.add(time.Minute)
				see(b.asksCode(""), http.StatusAccepted, "")
			}
			w.clock.add(time.Minute)
			see(b.asksCode(""), http.StatusTooManyRequests, "rate_limited") // the fourth
			must(t, w.app.Sender.Send(t.Context()))
			see(b.provesBy("00000000", ""), http.StatusUnauthorized, "link_proof_failed")
			faces = append(faces, seen)
		}
		for _, f := range faces[1:] {
			if !slices.Equal(f, faces[0]) {
				t.Errorf("%q and %q", f, faces[0])
			}
		}
		for who, want := range map[string]int{"maya@acme.example": 3, "stranger@acme.example": 0, "omar@acme.example": 0, "eve@acme.example": 0} {
			if got := w.sent("link_code", who); got != want {
				t.Errorf("%s got %d codes", who, got)
			}
		}
	})
}

// D15: a code proves its own link, its own user, in its own time; a newer one
// replaces it.
func TestD15CodesOfOthers(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkConfirm), DifferentEmail: ptr(true)})
		mine, other := w.atLinkPage("maya@acme.example"), w.atLinkPage("maya@acme.example")
		mine.asksCode("").want(http.StatusAccepted, "")
		first := w.mailedCode("maya@acme.example")
		other.provesBy(first, "").want(http.StatusUnauthorized, "link_proof_failed") // another browser's link
		w.clock.add(time.Minute)
		mine.asksCode("").want(http.StatusAccepted, "")
		second := w.mailedCode("maya@acme.example")
		if first != second {
			mine.provesBy(first, "").want(http.StatusUnauthorized, "link_proof_failed")
		}
		_, err := w.raw.ExecContext(t.Context(), w.raw.Rebind("UPDATE pending_links SET code_until = ? WHERE code_until IS NOT NULL"), w.clock.now().UnixMicro())
		must(t, err)
		mine.provesBy(second, "").want(http.StatusUnauthorized, "link_proof_failed") // expired

		// A code to one's own address proves nobody else.
		w.clock.add(31 * time.Second)
		thief := w.atLinkPage("stranger@acme.example")
		thief.asksCode("ben@acme.example").want(http.StatusAccepted, "")
		code := w.mailedCode("ben@acme.example")
		thief.provesBy(code, "lena@acme.example").want(http.StatusUnauthorized, "link_proof_failed")
		thief.provesBy(code, "").want(http.StatusUnauthorized, "link_proof_failed")
		thief.provesBy(code, "ben@acme.example").want(http.StatusOK, "")
		if w.identitiesOf("ben@acme.example") != 1 || w.count("SELECT count(*) FROM identities") != 1 {
			t.Error("linked to others")
		}
		w.browser().asksCode("").want(http.StatusGone, "link_ticket_expired")
		late := w.atLinkPage("maya@acme.example")
		w.clock.add(10 * time.Minute)
		late.asksCode("").want(http.StatusGone, "link_ticket_expired")
	})
}

// H05: codes are guessed five times, and the account's pauses count.
func TestH05GuessingCodes(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkConfirm)})
		b := w.atLinkPage("maya@acme.example")
		b.asksCode("").want(http.StatusAccepted, "")
		code := w.mailedCode("maya@acme.example")
		for try := 0; try < 5; {
			a := b.provesBy(other(code), "")
			if a.status == http.StatusTooManyRequests {
				a.want(http.StatusTooManyRequests, "link_locked")
				w.clock.add(31 * time.Second)
				continue
			}
			a.want(http.StatusUnauthorized, "link_proof_failed")
			try++
		}
		w.clock.add(31 * time.Second)
		b.provesBy(code, "").want(http.StatusTooManyRequests, "link_locked")
		b.fetch(http.MethodPost, linkPath, map[string]any{"password": everybodysPassword}).want(http.StatusTooManyRequests, "link_locked")
		if w.count("SELECT count(*) FROM identities") != 0 {
			t.Error("linked")
		}
	})
}

// Of two that bring one code at once, one is signed in.
func TestOneCodeTwiceAtOnce(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkConfirm)})
		b := w.atLinkPage("maya@acme.example")
		b.asksCode("").want(http.StatusAccepted, "")
		code, start := w.mailedCode("maya@acme.example"), make(chan struct{})
		answers := make([]answer, 3)
		var all sync.WaitGroup
		for n := range answers {
			tab := w.browser()
			for name, value := range b.cookies {
				tab.cookies[name] = value
			}
			all.Go(func() {
				<-start
				answers[n] = tab.provesBy(code, "")
			})
		}
		close(start)
		all.Wait()
		won := 0
		for _, a := range answers {
			if a.status == http.StatusOK {
				won++
			}
		}
		if won != 1 || w.identitiesOf("maya@acme.example") != 1 || w.audited("identity.linked") != 1 {
			t.Errorf("%d won, %d links", won, w.identitiesOf("maya@acme.example"))
		}
	})
}
