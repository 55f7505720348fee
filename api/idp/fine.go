package idp

import "latchkey/api/idp/provider"

// fine reads what says more than the OAuth error beside it, by the dictionaries of
// the brands: a code of Entra, a description that is a constant of one provider, or
// a word of its own. It decides what a refusal is, and so what the person reads and
// who must act, wherever the answer came: with the browser or from the token
// endpoint. The pages explain the same codes (frontend/src/text/provider-codes.ts);
// a test holds both together.
func fine(word, description, entra string) (verdict, bool) {
	for _, said := range []string{entra, word + ": " + description, word} {
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
