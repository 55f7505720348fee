package middleware

import (
	"maps"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey"
	"latchkey/api/fault"
)

// Whatever may be an object or null is refused for what is wrong in the object: its own
// members are not called unknown, and nobody is told that it ought to be null.
func TestComplaintsOfAnObjectOrNull(t *testing.T) {
	tried := 0
	for name, schema := range contractForTest(t).Components.Schemas {
		for member, property := range schema.Value.Properties {
			object := unlessNull(property.Value)
			if object == property.Value || !object.Type.Is("object") {
				continue
			}
			tried++
			given := map[string]any{"canary_member": 1}
			want := []fault.Field{{Pointer: "/canary_member", Code: "unknown"}}
			for _, required := range object.Required {
				want = append(want, fault.Field{Pointer: "/" + required, Code: "required"})
			}
			if got := complaintsOf(property.Value, given); !sameFields(got, want) {
				t.Errorf("%s.%s: %v, want %v", name, member, got, want)
			}
			if got := complaintsOf(property.Value, "CANARY"); !sameFields(got, []fault.Field{{Code: "type"}}) {
				t.Errorf("%s.%s: %v, want its type", name, member, got)
			}
		}
	}
	if tried < 5 {
		t.Fatalf("the contract has %d of them", tried)
	}
}

// A federation with nothing filled in: four members that are too short, and nothing else.
func TestComplaintsOfEmptyMembers(t *testing.T) {
	schema := contractForTest(t).Components.Schemas["ServiceChange"].Value
	empty := map[string]any{"issuer": "", "jwksUri": "", "subject": "", "audience": ""}
	var want []fault.Field
	for _, member := range slices.Sorted(maps.Keys(empty)) {
		want = append(want, fault.Field{Pointer: "/federation/" + member, Code: "too_short"})
	}
	if got := complaintsOf(schema, map[string]any{"federation": empty}); !sameFields(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func complaintsOf(schema *openapi3.Schema, value any) []fault.Field {
	_, fields := complaints(schema, value)
	return fields
}

func contractForTest(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(latchkey.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func sameFields(got, want []fault.Field) bool {
	if len(got) != len(want) {
		return false
	}
	for _, one := range want {
		if !slices.Contains(got, one) {
			return false
		}
	}
	return true
}
