//go:build attack || fault

package e2e_test

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// shown is what make attack and make fault write of a row: the page of results is made from it.
type shown struct {
	ID     string `json:"id"`
	Tried  string `json:"tried"`
	On     string `json:"on"`               // the engine, or both
	Figure string `json:"figure,omitempty"` // what was measured
	By     string `json:"by,omitempty"`     // the tests that tried it, if not this command itself
	Passed bool   `json:"passed"`
	Why    string `json:"why,omitempty"` // it did not
}

// results are all rows of a run.
type results struct {
	Command string  `json:"command"`
	Machine string  `json:"machine"`
	Rows    []shown `json:"rows"`
}

// row runs one row as a test of its own.
func (r *results) row(t *testing.T, id, tried, on string, try func(t *testing.T) (figure string)) {
	t.Helper()
	s := shown{ID: id, Tried: tried, On: on}
	ran, skipped := false, false
	s.Passed = t.Run(id, func(t *testing.T) {
		ran = true
		defer func() { skipped = t.Skipped() }()
		s.Figure = try(t)
	})
	switch {
	case skipped:
		s.Passed, s.Why = false, "it could not be tried here: see the test's output"
	case !s.Passed:
		s.Why = "see the test's output"
	}
	if ran {
		r.add(s)
	}
}

// add keeps a row, and prints it.
func (r *results) add(s shown) {
	r.Rows = append(r.Rows, s)
	word := "FAILED"
	if s.Passed {
		word = "ok"
	}
	fmt.Printf("%-6s %-4s %-9s %s %s\n", word, s.ID, s.On, padded(s.Tried, 72), s.Figure)
	if s.Why != "" {
		fmt.Printf("       %.600s\n", s.Why)
	}
}

// end writes how many held, and the file that LATCHKEY_RESULTS names.
func (r *results) end(t *testing.T) {
	t.Helper()
	load, _ := os.ReadFile("/proc/loadavg") // what else the machine did
	r.Machine = fmt.Sprintf("%d cores, %s/%s, %s, load at the end %s", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), firstOf(string(load)))
	slices.SortStableFunc(r.Rows, func(a, b shown) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.On, b.On)) })
	passed := 0
	for _, row := range r.Rows {
		if row.Passed {
			passed++
		}
	}
	fmt.Printf("%d passed, %d failed\n", passed, len(r.Rows)-passed)
	if path := os.Getenv("LATCHKEY_RESULTS"); path != "" {
		text, err := json.MarshalIndent(r, "", " ")
		must(t, err)
		must(t, os.WriteFile(path, append(text, '\n'), 0o600))
	}
}

func firstOf(text string) string { first, _, _ := strings.Cut(text, " "); return first }

func padded(text string, n int) string {
	return text + strings.Repeat(" ", max(0, n-utf8.RuneCountInString(text)))
}

// proven are rows that tests try which are part of make test, because they need a clock
// of their own, or no product at all. Tests are a folder of api and names.
type proven struct{ id, tried, tests string }

// runProven runs the tests of the rows, all at once, and tells what came of them.
func runProven(t *testing.T, rows []proven) (list []shown) {
	t.Helper()
	if only := os.Getenv("IDS"); only != "" { // IDS=L7 ROWS=tests make attack
		rows = slices.DeleteFunc(rows, func(row proven) bool { return !slices.Contains(strings.Fields(only), row.id) })
	}
	var names, folders []string
	for _, row := range rows {
		for _, test := range strings.Fields(row.tests) {
			folder, name, _ := strings.Cut(test, ".")
			names, folders = append(names, name), append(folders, "./"+folder)
		}
	}
	slices.Sort(names)
	slices.Sort(folders)
	args := []string{"test", "-vet=off", "-trimpath", "-tags=nomsgpack", "-json", "-count=1", "-timeout=40m", "-run", "^(" + strings.Join(slices.Compact(names), "|") + ")$"}
	cmd := exec.CommandContext(t.Context(), "go", append(args, slices.Compact(folders)...)...)
	cmd.Dir, cmd.Env = "..", append(os.Environ(), "CGO_ENABLED=0")
	text, _ := cmd.Output() // what failed stands in it
	outcome, why := readOutcome(text)
	for _, row := range rows {
		s := shown{ID: row.id, Tried: row.tried, On: "tests", By: row.tests, Passed: true}
		for _, test := range strings.Fields(row.tests) {
			if outcome[test] != "pass" {
				s.Passed, s.Why = false, s.Why+test+": "+cmp.Or(outcome[test], "there is no such test")+" "+why[test]
			}
		}
		list = append(list, s)
	}
	return list
}

// readOutcome reads what go test wrote: of each test, by its folder and name, how it ended and what it said.
func readOutcome(text []byte) (outcome, why map[string]string) {
	outcome, why = map[string]string{}, map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var e struct{ Action, Package, Test, Output string }
		if json.Unmarshal(lines.Bytes(), &e) != nil || e.Test == "" {
			continue
		}
		name, _, sub := strings.Cut(e.Test, "/")
		name = strings.TrimPrefix(e.Package, "latchkey/api/") + "." + name
		switch {
		case e.Action == "output" && strings.Contains(e.Output, "_test.go:"):
			why[name] += strings.TrimSpace(e.Output) + " "
		case !sub && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip"):
			outcome[name] = e.Action
		}
	}
	return outcome, why
}

var idOfTest = regexp.MustCompile(`^func Test((?:[A-Z]\d{1,2})+)(?:_|[A-Z])`)

// testsNamed finds the tests that carry an id of faults.md in their name, such as TestL4_ABrowserThatLeaves.
func testsNamed(t *testing.T, id *regexp.Regexp) map[string]string {
	t.Helper()
	found := map[string]string{}
	must(t, filepath.WalkDir("..", func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			name := idOfTest.FindStringSubmatch(line)
			if name == nil {
				continue
			}
			test, _, _ := strings.Cut(strings.TrimPrefix(line, "func "), "(")
			for _, one := range regexp.MustCompile(`[A-Z]\d{1,2}`).FindAllString(name[1], -1) {
				if id.MatchString(one) {
					folder := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "../")
					found[one] = strings.TrimSpace(found[one] + " " + folder + "." + test)
				}
			}
		}
		return err
	}))
	return found
}
