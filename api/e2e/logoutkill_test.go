package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"

	"latchkey/api/store"
)

const enteredFile = `
applications:
  - {clientId: crm, name: CRM, type: web, organizations: all, redirectUris: [%q], secrets: [{env: CRM_SECRET}], backchannelLogoutUri: %q}
organizations:
  - code: acme
    name: Acme
    people:
      - {email: sofia@acme.example, role: super_admin, passwordHash: %[3]q}
      - {email: maya@acme.example, passwordHash: %[3]q}
      - {email: ben@acme.example, passwordHash: %[3]q}
`

// Whatever a sign-out or a deactivation committed is told to the application, at least
// once (applications.md, 2.9): the process is killed while it tells of the one, and before
// it begins with the other.
func TestLogoutIsToldAfterAKill(t *testing.T) {
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			i := newInstallOn(t, engine)
			crm := newHearer(t)
			i.settings["CRM_SECRET"], i.settings["LATCHKEY_OUTBOUND_ALLOW"] = crmSecret, "127.0.0.1/32"
			i.secrets.add(crmSecret)
			if text, ok := i.run("apply", "-f", i.file("acme.yaml", fmt.Sprintf(enteredFile, crmCallback, crm.url, everybodysHash()))); !ok {
				t.Fatal(text)
			}
			p := i.serve()
			w := p.browser(t).w
			w.clock = &clock{}
			r := w.crm()
			enter := func(who string) (b *browser, session string) {
				b = w.browser()
				b.password("acme", who, everybodysPassword).want(http.StatusOK, "")
				_, session = r.enters(b)
				return b, session
			}
			maya, first := enter("maya@acme.example")
			_, second := enter("ben@acme.example")
			sofia := w.office(t, "acme", "sofia@acme.example")

			maya.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
			<-crm.asked // and waits for the answer
			sofia.change("ben@acme.example", members{"active": false}).want(http.StatusOK, "")
			p.kill()
			crm.hear()

			if n := i.hurryLogouts(); n != 2 {
				t.Errorf("%d messages are kept, want 2", n)
			}
			p = i.serve()
			sessions := []string{r.session(<-crm.heard), r.session(<-crm.heard)}
			slices.Sort(sessions)
			if want := []string{min(first, second), max(first, second)}; !slices.Equal(sessions, want) {
				t.Errorf("got of %q, want %q", sessions, want)
			}
			p.stop() // what is under way is finished first
			if n := i.hurryLogouts(); n != 0 {
				t.Errorf("%d messages are kept that were taken", n)
			}
		})
	}
}

// session verifies a logout token, and gives the session that it tells of.
func (r *rp) session(raw string) string {
	r.t.Helper()
	r.w.secrets.add(raw)
	token, err := r.provider.VerifierContext(r.ctx(), &oidc.Config{ClientID: r.config.ClientID}).VerifyLogout(r.ctx(), raw)
	must(r.t, err)
	return token.SessionID
}

// hearer is an application that leaves logouts unanswered until it hears.
type hearer struct {
	url     string
	asked   chan struct{} // closed by the first one
	hearing chan struct{}
	heard   chan string // the tokens, once it hears
}

func newHearer(t *testing.T) *hearer {
	t.Helper()
	h := &hearer{asked: make(chan struct{}), hearing: make(chan struct{}), heard: make(chan string, 8)}
	first := make(chan struct{}, 1)
	first <- struct{}{}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		token := req.PostFormValue("logout_token")
		select {
		case <-h.hearing:
			h.heard <- token
			return
		default:
		}
		select {
		case <-first:
			close(h.asked)
		default:
		}
		<-req.Context().Done() // whoever asked has gone
	}))
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func (h *hearer) hear() { close(h.hearing) }

// hurryLogouts counts the messages that applications have not taken, and makes their time come.
func (i *install) hurryLogouts() int64 { return i.hurry("UPDATE logout_messages SET due_at = ?") }
