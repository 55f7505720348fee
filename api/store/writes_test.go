package store_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// A statement that writes and lists what it wrote waits its turn to write, and is left out in a
// dry run: so none goes by what only reads.
func TestWhatWritesIsNotReadAsAList(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	written, lists := 0, regexp.MustCompile("(r\\.list|r\\.listAfresh|listIn\\[\\w+\\]|r\\.takeAll)[(,][^`]*`\\s*(?:UPDATE|DELETE|INSERT)")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range lists.FindAllStringSubmatch(string(text), -1) {
			if written++; found[1] != "r.takeAll" {
				t.Errorf("%s: %s", file, found[0])
			}
		}
	}
	if written < 4 {
		t.Errorf("%d were looked at", written)
	}
}
