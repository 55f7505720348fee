package attempt

import (
	"slices"
	"strconv"
	"strings"

	"latchkey/api/secret"
)

// Routes are the paths that a sign-in may return to; ":id" stands for an id, and
// ":sealed" for a value that was sealed for whoever serves the path, and that they open. It
// may end in a number: see [MaxAge].
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
	for {
		part, nextParts, more := strings.Cut(route, "/")
		text, nextTexts, given := strings.Cut(asked, "/")
		if more != given || !isPart(part, text) {
			return false
		}
		if !more {
			return true
		}
		route, asked = nextParts, nextTexts
	}
}

func isPart(part, text string) bool {
	switch {
	case part == ":sealed":
		sealed, age := withoutMaxAge(text)
		name, value, is := strings.Cut(sealed, ".")
		return is && len(text) <= mostSealed && isBase64(name) && isBase64(value) && (sealed == text || isMaxAge(age))
	case strings.HasPrefix(part, ":"):
		return secret.IsID(text)
	}
	return part == text
}

// MaxAge says how many seconds ago somebody may have authenticated where a return path
// leads, nil if it does not matter: the sealed value ends in that number. A provider that
// signs them in is asked the same.
func MaxAge(returnPath string) *int {
	_, age := withoutMaxAge(returnPath[strings.LastIndex(returnPath, "/")+1:])
	seconds, err := strconv.Atoi(age)
	if err != nil || !isMaxAge(age) {
		return nil
	}
	return &seconds
}

// withoutMaxAge parts a sealed value from the number that it may end in.
func withoutMaxAge(text string) (sealed, age string) {
	if strings.Count(text, ".") < 2 {
		return text, ""
	}
	last := strings.LastIndex(text, ".")
	return text[:last], text[last+1:]
}

func isMaxAge(text string) bool {
	return text != "" && len(text) <= 10 && strings.Trim(text, "0123456789") == ""
}

// isBase64 says whether a text has letters of base64url, and no others.
func isBase64(text string) bool {
	return text != "" && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}
