package policy

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// FirstSignIn is what to change of a connection's first sign-ins; nil stays.
type FirstSignIn struct {
	ConnectionID   string
	Linking        *store.Linking
	WeakProof      *store.WeakProof
	DifferentEmail *bool
}

// changeFirstSignIns says whether it changed anything.
func changeFirstSignIns(ctx context.Context, tx change.Tx, changes []FirstSignIn) (bool, error) {
	if len(changes) == 0 {
		return false, nil
	}
	connections, err := tx.ConnectionsOf(ctx, tx.By.OrganizationID)
	if err != nil {
		return false, fmt.Errorf("list connections: %w", err)
	}
	changedAny, seen := false, map[string]bool{}
	var fields []fault.Field
	for n, change := range changes {
		at := slices.IndexFunc(connections, func(c store.Connection) bool {
			return c.ID == change.ConnectionID && c.State != store.Removed
		})
		if at < 0 || seen[change.ConnectionID] {
			fields = append(fields, fault.Field{Pointer: "/firstSignIn/" + strconv.Itoa(n) + "/connectionId", Code: firstProblem(at < 0)})
			continue
		}
		seen[change.ConnectionID] = true
		changed, err := changeFirstSignIn(ctx, tx, connections[at], change)
		if err != nil {
			return false, err
		}
		changedAny = changedAny || changed
	}
	if len(fields) > 0 {
		return false, fault.Invalid(fields...)
	}
	return changedAny, nil
}

func firstProblem(unknown bool) string {
	if unknown {
		return "invalid"
	}
	return "duplicate"
}

func changeFirstSignIn(ctx context.Context, tx change.Tx, was store.Connection, change FirstSignIn) (bool, error) {
	is := was
	set(&is.Linking, change.Linking)
	set(&is.WeakProof, change.WeakProof)
	set(&is.DifferentEmail, change.DifferentEmail)
	difference := store.Difference(was, is)
	if len(difference) == 0 {
		return false, nil
	}
	if is.Weakens(was) {
		if err := tx.AskRecent(ctx); err != nil {
			return false, err
		}
	}
	is.ChangedBy, is.UpdatedAt = tx.By.ID, store.At(tx.At)
	if err := tx.UpdateConnection(ctx, is); err != nil {
		return false, fmt.Errorf("change a connection: %w", err)
	}
	return true, tx.Record(ctx, event.PolicyChanged, is.ID, difference)
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}
