package signintest

import (
	"log/slog"

	"latchkey/api/connection/application"
	"latchkey/api/connection/health"
	"latchkey/api/mail"
	"latchkey/api/signin"
	"latchkey/api/signin/passwordcheck"
)

// Options are what differs between the deployments of tests.
type Options struct {
	Mail      mail.Outbox
	Passwords passwordcheck.Hasher
	Limits    signin.Limits
}

// Rooms are the rooms of one replica.
type Rooms struct {
	Applications *application.Applications
	Health       *health.Health
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
	rooms.Flow = signin.New(signin.Options{
		Store: r.DB, Ring: r.Ring, Providers: r.providers, Applications: rooms.Applications, Health: rooms.Health, Sessions: r.Sessions,
		Passwords: o.Passwords, Mail: o.Mail, Log: log, Now: r.Clock.Now, Limits: o.Limits, Routes: []string{"/", "/profile"},
	})
	return rooms
}

// Build builds the rig's own rooms, after its options were changed.
func (r *Rig) Build() { r.Rooms = r.NewRooms(r.Options) }

// Replica is the flow of another replica.
func (r *Rig) Replica() *signin.Flow { return r.NewRooms(r.Options).Flow }
