//go:build attack || fault

package e2e_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// runPages runs tests of the pages, each a file of frontend and the word by which its tests are meant:
// those of src by Vitest, those of e2e in a browser against the binary.
func runPages(t *testing.T, tests []string) map[string]string {
	t.Helper()
	outcome := map[string]string{}
	for folder, run := range map[string]func(t *testing.T, files, words []string) []titled{"src/": runUnits, "e2e/": runJourneys} {
		var files, words []string
		for _, test := range tests {
			if file, word, _ := strings.Cut(test, "#"); strings.HasPrefix(file, folder) {
				files, words = append(files, file), append(words, word)
			}
		}
		if len(files) == 0 {
			continue
		}
		slices.Sort(files)
		ran := run(t, slices.Compact(files), words)
		for _, test := range tests {
			file, word, _ := strings.Cut(test, "#")
			for _, one := range ran {
				if !strings.HasSuffix(one.file, filepath.Base(file)) || !strings.Contains(one.title, word) {
					continue
				}
				if outcome[test] == "" && one.passed {
					outcome[test] = "pass"
				} else if !one.passed {
					outcome[test] = "fail"
				}
			}
		}
	}
	return outcome
}

// titled is a test of the pages that ran.
type titled struct {
	file, title string
	passed      bool
}

func npx(t *testing.T, args []string, env ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "npx", args...)
	cmd.Dir, cmd.Env = "../..", append(append(os.Environ(), "NO_COLOR=1"), env...)
	if text, err := cmd.CombinedOutput(); err != nil { // which row it is, its outcome says
		t.Logf("%v: %.20000s", err, text)
	}
}

func runUnits(t *testing.T, files, _ []string) (ran []titled) {
	t.Helper()
	at := filepath.Join(t.TempDir(), "vitest.json")
	npx(t, append([]string{"vitest", "run", "--config", "frontend/vite.config.ts", "--reporter=json", "--outputFile=" + at}, files...))
	var report struct {
		TestResults []struct {
			Name             string
			AssertionResults []struct{ FullName, Status string }
		}
	}
	readReport(t, at, &report)
	for _, file := range report.TestResults {
		for _, one := range file.AssertionResults {
			ran = append(ran, titled{file.Name, one.FullName, one.Status == "passed"})
		}
	}
	return ran
}

// playedSuite is how Playwright's report nests.
type playedSuite struct {
	File   string
	Suites []playedSuite
	Specs  []struct {
		Title string
		OK    bool
	}
}

func runJourneys(t *testing.T, files, words []string) (ran []titled) {
	t.Helper()
	at := filepath.Join(t.TempDir(), "playwright.json")
	args := []string{"playwright", "test", "--config", "frontend/e2e/playwright.config.ts", "--project=sqlite", "--reporter=json", "-g", strings.Join(words, "|")}
	for _, file := range files {
		args = append(args, filepath.Base(file))
	}
	npx(t, args, "PLAYWRIGHT_JSON_OUTPUT_NAME="+at)
	var report struct{ Suites []playedSuite }
	readReport(t, at, &report)
	var walk func(all []playedSuite)
	walk = func(all []playedSuite) {
		for _, s := range all {
			for _, spec := range s.Specs {
				ran = append(ran, titled{s.File, spec.Title, spec.OK})
			}
			walk(s.Suites)
		}
	}
	walk(report.Suites)
	return ran
}

func readReport(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("the tests of the pages did not run: %v", err)
		return
	}
	must(t, json.Unmarshal(text, into))
}
