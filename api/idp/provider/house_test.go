package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"latchkey/api/idp/provider"
)

// What is known of a brand stands in its descriptor: no other file compares a
// provider's name. The test provider plays the brands, so it may ask which it
// plays, as may the rig of sign-ins; the contract is generated.
func TestNobodyElseComparesAProvidersName(t *testing.T) {
	files := token.NewFileSet()
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && slices.Contains([]string{"provider", "idptest", "signintest", "contract"}, entry.Name()) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			for _, operand := range compared(node) {
				if namesProvider(operand) {
					t.Errorf("%s compares a provider's name: ask its descriptor", files.Position(operand.Pos()))
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// compared are the expressions that a comparison or a switch holds something against.
func compared(node ast.Node) []ast.Expr {
	switch node := node.(type) {
	case *ast.BinaryExpr:
		if node.Op == token.EQL || node.Op == token.NEQ {
			return []ast.Expr{node.X, node.Y}
		}
	case *ast.CaseClause:
		return node.List
	case *ast.CallExpr: // a function that compares; a conversion is none
		if fun, is := node.Fun.(*ast.Ident); is && fun.Name == "string" {
			return nil
		}
		return slices.DeleteFunc(slices.Clone(node.Args), func(arg ast.Expr) bool {
			brand, is := arg.(*ast.SelectorExpr)
			if !is {
				return true
			}
			of, is := brand.X.(*ast.Ident)
			return !is || of.Name != "provider"
		})
	}
	return nil
}

func namesProvider(e ast.Expr) bool {
	var names []string
	for _, brand := range provider.Brands() {
		names = append(names, string(brand))
	}
	for _, preset := range provider.Presets() {
		names = append(names, preset.Key)
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		return slices.Contains(names, strings.Trim(e.Value, "\"`"))
	case *ast.SelectorExpr:
		return slices.Contains(names, strings.ToLower(strings.TrimPrefix(e.Sel.Name, "Kind")))
	case *ast.Ident:
		return slices.Contains(names, strings.ToLower(strings.TrimPrefix(e.Name, "Kind")))
	case *ast.CallExpr: // a conversion
		return len(e.Args) == 1 && namesProvider(e.Args[0])
	}
	return false
}
