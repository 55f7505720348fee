package provider

import (
	"slices"
	"strings"
)

// Said is a claim that is a text or a list of texts, by the names of the members that lead
// to it. Rules give roles by such claims.
type Said struct {
	Path   []string
	Values []string
	Alone  bool // it is one text
}

// Bounds of what is taken, beyond which no rule asks: how deep, and how many bytes of a value.
// There is none of how many values: what is left out would look as if it had not been said, and
// a token is bounded itself.
const (
	saidDeep = 5
	saidLong = 1024
)

// NeverCompared says of which claims no rule ever sees anything: they are about the token and not about somebody, or are an identity:
// an address here or a name is what people or other organizations write themselves.
func NeverCompared(name string) bool {
	return slices.Contains([]string{
		"iss", "sub", "aud", "azp", "nonce", "jti", "sid", "at_hash", "c_hash", "s_hash", "uti", "rh", "typ",
		"email", "preferred_username", "upn", "unique_name", "name", "given_name", "family_name", "nickname",
		"_claim_names", "_claim_sources",
	}, name)
}

// NeverAText says of which claims that no rule asks for by a text: numbers by OpenID Connect Core
// 1.0 and RFC 7519, and, from providers that keep to it, truth values.
func NeverAText(name string, keepsToIt bool) bool {
	return slices.Contains([]string{"exp", "iat", "nbf", "auth_time", "updated_at"}, name) ||
		keepsToIt && slices.Contains([]string{"email_verified", "phone_number_verified"}, name)
}

// MaySend says whether the claim that a path leads to may be a text.
func (t Texts) MaySend(path []string) bool {
	return t.Only == nil || len(path) == 1 && slices.Contains(t.Only, path[0])
}

// SaidBy lists the claims of a payload that are texts. Numbers, objects in lists and truth
// values are none.
func SaidBy(p Payload) []Said {
	var said []Said
	var walk func(path []string, v any)
	walk = func(path []string, v any) {
		switch v := v.(type) {
		case string:
			if len(v) <= saidLong {
				said = append(said, Said{Path: path, Values: []string{v}, Alone: true})
			}
		case []any:
			if texts := textsOf(v); len(texts) > 0 {
				said = append(said, Said{Path: path, Values: texts, Alone: len(v) == 1})
			}
		case map[string]any:
			if len(path) < saidDeep {
				for name, member := range v {
					walk(append(slices.Clone(path), name), member)
				}
			}
		}
	}
	for name, v := range p {
		if !NeverCompared(name) {
			walk([]string{name}, v)
		}
	}
	slices.SortFunc(said, func(a, b Said) int { return slices.Compare(a.Path, b.Path) })
	return said
}

func textsOf(list []any) []string {
	var texts []string
	for _, one := range list {
		if text, is := one.(string); is && len(text) <= saidLong {
			texts = append(texts, text)
		}
	}
	return texts
}

// Unsent lists the claims that are somebody's and were not sent (OpenID Connect Core 1.0,
// section 5.6.2): Microsoft leaves the groups out where there are more than 200 of them.
// Where they could be read is never asked.
func Unsent(p Payload) []string {
	var names []string
	if elsewhere, is := p["_claim_names"].(map[string]any); is {
		for name := range elsewhere {
			names = append(names, name)
		}
	}
	if p["hasgroups"] == true || strings.EqualFold(p.Text("hasgroups"), "true") {
		names = append(names, "groups")
	}
	slices.Sort(names)
	return slices.Compact(names)
}
