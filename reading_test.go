package latchkey_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"
)

// CONTRIBUTING.md says in which order one reads a sign-in: every function is where it says,
// and the files are few.
func TestReadingOneSignIn(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "### Reading one sign-in\n")
	section, _, _ = strings.Cut(section, "\n### ")
	files := map[string]bool{}
	for _, m := range regexp.MustCompile("`(api/[^`]+\\.go)` `(\\w+)`").FindAllStringSubmatch(section, -1) {
		files[m[1]] = true
		if !hasFunction(t, m[1], m[2]) {
			t.Errorf("%s has no function %s", m[1], m[2])
		}
	}
	if len(files) < 15 || len(files) > 25 {
		t.Errorf("%d files", len(files))
	}
}

func hasFunction(t *testing.T, path, name string) bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return false
	}
	for _, d := range f.Decls {
		if fn, is := d.(*ast.FuncDecl); is && fn.Name.Name == name {
			return true
		}
	}
	return false
}
