package doctor

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"latchkey/api/audit"
	"latchkey/api/idp"
	"latchkey/api/store"
)

// Doctor is what there is to check.
type Doctor struct {
	PublicURL   *url.URL
	Proxies     bool // some are trusted
	Names       Names
	Web         Web
	Mail        Mail // nil: none is sent
	Database    Database
	Keys        Keys
	Providers   Providers
	Proxy       string // the outbound proxy, host and port; "": none
	Outbound    Outbound
	RedirectURI func(connectionID string) string
	Now         func() time.Time
}

// Names resolves hosts; *net.Resolver does.
type Names interface {
	LookupHost(ctx context.Context, host string) ([]string, error)
}

// Web makes one request and follows nothing; a *http.Client that is told so.
type Web interface {
	Do(req *http.Request) (*http.Response, error)
}

// Database is what is read of it; *store.Store has it.
type Database interface {
	audit.Store
	Schema(ctx context.Context) (store.Schema, error)
	Kind(ctx context.Context) (string, error)
	SealedValues(ctx context.Context, now time.Time) ([]string, error)
	TokenKeys(ctx context.Context) ([]store.TokenKey, error)
	Replicas(ctx context.Context, now time.Time) ([]store.Replica, error)
	EnabledConnections(ctx context.Context) ([]store.LiveConnection, error)
	SecretExpiries(ctx context.Context, before time.Time) ([]store.SecretExpiry, error)
	LostDomains(ctx context.Context) ([]store.LostDomain, error)
	LockedOut(ctx context.Context) ([]store.LockedOut, error)
	AnyPasswordKinds(ctx context.Context) ([]string, error)
	PasswordKindCounts(ctx context.Context, kinds []string) ([]store.KindCount, error)
	Queues(ctx context.Context, now time.Time) ([]store.QueueState, error)
	Jobs(ctx context.Context) ([]store.JobNote, error)
	LogoutFailures(ctx context.Context) ([]store.LogoutFailure, error)
	ApplicationStates(ctx context.Context, now time.Time) ([]store.ApplicationState, error)
	ServedIssuer(ctx context.Context) (store.Issuer, error)
}

// Keys are the encryption keys; *secret.Ring has them.
type Keys interface {
	IDs() []string
	Missing(sealed []string) []string
	OpenRow(place, sealed string) ([]byte, error)
}

// Providers are asked as the flow asks them; *idp.Providers is one.
type Providers interface {
	Issuer(app idp.Application) string
	Probe(ctx context.Context, app idp.Application) error
	ClockOffset(ctx context.Context, app idp.Application) (time.Duration, error)
}

// Check looks at everything, however much of it is wrong. Without a database
// it looks at the rest.
func (d *Doctor) Check(ctx context.Context) Report {
	r := &Report{}
	d.publicURL(ctx, r)
	d.mail(ctx, r)
	d.outbound(ctx, r)
	if d.Database == nil || !d.schema(ctx, r) {
		return *r
	}
	d.keys(ctx, r)
	d.work(ctx, r)
	d.connections(ctx, r)
	d.secrets(ctx, r)
	d.domains(ctx, r)
	d.lockedOut(ctx, r)
	d.passwords(ctx, r)
	d.applications(ctx, r)
	d.changes(ctx, r)
	return *r
}
