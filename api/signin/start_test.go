package signin_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// A01, A02, A09: what leaves us is the request of RFC 6749 with PKCE, and the
// attempt is in the browser alone.
func TestStart(t *testing.T) {
	r := onOne(t)
	s, err := r.Flow.Start(t.Context(), signin.StartRequest{
		Organization: "acme", Provider: "google", ReturnTo: "//evil.com", ChooseAccount: true, Visitor: r.Visitor(),
	})
	r.Must(err)
	r.NoteAttempt(s)
	to, err := url.Parse(s.AuthorizationURL)
	r.Must(err)
	q := to.Query()
	for name, want := range map[string]string{
		"response_type": "code", "client_id": signintest.ClientID + "-google", "scope": "openid email profile", "code_challenge_method": "S256",
		"redirect_uri": r.Applications.RedirectURI(r.Google.ID), "prompt": "select_account", "hd": "acme.example",
	} {
		if !slices.Equal(q[name], []string{want}) {
			t.Errorf("%s is %q, want %q", name, q[name], want)
		}
	}
	if len(q.Get("state")) < 22 || len(q.Get("nonce")) < 22 || len(q.Get("code_challenge")) != 43 || q.Get("state") == q.Get("nonce") || q.Has("access_type") {
		t.Errorf("sent %v", q)
	}
	if s.Cookie.Value == "" || !strings.HasPrefix(s.Cookie.Name, attempt.CookiePrefix) || s.Drop != nil {
		t.Errorf("started %+v", s.Cookie)
	}
	if _, err := r.Flow.Start(t.Context(), signin.StartRequest{Organization: "acme", Provider: "microsoft", Visitor: r.Visitor()}); err != nil {
		t.Errorf("Microsoft: %v", err)
	}
}

// A44, A45, A08: refusals come before the browser leaves, so that the dialog opens in place.
func TestStartsThatAreRefused(t *testing.T) {
	state := func(s store.State) func(r *rig) {
		return func(r *rig) { r.Change("google", func(c *store.Connection) { c.State = s }) }
	}
	for name, c := range map[string]struct {
		organization, provider string
		before                 func(r *rig)
		code                   fault.Code
		reason                 string
	}{
		"an unknown organization":      {"nobody", "google", nil, fault.OrgNotResolved, ""},
		"nothing was set up (A44)":     {"globex", "google", nil, fault.SSONotConfigured, ""},
		"another provider":             {"acme", "other", nil, fault.SSONotConfigured, ""},
		"a draft":                      {"acme", "google", state(store.Draft), fault.SSONotConfigured, "draft"},
		"removed":                      {"acme", "google", state(store.Removed), fault.SSONotConfigured, "removed"},
		"turned off":                   {"acme", "google", state(store.Disabled), fault.SSOProviderDisabled, ""},
		"an application of nothing":    {"acme", "google", func(r *rig) { r.Change("google", func(c *store.Connection) { c.LiveVersionID = nil }) }, fault.SSONotConfigured, ""},
		"a suspended organization":     {"acme", "google", func(r *rig) { r.Acme.Active = false; r.Must(r.DB.UpdateOrganization(r.T.Context(), r.Acme)) }, fault.SSOProviderDisabled, "organization_suspended"},
		"an invalid application (A45)": {"acme", "google", (*rig).Degrade, fault.SSOAppInvalid, "client_secret_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			if c.before != nil {
				c.before(r)
			}
			s, err := r.Flow.Start(t.Context(), signin.StartRequest{Organization: c.organization, Provider: c.provider, Visitor: r.Visitor()})
			f := fault.Of(err)
			if err == nil || f.Code != c.code || f.Reason != c.reason || s.AuthorizationURL != "" || s.Cookie.Value != "" {
				t.Errorf("got %+v, %v", s, err)
			}
		})
	}
}

// A flood of starts writes nothing; counts follow in batches, and none is lost
// when a batch cannot be written.
func TestStartsAreCounted(t *testing.T) {
	onBoth(t, func(r *rig) {
		for range 3 {
			r.Must(r.Starts())
		}
		r.Change("google", func(c *store.Connection) { c.State = store.Disabled })
		_ = r.Starts()
		_, _ = r.Flow.Start(r.T.Context(), signin.StartRequest{Organization: "globex", Provider: "google", Visitor: r.Visitor()})
		counted := func(o store.Organization, outcome string) int64 {
			n, err := r.DB.StartCounted(r.T.Context(), store.StartCount{OrganizationID: o.ID, Provider: "google", Outcome: outcome, Quarter: store.Quarter(r.Clock.Now())})
			r.Must(err)
			return n
		}
		if n := counted(r.Acme, "started"); n != 0 {
			r.T.Errorf("%d written before the flush", n)
		}
		over, cancel := context.WithCancel(r.T.Context())
		cancel()
		if err := r.Flow.Counts.Flush(over); err == nil {
			r.T.Error("flushed although it could not")
		}
		r.Must(r.startsAgain())
		for range 2 { // the second has nothing to write
			r.Must(r.Flow.Counts.Flush(r.T.Context()))
		}
		if a, b, c := counted(r.Acme, "started"), counted(r.Acme, "sso_provider_disabled"), counted(r.Globex, "sso_not_configured"); a != 4 || b != 1 || c != 1 {
			r.T.Errorf("counted %d, %d, %d", a, b, c)
		}
	})
}

// S8: made-up providers are one number, however many there are.
func TestS8MadeUpProvidersAreOneNumber(t *testing.T) {
	r := onOne(t)
	for n := range 1000 {
		_, err := r.Flow.Start(t.Context(), signin.StartRequest{Organization: "acme", Provider: fmt.Sprintf("made-up-%d", n), Visitor: r.Visitor()})
		if fault.Of(err).Code != fault.SSONotConfigured {
			t.Fatal(err)
		}
	}
	r.Must(r.Flow.Counts.Flush(t.Context()))
	one := store.StartCount{OrganizationID: r.Acme.ID, Provider: store.UnknownProvider, Outcome: "sso_not_configured", Quarter: store.Quarter(r.Clock.Now())}
	if n, err := r.DB.StartCounted(t.Context(), one); err != nil || n != 1000 {
		t.Errorf("%d, %v", n, err)
	}
}

// startsAgain is one more start, with the connection turned on again.
func (r *rig) startsAgain() error {
	r.Change("google", func(c *store.Connection) { c.State = store.Enabled })
	return r.Starts()
}

// A browser has five attempts at most.
func TestSixthStartDropsTheOldest(t *testing.T) {
	r := onOne(t)
	cookies := map[string]string{}
	var first string
	for n := range 6 {
		s, err := r.Flow.Start(t.Context(), signin.StartRequest{Organization: "acme", Provider: "google", Attempts: cookies, Visitor: r.Visitor()})
		r.Must(err)
		if n == 0 {
			first = s.Cookie.Name
		}
		if want := n == 5; want != slices.Equal(s.Drop, []string{first}) {
			t.Errorf("start %d drops %v", n, s.Drop)
		}
		cookies[s.Cookie.Name] = s.Cookie.Value
		r.Clock.Add(time.Second)
	}
}
