package signin

import (
	"log/slog"
	"time"

	"latchkey/api/connection/application"
	"latchkey/api/connection/conntest"
	"latchkey/api/connection/health"
	"latchkey/api/idp"
	"latchkey/api/mail"
	"latchkey/api/role/assign"
	"latchkey/api/secret"
	"latchkey/api/semaphore"
	"latchkey/api/session"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/store"
)

// Flow runs sign-ins; safe for concurrent use.
type Flow struct {
	Counts   *Counts   // the starts that are not written yet
	Redeemed *Redeemed // the claims of attempts that are not spent yet

	remembered   *remembered
	store        *store.Store
	idp          *idp.Providers
	applications *application.Applications
	attempts     *attempt.Attempts
	health       *health.Health
	tests        *conntest.Tests
	links        *linking.Links
	linkPages    *linking.Pages
	selfService  *linking.SelfService
	sessions     *session.Sessions
	passwords    *passwordcheck.Checker
	roles        *assign.Roles
	log          *slog.Logger
	now          func() time.Time
	count        func(provider, outcome string)
	mail         mail.Outbox
	routes       attempt.Routes
	alone        *semaphore.Keyed // attempts that are being completed, by id
}

// Options are what the flow needs from outside.
type Options struct {
	Store        *store.Store
	Ring         *secret.Ring
	Providers    *idp.Providers
	Applications *application.Applications
	Attempts     *attempt.Attempts
	Health       *health.Health
	Tests        *conntest.Tests // completes the attempts that are tests
	Links        *linking.Links
	LinkPages    *linking.Pages       // takes the accounts that are asked to prove a user
	SelfService  *linking.SelfService // completes the attempts that are self-service
	Sessions     *session.Sessions
	Passwords    *passwordcheck.Checker
	Roles        *assign.Roles // gives the roles that rules say
	Log          *slog.Logger
	Now          func() time.Time
	// Count counts each attempt: "started", then one of "finished", "asked" or
	// "refused"; nil if nobody counts.
	Count  func(provider, outcome string)
	Mail   mail.Outbox    // takes the mails to people
	Routes attempt.Routes // that a sign-in may return to
}

// New returns a Flow.
func New(o Options) *Flow {
	if o.Count == nil {
		o.Count = func(string, string) {}
	}
	return &Flow{
		store: o.Store, idp: o.Providers, applications: o.Applications, attempts: o.Attempts, health: o.Health,
		tests: o.Tests, links: o.Links, linkPages: o.LinkPages, selfService: o.SelfService, sessions: o.Sessions, passwords: o.Passwords, roles: o.Roles, log: o.Log, now: o.Now, count: o.Count, mail: o.Mail,
		routes: o.Routes, alone: semaphore.NewKeyed(1), Redeemed: newRedeemed(o), Counts: newCounts(o.Store), remembered: newRemembered(o),
	}
}

// What goes in and comes out of a sign-in belongs to its attempt.
type (
	// Visitor is the browser that sends a request.
	Visitor = attempt.Visitor
	// Started is an attempt that has begun.
	Started = attempt.Started
	// Outcome is what the HTTP edge does with the browser after a request.
	Outcome = attempt.Outcome
	// Refusal is a callback that ends at the refused page.
	Refusal = attempt.Refusal
	// Busy is a callback that has to wait.
	Busy = attempt.Busy
	// AskAgain is a callback after which the provider is asked once more.
	AskAgain = attempt.AskAgain
)

// Home is where a sign-in returns to without a return path.
const Home = attempt.Home
