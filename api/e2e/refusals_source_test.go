package e2e_test

import (
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// H02: what an operation lists of its own, its handler can reach in the source;
// what it answers with and does not list fails wherever a test sees it.
func TestH02ListedRefusalsAreInTheSource(t *testing.T) {
	t.Parallel()
	source := readSource(t)
	eachOperation(func(_, _ string, op *openapi3.Operation) {
		handler := "(*latchkey/api/web/rest.Server)." + strings.ToUpper(op.OperationID[:1]) + op.OperationID[1:]
		if source[handler] == nil {
			t.Fatalf("no handler %s", handler)
		}
		reached := source.codesFrom(handler)
		for _, code := range codesIn(op.Extensions["x-refusals"]) {
			if !reached[code] {
				t.Errorf("%s lists %s, which nothing that it calls names", op.OperationID, code)
			}
		}
	})
}

// source is what each function of the program names, by its full name.
type source map[string]*named

type named struct {
	functions, codes []string
}

// codesFrom gives the codes named by a function and all that it calls.
func (s source) codesFrom(function string) map[string]bool {
	codes, seen := map[string]bool{}, map[string]bool{}
	for open := []string{function}; len(open) > 0; {
		name := open[0]
		open = open[1:]
		f := s[name]
		if f == nil || seen[name] {
			continue
		}
		seen[name] = true
		open = append(open, f.functions...)
		for _, code := range f.codes {
			codes[code] = true
		}
	}
	return codes
}

// readSource type-checks our packages; what they import is read as the compiler left it.
func readSource(t *testing.T) source {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-trimpath", "-tags", "nomsgpack", "-f", "{{.ImportPath}} {{.Dir}} {{join .GoFiles `,`}} {{.Export}}", "latchkey/api/web/rest")
	text, err := list.Output()
	must(t, err)
	ours, exports := map[string][]string{}, map[string]string{}
	for line := range strings.Lines(string(text)) {
		part := strings.Fields(line)
		if strings.HasPrefix(part[0], "latchkey/api/") {
			for _, name := range strings.Split(part[2], ",") {
				ours[part[0]] = append(ours[part[0]], filepath.Join(part[1], name))
			}
		}
		exports[part[0]] = part[len(part)-1]
	}
	files := token.NewFileSet()
	check := types.Config{Importer: importer.ForCompiler(files, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })}
	s := source{}
	for path, names := range ours {
		s.read(t, check, files, path, names)
	}
	return s
}

func (s source) read(t *testing.T, check types.Config, files *token.FileSet, path string, names []string) {
	t.Helper()
	parsed := make([]*ast.File, len(names))
	for i, name := range names {
		var err error
		parsed[i], err = parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		must(t, err)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	_, err := check.Check(path, files, parsed, info)
	must(t, err)
	for _, f := range parsed {
		for _, d := range f.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				s[fullName(info.Defs[f.Name])] = namedIn(info, f.Body)
			}
		}
	}
}

// namedIn is what a body names. A code that another one is only compared with is not one
// that it refuses with.
func namedIn(info *types.Info, body ast.Node) *named {
	n := &named{}
	compared := map[ast.Node]bool{}
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BinaryExpr:
			if node.Op == token.EQL || node.Op == token.NEQ {
				compared[node.X], compared[node.Y] = true, true
			}
		case *ast.CaseClause:
			for _, one := range node.List {
				compared[one] = true
			}
		case *ast.SelectorExpr:
			if compared[node] {
				compared[node.Sel] = true
			}
		case *ast.Ident:
			n.uses(info.Uses[node], compared[node])
		}
		return true
	})
	return n
}

func (n *named) uses(o types.Object, isCompared bool) {
	switch o := o.(type) {
	case *types.Func:
		n.functions = append(n.functions, fullName(o))
	case *types.Const:
		if !isCompared && o.Type().String() == "latchkey/api/fault.Code" {
			n.codes = append(n.codes, constant.StringVal(o.Val()))
		}
	}
}

func fullName(o types.Object) string {
	if f, ok := o.(*types.Func); ok {
		return f.Origin().FullName()
	}
	return ""
}
