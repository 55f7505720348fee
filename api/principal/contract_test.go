package principal

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey"
)

// What a role of an organization's own may permit, and what a service may, is in the program
// what the contract says: one more on either side alone would be promised and not given, or
// given and never promised.
func TestPermissionsAreThoseOfTheContract(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(latchkey.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	for name, given := range map[string][]Permission{"RolePermission": OfOwnRoles(), "ServiceScope": Scopes()} {
		schema := doc.Components.Schemas[name].Value
		promised := map[Permission]bool{}
		for _, p := range schema.Enum {
			promised[Permission(p.(string))] = true
		}
		for _, p := range given {
			if !promised[p] {
				t.Errorf("%s of the contract lacks %q", name, p)
			}
			delete(promised, p)
		}
		for p := range promised {
			t.Errorf("the program lacks %q, which %s of the contract promises", p, name)
		}
	}
	most := doc.Components.Schemas["RolePermissions"].Value.MaxItems
	if most == nil {
		t.Fatal("RolePermissions has no maxItems")
	}
	if int(*most) != len(OfOwnRoles()) {
		t.Errorf("maxItems of RolePermissions is %d, and there are %d", *most, len(OfOwnRoles()))
	}
}
