package idp_test

import (
	"context"
	"crypto/rand"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/api/clocktest"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/idp/provider"
)

const (
	clientID     = "client-1"
	clientSecret = "canary-secret/+ %"
	redirectURI  = "http://localhost:8080/api/v1/sso/callback/c1"
	canaryBody   = "CANARY-BODY"

	tenantA = "11111111-2222-4333-8444-555555555555"
	tenantB = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"

	personal = "9188040d-6c67-4c5b-b112-36a304b66dad"
)

// rig is a provider that can lie and the package under test, with one clock.
type rig struct {
	t      *testing.T
	idp    *idptest.Provider
	p      *idp.Providers
	clock  *clocktest.Clock
	base   string
	google idp.Application
	entra  idp.Application
	openid idp.Application
	code   atomic.Value // the last code that was sent: many sign in at once

	handler http.Handler // r.idp, or what stands before it
}

// connectionKey finds the count of a connection's requests.
type connectionKey struct{}

// before puts a handler before the provider; it says whether it took over. Kept
// tells that the request came over a connection that had carried another.
func (r *rig) before(take func(w http.ResponseWriter, req *http.Request, kept bool) bool) {
	r.handler = http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		n, _ := req.Context().Value(connectionKey{}).(*atomic.Int32)
		if !take(w, req, n.Add(1) > 1) {
			r.idp.ServeHTTP(w, req)
		}
	})
}

// sharedKey spares each test the making of an RSA key.
var sharedKey = sync.OnceValue(func() *idptest.Key { return mustKey(idptest.RS256) })

func mustKey(alg string) *idptest.Key {
	k, err := idptest.NewKey(alg)
	if err != nil {
		panic(err)
	}
	return k
}

// limitFor is how long a call may take when this is what must come of it: a second
// for a timeout, which the test waits for, and far more than a busy machine needs
// for everything else.
func limitFor(want string) time.Duration {
	if strings.Contains(want, "timeout") {
		return time.Second
	}
	return 20 * time.Second
}

func newRig(t *testing.T) *rig { return newRigLimits(t, limitFor("an answer")) }

func newRigLimits(t *testing.T, total time.Duration) *rig {
	t.Helper()
	return newRigWith(t, idp.LimitsOf(total))
}

func newRigWith(t *testing.T, l idp.Limits) *rig {
	t.Helper()
	r := &rig{t: t, clock: clocktest.New()}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.handler.ServeHTTP(w, req)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Config.ConnContext = func(ctx context.Context, _ net.Conn) context.Context {
		return context.WithValue(ctx, connectionKey{}, new(atomic.Int32))
	}
	server.Start()
	t.Cleanup(server.Close)
	r.base = server.URL
	var err error
	if r.idp, err = idptest.New(server.URL, idptest.Options{Now: r.clock.Now, Key: sharedKey()}); err != nil {
		t.Fatal(err)
	}
	r.handler = r.idp
	r.populate()
	r.p, err = idp.NewWithLimits(idp.Options{
		GoogleIssuer:       r.idp.GoogleIssuer(),
		MicrosoftAuthority: r.idp.MicrosoftAuthority(),
		Allow:              []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
		Now:                r.clock.Now,
	}, l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.p.Close)
	return r
}

func (r *rig) populate() {
	r.idp.AddClient(idptest.Client{ID: clientID, Secret: clientSecret, RedirectURIs: []string{redirectURI}})
	for _, person := range []idptest.Person{
		{Provider: "google", Subject: "100000000000000000001", Email: "ana@acme.example", Name: "Ana Silva", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "openid", Subject: "ana-at-okta", Email: "ana@acme.example", Name: "Ana Silva", EmailVerified: true},
		{Provider: "microsoft", Subject: "bEn-subject", Email: "ben@acme.example", Name: "Ben Okoro", TenantID: tenantA, ObjectID: "0b1e0000-0000-4000-8000-000000000001"},
		{Provider: "microsoft", Subject: "cleo-subject", Email: "cleo@other.example", TenantID: tenantB},
		{Provider: "microsoft", Subject: "gus-subject", Email: "gus@acme.example", TenantID: tenantA, Guest: true},
		{Provider: "microsoft", Subject: "pat-subject", Email: "pat@outlook.example", TenantID: personal},
	} {
		if err := r.idp.AddPerson(person); err != nil {
			r.t.Fatal(err)
		}
	}
	app := idp.Application{ClientID: clientID, ClientSecret: clientSecret, RedirectURI: redirectURI}
	r.google, r.entra, r.openid = app, app, app
	r.google.Provider, r.entra.Provider, r.openid.Provider = provider.Google, provider.Microsoft, "okta"
	r.openid.Issuer = r.idp.OpenIDIssuer()
}

// attempt makes the values of one attempt.
func newAttempt() idp.Attempt {
	return idp.Attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: rand.Text() + rand.Text()}
}

// answer walks the browser's part: to the provider and back.
func (r *rig) answer(app idp.Application, attempt idp.Attempt, who string) (url.Values, error) {
	r.t.Helper()
	at, err := r.p.AuthURL(r.t.Context(), app, attempt)
	if err != nil {
		return nil, err
	}
	r.idp.Choose(who)
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := browser.Get(at)
	if err != nil {
		r.t.Fatal(err)
	}
	res.Body.Close()
	back, err := res.Location()
	if err != nil {
		r.t.Fatalf("authorize answered %d without a way back", res.StatusCode)
	}
	return back.Query(), nil
}

// signIn is a whole sign-in as the flow does it.
func (r *rig) signIn(app idp.Application, who string) (idp.Claims, error) {
	r.t.Helper()
	attempt := newAttempt()
	back, err := r.answer(app, attempt, who)
	if err != nil {
		return idp.Claims{}, err
	}
	if back.Get("state") != attempt.State {
		r.t.Fatal("the provider lost the state")
	}
	if err := r.p.ReturnedIssuer(r.t.Context(), app, back.Get("iss"), back.Has("iss")); err != nil {
		return idp.Claims{}, err
	}
	r.code.Store(back.Get("code"))
	return r.p.Exchange(r.t.Context(), app, attempt, back.Get("code"))
}

func (r *rig) ana() (idp.Claims, error) { r.t.Helper(); return r.signIn(r.google, "ana@acme.example") }

func (r *rig) ben() (idp.Claims, error) { r.t.Helper(); return r.signIn(r.entra, "ben@acme.example") }

// accepted wants a sign-in to have gone well.
func (r *rig) accepted(c idp.Claims, err error) idp.Claims {
	r.t.Helper()
	if err != nil {
		f := fault.Of(err)
		r.t.Fatalf("refused: %v (expected %q, received %q)", f, f.Expected, f.Received)
	}
	return c
}

// refused wants a refusal with this code and reason, and no claims and no
// canary beside it.
func (r *rig) refused(c idp.Claims, err error, code fault.Code, reason string) {
	r.t.Helper()
	if !reflect.DeepEqual(c, idp.Claims{}) {
		r.t.Errorf("claims beside a refusal: %+v", c)
	}
	wantFault(r.t, err, code, reason)
	r.clean(err)
}

func wantFault(t *testing.T, err error, code fault.Code, reason string) {
	t.Helper()
	if err == nil {
		t.Fatalf("accepted, want %s (%s)", code, reason)
	}
	if f := fault.Of(err); f.Code != code || f.Reason != reason {
		t.Errorf("got %v, want %s (%s)", f, code, reason)
	}
}

// clean wants none of what must stay secret in anything a refusal says.
func (r *rig) clean(err error) {
	r.t.Helper()
	f := fault.Of(err)
	said := []string{err.Error(), f.Expected, f.Received}
	for cause := f.Unwrap(); cause != nil; {
		said = append(said, cause.Error())
		break
	}
	code, _ := r.code.Load().(string)
	for _, s := range said {
		for _, canary := range []string{"canary", canaryBody, code} {
			if canary != "" && strings.Contains(s, canary) {
				r.t.Errorf("%q repeats %q", s, canary)
			}
		}
	}
}

// fresh makes another Providers, with nothing cached.
func (r *rig) fresh() {
	r.t.Helper()
	p, err := idp.New(idp.Options{
		GoogleIssuer:       r.idp.GoogleIssuer(),
		MicrosoftAuthority: r.idp.MicrosoftAuthority(),
		Allow:              []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
		Now:                r.clock.Now,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(p.Close)
	r.p = p
}

// lie puts one lie in force, and no other.
func (r *rig) lie(tell lie) {
	var s idptest.Script
	tell(r, &s)
	r.idp.Script(func(in *idptest.Script) { *in = s })
}
