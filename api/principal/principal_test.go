package principal

import (
	"testing"

	"latchkey/api/fault"
	"latchkey/api/store"
)

func TestAuthorize(t *testing.T) {
	t.Parallel()
	admin := store.Principal{Role: store.SuperAdmin, OrganizationCode: "acme"}
	agent := store.Principal{Role: store.Agent, OrganizationCode: "acme"}
	nowhere := store.Principal{Role: store.SuperAdmin}
	for name, c := range map[string]struct {
		caller       store.Principal
		permission   Permission
		organization string
		may          bool
	}{
		"a super admin changes the own organization":   {admin, UsersWrite, "acme", true},
		"but reads no other":                           {admin, LogRead, "globex", false},
		"an agent reads nothing of the organization":   {agent, UsersRead, "acme", false},
		"an agent acts on what is theirs":              {agent, SignedIn, "", true},
		"a missing organization equals no missing one": {nowhere, UsersRead, "", false},
		"what nobody has named is permitted to nobody": {admin, "users:everything", "acme", false},
	} {
		err := Authorize(c.caller, c.permission, c.organization)
		if (err == nil) != c.may || err != nil && fault.Of(err).Code != fault.NotFound {
			t.Errorf("%s: %v", name, err)
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
	if p := From(With(t.Context(), store.Principal{Name: "Maya"})); p.Name != "Maya" {
		t.Error(p)
	}
	defer func() {
		if recover() == nil {
			t.Error("somebody was made up")
		}
	}()
	From(t.Context())
}
