package apply

import (
	"encoding/json"
	"errors"
	"fmt"

	"latchkey/api/role"
	"latchkey/api/role/assign"
	"latchkey/api/role/rule"
	"latchkey/api/store"
)

// roleRules reads the rules; a connection that a rule names is looked up when they are
// written, because the file may make it.
func (c *checker) roleRules(at string, is *RoleRules) *role.WantedRules {
	if is == nil {
		return nil
	}
	want := role.WantedRules{Confirmed: true, Set: rule.Set{
		Mode: rule.Mode(is.Mode), Otherwise: rule.Keep, Role: string(is.OtherwiseRole),
	}}
	if is.Otherwise != "" {
		want.Otherwise = rule.Otherwise(is.Otherwise)
	}
	for _, one := range is.Rules {
		r := rule.Rule{
			Connection: one.Connection, Source: rule.Claim, Path: one.Claim, Op: rule.Op(one.Op), Values: one.Values,
			IgnoreCase: one.IgnoreCase, Role: string(one.Role),
		}
		if one.EmailDomain {
			r.Source = rule.EmailDomain
		}
		want.Rules, want.MakesSuperAdmins = append(want.Rules, r), append(want.MakesSuperAdmins, true)
	}
	read, fields := want.Read("")
	for _, f := range fields {
		c.note(at+", roleRules", f.Pointer+": "+sentence(f))
	}
	return &read
}

// organizationsRules writes the rules of an organization, after its connections and roles.
// What a super admin made of them since the file said the same is kept.
func (r *run) organizationsRules(o store.Organization, want *role.WantedRules) error {
	if want == nil {
		return nil
	}
	for i, one := range want.Rules {
		if one.Connection == "" {
			continue
		}
		c, err := r.rows.ConnectionAt(r.ctx, o.ID, one.Connection)
		if errors.Is(err, store.ErrNotFound) {
			if r.dry {
				continue
			}
			return fmt.Errorf("roleRules: rule %d: no connection %s", i+1, one.Connection)
		}
		if err != nil {
			return err
		}
		want.Rules[i].Connection = c.ID
	}
	was, err := assign.Read(r.ctx, r.rows, o.ID)
	if err != nil {
		return err
	}
	is, err := inWords(was.Set)
	if err != nil {
		return err
	}
	said, err := inWords(want.Set)
	if err != nil {
		return err
	}
	f := r.fieldsOf("role rules of " + o.ID)
	before := is
	take(f, "rules", &is, &said)
	r.tell(f, "the role rules of "+o.Code)
	if is == before {
		return nil
	}
	if !r.dry { // which has not written the roles and connections of the file
		if err := role.Known(r.ctx, r.rows, o.ID, *want, ""); err != nil {
			return fmt.Errorf("roleRules: %w", plainly(err))
		}
	}
	next := want.On(was)
	r.changes = append(r.changes, Line{Text: fmt.Sprintf("~ role rules of %s: %s, %d rules", o.Code, next.Mode, len(next.Rules))})
	return role.Write(r.ctx, r.rows, r.Mail, role.RulesChange{Was: was, Is: next, By: store.ActorOperator, At: r.Now()})
}

// inWords is a set of rules without the ids that nobody writes.
func inWords(set rule.Set) (string, error) {
	list := make([]rule.Rule, len(set.Rules))
	for i, one := range set.Rules {
		one.ID = ""
		if len(one.Path) == 0 {
			one.Path = nil
		}
		list[i] = one
	}
	set.Rules = list
	text, err := json.Marshal(set)
	return string(text), err
}
