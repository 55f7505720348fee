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

// What the README's map and table of changes and CONTRIBUTING.md name by its whole path is
// there or is made by a build, every room of the program is on the map, and has a doc.go with its one job.
func TestTheMapNamesWhatIsThere(t *testing.T) {
	t.Parallel()
	ignored, err := os.ReadFile(".gitignore")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"README.md", "CONTRIBUTING.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile("`((?:api|frontend|docs|deploy|\\.ci)/[\\w./-]*)`").FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(m[1]); err != nil && !strings.Contains(string(ignored), "/"+strings.TrimSuffix(m[1], "/")) {
				t.Errorf("%s names %s", name, m[1])
			}
		}
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rooms, _ := strings.Cut(string(text), "## The rooms\n")
	rooms, _, _ = strings.Cut(rooms, "\n## ")
	list, err := os.ReadDir("api")
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range list {
		if !room.IsDir() || room.Name() == "tools" { // a module without code
			continue
		}
		if !regexp.MustCompile(`\b` + room.Name() + `\b`).MatchString(rooms) {
			t.Errorf("%s is not on the map", room.Name())
		}
		if _, err := os.Stat("api/" + room.Name() + "/doc.go"); err != nil {
			t.Error(err)
		}
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

// A row of a table has as many cells as its head: a bar in a command is written \|, or the rest of the row is lost.
func TestTablesAreWhole(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "SECURITY.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		cells := 0
		for n, line := range strings.Split(string(text), "\n") {
			if !strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "|-") {
				cells = 0
				continue
			}
			got := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
			if cells == 0 {
				cells = got
			}
			if got != cells {
				t.Errorf("%s:%d has %d bars, the head of its table %d", name, n+1, got, cells)
			}
		}
	}
}
