package cli

import (
	"strings"
	"testing"
	"time"

	"latchkey/api/reencrypt"
)

// R24: it is said when an older key may go, and that backups still need it.
func TestR24_WhenAnOlderKeyMayGo(t *testing.T) {
	now := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	for name, one := range map[string]struct {
		result reencrypt.Result
		keys   []string
		has    []string
		lacks  string
	}{
		"all":            {reencrypt.Result{Resealed: 7}, []string{"k2", "k1"}, []string{"7 values sealed anew with k2", "(k1) may be taken away after 2026-05-04T10:00:00Z", "backups"}, "other keys"},
		"one key":        {reencrypt.Result{}, []string{"k1"}, []string{"0 values sealed anew with k1"}, "taken away"},
		"some are left":  {reencrypt.Result{Left: 2}, []string{"k2", "k1"}, []string{"2 are sealed with other keys", "latchkey doctor"}, "7 values"},
		"some are amiss": {reencrypt.Result{Damaged: []string{"x 1"}}, []string{"k2", "k1"}, []string{"0 values"}, "taken away"},
	} {
		text := tellReencrypted(one.result, one.keys, now)
		for _, want := range one.has {
			if !strings.Contains(text, want) {
				t.Errorf("%s: not said: %q in\n%s", name, want, text)
			}
		}
		if strings.Contains(text, one.lacks) {
			t.Errorf("%s: said: %q in\n%s", name, one.lacks, text)
		}
	}
	if err := (reencryptCommand{}).Run(t.Context(), deployment(t.TempDir()+"/tpyo")); err == nil || !strings.Contains(err.Error(), "no database") {
		t.Errorf("of nothing: %v", err)
	}
}
