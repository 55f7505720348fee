package signintest

import (
	"log/slog"

	"latchkey/api/connection/application"
	"latchkey/api/connection/conntest"
	"latchkey/api/connection/health"
	"latchkey/api/mail"
	"latchkey/api/role/assign"
	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/signin/passwords"
	"latchkey/api/signin/preview"
)

// Options are what differs between the deployments of tests.
type Options struct {
	Mail      mail.Outbox
	Passwords passwordcheck.Hasher
	Limits    attempt.Limits
}

// Rooms are the rooms of one replica.
type Rooms struct {
	Applications *application.Applications
	Health       *health.Health
	Tests        *conntest.Tests
	Forecasts    *preview.Forecaster
	LinkPages    *linking.Pages
	SelfService  *linking.SelfService
	Passwords    *passwords.Passwords
	Flow         *signin.Flow
}

// NewRooms builds the rooms of a replica, as package app does.
func (r *Rig) NewRooms(o Options) Rooms {
	log := slog.New(slog.NewJSONHandler(r.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var rooms Rooms
	rooms.Applications = application.New(application.Options{
		Store: r.DB, Ring: r.Ring, Providers: r.providers, PublicURL: PublicURL, Log: log, Now: r.Clock.Now,
	})
	rooms.Health = health.New(health.Options{Store: r.DB, Applications: rooms.Applications, Mail: o.Mail, Log: log, Now: r.Clock.Now})
	attempts := attempt.New(attempt.Options{
		Ring: r.Ring, Providers: r.providers, Applications: rooms.Applications, Log: log, Now: r.Clock.Now, Limits: o.Limits,
	})
	checker := passwordcheck.New(passwordcheck.Options{Store: r.DB, Ring: r.Ring, Hasher: o.Passwords, Mail: o.Mail, Log: log, Now: r.Clock.Now})
	rooms.Tests = conntest.New(conntest.Options{
		Store: r.DB, Providers: r.providers, Applications: rooms.Applications, Attempts: attempts, Sessions: r.Sessions,
		Mail: o.Mail.On, Log: log, Now: r.Clock.Now,
	})
	rooms.Forecasts = preview.New(preview.Options{Store: r.DB, Mail: o.Mail.On, Now: r.Clock.Now})
	rooms.Passwords = passwords.New(passwords.Options{
		Store: r.DB, Checker: checker, Sessions: r.Sessions, Routes: attempt.Routes{"/", "/profile"}, Log: log, Now: r.Clock.Now,
	})
	giver := &assign.Roles{Mail: o.Mail, Log: log, Now: r.Clock.Now}
	links := &linking.Links{Mail: o.Mail, Now: r.Clock.Now}
	rooms.LinkPages = linking.New(linking.Options{
		Store: r.DB, Ring: r.Ring, Attempts: attempts, Links: links, Sessions: r.Sessions, Passwords: checker, Roles: giver, Log: log, Now: r.Clock.Now,
	})
	rooms.SelfService = linking.NewSelfService(linking.SelfServiceOptions{
		Store: r.DB, Attempts: attempts, Health: rooms.Health, Links: links, Sessions: r.Sessions, Now: r.Clock.Now,
	})
	rooms.Flow = signin.New(signin.Options{
		Store: r.DB, Ring: r.Ring, Providers: r.providers, Applications: rooms.Applications, Attempts: attempts, Health: rooms.Health,
		Tests: rooms.Tests, Links: links, LinkPages: rooms.LinkPages, SelfService: rooms.SelfService, Sessions: r.Sessions, Passwords: checker, Roles: giver, Mail: o.Mail, Routes: attempt.Routes{"/", "/profile"},
		Log: log, Now: r.Clock.Now,
	})
	return rooms
}

// Build builds the rig's own rooms, after its options were changed.
func (r *Rig) Build() { r.Rooms = r.NewRooms(r.Options) }

// Replica is the flow of another replica.
func (r *Rig) Replica() *signin.Flow { return r.NewRooms(r.Options).Flow }
