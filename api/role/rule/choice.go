package rule

import "slices"

const agent = "agent"

// Choice is which roles a connection gives without rules.
type Choice struct {
	Default string   // of whose role nobody has decided; "": it stays
	Roles   []string // what people may choose on the link page
}

// Asks says whether people are asked which role they want: not where the provider decides
// anyway.
func (c Choice) Asks(m Mode) bool { return len(c.Roles) > 0 && m != ProviderWins }

// First says which role somebody has from the moment on at which an account is connected to
// them. Nobody chooses a role in place of one that a super admin, a rule or provisioning gave
// them, and nobody becomes a super admin. What somebody has chosen counts as given by hand; the
// default makes another of an agent alone, and rules go over it.
func (c Choice) First(m Mode, p Person, chosen string) Person {
	switch {
	case p.Came != ByDefault || p.Exempt || p.Role == superAdmin || chosen == superAdmin || c.Default == superAdmin:
		return p
	case chosen != "" && c.Asks(m) && slices.Contains(c.Roles, chosen) && (p.Role == agent || slices.Contains(c.Roles, p.Role)):
		p.Role, p.Came, p.Rule = chosen, Manual, ""
	case chosen == "" && c.Default != "" && p.Role == agent:
		p.Role, p.Rule = c.Default, ""
	}
	return p
}
