package signin

import (
	"context"

	"latchkey/api/idp"
	"latchkey/api/secret"
)

// AskAgain sends the browser to the provider once more, without the parameters
// that a sign-in can do without: it had called the request with them malformed.
// Nothing is spent.
type AskAgain struct {
	Started
	SpentCookie string // of the attempt that this one follows
}

// Error names it for logs.
func (*AskAgain) Error() string { return "the provider is asked again, without optional parameters" }

// plainly is an *AskAgain when the provider's answer can be about a parameter of
// ours that it need not understand, and nil otherwise. It happens once: the new
// attempt asks nothing more. It keeps the id, so that of both one ends, and the
// time at which the first began.
func (r *Flow) plainly(ctx context.Context, t *trip, ans answer) error {
	if ans.failure != "invalid_request" || !t.AsksMore {
		return nil
	}
	a := t.attempt
	a.State, a.Nonce, a.Verifier, a.Plain = secret.NewToken(), secret.NewToken(), secret.NewToken(), true
	started, err := r.depart(ctx, t.live, a, idp.Attempt{Plain: true}, nil)
	if err != nil {
		return err
	}
	r.log.InfoContext(ctx, "the provider refused optional parameters", "ref", t.Reference, "purpose", t.Purpose,
		"organization", t.Organization, "connection", t.Connection, "provider", t.Provider)
	return &AskAgain{started, attemptName(t.State)}
}
