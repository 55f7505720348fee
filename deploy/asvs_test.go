package deploy_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// docs/asvs.md says of each requirement what shows it: that is there, and the sums are right.
func TestWhatShowsARequirementExists(t *testing.T) {
	text, tests := read(t, "../docs/asvs.md"), map[string]bool{}
	for _, path := range files(t, "../api", ".") {
		if strings.HasSuffix(path, "_test.go") {
			for _, name := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(read(t, path), -1) {
				tests[name[1]] = true
			}
		}
	}
	rows := regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \| [12] \| (holds|\*\*in part\*\*) \| (.*) \|$`).FindAllStringSubmatch(text, -1)
	counted, seen := map[string]int{}, map[string]bool{}
	for _, row := range rows {
		id, shownBy := row[1], row[3]
		if seen[id] {
			t.Errorf("%s stands there twice", id)
		}
		seen[id] = true
		counted[row[2]]++
		if row[2] != "holds" && !strings.Contains(text, "- **"+id+"** ") {
			t.Errorf("%s: what it lacks is not said above", id)
		}
		for _, one := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(shownBy, -1) {
			if strings.HasPrefix(one[1], "Test") && !tests[one[1]] {
				t.Errorf("%s: there is no test %s", id, one[1])
			}
			if strings.Contains(one[1], "/") && !strings.Contains(one[1], " ") {
				if _, err := os.Stat("../" + one[1]); err != nil {
					t.Errorf("%s: %v", id, err)
				}
			}
		}
	}
	if want := fmt.Sprintf("%d hold, %d hold in part", counted["holds"], counted["**in part**"]); !strings.Contains(text, want) || len(rows) < 200 {
		t.Errorf("of %d requirements %s", len(rows), want)
	}
}

// No other program is started, no XML is read; templates of plain text are those of mails, whose
// HTML is html/template's.
func TestNothingIsReadOrRunThatWouldNeedEscaping(t *testing.T) {
	for _, path := range files(t, "../api") {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			continue
		}
		if found := regexp.MustCompile(`"(os/exec|text/template|encoding/xml|encoding/gob|plugin)"`).FindString(read(t, path)); found != "" && (path != "../api/mail/write.go" || found != `"text/template"`) {
			t.Errorf("%s imports %s", path, found)
		}
	}
}
