package apply

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/principal"
	"latchkey/api/role"
	"latchkey/api/rules"
	"latchkey/api/store"
)

type wantedRole struct {
	Role
	values role.Wanted
}

// roles reads the roles of an organization; none stands there twice, and none is built in.
func (c *checker) roles(at string, list []Role) []wantedRole {
	seen := map[string]bool{}
	var roles []wantedRole
	for _, one := range list {
		where := at + ", role " + one.Key
		values, fields := role.Wanted{Name: one.Name, Description: one.Description, Permissions: one.Permissions}.Read("")
		for _, f := range fields {
			if f.Pointer == "/name" {
				c.note(where, "name: want a text on one line, of 60 characters at most")
				continue
			}
			c.note(where, sentence(f))
		}
		switch key := store.Role(one.Key); {
		case rules.RoleKey(one.Key) != "":
			c.note(where, sentence(fault.Field{Pointer: "/key", Code: rules.Format}))
		case key == store.SuperAdmin || key == store.Agent:
			c.note(where, "key: is built in, and stays as it is")
		case seen[one.Key]:
			c.note(where, "key: stands there twice")
		}
		seen[one.Key] = true
		roles = append(roles, wantedRole{one, values})
	}
	return roles
}

// rolesOfPeople wants every person's role to be the organization's or the file's.
func (c *checker) rolesOfPeople(ctx context.Context, at string, o Organization) {
	has := map[store.Role]bool{store.SuperAdmin: true, store.Agent: true}
	for _, one := range o.Roles {
		has[store.Role(one.Key)] = true
	}
	is, err := c.Store.OrganizationByCode(ctx, o.Code)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		c.problems = append(c.problems, fmt.Errorf("%s: %w", at, err))
		return
	}
	for _, p := range o.People {
		if p.Role == nil || has[*p.Role] || rules.RoleKey(string(*p.Role)) != "" { // what cannot be one is noted already
			continue
		}
		_, err := c.Store.RoleByKey(ctx, is.ID, *p.Role)
		if errors.Is(err, store.ErrNotFound) {
			c.note(at+", person "+p.Email, sentence(fault.Field{Pointer: "/role", Code: rules.Invalid}))
		} else if err != nil {
			c.problems = append(c.problems, fmt.Errorf("%s: %w", at, err))
		}
	}
}

// permissions lists what a role of a file may permit, for the operator's eyes.
func permissions() string {
	var names []string
	for _, p := range principal.OfOwnRoles() {
		names = append(names, string(p))
	}
	return strings.Join(names, ", ")
}

// organizationsRoles writes the roles of an organization, before its people, who have them.
func (r *run) organizationsRoles(o store.Organization, list []wantedRole) error {
	r.roles = map[store.Role]bool{}
	among, err := role.Now(r.ctx, r.rows, o.ID)
	if err != nil {
		return err
	}
	r.among = among
	for _, want := range list {
		if err := r.role(o, want); err != nil {
			return fmt.Errorf("role %s: %w", want.Key, plainly(err))
		}
		r.roles[store.Role(want.Key)] = true
	}
	return nil
}

func (r *run) role(o store.Organization, want wantedRole) error {
	key := store.Role(want.Key)
	was, err := r.rows.RoleByKey(r.ctx, o.ID, key)
	isNew := errors.Is(err, store.ErrNotFound)
	if err != nil && !isNew {
		return err
	}
	is := was
	if isNew {
		is = role.New(o.ID, key, store.ActorOperator)
		is.Name = want.Key
	}
	f := r.fieldsOf("role " + want.Key + " of " + o.ID)
	take(f, "name", &is.Name, want.values.Name)
	take(f, "description", &is.Description, want.values.Description)
	f.list("permissions", &is.Permissions, want.values.Permissions)
	r.tell(f, "role "+want.Key+" of "+o.Code)
	is.ChangedBy, is.ChangedAt = store.ActorOperator, store.At(r.Now())
	if isNew {
		err = r.among.MayAdd(is)
	} else {
		err = r.among.MayBe(was, is)
	}
	if err != nil {
		return err
	}
	r.among = r.among.With(is)
	if isNew {
		if err := r.rows.AddRole(r.ctx, is); err != nil {
			return err
		}
		return r.noteRole(event.RoleCreated, is, "+ role "+want.Key+" of "+o.Code, role.Said(is))
	}
	detail := store.Difference(was, is)
	if len(detail) == 0 {
		return nil
	}
	if err := r.rows.UpdateRole(r.ctx, is); err != nil {
		return err
	}
	text := "~ role " + want.Key + " of " + o.Code
	if role.Permits(was, is) { // which nobody must have to guess
		text += ": permits " + strings.Join(is.Permissions, ", ")
	}
	return r.noteRole(event.RoleChanged, is, text, detail)
}

// noteRole is note with the role's name, which no row tells once it is gone.
func (r *run) noteRole(kind event.Kind, is store.RoleRow, text string, detail map[string]any) error {
	r.changes = append(r.changes, Line{Text: text})
	return event.Record(r.ctx, r.rows, event.Event{
		Organization: is.OrganizationID, Actor: store.ActorOperator, Kind: kind, Subject: string(is.Key), SubjectName: is.Name,
		Detail: detail, At: r.Now(),
	})
}

// isRole refuses a role that neither the organization nor the file has.
func (r *run) isRole(u store.User) error {
	if r.roles[u.Role] {
		return nil
	}
	return people.IsRole(r.ctx, r.rows, u)
}
