package rest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey"
	"latchkey/api/event"
)

// The kinds of package event are those that the contract names, and so have words in
// every language (changes.test.ts); no other file makes up one of its own.
func TestEveryAuditActionIsPromised(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(latchkey.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	var promised []string
	for _, action := range doc.Components.Schemas["AuditAction"].Value.Enum {
		promised = append(promised, action.(string))
	}
	recorded := actionsIn(t)["event/kinds.go"]
	for _, action := range recorded {
		if !slices.Contains(promised, action) {
			t.Errorf("AuditAction in openapi.yaml lacks %s", action)
		}
	}
	for _, action := range promised {
		if !slices.Contains(recorded, action) {
			t.Errorf("AuditAction in openapi.yaml has %s, which package event does not", action)
		}
	}
	for file, actions := range actionsIn(t) {
		if file != "event/kinds.go" && file != "event/types.go" {
			t.Errorf("%s names %v: say it by package event", file, actions)
		}
	}
}

// So are the types of what integrators are told of.
func TestEveryEventTypeIsPromised(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(latchkey.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	var promised []event.Type
	for _, one := range doc.Components.Schemas["EventType"].Value.Enum {
		promised = append(promised, event.Type(one.(string)))
	}
	if !slices.Equal(promised, event.Types()) {
		t.Errorf("the contract names %v,\nthe program tells %v", promised, event.Types())
	}
}

// actionsIn are the texts of the program that are actions, by file.
func actionsIn(t *testing.T) map[string][]string {
	t.Helper()
	actions := map[string][]string{}
	action := regexp.MustCompile(`^(organization|user|connection|policy|application|branding|identity|domain|bypass|session|service|role|role_rules|client|webhook)\.[a-z_]+[a-z]$`)
	rooms := os.DirFS("../..")
	err := fs.WalkDir(rooms, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "web/contract/") || strings.Contains(path, "storetest/") {
			return err
		}
		text, err := fs.ReadFile(rooms, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if literal, is := node.(*ast.BasicLit); is && literal.Kind == token.STRING {
				if value, err := strconv.Unquote(literal.Value); err == nil && action.MatchString(value) {
					actions[path] = append(actions[path], value)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return actions
}
