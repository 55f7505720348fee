package service

import (
	"slices"
	"testing"
	"time"
)

// A token has what it was given as far as its service still has it, and never more.
func TestATokenNeverHasMoreThanItsService(t *testing.T) {
	for name, c := range map[string]struct {
		token string
		has   []string
		want  []string
	}{
		"both have it":                   {"users:read log:read", []string{"log:read", "users:read"}, []string{"users:read", "log:read"}},
		"the service has more":           {"users:read", []string{"users:read", "users:write"}, []string{"users:read"}},
		"a scope was taken away":         {"users:read users:write", []string{"users:read"}, []string{"users:read"}},
		"all were taken away":            {"users:read", []string{"log:read"}, nil},
		"a token without scopes":         {"", []string{"users:read"}, nil},
		"the beginning of one is no one": {"users", []string{"users:read"}, nil},
		"spaces":                         {"  users:read   log:read ", []string{"users:read"}, []string{"users:read"}},
	} {
		if got := narrowed(c.token, c.has); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// That a token is not revoked is remembered for a second, and not beyond its revocation.
func TestRevocationIsASecondAwayAtMost(t *testing.T) {
	r, now := newRevoked(), time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	if r.isFine("a", now) {
		t.Error("nobody has looked yet")
	}
	r.note("a", now)
	r.note("b", now)
	for after, want := range map[time.Duration]bool{0: true, 999 * time.Millisecond: true, time.Second: false, time.Minute: false} {
		if got := r.isFine("a", now.Add(after)); got != want {
			t.Errorf("after %s: %t", after, got)
		}
	}
	r.forget("a")
	if r.isFine("a", now) || !r.isFine("b", now) {
		t.Error("not the one that was revoked is forgotten")
	}
	r.note("c", now.Add(2*time.Second))
	if len(r.fine) != 1 {
		t.Errorf("%d are remembered: what is over must go", len(r.fine))
	}
}
