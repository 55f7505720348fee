package attempt

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"latchkey/api/connection/application"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/secret"
	"latchkey/api/semaphore"
	"latchkey/api/store"
)

// Attempts begins attempts and opens those that come back; safe for concurrent use.
type Attempts struct {
	Options
	slots *semaphore.Keyed // codes that are being exchanged, by client address
}

// Options are what the room needs from outside.
type Options struct {
	Ring         *secret.Ring
	Providers    *idp.Providers
	Applications *application.Applications
	Log          *slog.Logger
	Now          func() time.Time
	// NotBefore is the time before which no attempt is valid; nil if there is none.
	NotBefore func() time.Time
	Limits    Limits // zero for the defaults
}

// New returns the room.
func New(o Options) *Attempts {
	if o.NotBefore == nil {
		o.NotBefore = func() time.Time { return time.Time{} }
	}
	o.Limits = o.Limits.orDefaults()
	return &Attempts{o, semaphore.NewKeyed(o.Limits.Each)}
}

// New is an attempt of a visitor at a connection, with secrets of its own.
func (r *Attempts) New(purpose string, l store.LiveConnection, v Visitor) Attempt {
	return Attempt{
		ID: secret.NewID(), Reference: v.Reference, Purpose: purpose,
		State: secret.NewToken(), Nonce: secret.NewToken(), Verifier: secret.NewToken(),
		Organization: l.OrganizationID, Code: l.OrganizationCode,
		Connection: l.ID, Version: l.VersionID, Provider: l.Provider,
		ReturnTo: Home, Started: r.Now().UnixMicro(),
	}
}

// Begin seals an attempt and gives the address at the provider. The request
// says what else the provider is asked for.
func (r *Attempts) Begin(ctx context.Context, l store.LiveConnection, a Attempt, request idp.Attempt, cookies map[string]string) (Started, error) {
	request.State, request.Nonce, request.Verifier, request.HostedDomain = a.State, a.Nonce, a.Verifier, domainHint(l)
	to, err := r.Providers.AuthURL(ctx, r.Applications.Public(l), request)
	if err != nil {
		return Started{}, err
	}
	a.AsksMore = idp.AsksMore(to)
	cookie, err := r.Seal(a)
	if err != nil {
		return Started{}, err
	}
	return Started{to, cookie, r.Excess(cookies)}, nil
}

// Prompt asks the provider to show its account chooser, or not.
func Prompt(chooseAccount bool) string {
	if chooseAccount {
		return "select_account"
	}
	return ""
}

// domainHint lets the provider offer the right accounts; the lock itself is checked in
// the callback.
func domainHint(l store.LiveConnection) string {
	if provider.Of(provider.Key(l.Provider)).LockParameter != "" && len(l.LockedTo) == 1 {
		return l.LockedTo[0]
	}
	return ""
}

// Answered reads the answer of a provider and opens the application that sends its code next.
// Errors: what the provider said, an *[AskAgain], or why the answer is not believed.
func (r *Attempts) Answered(ctx context.Context, a *Returned, ans Answer) (idp.Application, error) {
	app, err := r.Applications.Open(a.Live)
	if err != nil {
		return idp.Application{}, err
	}
	if err := r.Providers.ReturnedIssuer(ctx, app, ans.Issuer, ans.HasIssuer); err != nil {
		return idp.Application{}, err
	}
	a.Reach("answer")
	if ans.Failure != "" {
		return idp.Application{}, cmp.Or(r.askAgain(ctx, a, ans), error(idp.AnswerFault(ans.Failure, ans.Details)))
	}
	a.Reach("exchange")
	return app, nil
}

// askAgain is an *[AskAgain] if the provider's error can be about an optional parameter
// of ours, and nil otherwise. It happens once, because the new attempt has none. The
// new attempt keeps the id and the start time of the first, so that one of the two
// ends in the log.
func (r *Attempts) askAgain(ctx context.Context, a *Returned, ans Answer) error {
	if ans.Failure != "invalid_request" || !a.AsksMore {
		return nil
	}
	next := a.Attempt
	next.State, next.Nonce, next.Verifier, next.Plain = secret.NewToken(), secret.NewToken(), secret.NewToken(), true
	started, err := r.Begin(ctx, a.Live, next, idp.Attempt{Plain: true}, nil)
	if err != nil {
		return err
	}
	r.Log.InfoContext(ctx, "the provider refused optional parameters", "ref", a.Reference, "purpose", a.Purpose,
		"organization", a.Organization, "connection", a.Connection, "provider", a.Provider)
	return &AskAgain{started, a.CookieName()}
}
