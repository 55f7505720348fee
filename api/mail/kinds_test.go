package mail

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey"
)

// Each kind of message is one that the contract names, so that the sign-in log has a name for it,
// and one that the tests of texts write in every language.
func TestEveryKindIsPromisedAndWritten(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "outbox.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	ast.Inspect(file, func(node ast.Node) bool {
		spec, is := node.(*ast.ValueSpec)
		if !is {
			return true
		}
		if typed, named := spec.Type.(*ast.Ident); named && typed.Name == "Kind" {
			kind, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Error(err)
			}
			kinds = append(kinds, kind)
		}
		return true
	})
	doc, err := openapi3.NewLoader().LoadFromData(latchkey.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	var promised []string
	for _, kind := range doc.Components.Schemas["MailKind"].Value.Enum {
		promised = append(promised, kind.(string))
	}
	written := slices.Collect(maps.Keys(everyKind()))
	for _, kind := range kinds {
		if !slices.Contains(promised, kind) {
			t.Errorf("MailKind in openapi.yaml lacks %s", kind)
		}
		if !slices.Contains(written, Kind(kind)) {
			t.Errorf("%s has no shape and no texts that a test reads", kind)
		}
	}
	for _, kind := range promised {
		if !slices.Contains(kinds, kind) {
			t.Errorf("MailKind in openapi.yaml has %s, which is never sent", kind)
		}
	}
}
