package idp

import (
	"cmp"
	"encoding/json"
	"strings"
)

const (
	// entraPrefix begins every code of Entra; digits follow.
	entraPrefix = "AADSTS"
	// maxEntraDigits is more than Entra's longest code has.
	maxEntraDigits = 9
)

// entraCode gives the first whole code of Entra in a description, or "".
func entraCode(description string) string {
	for rest := description; ; {
		before, after, found := strings.Cut(rest, entraPrefix)
		if !found {
			return ""
		}
		digits := 0
		for digits < len(after) && after[digits] >= '0' && after[digits] <= '9' {
			digits++
		}
		begins := before == "" || !isAlnum(before[len(before)-1])
		ends := digits == len(after) || !isAlnum(after[digits])
		if begins && ends && digits > 0 && digits <= maxEntraDigits {
			return entraPrefix + after[:digits]
		}
		rest = after
	}
}

// entraCodeOf looks for it in the description and then in error_codes, where it
// stands as a number. Of several the first one that we know is meant.
func entraCodeOf(doc object) string {
	codes := []string{entraCode(doc.text("error_description"))}
	list, _ := doc["error_codes"].([]any)
	for _, v := range list[:min(len(list), 8)] {
		number, _ := v.(json.Number)
		codes = append(codes, entraCode(entraPrefix+string(number)))
	}
	first := ""
	for _, code := range codes {
		if _, known := fineCode(code); known {
			return code
		}
		first = cmp.Or(first, code)
	}
	return first
}

// withEntra puts a code of Entra, if there is one, behind the OAuth error.
func withEntra(short, entra string) string {
	if entra == "" {
		return short
	}
	return short + " " + entra
}
