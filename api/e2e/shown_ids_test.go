package e2e_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

var idOfRow = regexp.MustCompile(`^[A-Z]\d{1,2}$`)

// Every id of an attack or a fault that is known has a row in make attack or make fault, and every test that
// a row names exists: what is not tried is said, never left out.
func TestEveryIDHasARow(t *testing.T) {
	t.Parallel()
	tried := rowsWritten(t)
	found := testsNamed(t, idOfRow)
	for _, row := range slices.Concat(provenAttacks(), provenFaults(), measured()) {
		tried[row.id] = true
		for test := range strings.FieldsSeq(row.tests) {
			if !strings.HasPrefix(row.tests, "make ") && !isTest(t, test) {
				t.Errorf("%s: there is no test %s", row.id, test)
			}
		}
	}
	for id, tests := range foundElsewhere() {
		found[id] = tests
		for test := range strings.FieldsSeq(tests) {
			if !isTest(t, test) {
				t.Errorf("%s: there is no test %s", id, test)
			}
		}
	}
	for of, ids := range knownIDs(t) {
		for _, id := range ids {
			if !tried[id] && (of != "found" || found[id] == "") {
				t.Errorf("%s: %s has no row", of, id)
			}
		}
	}
}

// knownIDs are the ids that testdata/ids.txt lists, by the name before the colon.
func knownIDs(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/ids.txt")
	must(t, err)
	ids := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		if of, list, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, "#") {
			ids[of] = append(ids[of], strings.Fields(list)...)
		}
	}
	return ids
}

// rowsWritten are the ids of rows that the commands themselves try: they stand in files which are built for them alone.
func rowsWritten(t *testing.T) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, pattern := range []string{"attack_*_test.go", "attack_test.go", "fault_*_test.go"} {
		files, err := filepath.Glob(pattern)
		must(t, err)
		for _, path := range files {
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			must(t, err)
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CompositeLit: // {"A01", "what is tried", …}
					if len(n.Elts) >= 3 {
						addID(ids, n.Elts[0])
					}
				case *ast.KeyValueExpr: // "C01": "what is tried"
					addID(ids, n.Key)
				case *ast.CallExpr: // all.row(t, "J01", "what is tried", …)
					if f, is := n.Fun.(*ast.SelectorExpr); is && f.Sel.Name == "row" && len(n.Args) > 2 {
						addID(ids, n.Args[1])
					}
				}
				return true
			})
		}
	}
	return ids
}

func addID(ids map[string]bool, of ast.Expr) {
	if lit, is := of.(*ast.BasicLit); is && lit.Kind == token.STRING {
		if id, err := strconv.Unquote(lit.Value); err == nil && idOfRow.MatchString(id) {
			ids[id] = true
		}
	}
}

var idOfTest = regexp.MustCompile(`^func Test((?:[A-Z]\d{1,2})+)(?:_|[A-Z])`)

// titles are those of the tests of pages that carry an id of faults.md, such as "F4: goes to …".
var titles = regexp.MustCompile(`(?:describe|it|test)\b.*\(\s*["` + "`" + `]([A-Z]\d{1,2}): `)

// testsNamed finds the tests that carry an id of faults.md in their name, such as TestL4_ABrowserThatLeaves.
func testsNamed(t *testing.T, id *regexp.Regexp) map[string]string {
	t.Helper()
	found := map[string]string{}
	add := func(one, test string) {
		if id.MatchString(one) && !slices.Contains(strings.Fields(found[one]), test) {
			found[one] = strings.TrimSpace(found[one] + " " + test)
		}
	}
	files := testFiles(t)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		for line := range strings.Lines(files[path]) {
			if title := titles.FindStringSubmatch(line); title != nil {
				add(title[1], strings.TrimPrefix(path, "frontend/")+"#"+title[1]+":")
			}
			name := idOfTest.FindStringSubmatch(line)
			if name == nil {
				continue
			}
			test, _, _ := strings.Cut(strings.TrimPrefix(line, "func "), "(")
			for _, one := range regexp.MustCompile(`[A-Z]\d{1,2}`).FindAllString(name[1], -1) {
				add(one, strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "api/")+"."+test)
			}
		}
	}
	return found
}

// isTest tells whether there is a test of that name: folder.TestName, or file#word of the pages.
func isTest(t *testing.T, name string) bool {
	t.Helper()
	if file, word, ofPages := strings.Cut(name, "#"); ofPages {
		return regexp.MustCompile(`(?:describe|it|test)\b.*\(\s*["` + "`" + `].*\b` + word + `\b`).MatchString(testFiles(t)["frontend/"+file])
	}
	folder, test, _ := strings.Cut(name, ".")
	for path, text := range testFiles(t) {
		if filepath.ToSlash(filepath.Dir(path)) == "api/"+folder && strings.Contains(text, "\nfunc "+test+"(") {
			return true
		}
	}
	return false
}

// testFiles are the texts of all tests, by their paths in the repository.
func testFiles(t *testing.T) map[string]string {
	t.Helper()
	texts, err := readTests()
	must(t, err)
	return texts
}

var readTests = sync.OnceValues(func() (map[string]string, error) {
	texts := map[string]string{}
	for _, root := range []string{"../../api", "../../frontend/src", "../../frontend/e2e"} {
		err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !regexp.MustCompile(`_test\.go$|\.(test|spec)\.tsx?$`).MatchString(path) {
				return err
			}
			text, err := os.ReadFile(path)
			texts[strings.TrimPrefix(filepath.ToSlash(path), "../../")] = string(text)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return texts, nil
})
