package latchkey_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// pronounFirst is a comment that says what is done to "one" or "them" before it has named anything:
// "Read reads one", "rows are those of a file", "String says it for the operator".
var pronounFirst = regexp.MustCompile(`^\w+ (is|are|\w+s) (one|them|it|those|him|that of|those of)(\.|,|;|:| (if|with|for|by|of (one|it|them)|once|anew|all|that)\b)`)

// Whoever opens a file at a function reads its comment first, and what it speaks of is named there.
func TestCommentsNameWhatTheySpeakOf(t *testing.T) {
	t.Parallel()
	files := token.NewFileSet()
	err := filepath.WalkDir("api", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, ".gen.") {
			return err
		}
		f, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range f.Decls {
			if text := strings.Join(strings.Fields(docOf(d).Text()), " "); pronounFirst.MatchString(text) {
				t.Errorf("%s: %q: of what?", files.Position(d.Pos()), text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func docOf(d ast.Decl) *ast.CommentGroup {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Doc
	case *ast.GenDecl:
		return d.Doc
	}
	return nil
}
