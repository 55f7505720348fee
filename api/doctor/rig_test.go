package doctor_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/audit"
	"latchkey/api/doctor"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// deployment is everything that a doctor looks at, all well unless a test says
// otherwise.
type deployment struct {
	audit.Store
	replicas []store.Replica
	url      string
	proxies  bool

	unknownHost bool
	status      int
	body        string
	webErr      error

	dbErr    error
	none     bool // no database
	schema   store.Schema
	kind     string
	sealed   []string
	keys     []store.TokenKey
	ids      []string // of encryption keys
	lives    []store.LiveConnection
	expiries []store.SecretExpiry
	lost     []store.LostDomain
	locked   []store.LockedOut
	hashes   []store.KindCount
	queues   []store.QueueState
	notes    []store.JobNote
	untold   []store.LogoutFailure
	apps     []store.ApplicationState
	issuer   store.Issuer

	outbound string // what is wrong at the proxy; "none": there is no proxy
	noMail   bool
	mailErr  error
	probe    error
	offset   time.Duration
	clockErr error
	asked    int // clocks
}

func well() *deployment {
	return &deployment{
		Store: changes{},
		url:   "https://sso.example.com", proxies: true, status: http.StatusOK, body: `{"status":"ok"}`,
		schema: store.Schema{Version: 3, Program: 3}, kind: "serve", ids: []string{"k1"}, sealed: []string{"k1.x"}, keys: []store.TokenKey{{ID: "t1", Sealed: "k1.x"}},
		lives: []store.LiveConnection{live("acme", "google"), live("globex", "google"), live("acme", "okta")},
	}
}

func live(organization, provider string) store.LiveConnection {
	return store.LiveConnection{
		Connection:       store.Connection{ID: "c", Provider: provider, Health: store.Health{Health: store.HealthOK}},
		OrganizationCode: organization, Issuer: "https://okta.example", SecretSealed: "k1.secret",
	}
}

func (d *deployment) LookupHost(context.Context, string) ([]string, error) {
	if d.unknownHost {
		return nil, errors.New("no such host")
	}
	return []string{"203.0.113.7"}, nil
}

func (d *deployment) Do(req *http.Request) (*http.Response, error) {
	if d.webErr != nil {
		return nil, d.webErr
	}
	if req.URL.String() != d.url+"/healthz" {
		return nil, errors.New("another address")
	}
	return &http.Response{StatusCode: d.status, Body: io.NopCloser(strings.NewReader(d.body))}, nil
}

func (d *deployment) Schema(context.Context) (store.Schema, error) { return d.schema, d.dbErr }
func (d *deployment) Kind(context.Context) (string, error)         { return d.kind, nil }
func (d *deployment) SealedValues(context.Context, time.Time) ([]string, error) {
	return d.sealed, nil
}
func (d *deployment) TokenKeys(context.Context) ([]store.TokenKey, error) { return d.keys, nil }
func (d *deployment) IDs() []string                                       { return d.ids }
func (d *deployment) Replicas(context.Context, time.Time) ([]store.Replica, error) {
	return d.replicas, nil
}

func (d *deployment) EnabledConnections(context.Context) ([]store.LiveConnection, error) {
	return d.lives, nil
}

func (d *deployment) SecretExpiries(context.Context, time.Time) ([]store.SecretExpiry, error) {
	return d.expiries, nil
}
func (d *deployment) LostDomains(context.Context) ([]store.LostDomain, error) { return d.lost, nil }
func (d *deployment) LockedOut(context.Context) ([]store.LockedOut, error)    { return d.locked, nil }

func (d *deployment) Queues(context.Context, time.Time) ([]store.QueueState, error) {
	return d.queues, nil
}
func (d *deployment) Jobs(context.Context) ([]store.JobNote, error) { return d.notes, nil }

func (d *deployment) LogoutFailures(context.Context) ([]store.LogoutFailure, error) {
	return d.untold, nil
}

func (d *deployment) ApplicationStates(context.Context, time.Time) ([]store.ApplicationState, error) {
	return d.apps, nil
}
func (d *deployment) ServedIssuer(context.Context) (store.Issuer, error) { return d.issuer, nil }

func (d *deployment) AnyPasswordKinds(context.Context) ([]string, error) {
	var kinds []string
	for _, k := range d.hashes {
		kinds = append(kinds, k.Kind)
	}
	return kinds, nil
}

func (d *deployment) PasswordKindCounts(_ context.Context, kinds []string) ([]store.KindCount, error) {
	return slices.DeleteFunc(slices.Clone(d.hashes), func(k store.KindCount) bool { return !slices.Contains(kinds, k.Kind) }), nil
}

func (d *deployment) Missing(sealed []string) []string {
	var missing []string
	for _, s := range sealed {
		if !slices.Contains(d.ids, secret.KeyOf(s)) {
			missing = append(missing, secret.KeyOf(s))
		}
	}
	return missing
}

func (d *deployment) OpenRow(_, sealed string) ([]byte, error) {
	if sealed == "k1.other" {
		return nil, errors.New("does not open")
	}
	return []byte("canary-secret"), nil
}

func (d *deployment) Issuer(app idp.Application) string {
	return map[bool]string{true: app.Issuer, false: "https://accounts.google.com"}[provider.Of(app.Provider).NamesIssuer]
}

func (d *deployment) Probe(_ context.Context, app idp.Application) error {
	if app.ClientSecret != "canary-secret" || app.RedirectURI != "https://sso.example.com/c" {
		return errors.New("another application")
	}
	return d.probe
}

func (d *deployment) ClockOffset(context.Context, idp.Application) (time.Duration, error) {
	d.asked++
	return d.offset, d.clockErr
}

func (d *deployment) TryProxy(_ context.Context, address string) error {
	if address != "accounts.google.com:443" {
		return errors.New("another host")
	}
	if d.outbound != "" {
		return errors.New(d.outbound)
	}
	return nil
}

func (d *deployment) Address() string           { return "mail.example.com:587" }
func (d *deployment) Try(context.Context) error { return d.mailErr }

func proxied(problem string) func(*deployment) { return func(d *deployment) { d.outbound = problem } }

type advised struct{ error }

func (advised) Advice() string { return "correct the password" }
func (advised) Words() string  { return "535 5.7.8 bad credentials" }

func today() time.Time { return time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC) }

// diagnose gives the report as people read it, and the report.
func (d *deployment) diagnose(t *testing.T) (string, doctor.Report) {
	t.Helper()
	at, err := url.Parse(d.url)
	if err != nil {
		t.Fatal(err)
	}
	x := &doctor.Doctor{
		PublicURL: at, Proxies: d.proxies, Names: d, Web: d, Keys: d, Providers: d, Now: today,
		RedirectURI: func(id string) string { return "https://sso.example.com/" + id },
	}
	if d.outbound != "none" {
		x.Proxy, x.Outbound = "proxy.example.com:3128", d
	}
	if !d.noMail {
		x.Mail = d
	}
	if !d.none {
		x.Database = d
	}
	r := x.Check(t.Context())
	var text bytes.Buffer
	if err := r.Write(&text, false); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text.String(), "canary") {
		t.Errorf("a secret is shown\n%s", &text)
	}
	return text.String(), r
}
