package principal

import (
	"context"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Authorize refuses a caller who lacks a permission. To whoever lacks one within an
// organization that organization does not exist, whether it does or not.
func Authorize(p store.Principal, permission Permission, organization string) error {
	if !permission.WithinOrganization() {
		return nil
	}
	own := p.OrganizationCode != "" && p.OrganizationCode == organization
	if !own || !slices.Contains(Of(p.Role), permission) {
		return fault.Because(fault.NotFound, "not_permitted")
	}
	return nil
}

type contextKey struct{}

// With gives a context that knows who calls.
func With(ctx context.Context, p store.Principal) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// From gives who calls. A handler of an operation that is not public may rely on
// it: without a caller the request has passed no gate, which is a fault of ours.
func From(ctx context.Context) store.Principal {
	p, ok := ctx.Value(contextKey{}).(store.Principal)
	if !ok {
		panic("an operation without its caller")
	}
	return p
}
