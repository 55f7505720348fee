package latchkey_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// privateInText are those words of ours that are no plain English either: nothing says them, neither
// a comment, an unexported name, a log line nor the contract. See "The words" in CONTRIBUTING.md.
var privateInText = regexp.MustCompile(`(?i)\b(roads?|trips?|settle[sd]?|settling|departs?|departed|proving|standing|strangers?|looser|lanes?|` +
	`witness(es)?|hollow|spoken|foresight|prospects?|outlook|supposed|doors?|situations?|surveys?|wish to|ways? in)\b`)

// ordinary is what the field says with such a word, or what outsiders know by it.
var ordinary = regexp.MustCompile(`(?i)round[ _]trips?|ways? in (which|there)|ways? in which|outlook\.(com|de|es|fr|example)|` +
	`stranger@acme|sam stranger|sign_ins_strangers|a stranger with strong proof|password ?opens ?door|standing on its own|dynamic import settled|` +
	`on (settled|success)|was .settle role drift`)

// stems are in each of those words: a line without one needs no closer look.
var stems = strings.Fields(`road trip settl depart proving standing stranger looser lane witness hollow spoken foresight prospect outlook
	supposed door situation survey wish way`)

// inName is where one word of a name ends and the next begins.
var inName = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// lanesOfArgon is where argon2id is the subject, which calls what runs side by side lanes.
var lanesOfArgon = []string{"api/password/kinds_test.go", "api/password/limits.go", "api/password/password_test.go"}

// Somebody who has never seen the project reads plain English: no word that is ours alone.
func TestTextsAreWordsOfTheField(t *testing.T) {
	t.Parallel()
	list, err := exec.CommandContext(t.Context(), "git", "ls-files", "-z").Output()
	if err != nil {
		t.Fatal(err)
	}
	kinds := []string{".go", ".ts", ".tsx", ".mjs", ".css", ".yaml", ".yml", ".md", ".html", ".sql"}
	for path := range strings.SplitSeq(strings.TrimRight(string(list), "\x00"), "\x00") {
		if !slices.Contains(kinds, filepath.Ext(path)) || strings.Contains(path, ".gen.") || strings.Contains(path, "testdata/") ||
			slices.Contains([]string{"names_test.go", "words_test.go", "CONTRIBUTING.md"}, path) || strings.HasPrefix(path, "results/") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			continue // deleted, not committed yet
		}
		for n, line := range strings.Split(string(text), "\n") {
			if lower := strings.ToLower(line); !slices.ContainsFunc(stems, func(s string) bool { return strings.Contains(lower, s) }) {
				continue
			}
			words := ordinary.ReplaceAllString(wordsOf(line), "")
			if m := privateInText.FindString(words); m != "" && (!strings.EqualFold(m, "lanes") || !slices.Contains(lanesOfArgon, path)) {
				t.Errorf("%s:%d says %q: %s", path, n+1, m, strings.TrimSpace(line))
			}
		}
	}
}

// wordsOf is a line with its names taken apart: passwordOpensDoor is password Opens Door.
func wordsOf(line string) string {
	return inName.ReplaceAllString(line, "$1 $2")
}
