package e2e_test

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// OpenID Connect Core, 5.1: an address is verified when its owner has shown that it is
// theirs, here by a link that was mailed to it, and no longer when it is another one.
func TestOAuthAnAddressIsVerifiedByAMailedLink(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{mail: true, edit: withApplications})
	verified := func(password, address string) any {
		t.Helper()
		b := w.browser()
		b.password("acme", address, password).want(http.StatusOK, "")
		r := w.crm("email")
		got, _, claims := r.tokens(r.code(b))
		if said := w.userinfo(got.AccessToken).object()["email_verified"]; said != claims["email_verified"] {
			t.Errorf("userinfo says %v", said)
		}
		return claims["email_verified"]
	}
	if verified(everybodysPassword, "maya@acme.example") != false {
		t.Error("a password proves an address")
	}
	w.browser().resets("acme", w.asksReset(), anotherPassword).want(http.StatusNoContent, "")
	if verified(anotherPassword, "maya@acme.example") != true {
		t.Error("a mailed link proves nothing")
	}
	admin := &office{t, w, w.reader(t, "acme", "sofia@acme.example").token, "acme"}
	admin.change("maya@acme.example", members{"email": "maya.diaz@acme.example"}).want(http.StatusOK, "")
	if verified(anotherPassword, "maya.diaz@acme.example") != false {
		t.Error("another address is proven")
	}
}

// RFC 6749 sets no limit to state, and some libraries keep a whole session in it: 4 KB
// come back, through the sign-in page and the provider.
func TestOAuthAStateOfFourKilobytesComesBack(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.browser()
	state := make([]byte, 3072)
	_, _ = rand.Read(state)
	r.state = base64.StdEncoding.EncodeToString(state)
	back := b.navigate(r.address("organization", "acme")).asked("/o/acme/sign-in")
	if len(back) > 100 {
		t.Errorf("the return path has %d bytes", len(back))
	}
	if to := w.signedIn("acme", "lena@acme.example").navigate(back).header.Get("Location"); to != "/" {
		t.Errorf("another browser goes on with it to %q", to)
	}
	if a := b.throughGoogle("acme", "maya@acme.example", back); a.header.Get("Location") != back {
		t.Fatalf("the callback leads to %q", a.header.Get("Location"))
	}
	if _, _, claims := r.tokens(r.back(b.navigate(back)).Get("code")); claims["email"] != "maya@acme.example" {
		t.Errorf("claims %v", claims)
	}
	r.code(b) // nobody has to be asked
	r.state = strings.Repeat("x", 4097)
	u := b.navigate(r.address()).header.Get("Location")
	if !strings.Contains(u, "error=invalid_request") || strings.Contains(u, "state=") {
		t.Errorf("4097 bytes: %.200s", u)
	}
}

// Tabs whose requests have long states do not disturb each other, and a browser keeps so
// many of them and no more.
func TestOAuthLongStatesOfSeveralTabs(t *testing.T) {
	w := oauthWorld(t)
	b := w.browser()
	var tabs []*rp
	var backs []string
	for range 7 {
		r := w.crm()
		state := make([]byte, 3072)
		_, _ = rand.Read(state)
		r.state = base64.StdEncoding.EncodeToString(state)
		tabs = append(tabs, r)
		backs = append(backs, b.navigate(r.address("organization", "acme")).asked("/o/acme/sign-in"))
	}
	pieces := func() (n int) {
		for name := range b.cookies {
			if strings.HasPrefix(name, "__Secure-latchkey-request-") {
				n++
			}
		}
		return n
	}
	if n := pieces(); n != 10 {
		t.Errorf("%d cookies for five requests", n)
	}
	b.throughGoogle("acme", "maya@acme.example", backs[6])
	for n, back := range backs {
		if to := b.navigate(back); n < 2 && to.header.Get("Location") != "/" {
			t.Errorf("tab %d leads to %q", n, to.header.Get("Location"))
		} else if n >= 2 {
			tabs[n].tokens(tabs[n].back(to).Get("code"))
		}
	}
	if n := pieces(); n != 0 {
		t.Errorf("%d cookies are left", n)
	}
}

// What the operator turns off of refreshing holds for what was given before.
func TestOAuthRefreshingThatIsTurnedOff(t *testing.T) {
	w := oauthWorld(t)
	r, off, b := w.crm(), w.crm("offline_access"), w.signedIn("acme", "maya@acme.example")
	bound, _, _ := r.tokens(r.code(b))
	offline, _, _ := off.tokens(off.code(b))
	is, err := w.store.ApplicationByID(t.Context(), "crm")
	must(t, err)
	for _, c := range []struct {
		refresh        store.RefreshPolicy
		bound, offline int
	}{{store.RefreshOffline, 200, 200}, {store.RefreshSession, 200, 400}, {store.RefreshNone, 400, 400}} {
		is.Refresh = c.refresh
		must(t, w.store.SetApplication(t.Context(), is))
		w.clock.add(time.Second)
		first, _ := r.refresh(bound.RefreshToken)
		second, _ := off.refresh(offline.RefreshToken)
		if first.status != c.bound || second.status != c.offline {
			t.Errorf("%s: %d and %d", c.refresh, first.status, second.status)
		}
	}
}
