package principal

import (
	"slices"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/store"
)

func TestAuthorize(t *testing.T) {
	t.Parallel()
	person := func(role store.Role, organization string) Caller {
		return Caller{Principal: store.Principal{Role: role, OrganizationCode: organization}}
	}
	admin, agent, nowhere := person(store.SuperAdmin, "acme"), person(store.Agent, "acme"), person(store.SuperAdmin, "")
	machine := Caller{Principal: store.Principal{OrganizationCode: "acme"}, Service: true, Scopes: []Permission{UsersRead, PolicyWrite}}
	for name, c := range map[string]struct {
		caller       Caller
		permission   Permission
		organization string
		refused      fault.Code
	}{
		"a super admin changes the own organization":   {admin, UsersWrite, "acme", ""},
		"but reads no other":                           {admin, LogRead, "globex", fault.NotFound},
		"an agent reads nothing of the organization":   {agent, UsersRead, "acme", fault.NotFound},
		"an agent acts on what is theirs":              {agent, SignedIn, "", ""},
		"a missing organization equals no missing one": {nowhere, UsersRead, "", fault.NotFound},
		"what nobody has named is permitted to nobody": {admin, "users:everything", "acme", fault.NotFound},
		"a service does what its scope says":           {machine, UsersRead, "acme", ""},
		"a service is told which scope it lacks":       {machine, UsersWrite, "acme", fault.ScopeMissing},
		"but nothing of another organization":          {machine, UsersRead, "globex", fault.NotFound},
		"a service is no person":                       {machine, SignedIn, "", fault.PersonRequired},
		"no scope changes the policy, named or not":    {machine, PolicyWrite, "acme", fault.PersonRequired},
		"no scope makes services":                      {machine, ServicesWrite, "acme", fault.PersonRequired},
	} {
		err := Authorize(c.caller, c.permission, c.organization)
		if (err == nil) != (c.refused == "") || err != nil && fault.Of(err).Code != c.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestScopesAreForTheOrganizationAndMakeNoServices(t *testing.T) {
	t.Parallel()
	for _, scope := range Scopes() {
		if scope != Introspect {
			if p, err := Parse(string(scope)); err != nil || !p.WithinOrganization() {
				t.Errorf("%s is no permission of an organization", scope)
			}
		}
		if slices.Contains([]Permission{PolicyWrite, DomainsWrite, ServicesRead, ServicesWrite}, scope) {
			t.Errorf("%s is a scope", scope)
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"public", "signed-in", "connections:write", "log:read"} {
		if p, err := Parse(name); err != nil || string(p) != name {
			t.Errorf("%s: %q %v", name, p, err)
		}
	}
	for _, name := range []string{"", "Public", "users", "users:everything"} {
		if _, err := Parse(name); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
}

func TestFromWithoutACaller(t *testing.T) {
	t.Parallel()
	if p := From(With(t.Context(), Caller{Principal: store.Principal{Name: "Maya"}})); p.Name != "Maya" {
		t.Error(p)
	}
	defer func() {
		if recover() == nil {
			t.Error("somebody was made up")
		}
	}()
	From(t.Context())
}
