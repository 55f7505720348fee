package cli

import (
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// L15: the gap is said, and what nobody can know any more.
func TestL15_TheGapIsSaid(t *testing.T) {
	now := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	text := tellGap(store.Restored{Newest: now.Add(-90 * time.Minute), Sessions: 7}, now)
	for _, want := range []string{"7 sessions ended", "2026-05-04T07:30:00Z, 1h30m0s ago", "who was deactivated"} {
		if !strings.Contains(text, want) {
			t.Errorf("not said: %q in\n%s", want, text)
		}
	}
	if err := (restoredCommand{}).Run(t.Context(), deployment(t.TempDir()+"/tpyo")); err == nil || !strings.Contains(err.Error(), "no database") {
		t.Errorf("of nothing: %v", err)
	}
}
