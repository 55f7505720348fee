//go:build attack || fault

package e2e_test

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
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
	On     string `json:"on"`               // the engine, both, or one of those below
	Figure string `json:"figure,omitempty"` // what was measured
	By     string `json:"by,omitempty"`     // the tests that tried it, if not this command itself
	Passed bool   `json:"passed"`
	Why    string `json:"why,omitempty"` // it did not

	Course *course `json:"course,omitempty"` // how it went
}

// Where a row is that the command itself does not try.
const (
	byTests = "tests" // which it runs
	apart   = "apart" // a command of its own, which says whether it holds
)

// results are all rows of a run.
type results struct {
	Command string  `json:"command"`
	Machine string  `json:"machine"`
	Rows    []shown `json:"rows"`
	Known   []shown `json:"known"` // every row that there is, ran or not: what is kept of others is forgotten
}

// row runs one row as a test of its own.
func (r *results) row(t *testing.T, id, tried, on string, try func(t *testing.T) (figure string)) {
	t.Helper()
	s := shown{ID: id, Tried: tried, On: on}
	ran := false
	s.Passed = t.Run(id, func(t *testing.T) {
		ran = true
		defer func() { s.Course = courseOf(t) }()
		s.Figure = try(t)
	})
	if !s.Passed {
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
	switch {
	case s.Passed:
		word = "ok"
	case s.On == apart:
		word = s.On
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
	passed, failed := 0, 0
	for _, row := range r.Rows {
		if row.Passed {
			passed++
		} else if row.On != apart {
			failed++
		}
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
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

// runProven runs the tests of the rows, all at once, and tells what came of them.
func runProven(t *testing.T, rows []proven) (list []shown) {
	t.Helper()
	if only := os.Getenv("IDS"); only != "" { // IDS=L7 ROWS=tests make attack
		rows = slices.DeleteFunc(rows, func(row proven) bool { return !slices.Contains(strings.Fields(only), row.id) })
	}
	var inGo, ofPages []string
	for _, row := range rows {
		for test := range strings.FieldsSeq(row.tests) {
			if strings.Contains(test, "#") {
				ofPages = append(ofPages, test)
			} else {
				inGo = append(inGo, test)
			}
		}
	}
	outcome, why := runGo(t, inGo)
	maps.Copy(outcome, runPages(t, ofPages))
	for _, row := range rows {
		s := shown{ID: row.id, Tried: row.tried, On: byTests, By: row.tests, Passed: true}
		for test := range strings.FieldsSeq(row.tests) {
			if outcome[test] != "pass" {
				s.Passed, s.Why = false, s.Why+test+": "+cmp.Or(outcome[test], "there is no such test")+" "+why[test]
			}
		}
		list = append(list, s)
	}
	return list
}

// runGo runs tests, each a folder of api and a name.
func runGo(t *testing.T, tests []string) (outcome, why map[string]string) {
	t.Helper()
	if len(tests) == 0 {
		return map[string]string{}, nil
	}
	var names, folders []string
	for _, test := range tests {
		folder, name, _ := strings.Cut(test, ".")
		names, folders = append(names, name), append(folders, "./"+folder)
	}
	slices.Sort(names)
	slices.Sort(folders)
	args := []string{"test", "-vet=off", "-trimpath", "-tags=nomsgpack", "-json", "-count=1", "-timeout=40m", "-run", "^(" + strings.Join(slices.Compact(names), "|") + ")$"}
	cmd := exec.CommandContext(t.Context(), "go", append(args, slices.Compact(folders)...)...)
	cmd.Dir, cmd.Env = "..", append(os.Environ(), "CGO_ENABLED=0")
	text, _ := cmd.Output() // what failed stands in it
	return readOutcome(text)
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
