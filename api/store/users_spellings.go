package store

import (
	"slices"
	"strings"
	"unicode"
)

// spellings are what was typed and, if it has letters beyond A to Z, the cases in which names
// are written: SQLite, and PostgreSQL in some languages, makes small letters of A to Z alone. What
// is stored is compared with each.
func spellings(typed string) []string {
	if !strings.ContainsFunc(typed, func(r rune) bool { return r > unicode.MaxASCII && (unicode.IsUpper(r) || unicode.IsLower(r)) }) {
		return []string{typed}
	}
	all := []string{typed, strings.ToLower(typed), strings.ToUpper(typed), capitalized(typed)}
	slices.Sort(all)
	return slices.Compact(all)
}

// capitalized begins each word with a large letter.
func capitalized(typed string) string {
	within := false
	return strings.Map(func(r rune) rune {
		begins := !within
		within = unicode.IsLetter(r) || unicode.IsMark(r)
		if begins {
			return unicode.ToTitle(r)
		}
		return unicode.ToLower(r)
	}, typed)
}

// anySpelling is a condition that holds of one spelling at least, with the arguments of each.
func anySpelling(typed, condition string, args func(spelling string) []any) clause {
	var all clause
	for n, spelling := range spellings(typed) {
		if n > 0 {
			all.text += ` OR `
		}
		all.text, all.args = all.text+condition, append(all.args, args(spelling)...)
	}
	all.text = `(` + all.text + `)`
	return all
}
