package rules_test

import (
	"testing"

	"latchkey/api/rules"
)

// I7: whoever brings a text, the rule of package text is asked, after the spaces
// around it are gone.
func TestI7TextsAreClean(t *testing.T) {
	for _, c := range []struct {
		rule          func(string) (string, string)
		text          string
		kept, problem string
	}{
		{rules.Name, " Maya\t", "Maya", ""},
		{rules.Name, "M\x02aya", "M\x02aya", rules.Format},
		{rules.Name, "می\u200cخواهم", "می\u200cخواهم", ""},
		{rules.Name, "Ma\u200cya", "Ma\u200cya", rules.Format},
		{rules.ExternalID, "crm\u202e1", "crm\u202e1", rules.Format},
		{rules.ContactText, "Call us.\r\nThen wait.", "Call us.\r\nThen wait.", ""},
		{rules.ContactText, "\u0002x", "\u0002x", rules.Format},
		{rules.ContactText, "", "", ""},
	} {
		if kept, problem := c.rule(c.text); kept != c.kept || problem != c.problem {
			t.Errorf("%q: %q %s", c.text, kept, problem)
		}
	}
}
