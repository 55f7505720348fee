package strictjson

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fold returns the name that all its case variants share, with the simple
// folding by which encoding/json matches names: K (Kelvin sign) reads as k.
func fold(name string) string {
	for i := range len(name) {
		if c := name[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return foldSlowly(name)
		}
	}
	return name
}

func foldSlowly(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return unicode.ToLower(least)
	}, name)
}
