package apply

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/rules"
)

// serviceSentence says what is wanted of a member of a service.
func serviceSentence(f fault.Field) string {
	member := strings.ReplaceAll(strings.TrimPrefix(f.Pointer, "/"), "/", ".")
	texts := map[string]string{
		"clientId":                           "want letters, digits, dots, hyphens and underscores, 2 to 64 of them; latchkey-web is our own",
		"name":                               "want a name on one line, of 60 characters at most",
		"name " + rules.OutOfRange:           "the organization has as many services as it may",
		"scopes":                             "want at least one of " + scopes() + ", each once",
		"keys":                               "want a file or jwksUri, not both",
		"keys.jwks":                          "want a file with a key set (RFC 7517) of public keys for RS256, PS256 or ES256, of 20 KB at most",
		"keys.jwksUri":                       "want an https address",
		"federation.issuer":                  "want the iss of the tokens, an https address without query and fragment",
		"federation.issuer " + rules.Invalid: "is this deployment itself",
		"federation.jwksUri":                 "want an https address on the host of the issuer",
		"federation.subject":                 "want the sub of the tokens, letter by letter",
		"federation.audience":                "want the aud of the tokens, letter by letter",
	}
	return member + ": " + cmp.Or(texts[member+" "+f.Code], texts[member])
}

func scopes() string {
	var names []string
	for _, one := range principal.Scopes() {
		names = append(names, string(one))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// serviceProblem turns a refusal of the writer into a sentence for an operator.
func serviceProblem(err error) error {
	f, is := errors.AsType[*fault.Fault](err)
	if !is || len(f.Fields) == 0 {
		return err
	}
	return errors.New(serviceSentence(f.Fields[0]))
}
