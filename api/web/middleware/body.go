package middleware

import (
	"encoding/json"
	"maps"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/api/fault"
	"latchkey/api/strictjson"
	"latchkey/api/text"
)

// reader walks a body beside its schema. It gives the value as the handlers read
// it, and names what the schema cannot say: texts that hold more than can be
// seen, times that are none, numbers that no machine has.
type reader struct {
	numbers []fault.Field // in whose place the schema sees a nought
	texts   []fault.Field
	times   []fault.Field // which may be too long as well: then the schema says so
}

// with gives the schema's complaints and the reader's, none of them twice.
func (r *reader) with(schema []fault.Field) []fault.Field {
	schema = slices.DeleteFunc(schema, func(f fault.Field) bool { return refuses(r.numbers, f.Pointer) || slices.Contains(r.texts, f) })
	times := slices.DeleteFunc(r.times, func(f fault.Field) bool { return refuses(schema, f.Pointer) })
	return slices.Concat(r.numbers, r.texts, schema, times)
}

func refuses(fields []fault.Field, pointer string) bool {
	return slices.ContainsFunc(fields, func(f fault.Field) bool { return f.Pointer == pointer })
}

// read gives the value at a pointer; a nil schema is one that is not known.
func (r *reader) read(schema *openapi3.Schema, value any, at string) any {
	switch v := value.(type) {
	case string:
		r.readText(schema, v, at)
	case json.Number:
		return r.readNumber(schema, v, at)
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			v[name] = r.read(memberOf(schema, name), v[name], at+"/"+strictjson.Escape(name))
		}
	case []any:
		for i, member := range v {
			v[i] = r.read(itemOf(schema), member, at+"/"+strconv.Itoa(i))
		}
	}
	return value
}

func memberOf(schema *openapi3.Schema, name string) *openapi3.Schema {
	if schema == nil || schema.Properties[name] == nil {
		return nil
	}
	return schema.Properties[name].Value
}

func itemOf(schema *openapi3.Schema) *openapi3.Schema {
	if schema == nil || schema.Items == nil {
		return nil
	}
	return schema.Items.Value
}

// readText holds a text against the one rule for texts. A password is whatever was
// typed; but a database keeps no NUL.
func (r *reader) readText(schema *openapi3.Schema, s, at string) {
	format, lines := "", false
	if schema != nil {
		format, lines = schema.Format, schema.Extensions["x-lines"] == true
	}
	ok := text.IsLine(s)
	switch {
	case format == "password":
		ok = !strings.Contains(s, "\x00")
	case lines:
		ok = text.IsNote(s)
	}
	if !ok {
		r.texts = append(r.texts, fault.Field{Pointer: at, Code: "format"})
	} else if _, err := time.Parse(time.RFC3339, s); format == "date-time" && err != nil {
		r.times = append(r.times, fault.Field{Pointer: at, Code: "format"})
	}
}

// readNumber reads a number where the schema wants an integer: 87.0 and 8.7e1 are
// one (JSON Schema 2020-12, section 6.1.1).
func (r *reader) readNumber(schema *openapi3.Schema, n json.Number, at string) any {
	if f, err := n.Float64(); err != nil || math.Abs(f) > 1<<53 {
		r.numbers = append(r.numbers, fault.Field{Pointer: at, Code: "out_of_range"})
		return json.Number("0")
	}
	if schema == nil || !schema.Type.Includes("integer") {
		return n
	}
	whole, ok := wholeNumber(string(n))
	if !ok {
		r.numbers = append(r.numbers, fault.Field{Pointer: at, Code: "type"})
		return json.Number("0")
	}
	return whole
}

// wholeNumber writes a number without point and exponent, if it is an integer.
// One that is written at such length is none that anybody means.
func wholeNumber(n string) (json.Number, bool) {
	const longest, farthest = 64, 400
	if len(n) > longest {
		return "", false
	}
	if e := strings.IndexAny(n, "eE"); e >= 0 {
		if power, err := strconv.Atoi(n[e+1:]); err != nil || power > farthest || power < -farthest {
			return "", false
		}
	}
	exact, ok := new(big.Rat).SetString(n)
	if !ok || !exact.IsInt() {
		return "", false
	}
	return json.Number(exact.Num().String()), true
}
