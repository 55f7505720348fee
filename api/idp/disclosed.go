package idp

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"latchkey/api/idp/provider"
)

// Disclosed is one claim as it may be shown to the super admin who tests an
// application: bounded, on one line, and shortened where it is an identifier.
type Disclosed struct{ Name, Value string }

// TestedClaims is what a test of an application learned. Beside an error only the
// way may be known.
type TestedClaims struct {
	Claims Claims
	// Disclosed lists what the verified token says. Tokens, hashes of them and the nonce
	// are never in it.
	Disclosed []Disclosed
	// ClientAuth is the way in which the secret was accepted, where it is not the
	// one that the application tries first; else "".
	ClientAuth ClientAuth
}

// ExchangeForTest is [Providers.Exchange] for a test of an application.
func (p *Providers) ExchangeForTest(ctx context.Context, app Application, t Attempt, code string) (TestedClaims, error) {
	v, err := p.exchange(ctx, app, t, code)
	if err != nil {
		return TestedClaims{ClientAuth: v.way}, err
	}
	return TestedClaims{v.claims, disclosed(v.claims, v.all), v.way}, nil
}

// disclosed lists claims in a fixed order; what is absent is left out. The e-mail is
// read from the claims, because it may have come from userinfo.
func disclosed(c Claims, all object) []Disclosed {
	list := []Disclosed{{"iss", c.Issuer}, {"sub", shortened(c.Subject)}, {"aud", audienceOf(all)}}
	if c.Email != "" {
		list = append(list, Disclosed{"email", c.Email}, Disclosed{"email_verified", verifiedDisclosed(c)})
	}
	for _, name := range []string{"name", "hd", "tid", "oid", "acct", "idp", "xms_edov", "preferred_username"} {
		if all.has(name) {
			list = append(list, Disclosed{name, scalar(all[name])})
		}
	}
	if roles := all.texts("roles"); all.has("roles") {
		list = append(list, Disclosed{"roles", onLine(strings.Join(roles, ", "))})
	}
	if groups, ok := all["groups"].([]any); ok {
		list = append(list, Disclosed{"groups", strconv.Itoa(len(groups))})
	}
	return list
}

// verifiedDisclosed writes a text in quotes, as JSON has it, so that it is seen to be
// one.
func verifiedDisclosed(c Claims) string {
	switch {
	case c.VerifiedAs == provider.VerifiedText && c.EmailVerified:
		return `"true"`
	case c.VerifiedAs != provider.VerifiedBoolean:
		return string(c.VerifiedAs)
	}
	return strconv.FormatBool(c.EmailVerified)
}

// shortened keeps enough of a subject to recognize it by.
func shortened(subject string) string {
	const keep = 6
	if len(subject) <= keep {
		return subject
	}
	return subject[:keep] + "…"
}

func audienceOf(all object) string {
	if one, ok := all["aud"].(string); ok {
		return onLine(one)
	}
	return onLine(strings.Join(all.texts("aud"), ", "))
}

// scalar writes a text, a number or a truth value; anything else is only named.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return onLine(v)
	case json.Number:
		return onLine(v.String())
	case bool:
		return strconv.FormatBool(v)
	case nil:
		return "null"
	}
	return "unreadable"
}

// onLine is plain, but says that there was something.
func onLine(s string) string {
	if s != "" && provider.OneLine(s) == "" {
		return "unreadable"
	}
	return s
}
