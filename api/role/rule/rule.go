package rule

import (
	"slices"
	"strings"
)

// Source is where a rule looks.
type Source string

// The sources.
const (
	Claim       Source = "claim"        // what the provider says of the account
	EmailDomain Source = "email_domain" // of the person's own address here, which no provider can change
)

// Op is how values are compared.
type Op string

// The operations.
const (
	Is       Op = "is"       // one text and no other
	Contains Op = "contains" // it is among what is there
	OneOf    Op = "one_of"   // one of several is
)

// Rule is one row: where, how, values, and the role of whom it fits.
type Rule struct {
	ID         string
	Connection string // "": any
	Source     Source
	Path       []string // of a claim: the names of members, from the outside in
	Op         Op
	Values     []string
	IgnoreCase bool
	Role       string
}

// Mode is what an organization does with its rules.
type Mode string

// The modes.
const (
	Off          Mode = "off"
	Suggest      Mode = "suggest"       // says what they would do, and does nothing
	Automatic    Mode = "automatic"     // roles that were chosen by hand are kept
	ProviderWins Mode = "provider_wins" // and those too, but for break-glass people
)

// Otherwise is what happens to whom no rule fits.
type Otherwise string

// The defaults.
const (
	Keep   Otherwise = "keep"
	Role   Otherwise = "role"
	Refuse Otherwise = "refuse"
)

// Set is the rules of an organization.
type Set struct {
	Mode      Mode
	Rules     []Rule
	Otherwise Otherwise
	Role      string // where Otherwise is Role
}

// Text is a claim: a text, or a list of them.
type Text struct {
	Path   []string `json:"p"`
	Values []string `json:"v"`
	Alone  bool     `json:"a,omitempty"` // it is one text, so that nothing else is there
}

// Facts are what is known of an account, as far as rules ask.
type Facts struct {
	Connection string
	Domain     string   // of the person's e-mail, folded
	Texts      []Text   // claims
	Unsent     []string // claims that are there and were not sent: Microsoft's groups, above 200
}

// Fit is whether a rule fits.
type Fit int

// The fits.
const (
	No Fit = iota
	Yes
	Unknown // what it asks for was not sent
)

// Fits says whether a rule fits.
func (r Rule) Fits(f Facts) Fit {
	switch {
	case r.Connection != "" && r.Connection != f.Connection:
		return No
	case r.Source == EmailDomain:
		return fit(f.Domain != "" && slices.Contains(r.Values, f.Domain))
	case slices.Contains(f.Unsent, r.Path[0]):
		return Unknown
	}
	for _, text := range f.Texts {
		if slices.Equal(text.Path, r.Path) && (r.Op != Is || text.Alone) && slices.ContainsFunc(text.Values, r.Names) {
			return Yes
		}
	}
	return No
}

func fit(yes bool) Fit {
	if yes {
		return Yes
	}
	return No
}

// Names says whether a rule asks for a value: byte by byte, unless it ignores case.
func (r Rule) Names(value string) bool {
	return slices.ContainsFunc(r.Values, func(one string) bool {
		return one == value || r.IgnoreCase && strings.EqualFold(one, value)
	})
}

// Keep is what rules may remember of an account: nothing but the values that they name.
func (s Set) Keep(f Facts) Facts {
	kept := f
	kept.Texts, kept.Unsent = nil, nil
	for _, text := range f.Texts {
		text.Values = slices.DeleteFunc(slices.Clone(text.Values), func(value string) bool {
			return !slices.ContainsFunc(s.Rules, func(r Rule) bool {
				return r.Source == Claim && slices.Equal(r.Path, text.Path) && r.Names(value)
			})
		})
		if len(text.Values) > 0 {
			kept.Texts = append(kept.Texts, text)
		}
	}
	for _, name := range f.Unsent {
		if slices.ContainsFunc(s.Rules, func(r Rule) bool { return r.Source == Claim && r.Path[0] == name }) {
			kept.Unsent = append(kept.Unsent, name)
		}
	}
	return kept
}

// AsksMore says whether a set asks for a value that another did not, so that it is not
// known yet of whom it fits.
func (s Set) AsksMore(than Set) bool {
	for _, r := range s.Rules {
		if r.Source == Claim && slices.ContainsFunc(r.Values, func(value string) bool { return !than.asks(r, value) }) {
			return true
		}
	}
	return false
}

// asks says whether whatever has this value by a rule is remembered.
func (s Set) asks(by Rule, value string) bool {
	return slices.ContainsFunc(s.Rules, func(r Rule) bool {
		return r.Source == Claim && slices.Equal(r.Path, by.Path) && (r.IgnoreCase || !by.IgnoreCase) && r.Names(value)
	})
}
