package apply_test

import (
	"strings"
	"testing"

	"latchkey/api/apply"
)

// F1: whatever a file holds, it is read as the text that stands there, or refused.
func FuzzRead(f *testing.F) {
	for _, id := range []string{`0012`, `00042`, `1_000`, `1.10`, `0x1F`, `null`, `"0012"`, `~`, `yes`, `2026-01-01`, `!!str 12`, `&a b`, `*a`, "\"a\\u0002\"", "|\n  a"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if strings.ContainsAny(id, "\n\r") {
			return
		}
		d, err := apply.Read(strings.NewReader("organizations:\n  - code: acme\n    people:\n      - email: a@acme.example\n        externalId: " + id + "\n"))
		if err != nil || len(d.Organizations) == 0 || len(d.Organizations[0].People) == 0 || d.Organizations[0].People[0].ExternalID == nil {
			return
		}
		if got := *d.Organizations[0].People[0].ExternalID; got != "" && strings.Trim(got, "0123456789") == "" && !strings.Contains(id, got) {
			t.Errorf("%q is read as %q", id, got)
		}
	})
}
