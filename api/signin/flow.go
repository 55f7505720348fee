package signin

import (
	"log/slog"
	"time"

	"latchkey/api/connection/application"
	"latchkey/api/connection/health"
	"latchkey/api/idp"
	"latchkey/api/mail"
	"latchkey/api/secret"
	"latchkey/api/semaphore"
	"latchkey/api/session"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/store"
)

// Flow runs sign-ins; safe for concurrent use.
type Flow struct {
	store        *store.Store
	ring         *secret.Ring
	idp          *idp.Providers
	applications *application.Applications
	health       *health.Health
	sessions     *session.Sessions
	passwords    *passwordcheck.Checker
	log          *slog.Logger
	now          func() time.Time
	notBefore    func() time.Time
	count        func(provider, outcome string)
	mail         mail.Outbox
	routes       []string
	exchanges    *semaphore.Keyed // codes that are being exchanged, by client address
	attempts     *semaphore.Keyed // attempts that are being completed, by id
	redeemed     *redeemed
	counts       *counts
	limits       Limits
}

// Options are what the flow needs from outside.
type Options struct {
	Store        *store.Store
	Ring         *secret.Ring
	Providers    *idp.Providers
	Applications *application.Applications
	Health       *health.Health
	Sessions     *session.Sessions
	Passwords    passwordcheck.Hasher
	Log          *slog.Logger
	Now          func() time.Time
	// Count counts each attempt: "started", then one of "finished", "asked" or
	// "refused"; nil if nobody counts.
	Count  func(provider, outcome string)
	Mail   mail.Outbox // takes the mails to people
	Limits Limits      // zero for the defaults
	Routes []string    // the paths of the app that a sign-in may return to; ":id" stands for an id
	// NotBefore is the time before which no attempt is valid; nil if there is none.
	NotBefore func() time.Time
}

// New returns a Flow.
func New(o Options) *Flow {
	if o.Count == nil {
		o.Count = func(string, string) {}
	}
	if o.NotBefore == nil {
		o.NotBefore = func() time.Time { return time.Time{} }
	}
	o.Limits = o.Limits.orDefaults()
	return &Flow{
		notBefore: o.NotBefore,
		store:     o.Store, ring: o.Ring, idp: o.Providers, applications: o.Applications, health: o.Health, sessions: o.Sessions,
		passwords: passwordcheck.New(passwordcheck.Options{Store: o.Store, Ring: o.Ring, Hasher: o.Passwords, Log: o.Log, Now: o.Now}),
		log:       o.Log, now: o.Now, count: o.Count, mail: o.Mail,
		limits: o.Limits,
		routes: o.Routes, exchanges: semaphore.NewKeyed(o.Limits.Each), attempts: semaphore.NewKeyed(1), redeemed: newRedeemed(), counts: newCounts(),
	}
}

// Visitor is the browser that sends a request, as the HTTP edge sees it.
type Visitor struct {
	Reference string // of this request: 7F3K-92QD
	Address   string // the client's IP address
	Browser   string // its User-Agent, cut
	Session   string // its session cookie, or ""
	Known     string // its browser cookie, or "": see package passwordcheck
}

// browser is the visitor as package passwordcheck sees it.
func (v Visitor) browser() passwordcheck.Browser {
	return passwordcheck.Browser{Address: v.Address, Known: v.Known}
}

// Outcome is what the HTTP edge does with the browser after a request.
type Outcome struct {
	ReturnTo     string // a path of the app
	Session      string // the new refresh token, or ""
	SessionUntil time.Time
	PendingLink  string  // the id of a new pending link, or "": send the browser to the link page
	Known        string  // the new browser cookie, or ""
	Organization string  // code
	SpentCookie  string  // the name of the attempt cookie to clear, or ""
	Test         *Tested // a completed test of a connection: nobody has signed in
}

// Home is where a sign-in returns to without a return path.
const Home = "/"
