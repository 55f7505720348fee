package attempt

import (
	"regexp"
	"slices"
	"strings"

	"latchkey/api/secret"
)

// Routes are the paths that a sign-in may return to; ":id" stands for an id, and
// ":sealed" for a value that was sealed for whoever serves the path, and that they open.
type Routes []string

// ReturnPath keeps a path that is exactly one of the routes, with ids where the
// route has them; everything else is Home. The path is compared and not parsed, so
// that nothing like "/\evil.com" is read as a host (A05).
func (r Routes) ReturnPath(asked string) string {
	if slices.ContainsFunc(r, func(route string) bool { return isRoute(route, asked) }) {
		return asked
	}
	return Home
}

// mostSealed keeps a return path small enough for the cookie of an attempt.
const mostSealed = 2000

func isRoute(route, asked string) bool {
	parts, given := strings.Split(route, "/"), strings.Split(asked, "/")
	return slices.EqualFunc(parts, given, func(part, text string) bool {
		switch {
		case part == ":sealed":
			return len(text) <= mostSealed && regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`).MatchString(text)
		case strings.HasPrefix(part, ":"):
			return secret.IsID(text)
		}
		return part == text
	})
}
