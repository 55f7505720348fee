package middleware

import (
	"errors"
	"maps"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/api/fault"
	"latchkey/api/strictjson"
)

// fieldsOf turns the schema's complaints into pointers and short codes.
func fieldsOf(err error) []fault.Field {
	var fields []fault.Field
	seen := map[fault.Field]bool{}
	for _, e := range flatten(err) {
		s, ok := errors.AsType[*openapi3.SchemaError](e)
		if !ok {
			continue
		}
		if s.Schema.Type.Is("null") { // of "this or null": what is said of the other is what is wrong
			continue
		}
		f := fieldOf(s)
		if f.Code != "unknown" && !seen[f] { // the library does not say which: unknownMembers does
			seen[f] = true
			fields = append(fields, f)
		}
	}
	return fields
}

// unknownMembers names the members that the schema has no place for.
func unknownMembers(schema *openapi3.Schema, value any, at string) []fault.Field {
	var fields []fault.Field
	schema = unlessNull(schema)
	if list, ok := value.([]any); ok && schema.Items != nil {
		for i, member := range list {
			fields = append(fields, unknownMembers(schema.Items.Value, member, at+"/"+strconv.Itoa(i))...)
		}
		return fields
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		pointer := at + "/" + strictjson.Escape(name)
		property, known := schema.Properties[name]
		if !known {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "unknown"})
			continue
		}
		fields = append(fields, unknownMembers(property.Value, object[name], pointer)...)
	}
	return fields
}

// unlessNull gives what a value that may be null must be otherwise.
func unlessNull(schema *openapi3.Schema) *openapi3.Schema {
	for _, one := range schema.OneOf {
		if !one.Value.Type.Is("null") {
			return one.Value
		}
	}
	return schema
}

func flatten(err error) []error {
	var many openapi3.MultiError
	if !errors.As(err, &many) {
		return []error{err}
	}
	var flat []error
	for _, e := range many {
		flat = append(flat, flatten(e)...)
	}
	return flat
}

func fieldOf(e *openapi3.SchemaError) fault.Field {
	pointer := ""
	for _, token := range e.JSONPointer() {
		pointer += "/" + strictjson.Escape(token)
	}
	code, known := map[string]string{
		"required": "required", "properties": "unknown", "additionalProperties": "unknown", "type": "type", "nullable": "type",
		"minLength": "too_short", "maxLength": "too_long", "pattern": "format", "format": "format",
		"minimum": "out_of_range", "maximum": "out_of_range", "enum": "invalid", "const": "invalid",
	}[e.SchemaField]
	if !known {
		code = "invalid"
	}
	return fault.Field{Pointer: pointer, Code: code}
}
