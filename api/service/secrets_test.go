package service

import (
	"testing"
	"time"
)

// A secret lives a year unless somebody says how long; for ever must be said, and of no
// secret nothing can be said.
func TestHowLongASecretLives(t *testing.T) {
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		lifetime Lifetime
		none     bool
		want     time.Duration
		refused  string
	}{
		"nothing said":              {Lifetime{}, false, 365 * day, ""},
		"thirty days":               {Lifetime{Name: "30d"}, false, 30 * day, ""},
		"ninety days":               {Lifetime{Name: "90d"}, false, 90 * day, ""},
		"a year":                    {Lifetime{Name: "1y"}, false, 365 * day, ""},
		"three years":               {Lifetime{Name: "3y"}, false, 3 * 365 * day, ""},
		"for ever":                  {Lifetime{Never: true}, false, 0, ""},
		"for ever, by name":         {Lifetime{Name: "never"}, false, 0, "/lifetime"},
		"a time of nobody":          {Lifetime{Name: "2y"}, false, 0, "/lifetime"},
		"for ever and a year":       {Lifetime{Name: "1y", Never: true}, false, 0, "/never"},
		"no secret":                 {Lifetime{}, true, 0, ""},
		"no secret, for ever":       {Lifetime{Never: true}, true, 0, "/never"},
		"no secret, for a year":     {Lifetime{Name: "1y"}, true, 0, "/lifetime"},
		"no secret, for 2 years":    {Lifetime{Name: "2y"}, true, 0, "/lifetime"},
		"no secret, both are named": {Lifetime{Name: "1y", Never: true}, true, 0, "/never"},
	} {
		got, problem := c.lifetime.read(c.none)
		refused := ""
		if problem != nil {
			refused = problem.Pointer
		}
		if refused != c.refused || refused == "" && got != c.want {
			t.Errorf("%s: %s, %q", name, got, refused)
		}
	}
	for text, want := range map[string]time.Duration{"never": 0, "90d": 90 * day, "": 365 * day} {
		if got, known := LifetimeOf(text); !known || got != want {
			t.Errorf("in a file %q is %s, %t", text, got, known)
		}
	}
	for _, text := range []string{"Never", "2y", "90", "90 d", "1Y", "forever"} {
		if _, known := LifetimeOf(text); known {
			t.Errorf("in a file %q is a lifetime", text)
		}
	}
}
