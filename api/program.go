package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"latchkey"
	"latchkey/api/access"
	"latchkey/api/connection"
	"latchkey/api/domain"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/mail"
	"latchkey/api/metrics"
	"latchkey/api/password"
	"latchkey/api/profile"
	"latchkey/api/rest"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/setup"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// program is the product, wired.
type program struct {
	store       *store.Store
	providers   *idp.Providers
	passwords   *password.Hasher
	sessions    *session.Sessions
	flow        *signin.Flow
	connections *connection.Connections
	access      *access.Access
	domains     *domain.Domains
	profile     *profile.Profile
	setup       *setup.Setup
	metrics     *metrics.Metrics
	post        *mail.Sender
	server      *rest.Server
	log         *slog.Logger
	notBefore   atomic.Pointer[time.Time] // see store.NotBefore
	keys        *keyAgreement
}

// claimStore migrates a database and claims it for a kind of deployment.
func claimStore(ctx context.Context, c *config, kind string) (*store.Store, error) {
	return claimStoreTelling(ctx, c, kind, func(string) {})
}

// claimStoreTelling is claimStore that tells how the migration goes.
func claimStoreTelling(ctx context.Context, c *config, kind string, tell store.Tell) (*store.Store, error) {
	db, err := store.Open(ctx, c.source)
	if err != nil {
		return nil, err
	}
	if err := claim(ctx, c, db, kind, tell); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func claim(ctx context.Context, c *config, db *store.Store, kind string, tell store.Tell) error {
	if _, err := db.MigrateTelling(ctx, tell); err != nil {
		return err
	}
	is, err := db.Kind(ctx, kind)
	if err != nil {
		return fmt.Errorf("read the kind of the database: %w", err)
	}
	return fits(ctx, c, db, is, kind)
}

// fits says whether a database is of a kind, and whether its keys are there.
func fits(ctx context.Context, c *config, db *store.Store, is, kind string) error {
	if is != kind {
		return fmt.Errorf("this database belongs to `latchkey %s`: use another LATCHKEY_DATA_DIR or LATCHKEY_DATABASE_URL", is)
	}
	sealed, err := db.SealedValues(ctx)
	if err != nil {
		return fmt.Errorf("read what is sealed: %w", err)
	}
	if missing := c.ring.Missing(sealed); len(missing) > 0 {
		return fmt.Errorf("LATCHKEY_ENCRYPTION_KEYS: the database needs the missing encryption keys %s", strings.Join(missing, ", "))
	}
	return nil
}

// wire builds the product on an open database.
func wire(ctx context.Context, c *config, db *store.Store, log *slog.Logger) (*program, error) {
	p := &program{store: db, log: log}
	var err error
	publicURL := c.publicURL.String()
	p.providers, err = idp.New(c.providers())
	if err != nil {
		return nil, fmt.Errorf("identity providers: %w", err)
	}
	if err := p.readNotBefore(ctx); err != nil {
		return nil, err
	}
	p.keys = &keyAgreement{store: db, ring: c.ring, id: secret.NewID(), began: time.Now(), now: time.Now, log: log}
	if err := p.keys.begin(ctx); err != nil {
		return nil, err
	}
	p.passwords = password.New()
	p.sessions, err = session.New(session.Options{
		Store: db, Ring: c.ring, Issuer: publicURL, Audience: c.TokenAudience, Now: time.Now,
	})
	if err != nil {
		return nil, err
	}
	if err := p.sessions.LoadKeys(ctx); err != nil {
		return nil, err
	}
	p.metrics, err = metrics.New(metrics.Options{Version: version, Rows: db, Log: log, Now: time.Now})
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	outbox := mail.Outbox{On: c.smtp != nil, Now: time.Now}
	p.flow = signin.New(signin.Options{
		Mail:  outbox,
		Store: db, Ring: c.ring, Providers: p.providers, Sessions: p.sessions, Passwords: p.passwords,
		Log: log, Now: time.Now, Count: p.metrics.SignIn, PublicURL: publicURL, Routes: rest.AppRoutes(),
		NotBefore: func() time.Time { return *p.notBefore.Load() },
	})
	p.connections = connection.New(connection.Options{
		Store: db, Ring: c.ring, Providers: p.providers, RedirectURI: p.flow.RedirectURI,
		GenericAllowed: c.GenericProviders, Log: log, Now: time.Now,
	})
	p.access = access.New(access.Options{Store: db, Mail: outbox, PublicURL: publicURL, Log: log, Now: time.Now})
	p.domains = domain.New(domain.Options{Store: db, Resolver: c.resolver(), Log: log, Now: time.Now})
	p.profile = profile.New(profile.Options{
		Store: db, Passwords: p.passwords, Mail: outbox, PublicURL: publicURL, Forget: p.sessions.Forget, Now: time.Now,
	})
	p.post, err = mail.New(mail.Options{
		Store: db, Server: c.smtp, From: c.mailFrom, PublicURL: publicURL, SecretRenderers: p.makers(),
		Log: log, Now: time.Now, Count: p.metrics.Mail, Refused: p.metrics.MailRefused,
	})
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	p.setup = &setup.Setup{Store: db, Sessions: p.sessions, Passwords: p.passwords, Now: time.Now}
	dist, err := fs.Sub(latchkey.Dist, "frontend/dist")
	if err != nil {
		return nil, err
	}
	promised, err := rest.ReadContract(latchkey.OpenAPI)
	if err != nil {
		return nil, err
	}
	p.server, err = rest.New(rest.Options{
		Store: db, Flow: p.flow, Sessions: p.sessions, Setup: p.setup, Connections: p.connections,
		Access: p.access, Domains: p.domains, Profile: p.profile, Contract: promised, Pages: dist,
		Mail: outbox.On, PublicURL: c.publicURL, TrustedProxies: c.proxies, StartsPerMin: c.StartsPerMinute, Log: log, Now: time.Now,
	})
	return p, err
}

// readNotBefore reads before which time no attempt counts.
func (p *program) readNotBefore(ctx context.Context) error {
	at, err := p.store.NotBefore(ctx)
	if err != nil {
		return err
	}
	p.notBefore.Store(&at)
	return nil
}

// tend runs the work that nobody waits for, until ctx ends; each run that fails
// is logged and tried again at its next time. What is returned waits until all of
// it has stopped: a mail under way is finished first.
func (p *program) tend(ctx context.Context) (wait func(context.Context)) {
	var all sync.WaitGroup
	for _, work := range []struct {
		name  string
		every time.Duration
		do    func(context.Context) error
	}{
		{"send mail", time.Second, p.post.Send},
		{"flush the counts", 5 * time.Second, p.flow.FlushCounts},
		{"share unfinished sign-ins", time.Second, p.flow.ShareUnfinished},
		{"probe applications in trouble", 5 * time.Second, p.flow.Probe},
		{"check applications daily", time.Minute, p.flow.CheckDaily},
		{"tell of expiring secrets", 10 * time.Minute, p.flow.WarnOfExpiringSecrets},
		{"tell of SSO that is about to be required", 10 * time.Minute, p.access.RemindOfSSO},
		{"look at claimed domains", time.Minute, p.domains.Recheck},
		{"agree on the encryption key", 15 * time.Second, p.keys.meet},
		{"read what a restore voids", time.Minute, p.readNotBefore},
		{"rotate our keys", 5 * time.Minute, p.sessions.RotateKeys},
		{"prune", 10 * time.Minute, func(ctx context.Context) error { return p.store.Prune(ctx, time.Now()) }},
	} {
		all.Go(func() {
			tick := time.NewTicker(work.every)
			defer tick.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
				}
				if err := fault.Calmly(func() error { return work.do(ctx) }); err != nil && ctx.Err() == nil {
					p.log.ErrorContext(ctx, "background work failed", "work", work.name, "error", err)
				}
			}
		})
	}
	all.Go(func() { p.catchUp(ctx) })
	stopped := make(chan struct{})
	go func() { all.Wait(); close(stopped) }()
	return func(ctx context.Context) {
		select {
		case <-stopped:
		case <-ctx.Done():
		}
	}
}

// catchUpAgain is when a migration beside the program is tried again that failed.
const catchUpAgain = time.Minute

// catchUp makes what the migration left for later, until it is made.
func (p *program) catchUp(ctx context.Context) {
	for {
		err := fault.Calmly(func() error {
			return p.store.CatchUp(ctx, func(progress string) {
				p.log.InfoContext(ctx, "migration beside the program", "progress", progress)
			})
		})
		if err == nil || ctx.Err() != nil {
			return
		}
		p.log.ErrorContext(ctx, "migration beside the program failed", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(catchUpAgain):
		}
	}
}
