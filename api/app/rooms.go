package app

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/audit"
	"latchkey/api/branding"
	"latchkey/api/client"
	"latchkey/api/client/access"
	"latchkey/api/connection"
	"latchkey/api/connection/application"
	"latchkey/api/connection/conntest"
	"latchkey/api/connection/guest"
	"latchkey/api/connection/health"
	"latchkey/api/domain"
	"latchkey/api/mail"
	"latchkey/api/oidc"
	"latchkey/api/oidc/backchannel"
	"latchkey/api/oidc/refusals"
	"latchkey/api/outbound"
	"latchkey/api/people"
	"latchkey/api/policy"
	"latchkey/api/profile"
	"latchkey/api/role"
	"latchkey/api/role/assign"
	"latchkey/api/service"
	"latchkey/api/setup"
	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/signin/passwords"
	"latchkey/api/signin/preview"
	"latchkey/api/web/pages"
	"latchkey/api/webhook"
)

// newConnections builds the rooms that store SSO connections, use them and watch their health.
func (a *App) newConnections(context.Context) error {
	o, c := a.options, a.options.Config
	publicURL, outbox := c.URL.String(), a.outbox()
	a.Applications = application.New(application.Options{
		Store: o.Store, Ring: c.Ring, Providers: a.Providers, PublicURL: publicURL, Log: o.Log, Now: o.Now,
	})
	a.Health = health.New(health.Options{Store: o.Store, Applications: a.Applications, Mail: outbox, Log: o.Log, Now: o.Now})
	a.Connections = connection.New(connection.Options{
		Store: o.Store, Ring: c.Ring, Providers: a.Providers, RedirectURI: a.Applications.RedirectURI,
		GenericAllowed: c.GenericProviders, Log: o.Log, Now: o.Now,
	})
	a.Guests = guest.New(guest.Options{Store: o.Store, Mail: outbox, Connections: a.Connections, PublicURL: publicURL, Now: o.Now})
	return nil
}

// newOpenID builds what we are to applications, services and webhooks of the organization.
func (a *App) newOpenID(context.Context) error {
	o, c := a.options, a.options.Config
	publicURL, outbox := c.URL.String(), a.outbox()
	a.Clients = client.New(o.Store, o.Now)
	a.Clients.TakeAssertions(a.Providers, publicURL)
	a.Services = service.New(service.Options{
		Store: o.Store, Clients: a.Clients, Sessions: a.Sessions, Keys: a.Providers, Mail: outbox, Issuer: publicURL, Log: o.Log, Now: o.Now,
	})
	a.Access = access.New(access.Options{Store: o.Store, Issuer: publicURL, Now: o.Now})
	a.Refusals = refusals.New(o.Store, o.Now)
	a.OpenID = oidc.New(oidc.Options{
		Store: o.Store, Sessions: a.Sessions, Clients: a.Clients, Access: a.Access, Services: a.Services, Ring: c.Ring, Issuer: publicURL, Audience: c.TokenAudience,
		Refusals: a.Refusals, Log: o.Log, Now: o.Now,
	})
	a.Logouts = backchannel.New(backchannel.Options{
		Store: o.Store, Sessions: a.Sessions, Clients: a.Clients, Issuer: publicURL, Count: a.metrics.Logout, Log: o.Log, Now: o.Now,
		Outbound: outbound.New(outbound.Options{Allow: c.AllowedNetworks, Proxy: c.Proxy, Limits: outbound.DefaultLimits()}),
	})
	a.Webhooks = webhook.New(webhook.Options{
		Store: o.Store, Ring: c.Ring, Mail: outbox, Log: o.Log, Now: o.Now,
		Outbound: outbound.New(outbound.Options{Allow: c.AllowedNetworks, Proxy: c.Proxy, Limits: webhook.Limits()}),
	})
	return nil
}

// newSignIn builds the flow of sign-ins, with what tests and foretells them.
func (a *App) newSignIn(context.Context) error {
	o, c := a.options, a.options.Config
	outbox := a.outbox()
	attempts := attempt.New(attempt.Options{
		Ring: c.Ring, Providers: a.Providers, Applications: a.Applications, Log: o.Log, Now: o.Now, Limits: o.Limits,
		NotBefore: func() time.Time { return *a.notBefore.Load() },
	})
	checker := passwordcheck.New(passwordcheck.Options{Store: o.Store, Ring: c.Ring, Hasher: a.Passwords, Mail: outbox, Log: o.Log, Now: o.Now})
	a.Tests = conntest.New(conntest.Options{
		Store: o.Store, Providers: a.Providers, Applications: a.Applications, Attempts: attempts, Sessions: a.Sessions,
		Mail: outbox.On, Log: o.Log, Now: o.Now,
	})
	a.Forecasts = preview.New(preview.Options{Store: o.Store, Mail: outbox.On, Now: o.Now})
	a.PasswordSignIns = passwords.New(passwords.Options{
		Store: o.Store, Checker: checker, Sessions: a.Sessions, Routes: returnPaths(), Log: o.Log, Now: o.Now,
	})
	links := &linking.Links{Mail: outbox, Now: o.Now}
	giver := &assign.Roles{Mail: outbox, Log: o.Log, Now: o.Now}
	a.Roles = role.NewRoles(o.Store, outbox, giver, o.Now)
	a.LinkPages = linking.New(linking.Options{
		Store: o.Store, Ring: c.Ring, Attempts: attempts, Links: links, Sessions: a.Sessions, Passwords: checker, Roles: giver,
		Count: a.metrics.SignIn, Log: o.Log, Now: o.Now,
	})
	a.SelfService = linking.NewSelfService(linking.SelfServiceOptions{
		Store: o.Store, Attempts: attempts, Health: a.Health, Links: links, Sessions: a.Sessions, Count: a.metrics.SignIn, Now: o.Now,
	})
	a.Flow = signin.New(signin.Options{
		Store: o.Store, Ring: c.Ring, Providers: a.Providers, Applications: a.Applications, Attempts: attempts, Health: a.Health,
		Tests: a.Tests, Links: links, LinkPages: a.LinkPages, SelfService: a.SelfService, Sessions: a.Sessions, Passwords: checker, Roles: giver, Mail: outbox, Routes: returnPaths(), Count: a.metrics.SignIn,
		Log: o.Log, Now: o.Now,
	})
	return nil
}

// newSettings builds what super admins and people set: who they are and how they may sign
// in.
func (a *App) newSettings(context.Context) error {
	o, c := a.options, a.options.Config
	publicURL, outbox := c.URL.String(), a.outbox()
	a.People = people.New(people.Options{Store: o.Store, Mail: outbox, Now: o.Now})
	a.Policies = policy.New(policy.Options{Store: o.Store, Mail: outbox, PublicURL: publicURL, Now: o.Now})
	a.Audit = &audit.Sealer{Store: o.Store, Keys: c.Ring, Log: o.Log, Now: o.Now}
	a.Brandings = branding.New(o.Store, o.Now)
	a.Domains = domain.New(domain.Options{Store: o.Store, Resolver: o.Resolver, Log: o.Log, Now: o.Now})
	a.Profile = profile.New(profile.Options{
		Store: o.Store, Passwords: a.Passwords, Mail: outbox, PublicURL: publicURL, Forget: a.Sessions.Forget, Now: o.Now,
	})
	a.Setup = &setup.Setup{Store: o.Store, Sessions: a.Sessions, Passwords: a.Passwords, Now: o.Now}
	return nil
}

// newMail builds what sends the mails of all these.
func (a *App) newMail(context.Context) error {
	o, c := a.options, a.options.Config
	var err error
	a.Sender, err = mail.New(mail.Options{
		Store: o.Store, Server: c.MailServer, From: c.Sender, PublicURL: c.URL.String(), SecretRenderers: a.secretRenderers(),
		Log: o.Log, Now: o.Now, Count: a.metrics.Mail, Refused: a.metrics.MailRefused,
	})
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}

// returnPaths are where a sign-in may return to: the app, and an application's request.
func returnPaths() []string { return append(pages.AppRoutes(), oidc.ContinuePath+":sealed") }

// outbox takes mails where this deployment sends any.
func (a *App) outbox() mail.Outbox {
	return mail.Outbox{On: a.options.Config.MailServer != nil, Now: a.options.Now}
}
