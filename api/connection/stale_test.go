package connection_test

import (
	"slices"
	"testing"

	"latchkey/api/connection"
	"latchkey/api/fault"
)

// A lost update is refused, and names who saved (412).
func TestStaleChangesNameWhoSaved(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.save(r.on(), keys(clientA, secretB))
		version := v.Live.ID
		for name, do := range map[string]func(connection.Target) error{
			"change": func(t connection.Target) error {
				_, err := r.Change(r.t.Context(), t, keys(clientA, secretA))
				return err
			},
			"enable": func(t connection.Target) error {
				_, err := r.Enable(r.t.Context(), t, connection.Consent{}, 0)
				return err
			},
			"disable": func(t connection.Target) error { _, err := r.Disable(r.t.Context(), t, false); return err },
			"remove": func(t connection.Target) error {
				return r.Remove(r.t.Context(), t, connection.Confirmation{Name: "a", Typed: "a"})
			},
			"discard": func(t connection.Target) error { _, err := r.DiscardDraft(r.t.Context(), t); return err },
			"end":     func(t connection.Target) error { _, err := r.EndRotation(r.t.Context(), t); return err },
			"restore": func(t connection.Target) error { _, err := r.Restore(r.t.Context(), t, version); return err },
		} {
			for _, revision := range []int64{0, v.Revision - 1, v.Revision + 1} {
				stale := r.at(v)
				stale.Revision = revision
				r.refuses(name, fault.ConfigChanged, nil, func() error {
					err := do(stale)
					if f := fault.Of(err); f.ChangedBy != "Sofia of Acme Support" || !f.ChangedAt.Equal(v.UpdatedAt.Time) {
						r.t.Errorf("%s: changed by %q at %s", name, f.ChangedBy, f.ChangedAt)
					}
					return err
				})
			}
		}
	})
}

// Of two who save what they read at the same time, one does.
func TestOneOfTwoSaves(t *testing.T) {
	onBoth(t, func(r *rig) {
		target := r.at(r.create("google"))
		results := make(chan error, 8)
		for range cap(results) {
			go func() {
				_, err := r.Change(r.t.Context(), target, keys(clientA, secretA))
				results <- err
			}()
		}
		var codes []fault.Code
		for range cap(results) {
			if err := <-results; err != nil {
				codes = append(codes, fault.Of(err).Code)
			}
		}
		r.same("the others", codes, slices.Repeat([]fault.Code{fault.ConfigChanged}, cap(results)-1))
	})
}
