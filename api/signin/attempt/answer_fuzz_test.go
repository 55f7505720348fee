package attempt

import (
	"net/url"
	"strings"
	"testing"
	"unicode"
)

// S9: whatever comes back with a browser, what is read of it holds no sign that a
// provider could misread.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{"state=s&code=c", "state=s&code=c%00d", "state=s&code=c%7F", "state=s&code=c%0D%0Ad", "state=s&code=%C2%85", "state=s&error=access_denied&error_description=%1B[31m", "code=c;state=s", "state=%FF&code=c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q, _ := url.ParseQuery(raw)
		a, err := ReadAnswer(q)
		if err == nil && strings.ContainsFunc(a.State+a.Code+a.Issuer+a.Failure, unicode.IsControl) {
			t.Errorf("%q: %+v", raw, a)
		}
	})
}
