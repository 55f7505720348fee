package decision

import "latchkey/api/idp/provider"

// Proof is how well a provider's answer proves that the person has the e-mail address.
type Proof string

// The values of [Proof].
const (
	Strong Proof = "strong"
	Weak   Proof = "weak"
)

// Prove says how strong a proof is and, when it is weak, why. Anything that is not
// clearly strong is weak.
func Prove(by provider.Key, trusted provider.Trusted, c provider.Claims) (Proof, string) {
	weakness := ""
	switch {
	case c.Email == "":
		weakness = "no_email"
	case by == "":
		weakness = "unknown_provider"
	default:
		weakness = provider.Of(by).Prove(trusted, c)
	}
	if weakness != "" {
		return Weak, weakness
	}
	return Strong, ""
}
