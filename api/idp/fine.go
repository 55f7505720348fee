package idp

import (
	"cmp"
	"encoding/json"

	"latchkey/api/idp/provider"
)

// fine reads what says more than the OAuth error beside it, by the dictionaries of
// the brands: a code of their own, a description that is a constant of one provider, or
// a word of its own. It decides what a refusal is, and so what the person reads and
// who must act, wherever the answer came: with the browser or from the token
// endpoint. The pages explain the same codes (frontend/src/providers/microsoft-codes.ts);
// a test holds both together.
func fine(word, description, own string) (verdict, bool) {
	for _, said := range []string{own, word + ": " + description, word} {
		if v, known := fineCode(said); known {
			return v, true
		}
	}
	return verdict{}, false
}

func fineCode(said string) (verdict, bool) {
	a, known := provider.Explain(said)
	return verdict{a.Code, a.Reason}, known
}

// ownCodeOf looks for a brand's own code in the description and then in error_codes, where it
// stands as a number. Of several the first one that we know is meant.
func ownCodeOf(doc object) string {
	codes := []string{provider.OwnCode(doc.text("error_description"))}
	list, _ := doc["error_codes"].([]any)
	for _, v := range list[:min(len(list), 8)] {
		number, _ := v.(json.Number)
		codes = append(codes, provider.OwnNumber(string(number)))
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

// withOwnCode puts a brand's own code, if there is one, behind the OAuth error.
func withOwnCode(short, own string) string {
	if own == "" {
		return short
	}
	return short + " " + own
}
