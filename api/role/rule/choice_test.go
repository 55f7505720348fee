package rule

import "testing"

// Spec "People", 1: selectable. Whose role somebody has decided keeps it; nobody makes
// themselves a super admin.
func TestTheFirstRole(t *testing.T) {
	choice := Choice{Default: "desk", Roles: []string{"agent", "field"}}
	person := func(role string, came Came) Person { return Person{Role: role, Came: came} }
	for name, c := range map[string]struct {
		choice Choice
		mode   Mode
		was    Person
		chosen string
		want   Person
	}{
		"an agent who chooses nothing has the default": {choice, Off, person("agent", ByDefault), "", person("desk", ByDefault)},
		"what is chosen counts as by hand":             {choice, Off, person("agent", ByDefault), "field", person("field", Manual)},
		"to stay an agent is a choice, too":            {choice, Automatic, person("agent", ByDefault), "agent", person("agent", Manual)},
		"what is not on the list is not chosen":        {choice, Off, person("agent", ByDefault), "desk", person("agent", ByDefault)},
		"no super admin, whatever the list says":       {Choice{"super_admin", []string{"super_admin"}}, Off, person("agent", ByDefault), "super_admin", person("agent", ByDefault)},
		"nor by default":                               {Choice{Default: "super_admin"}, Off, person("agent", ByDefault), "", person("agent", ByDefault)},
		"a role by hand stays":                         {choice, Off, person("agent", Manual), "field", person("agent", Manual)},
		"a role by a rule stays":                       {choice, Automatic, person("agent", ByRule), "field", person("agent", ByRule)},
		"a super admin stays one":                      {choice, Off, person("super_admin", ByDefault), "field", person("super_admin", ByDefault)},
		"break-glass people stay what they are":        {choice, Off, Person{Role: "agent", Came: ByDefault, Exempt: true}, "field", Person{Role: "agent", Came: ByDefault, Exempt: true}},
		"another role than agent stays":                {choice, Off, person("billing", ByDefault), "", person("billing", ByDefault)},
		"also if one is chosen":                        {choice, Off, person("billing", ByDefault), "field", person("billing", ByDefault)},
		"where the provider decides nothing is chosen": {choice, ProviderWins, person("agent", ByDefault), "field", person("agent", ByDefault)},
		"but the default is for whom no rule fits":     {choice, ProviderWins, person("agent", ByDefault), "", person("desk", ByDefault)},
		"without a default it stays":                   {Choice{}, Off, person("agent", ByDefault), "", person("agent", ByDefault)},
	} {
		if got := c.choice.First(c.mode, c.was, c.chosen); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
