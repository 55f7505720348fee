package role_test

import (
	"fmt"
	"strings"
	"testing"

	"latchkey/api/role"
	"latchkey/api/role/rule"
	"latchkey/api/store"
)

func groups(values ...string) rule.Rule {
	return rule.Rule{Source: rule.Claim, Path: []string{"groups"}, Op: rule.OneOf, Values: values, Role: "desk"}
}

func with(r rule.Rule, edit func(*rule.Rule)) rule.Rule {
	edit(&r)
	return r
}

func claim(path ...string) rule.Rule {
	return rule.Rule{Source: rule.Claim, Path: path, Op: rule.Contains, Values: []string{"x"}, Role: "desk"}
}

// Bad input: a rule that could never match says so, whatever the reason is.
func TestARuleThatCouldNeverMatchSaysSo(t *testing.T) {
	t.Parallel()
	const id = "0a1b2c3d-0000-4000-8000-00000000abcd"
	is := func(r rule.Rule) rule.Rule { return with(r, func(r *rule.Rule) { r.Op = rule.Is }) }
	anyCase := func(r rule.Rule) rule.Rule { return with(r, func(r *rule.Rule) { r.IgnoreCase = true }) }
	at := func(connection string, r rule.Rule) rule.Rule {
		return with(r, func(r *rule.Rule) { r.Connection = connection })
	}
	domain := func(values ...string) rule.Rule {
		return rule.Rule{Source: rule.EmailDomain, Op: rule.OneOf, Values: values, Role: "desk"}
	}
	for name, c := range map[string]struct {
		providers string // of the connections that are on; the last one is off
		rules     []rule.Rule
		want      string
	}{
		"one that may match":                        {"okta", []rule.Rule{groups("a"), groups("b")}, "[]"},
		"the same above":                            {"okta", []rule.Rule{groups("a"), groups("a")}, "[{2 shadowed}]"},
		"some of its values above":                  {"okta", []rule.Rule{groups("a"), groups("a", "b")}, "[]"},
		"its values above, in several rules":        {"okta", []rule.Rule{groups("a"), groups("b"), groups("b", "a")}, "[{3 shadowed}]"},
		"its values above, of a domain":             {"okta", []rule.Rule{domain("a.example"), domain("b.example"), domain("a.example", "b.example")}, "[{3 shadowed}]"},
		"alone below, among others above":           {"okta", []rule.Rule{groups("a"), is(groups("a"))}, "[{2 shadowed}]"},
		"among others below, alone above":           {"okta", []rule.Rule{is(groups("a")), groups("a")}, "[]"},
		"in any case below":                         {"okta", []rule.Rule{groups("a"), anyCase(groups("A"))}, "[]"},
		"in any case, without letters":              {"okta", []rule.Rule{groups("10-1"), anyCase(groups("10-1"))}, "[{2 shadowed}]"},
		"in any case above":                         {"okta", []rule.Rule{anyCase(groups("A")), groups("a")}, "[{2 shadowed}]"},
		"of one connection above":                   {"okta", []rule.Rule{at("okta", groups("a")), groups("a")}, "[]"},
		"of one connection below":                   {"okta", []rule.Rule{groups("a"), at("okta", groups("a"))}, "[{2 shadowed}]"},
		"of a connection that is off":               {"okta", []rule.Rule{at("off", groups("a"))}, "[{1 connection_off}]"},
		"what is about the token":                   {"okta", []rule.Rule{claim("iss")}, "[{1 written_by_people}]"},
		"an address":                                {"okta", []rule.Rule{claim("email")}, "[{1 written_by_people}]"},
		"numbers":                                   {"okta", []rule.Rule{claim("exp"), claim("auth_time"), claim("updated_at")}, "[{1 never_a_text} {2 never_a_text} {3 never_a_text}]"},
		"a truth value, which some send as text":    {"okta", []rule.Rule{claim("email_verified")}, "[]"},
		"a truth value of Google":                   {"google", []rule.Rule{claim("email_verified")}, "[{1 never_a_text}]"},
		"a truth value of Google or Microsoft":      {"google microsoft", []rule.Rule{claim("email_verified")}, "[{1 never_a_text}]"},
		"a member of that name":                     {"okta", []rule.Rule{claim("acme", "exp")}, "[]"},
		"groups of Google":                          {"google", []rule.Rule{groups("a")}, "[{1 google_sends_none}]"},
		"anything else of Google":                   {"google", []rule.Rule{claim("department"), claim("realm_access", "roles"), claim("hd")}, "[{1 google_sends_none} {2 google_sends_none}]"},
		"groups of Google, beside another provider": {"google okta", []rule.Rule{groups("a"), at("google", groups("b"))}, "[{2 google_sends_none}]"},
		"names of groups of Microsoft":              {"microsoft", []rule.Rule{groups("Support")}, "[{1 not_a_group_id}]"},
		"ids of groups of Microsoft":                {"microsoft", []rule.Rule{groups(id)}, "[]"},
		"such an id as no token has it":             {"microsoft", []rule.Rule{groups("0A1B2C3D-0000-4000-8000-00000000ABCD")}, "[{1 not_a_group_id}]"},
		"such an id, in any case":                   {"microsoft", []rule.Rule{anyCase(groups("0A1B2C3D-0000-4000-8000-00000000ABCD"))}, "[]"},
	} {
		connections := []store.Connection{{ID: "off", Provider: "auth0", State: store.Disabled}}
		for _, key := range strings.Fields(c.providers) {
			connections = append(connections, store.Connection{ID: key, Provider: key, State: store.Enabled})
		}
		set := rule.Set{Mode: rule.Automatic, Otherwise: rule.Keep, Rules: c.rules}
		if got := fmt.Sprint(role.Warnings(set, connections)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
