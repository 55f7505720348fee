package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/api/web/middleware"
)

const canary = "CANARY-4f1d-VALUE"

// H09, F11: every operation with a body refuses what is not exactly its schema,
// names the member by pointer and never repeats what was sent.
func TestH09StrictBodies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{starts: 100000})
	w.secrets.add(canary)
	token := w.reader(t, "acme", "sofia@acme.example").token
	for path, item := range contract().Paths.Map() {
		for method, op := range item.Operations() {
			if op.RequestBody == nil || slices.Contains(op.Tags, middleware.OAuthTag) {
				continue
			}
			media := op.RequestBody.Value.Content["application/json"]
			if media == nil { // a file: TestUserImport
				continue
			}
			t.Run(op.OperationID, func(t *testing.T) {
				o := strict{t, w, method, w.anyPath(path), token, media.Schema.Value, media.Example.(map[string]any), bodyLimit(op)}
				o.transport()
				o.syntax()
				o.members("", o.schema, o.example)
			})
		}
	}
}

type strict struct {
	t                   *testing.T
	w                   *world
	method, path, token string
	schema              *openapi3.Schema
	example             map[string]any
	limit               int // bytes
}

// bodyLimit is how many bytes an operation takes.
func bodyLimit(op *openapi3.Operation) int {
	if most, ok := op.Extensions["x-body-limit"].(float64); ok {
		return int(most)
	}
	return 64 << 10
}

func (o strict) send(body []byte, kind, encoding string) answer {
	o.t.Helper()
	h := http.Header{"Sec-Fetch-Site": {"same-origin"}, "Authorization": {"Bearer " + o.token}}
	if kind != "" {
		h.Set("Content-Type", kind)
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	a := o.w.browser().send(o.method, o.path, body, h)
	if bytes.Contains(a.body, []byte("CANARY")) || strings.Contains(fmt.Sprint(a.header), "CANARY") {
		o.t.Errorf("the answer repeats what was sent: %s", a.body)
	}
	return a
}

func (o strict) json(body string) answer {
	o.t.Helper()
	return o.send([]byte(body), "application/json", "")
}

// want checks one refusal.
func (o strict) want(name string, a answer, status int, code string, pointers ...string) {
	o.t.Helper()
	if a.status != status || a.text("code") != code {
		o.t.Errorf("%s: %d %s, want %d %s", name, a.status, a.body, status, code)
		return
	}
	for _, p := range pointers {
		if !slices.Contains(a.pointers(), p) {
			o.t.Errorf("%s: %v, want %s", name, a.pointers(), p)
		}
	}
}

func (o strict) transport() {
	good := o.text(o.example)
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "application/xml", "application/json-patch+json", "application/problem+json", canary} {
		o.want(kind, o.send([]byte(good), kind, ""), http.StatusUnsupportedMediaType, "media_type_unsupported")
	}
	o.want("gzip", o.send([]byte(good), "application/json", "gzip"), http.StatusUnsupportedMediaType, "media_type_unsupported")
	large := `{"x":"` + strings.Repeat("a", o.limit) + `"}`
	o.want("too long", o.json(large), http.StatusRequestEntityTooLarge, "body_too_large")
	keys := &strings.Builder{}
	for i := range 100_000 {
		fmt.Fprintf(keys, `"k%d":1,`, i)
	}
	o.want("1e5 keys", o.json("{"+keys.String()+`"z":1}`), http.StatusRequestEntityTooLarge, "body_too_large")
	if a := o.send([]byte(good), "application/json; charset=utf-8", ""); a.status == http.StatusUnsupportedMediaType {
		o.t.Errorf("a charset is refused: %s", a.body)
	}
}

func (o strict) syntax() {
	good := o.text(o.example)
	first := slices.Sorted(maps.Keys(o.example))[0]
	for name, body := range map[string]string{
		"nothing": "", "not JSON": canary, "half": good[:len(good)-1], "trailing data": good + good, "trailing text": good + canary,
		"depth 10,000": strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), "depth in a member": `{"` + first + `":` + strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5001),
		"comment": "/* */" + good, "bad UTF-8": "{\"" + first + "\":\"\xff\"}", "single quotes": strings.ReplaceAll(good, `"`, "'"), "byte order mark": "\xef\xbb\xbf" + good,
	} {
		o.want(name, o.json(body), http.StatusBadRequest, "body_malformed")
	}
	for _, name := range slices.Sorted(maps.Keys(o.example)) {
		twice := strings.Replace(good, "{", `{"`+name+`":"`+canary+`",`, 1)
		o.want("duplicate "+name, o.json(twice), http.StatusBadRequest, "body_malformed", "/"+name+" duplicate")
		variant := strings.ToUpper(name[:1]) + name[1:]
		both := strings.Replace(good, "{", `{"`+variant+`":"`+canary+`",`, 1)
		o.want("case variant of "+name, o.json(both), http.StatusBadRequest, "body_malformed")
		only := strings.Replace(good, `"`+name+`"`, `"`+variant+`"`, 1)
		o.want("only the case variant of "+name, o.json(only), http.StatusUnprocessableEntity, "validation_failed", "/"+variant+" unknown")
	}
	for name, body := range map[string]string{"a list": "[]", "a string": `"` + canary + `"`, "null": "null", "a number": "1"} {
		o.want(name, o.json(body), http.StatusUnprocessableEntity, "validation_failed", " type")
	}
	o.want("nothing that is known", o.json(`{"other":"`+canary+`"}`), http.StatusUnprocessableEntity, "validation_failed")
}

// members walks the schema and spoils one member after the other.
func (o strict) members(at string, schema *openapi3.Schema, example map[string]any) {
	o.spoil(at+" unknown", at, map[string]any{"canary_member": canary}, at+"/canary_member unknown")
	for _, name := range schema.Required {
		o.missing(at, name)
	}
	for name, ref := range schema.Properties {
		property, pointer := unlessNull(ref.Value), at+"/"+name
		if property.Type.Is("object") {
			o.spoil(pointer, at, map[string]any{name: canary}, pointer+" type")
			if inner, has := example[name].(map[string]any); has { // an object that is not needed may be left out
				o.members(pointer, property, inner)
			}
			continue
		}
		if property.Type.Is("array") {
			o.list(at, name, property)
			continue
		}
		code := " type"
		if len(property.Enum) > 0 {
			code = " invalid"
		}
		for _, wrong := range []any{map[string]any{"a": canary}, []any{canary}, 12.5} {
			o.spoil(pointer, at, map[string]any{name: wrong}, pointer+code)
		}
		if !nullable(ref.Value) {
			o.spoil(pointer, at, map[string]any{name: nil}, pointer+code)
		}
		if property.Type.Is("boolean") {
			o.spoil(pointer, at, map[string]any{name: "true"}, pointer+" type")
			continue
		}
		o.spoil(pointer, at, map[string]any{name: true}, pointer+code)
		if property.MaxLength != nil {
			o.spoil(pointer, at, map[string]any{name: strings.Repeat("a", int(*property.MaxLength)+1)}, pointer+" too_long")
		}
		if property.MinLength > 0 {
			o.spoil(pointer, at, map[string]any{name: strings.Repeat("a", int(property.MinLength)-1)}, pointer+" too_short")
		}
		if property.Pattern != "" {
			o.spoil(pointer, at, map[string]any{name: "  " + strings.Repeat(" ", int(property.MinLength))}, pointer+" format")
		}
		if len(property.Enum) > 0 {
			o.spoil(pointer, at, map[string]any{name: canary}, pointer+" invalid")
		}
		if len(property.Enum) == 0 && name != "returnTo" {
			// PostgreSQL keeps no NUL: it would be an error of ours.
			nul := "canary\x00@canary.example" + strings.Repeat("x", int(property.MinLength))
			o.spoil(pointer+" with NUL", at, map[string]any{name: nul}, pointer+" format")
		}
	}
}

// unlessNull is what a member that may be null must be otherwise: that is what is refused.
func unlessNull(property *openapi3.Schema) *openapi3.Schema {
	for _, one := range property.OneOf {
		if !one.Value.Type.Is("null") {
			return one.Value
		}
	}
	return property
}

func nullable(property *openapi3.Schema) bool {
	return property.Type.Includes("null") || slices.ContainsFunc(property.OneOf, func(one *openapi3.SchemaRef) bool {
		return one.Value.Type.Includes("null")
	})
}

// list spoils a list, and what stands in it.
func (o strict) list(at, name string, property *openapi3.Schema) {
	pointer := at + "/" + name
	for _, wrong := range []any{canary, true, nil, map[string]any{"a": canary}} {
		o.spoil(pointer, at, map[string]any{name: wrong}, pointer+" type")
	}
	if property.Extensions["x-items-alone"] == true {
		o.alone(name, at)
		return
	}
	code := "type"
	if property.Items.Value.Enum != nil { // what is none of them is said first
		code = "invalid"
	}
	for _, wrong := range []any{nil, 12.5, []any{}} {
		o.spoil(pointer, at, map[string]any{name: []any{wrong}}, pointer+"/0 "+code)
	}
	if property.Items.Value.Type.Is("object") {
		o.spoil(pointer, at, map[string]any{name: []any{map[string]any{"canary_member": canary}}}, pointer+"/0/canary_member unknown")
	}
}

// alone spoils an item that is refused alone: what is answered to the others is tested where they are.
func (o strict) alone(name, at string) {
	for wrong, pointer := range map[any]string{nil: "", 12.5: "", canary: "", true: ""} {
		o.item(name, at, wrong, pointer)
	}
	o.item(name, at, []any{}, "")
	o.item(name, at, map[string]any{"canary_member": canary}, "/canary_member")
}

func (o strict) item(name, at string, wrong any, pointer string) {
	o.t.Helper()
	body := o.clone()
	objectAt(body, at)[name] = []any{wrong}
	a := o.json(o.text(body))
	if want := fmt.Sprintf(`{"items":[{"code":"validation_failed","index":0,"pointer":"%s","status":422}]}`, pointer); strings.TrimSpace(string(a.body)) != want {
		o.t.Errorf("%v: %d %s, want %s", wrong, a.status, a.body, want)
	}
}

// spoil puts members into the object at a pointer of the good example.
func (o strict) spoil(name, at string, members map[string]any, pointers ...string) {
	o.t.Helper()
	body := o.clone()
	maps.Copy(objectAt(body, at), members)
	o.want(fmt.Sprint(name, members), o.json(o.text(body)), http.StatusUnprocessableEntity, "validation_failed", pointers...)
}

func (o strict) missing(at, name string) {
	o.t.Helper()
	body := o.clone()
	delete(objectAt(body, at), name)
	o.want("without "+at+"/"+name, o.json(o.text(body)), http.StatusUnprocessableEntity, "validation_failed", at+"/"+name+" required")
}

func objectAt(o map[string]any, pointer string) map[string]any {
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if step != "" {
			o = o[step].(map[string]any)
		}
	}
	return o
}

func (o strict) clone() map[string]any {
	var c map[string]any
	must(o.t, json.Unmarshal([]byte(o.text(o.example)), &c))
	return c
}

func (o strict) text(v any) string {
	b, err := json.Marshal(v)
	must(o.t, err)
	return string(b)
}
