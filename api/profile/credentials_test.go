package profile_test

import (
	"strings"
	"testing"
	"time"
)

func TestF2OwnLogin(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		maya, nobody := r.begin(r.maya), r.begin(r.ben)
		for name, c := range map[string]struct {
			value string
			own   bool
		}{
			"the own address":            {strings.ToUpper(r.maya.Email), true},
			"the own password":           {oldPassword, true},
			"another password":           {newPassword, false},
			"nothing":                    {"", false},
			"what is longer than any":    {strings.Repeat(oldPassword, 100), false},
			"the password and some more": {oldPassword + "1", false},
		} {
			own, err := r.IsOwnLogin(t.Context(), maya, c.value)
			if r.must(err); own != c.own {
				t.Errorf("%s: got %v", name, own)
			}
		}
		own, err := r.IsOwnLogin(t.Context(), nobody, oldPassword)
		if r.must(err); own {
			t.Error("somebody without a password has one")
		}
	})
}

// It is no way to find a password out.
func TestF2OwnLoginIsBounded(t *testing.T) {
	r := newRig(t, storeOn(t))
	h := r.begin(r.maya)
	ask := func(value string) bool {
		own, err := r.IsOwnLogin(t.Context(), h, value)
		r.must(err)
		return own
	}
	for range 12 {
		ask("guess")
	}
	if ask(oldPassword) {
		t.Error("the thirteenth guess was looked at")
	}
	if !ask(r.maya.Email) {
		t.Error("an address is no guess")
	}
	r.now = r.now.Add(10 * time.Minute)
	if !ask(oldPassword) {
		t.Error("nothing is looked at later")
	}
}
