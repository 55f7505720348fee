package principal

import (
	"context"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Caller is who calls: a person in a session, or a service, which has none. A service
// stands in for a person with its organization, its name and its id.
type Caller struct {
	store.Principal
	Service bool
	Scopes  []Permission // of a service
}

// Authorize refuses a caller who lacks a permission. To whoever lacks one within an
// organization that organization does not exist, whether it does or not; a service is
// told which scope it lacks in its own.
func Authorize(c Caller, permission Permission, organization string) error {
	if !permission.WithinOrganization() {
		return c.person()
	}
	own := c.OrganizationCode != "" && c.OrganizationCode == organization
	switch {
	case !own || !c.Service && !slices.Contains(Of(c.Role, c.RolePermits), permission):
		return fault.Because(fault.NotFound, "not_permitted")
	case c.Service && !slices.Contains(Scopes(), permission):
		return c.person()
	case c.Service && !slices.Contains(c.Scopes, permission):
		return fault.Because(fault.ScopeMissing, string(permission))
	}
	return nil
}

// person refuses a service what is for people.
func (c Caller) person() error {
	if c.Service {
		return fault.Because(fault.PersonRequired, "service")
	}
	return nil
}

type contextKey struct{}

// With gives a context that knows who calls.
func With(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, contextKey{}, c)
}

// From gives who calls. A handler of an operation that is not public may rely on
// it: without a caller the request has passed no gate, which is a fault of ours.
func From(ctx context.Context) Caller {
	c, ok := ctx.Value(contextKey{}).(Caller)
	if !ok {
		panic("an operation without its caller")
	}
	return c
}

type againKey struct{}

// WithAgain gives a context that can ask once more whether its caller may do what they do.
func WithAgain(ctx context.Context, again func(context.Context) error) context.Context {
	return context.WithValue(ctx, againKey{}, again)
}

// Again asks once more whether the caller may do what they do, for whoever has waited: a key
// that was revoked meanwhile gets no answer. The error is a fault.
func Again(ctx context.Context) error {
	again, ok := ctx.Value(againKey{}).(func(context.Context) error)
	if !ok {
		panic("an operation without its caller")
	}
	return again(ctx)
}
