package assign

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"latchkey/api/email"
	"latchkey/api/idp/provider"
	"latchkey/api/role/rule"
	"latchkey/api/store"
)

// Set is the rules of an organization, with what the row says of them.
type Set struct {
	rule.Set
	Row store.RoleRuleSet
}

// Read reads the rules of an organization; one that has none is off.
func Read(ctx context.Context, rows store.Rows, organizationID string) (Set, error) {
	row, err := rows.RoleRuleSetOf(ctx, organizationID)
	if errors.Is(err, store.ErrNotFound) {
		row = store.RoleRuleSet{OrganizationID: organizationID, Mode: string(rule.Off), Otherwise: string(rule.Keep), Revision: 1}
		return Set{rule.Set{Mode: rule.Off, Otherwise: rule.Keep}, row}, nil
	}
	if err != nil {
		return Set{}, fmt.Errorf("read the rules of roles: %w", err)
	}
	list, err := rows.RoleRulesOf(ctx, organizationID)
	if err != nil {
		return Set{}, fmt.Errorf("list the rules of roles: %w", err)
	}
	set := rule.Set{Mode: rule.Mode(row.Mode), Otherwise: rule.Otherwise(row.Otherwise), Role: store.OrEmpty(row.OtherwiseRole)}
	for _, one := range list {
		set.Rules = append(set.Rules, rule.Rule{
			ID: one.ID, Connection: store.OrEmpty(one.ConnectionID), Source: rule.Source(one.Source), Path: one.Path, Op: rule.Op(one.Op),
			Values: one.Values, IgnoreCase: one.IgnoreCase, Role: string(one.Role),
		})
	}
	return Set{set, row}, nil
}

// Facts are what rules may ask of an account, as its provider told them.
func Facts(connectionID string, said []provider.Said, unsent []string) rule.Facts {
	f := rule.Facts{Connection: connectionID, Unsent: unsent}
	for _, one := range said {
		f.Texts = append(f.Texts, rule.Text{Path: one.Path, Values: one.Values, Alone: one.Alone})
	}
	return f
}

// PersonOf is a user as rules look at them.
func PersonOf(u store.User) rule.Person {
	return rule.Person{Role: string(u.Role), Came: rule.Came(u.RoleSource.Came(u.Role)), Rule: u.RoleRuleID, Exempt: u.Exempt}
}

// DomainOf is the domain of a user's own address.
func DomainOf(u store.User) string { return email.Domain(u.EmailLower) }

// remembered is what an account keeps of its last sign-in, as JSON.
type remembered struct {
	Revision int64       `json:"r"` // of the rules, then
	Texts    []rule.Text `json:"t,omitempty"`
	Unsent   []string    `json:"u,omitempty"`
}

func remember(f rule.Facts, revision int64) (string, error) {
	text, err := json.Marshal(remembered{revision, f.Texts, f.Unsent})
	if err != nil {
		return "", fmt.Errorf("write what rules ask for: %w", err)
	}
	return string(text), nil
}

// Seen reads what was remembered of an account, and by which revision of the rules; ok is
// false where nothing was.
func Seen(connectionID, text string) (f rule.Facts, revision int64, ok bool) {
	var is remembered
	if text == "" || json.Unmarshal([]byte(text), &is) != nil {
		return rule.Facts{}, 0, false
	}
	is.Texts = slices.DeleteFunc(is.Texts, func(t rule.Text) bool { return len(t.Path) == 0 })
	return rule.Facts{Connection: connectionID, Texts: is.Texts, Unsent: is.Unsent}, is.Revision, true
}
