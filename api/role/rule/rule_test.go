package rule_test

import (
	"reflect"
	"testing"

	"latchkey/api/role/rule"
)

func claim(path string, op rule.Op, role string, values ...string) rule.Rule {
	return rule.Rule{ID: "r-" + role, Source: rule.Claim, Path: []string{path}, Op: op, Values: values, Role: role}
}

func texts(path string, values ...string) rule.Text {
	return rule.Text{Path: []string{path}, Values: values, Alone: len(values) == 1}
}

func facts(list ...rule.Text) rule.Facts { return rule.Facts{Connection: "entra", Texts: list} }

// Which rule fits: the first, by exact bytes, and never by what was not sent.
func TestFirstRuleThatFitsWins(t *testing.T) {
	desk, lead := claim("groups", rule.Contains, "desk", "Support-EU"), claim("groups", rule.OneOf, "lead", "Leads", "Heads")
	domain := rule.Rule{ID: "r-emea", Source: rule.EmailDomain, Op: rule.OneOf, Values: []string{"de.acme.example", "fr.acme.example"}, Role: "emea"}
	only := claim("department", rule.Is, "desk", "Support")
	at := func(r rule.Rule, connection string) rule.Rule { r.Connection = connection; return r }
	folded := func(r rule.Rule) rule.Rule { r.IgnoreCase = true; return r }
	deep := rule.Rule{ID: "r-deep", Source: rule.Claim, Path: []string{"realm_access", "roles"}, Op: rule.Contains, Values: []string{"x"}, Role: "deep"}
	unsent := rule.Facts{Connection: "entra", Unsent: []string{"groups"}, Texts: []rule.Text{texts("roles", "Desk")}}
	for name, c := range map[string]struct {
		rules []rule.Rule
		facts rule.Facts
		role  string
		fit   rule.Fit
		at    int
	}{
		"the first of two that fit":             {[]rule.Rule{desk, lead}, facts(texts("groups", "Leads", "Support-EU")), "desk", rule.Yes, 1},
		"the second, where the first does not":  {[]rule.Rule{desk, lead}, facts(texts("groups", "Heads", "x")), "lead", rule.Yes, 2},
		"none":                                  {[]rule.Rule{desk, lead}, facts(texts("groups", "x")), "", rule.No, 0},
		"no claim":                              {[]rule.Rule{desk}, facts(), "", rule.No, 0},
		"another letter case":                   {[]rule.Rule{desk}, facts(texts("groups", "support-eu")), "", rule.No, 0},
		"which may be ignored":                  {[]rule.Rule{folded(desk)}, facts(texts("groups", "support-eu")), "desk", rule.Yes, 1},
		"a part of a text is no match":          {[]rule.Rule{desk}, facts(texts("groups", "Support-EU-West")), "", rule.No, 0},
		"is: one text":                          {[]rule.Rule{only}, facts(texts("department", "Support")), "desk", rule.Yes, 1},
		"is: among others it is not":            {[]rule.Rule{only}, facts(texts("department", "Support", "Sales")), "", rule.No, 0},
		"a path":                                {[]rule.Rule{deep}, facts(rule.Text{Path: []string{"realm_access", "roles"}, Values: []string{"x", "y"}}), "deep", rule.Yes, 1},
		"a path is no name":                     {[]rule.Rule{deep}, facts(texts("realm_access.roles", "x")), "", rule.No, 0},
		"of its connection":                     {[]rule.Rule{at(desk, "entra")}, facts(texts("groups", "Support-EU")), "desk", rule.Yes, 1},
		"of another connection":                 {[]rule.Rule{at(desk, "google")}, facts(texts("groups", "Support-EU")), "", rule.No, 0},
		"the e-mail domain":                     {[]rule.Rule{domain}, rule.Facts{Domain: "fr.acme.example"}, "emea", rule.Yes, 1},
		"not a domain below":                    {[]rule.Rule{domain}, rule.Facts{Domain: "x.fr.acme.example"}, "", rule.No, 0},
		"no domain":                             {[]rule.Rule{domain}, rule.Facts{}, "", rule.No, 0},
		"groups were not sent: unknown":         {[]rule.Rule{desk, lead}, unsent, "", rule.Unknown, 1},
		"what stands above them counts":         {[]rule.Rule{claim("roles", rule.Contains, "desk", "Desk"), lead}, unsent, "desk", rule.Yes, 1},
		"what stands below them does not":       {[]rule.Rule{lead, claim("roles", rule.Contains, "desk", "Desk")}, unsent, "", rule.Unknown, 1},
		"an unsent claim that nobody asks for":  {[]rule.Rule{claim("roles", rule.Contains, "desk", "Other")}, unsent, "", rule.No, 0},
		"of another connection it is no matter": {[]rule.Rule{at(desk, "okta"), claim("roles", rule.Contains, "desk", "Desk")}, unsent, "desk", rule.Yes, 2},
	} {
		set := rule.Set{Mode: rule.Automatic, Otherwise: rule.Keep, Rules: c.rules}
		for from, f := range map[string]rule.Facts{"": c.facts, ", of what is remembered": set.Keep(c.facts)} {
			a := set.Answer(f)
			if a.Role != c.role || a.Fit != c.fit || a.Position != c.at {
				t.Errorf("%s%s: %+v", name, from, a)
			}
		}
	}
}

// What becomes of somebody, in each mode and by each default.
func TestWhatRulesDoToPeople(t *testing.T) {
	desk := claim("groups", rule.Contains, "desk", "Support")
	admins := claim("groups", rule.Contains, "super_admin", "Admins")
	in, out := facts(texts("groups", "Support")), facts(texts("groups", "x"))
	unknown := rule.Facts{Connection: "entra", Unsent: []string{"groups"}}
	agent := rule.Person{Role: "agent", Came: rule.ByDefault}
	byHand := rule.Person{Role: "lead", Came: rule.Manual}
	glass := rule.Person{Role: "super_admin", Came: rule.Manual, Exempt: true}
	root := rule.Person{Role: "super_admin", Came: rule.Manual}
	ruled := rule.Person{Role: "desk", Came: rule.ByRule, Rule: "r-desk"}
	defaulted := rule.Person{Role: "agent", Came: rule.ByDefault}
	for name, c := range map[string]struct {
		mode      rule.Mode
		otherwise rule.Otherwise
		person    rule.Person
		facts     rule.Facts
		becomes   rule.Person
		held      rule.Held
		refuse    bool
	}{
		"off changes nothing":                         {rule.Off, rule.Refuse, agent, in, agent, rule.HeldOff, false},
		"a suggestion changes nothing":                {rule.Suggest, rule.Keep, agent, in, agent, rule.HeldSuggest, false},
		"a suggestion refuses nobody":                 {rule.Suggest, rule.Refuse, agent, out, agent, rule.NotHeld, false},
		"automatic gives the role":                    {rule.Automatic, rule.Keep, agent, in, ruled, rule.NotHeld, false},
		"automatic keeps what was chosen by hand":     {rule.Automatic, rule.Keep, byHand, in, byHand, rule.HeldManual, false},
		"and refuses nobody who was":                  {rule.Automatic, rule.Refuse, byHand, out, byHand, rule.NotHeld, false},
		"the provider wins":                           {rule.ProviderWins, rule.Keep, byHand, in, ruled, rule.NotHeld, false},
		"but not over break-glass people":             {rule.ProviderWins, rule.Role, glass, in, glass, rule.HeldBreakGlass, false},
		"nor are those refused":                       {rule.ProviderWins, rule.Refuse, glass, out, glass, rule.NotHeld, false},
		"nor is a super admin":                        {rule.ProviderWins, rule.Refuse, root, out, root, rule.NotHeld, false},
		"a rule takes super admins down":              {rule.ProviderWins, rule.Keep, root, in, ruled, rule.NotHeld, false},
		"the same again is no change":                 {rule.Automatic, rule.Keep, ruled, in, ruled, rule.NotHeld, false},
		"the same role by a rule now":                 {rule.ProviderWins, rule.Keep, rule.Person{Role: "desk", Came: rule.Manual}, in, ruled, rule.NotHeld, false},
		"no rule fits: kept":                          {rule.Automatic, rule.Keep, ruled, out, ruled, rule.NotHeld, false},
		"no rule fits: the default":                   {rule.Automatic, rule.Role, ruled, out, defaulted, rule.NotHeld, false},
		"no rule fits: refused":                       {rule.Automatic, rule.Refuse, ruled, out, ruled, rule.NotHeld, true},
		"groups were not sent: the last role stays":   {rule.ProviderWins, rule.Role, ruled, unknown, ruled, rule.NotHeld, false},
		"groups were not sent: nobody is refused":     {rule.ProviderWins, rule.Refuse, ruled, unknown, ruled, rule.NotHeld, false},
		"the default takes from a person by hand too": {rule.ProviderWins, rule.Role, byHand, out, defaulted, rule.NotHeld, false},
	} {
		d := rule.Decide(rule.Set{Mode: c.mode, Otherwise: c.otherwise, Role: "agent", Rules: []rule.Rule{desk, admins}}, c.person, c.facts)
		if d.Person != c.becomes || d.Held != c.held || d.Refuse != c.refuse || d.Changes(c.person) != (c.person != c.becomes) {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

// Nothing is remembered but the values that rules name.
func TestOnlyNamedValuesAreRemembered(t *testing.T) {
	set := rule.Set{Rules: []rule.Rule{claim("groups", rule.OneOf, "desk", "a", "b"), {Source: rule.EmailDomain, Values: []string{"x.example"}}}}
	set.Rules[0].IgnoreCase = true
	kept := set.Keep(rule.Facts{Connection: "c", Texts: []rule.Text{texts("groups", "A", "secret"), texts("roles", "a")}, Unsent: []string{"groups", "wids"}})
	want := rule.Facts{Connection: "c", Texts: []rule.Text{{Path: []string{"groups"}, Values: []string{"A"}}}, Unsent: []string{"groups"}}
	if !reflect.DeepEqual(kept, want) {
		t.Errorf("%+v", kept)
	}
}

// A set that asks for more than another is not known yet of anybody.
func TestAsksForMore(t *testing.T) {
	was := rule.Set{Rules: []rule.Rule{claim("groups", rule.OneOf, "desk", "a", "b")}}
	folded := claim("groups", rule.Is, "desk", "a")
	folded.IgnoreCase = true
	for name, c := range map[string]struct {
		is   rule.Rule
		more bool
	}{
		"a value fewer":                   {claim("groups", rule.Is, "lead", "a"), false},
		"another value":                   {claim("groups", rule.Is, "desk", "c"), true},
		"another claim":                   {claim("roles", rule.Is, "desk", "a"), true},
		"a case that is ignored":          {folded, true},
		"a domain, which is always known": {rule.Rule{Source: rule.EmailDomain, Values: []string{"x.example"}}, false},
	} {
		if got := (rule.Set{Rules: []rule.Rule{c.is}}).AsksMore(was); got != c.more {
			t.Errorf("%s: %t", name, got)
		}
	}
}
