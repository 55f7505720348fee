package outbound

import (
	"context"
	"errors"
	"testing"
	"time"
)

// L2: a key with no room left does not stand in the way of another, and one that has
// no calls is forgotten.
func TestL2_PlacesByKey(t *testing.T) {
	b := newPlaces(Limits{Each: 1, All: 100, Wait: time.Millisecond})
	enter := func(key string) func() {
		t.Helper()
		leave, err := b.enter(t.Context(), key)
		if err != nil {
			t.Fatalf("%q: %v", key, err)
		}
		return leave
	}
	ours, theirs, nobodys := enter("ours"), enter("theirs"), enter("")
	if _, err := b.enter(t.Context(), "ours"); !errors.Is(err, ErrBusy) {
		t.Errorf("a second call of one place: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.enter(gone, "ours"); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller that went away: %v", err)
	}
	ours()
	enter("ours")()
	theirs()
	nobodys()
	if b.byKey.Keys() != 0 || len(b.all) != 0 || len(b.kept) != 0 {
		t.Errorf("%d keys are remembered that have no calls, %d places are taken", b.byKey.Keys(), len(b.all)+len(b.kept))
	}
}
