package signin

import (
	"context"

	"latchkey/api/idp"
	"latchkey/api/secret"
)

// AskAgain sends the browser to the provider once more, without the optional
// parameters: the provider had refused the request with them. Nothing is spent.
type AskAgain struct {
	Started
	SpentCookie string // of the attempt that this one replaces
}

// Error names it for logs.
func (*AskAgain) Error() string { return "the provider is asked again, without optional parameters" }

// askAgain is an *AskAgain if the provider's error can be about an optional parameter
// of ours, and nil otherwise. It happens once, because the new attempt has none. The
// new attempt keeps the id and the start time of the first, so that one of the two
// ends in the log.
func (r *Flow) askAgain(ctx context.Context, a *returnedAttempt, ans answer) error {
	if ans.failure != "invalid_request" || !a.AsksMore {
		return nil
	}
	next := a.attempt
	next.State, next.Nonce, next.Verifier, next.Plain = secret.NewToken(), secret.NewToken(), secret.NewToken(), true
	started, err := r.startAttempt(ctx, a.live, next, idp.Attempt{Plain: true}, nil)
	if err != nil {
		return err
	}
	r.log.InfoContext(ctx, "the provider refused optional parameters", "ref", a.Reference, "purpose", a.Purpose,
		"organization", a.Organization, "connection", a.Connection, "provider", a.Provider)
	return &AskAgain{started, attemptName(a.State)}
}
