package app

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"sync/atomic"
	"time"

	"latchkey"
	"latchkey/api/audit"
	"latchkey/api/branding"
	"latchkey/api/client"
	"latchkey/api/client/access"
	"latchkey/api/config"
	"latchkey/api/connection"
	"latchkey/api/connection/application"
	"latchkey/api/connection/conntest"
	"latchkey/api/connection/guest"
	"latchkey/api/connection/health"
	"latchkey/api/domain"
	"latchkey/api/event/feed"
	"latchkey/api/idp"
	"latchkey/api/job"
	"latchkey/api/mail"
	"latchkey/api/metrics"
	"latchkey/api/oidc"
	"latchkey/api/oidc/backchannel"
	"latchkey/api/oidc/refusals"
	"latchkey/api/outbound"
	"latchkey/api/password"
	"latchkey/api/people"
	"latchkey/api/policy"
	"latchkey/api/profile"
	"latchkey/api/role"
	"latchkey/api/secret"
	"latchkey/api/service"
	"latchkey/api/session"
	"latchkey/api/setup"
	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/passwords"
	"latchkey/api/signin/preview"
	"latchkey/api/store"
	"latchkey/api/web"
	"latchkey/api/web/middleware"
	"latchkey/api/web/rest"
	"latchkey/api/webhook"
)

// Options are what an App is built from. What is zero is the product's own; tests
// bring a clock, names, pages and passwords that cost little.
type Options struct {
	Config  *config.Config
	Store   *store.Store // open, and migrated
	Log     *slog.Logger
	Version string

	Now       func() time.Time // nil: time.Now
	Passwords *password.Hasher // nil: of the usual cost
	Resolver  domain.Resolver  // nil: the operator's
	Limits    attempt.Limits
	Pages     fs.FS // nil: the embedded ones
}

// App is the product, wired. Its rooms are there for commands and tests; only
// [App.Run] starts anything.
type App struct {
	Providers       *idp.Providers
	Passwords       *password.Hasher
	Sessions        *session.Sessions
	Applications    *application.Applications
	Health          *health.Health
	Tests           *conntest.Tests
	Forecasts       *preview.Forecaster
	LinkPages       *linking.Pages
	SelfService     *linking.SelfService
	PasswordSignIns *passwords.Passwords
	Flow            *signin.Flow
	Connections     *connection.Connections
	Guests          *guest.Links
	People          *people.People
	Policies        *policy.Policies
	Audit           *audit.Sealer
	Brandings       *branding.Brandings
	Domains         *domain.Domains
	Profile         *profile.Profile
	Setup           *setup.Setup
	Clients         *client.Registry
	Services        *service.Services
	Roles           *role.Roles
	Access          *access.Access
	Refusals        *refusals.Log
	OpenID          *oidc.Provider
	Logouts         *backchannel.Sender
	Webhooks        *webhook.Webhooks
	Sender          *mail.Sender
	Server          *web.Server

	options   Options
	metrics   *metrics.Metrics
	jobs      *job.Runner
	keys      *keyAgreement
	notBefore atomic.Pointer[time.Time] // see store.NotBefore
}

// New builds the product on an open database.
func New(ctx context.Context, o Options) (*App, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	a := &App{options: o, Passwords: o.Passwords}
	for _, build := range []func(context.Context) error{
		a.newProviders, a.newKeys, a.newMetrics, a.newConnections, a.newOpenID, a.newSignIn, a.newSettings, a.newMail, a.newJobs, a.newServer,
	} {
		if err := build(ctx); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// complete puts the product's own in place of what is zero.
func (o Options) complete() (Options, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Passwords == nil {
		o.Passwords = password.New()
	}
	if o.Resolver == nil {
		o.Resolver = outbound.Resolver(o.Config.DNSServer)
	}
	var err error
	if o.Pages == nil {
		o.Pages, err = fs.Sub(latchkey.Dist, "frontend/dist")
	}
	return o, err
}

func (a *App) newProviders(context.Context) error {
	options := a.options.Config.Providers()
	options.Now = a.options.Now
	var err error
	if a.Providers, err = idp.New(options); err != nil {
		return fmt.Errorf("identity providers: %w", err)
	}
	return nil
}

// newKeys reads what a restore voids, agrees on the encryption key and reads our
// own keys, which it sealed.
func (a *App) newKeys(ctx context.Context) error {
	o, c := a.options, a.options.Config
	if err := a.readNotBefore(ctx); err != nil {
		return err
	}
	a.keys = &keyAgreement{store: o.Store, ring: c.Ring, id: secret.NewID(), began: o.Now(), now: o.Now, log: o.Log}
	if err := a.keys.begin(ctx); err != nil {
		return err
	}
	var err error
	a.Sessions, err = session.New(session.Options{
		Store: o.Store, Ring: c.Ring, Issuer: c.URL.String(), Audience: c.TokenAudience, Now: o.Now,
	})
	if err != nil {
		return err
	}
	return a.Sessions.LoadKeys(ctx)
}

func (a *App) newMetrics(context.Context) error {
	o := a.options
	var err error
	if a.metrics, err = metrics.New(metrics.Options{
		Version: o.Version, Rows: o.Store, Jobs: func() []job.State { return a.jobs.States() }, Log: o.Log, Now: o.Now,
	}); err != nil {
		return fmt.Errorf("metrics: %w", err)
	}
	return nil
}

func (a *App) newServer(context.Context) error {
	o, c := a.options, a.options.Config
	var err error
	a.Server, err = web.New(web.Options{Pages: o.Pages, StartsPerMin: c.StartsPerMinute, OpenID: a.OpenID, Clients: a.Clients, Options: rest.Options{
		Store: o.Store, Flow: a.Flow, Tests: a.Tests, Forecasts: a.Forecasts, LinkPages: a.LinkPages, SelfService: a.SelfService, Passwords: a.PasswordSignIns, Sessions: a.Sessions, Setup: a.Setup, Connections: a.Connections,
		Guests: a.Guests,
		People: a.People, Policies: a.Policies, Brandings: a.Brandings, Domains: a.Domains, Services: a.Services, Roles: a.Roles, Events: feed.New(o.Store), Webhooks: a.Webhooks, Profile: a.Profile, Access: a.Access, Contract: middleware.NewContract(latchkey.OpenAPI), Mail: a.outbox().On,
		PublicURL: c.URL, TrustedProxies: c.TrustedNetworks, Log: o.Log, Now: o.Now,
	}})
	return err
}
