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
	"latchkey/api/store"
)

// Every action that the program writes into the audit log is one that the contract
// names, and so has words in every language (changes.test.ts), and the other way round.
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
	written := writtenActions(t)
	slices.Sort(promised)
	if !slices.Equal(promised, written) {
		t.Errorf("the contract names %v,\nthe program writes %v", promised, written)
	}
}

// writtenActions are the texts of the program that are actions, and those that are put together.
func writtenActions(t *testing.T) []string {
	t.Helper()
	actions := []string{
		"domain." + string(store.DomainVerified), "domain." + string(store.DomainLost),
		"connection.test_" + string(store.TestPassed), "connection.test_" + string(store.TestFailed),
	}
	action := regexp.MustCompile(`^(organization|user|connection|policy|identity|domain|bypass|session)\.[a-z_]+[a-z]$`)
	rooms := os.DirFS("..")
	err := fs.WalkDir(rooms, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "contract/") || strings.Contains(path, "storetest/") {
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
					actions = append(actions, value)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(actions)
	return slices.Compact(actions)
}
