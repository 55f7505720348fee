package middleware

import (
	"context"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/api/fault"
)

// itemsAlone marks, in openapi.yaml, a list in a body whose items are read one by one: a
// wrong one is refused alone, and its handler answers for each (spec people, section 2).
const itemsAlone = "x-items-alone"

// Items are those of a body's list, as they were read one by one.
type Items struct {
	Sent  int
	Wrong map[int][]fault.Field // by their place in what was sent; the handler's list is without them
	taken map[int]any           // the wrong ones: another payload has other ones
}

type itemsKey struct{}

// ItemsOf are those of the body of a request whose list is marked so.
func ItemsOf(ctx context.Context) Items {
	items, _ := ctx.Value(itemsKey{}).(Items)
	return items
}

// takeWrongItems reads the items of such a list, and takes those out that are not as the
// contract has them. What is left is held against the schema that it gives. A list that is
// none, or has too few or too many items, is refused as a whole by the schema as it is.
func takeWrongItems(schema *openapi3.Schema, body any) (*openapi3.Schema, Items) {
	object, ok := body.(map[string]any)
	for name, property := range schema.Properties {
		list, isList := object[name].([]any)
		if !ok || !isList || property.Value.Extensions[itemsAlone] != true || !fitsLength(property.Value, list) {
			continue
		}
		items := Items{Sent: len(list), Wrong: map[int][]fault.Field{}, taken: map[int]any{}}
		good := make([]any, 0, len(list))
		for i, one := range list {
			is, fields := complaints(property.Value.Items.Value, one)
			if len(fields) > 0 {
				items.Wrong[i], items.taken[i] = fields, one
			} else {
				good = append(good, is)
			}
		}
		object[name] = good
		return without(schema, name), items
	}
	return schema, Items{}
}

func fitsLength(schema *openapi3.Schema, list []any) bool {
	n := uint64(len(list))
	return n >= schema.MinItems && (schema.MaxItems == nil || n <= *schema.MaxItems)
}

// without is a schema that asks nothing of a member, which was looked at.
func without(schema *openapi3.Schema, name string) *openapi3.Schema {
	is := *schema
	is.Properties = maps.Clone(schema.Properties)
	is.Properties[name] = &openapi3.SchemaRef{Value: openapi3.NewArraySchema()}
	return &is
}

// complaints gives a value as the handlers read it, and all that is wrong with it.
func complaints(schema *openapi3.Schema, value any) (any, []fault.Field) {
	values := reader{}
	value = values.read(schema, value, "")
	var fields []fault.Field
	if err := schema.VisitJSON(value, openapi3.MultiErrors()); err != nil {
		fields = slices.Concat(unknownMembers(schema, value, ""), fieldsOf(err))
		if len(fields) == 0 { // a complaint that names no member is one all the same
			fields = []fault.Field{{Pointer: "", Code: "invalid"}}
		}
	}
	return value, values.with(fields)
}
