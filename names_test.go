package latchkey_test

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// privateWords once stood for what the field has a word for. They are no part of a file's
// name and of no exported name: see "The words" in CONTRIBUTING.md for what is said instead.
var privateWords = strings.Fields(`road trip settle settled depart departure proving holder standing stranger told examine
	looser lane witness hollow spoken letter maker sheet paper foresight prospect outlook supposed door doors situation survey`)

// privateFiles are no part of a file's name besides, and privatePages of one of the pages.
var (
	privateFiles = strings.Fields(`own trouble tell turns guard looser asked ask tries walk`)
	privatePages = strings.Fields(`mend mender plate later beside going versus words`)
)

// plainEnglish are words of file names that begin or end with a private word, and are none.
var plainEnglish = strings.Fields(`known unknown shown owner owners download guarded task broad template stylesheet
	importknown markdown`)

// kept are names in which such a word is what the field says, or what stays the same for those who call us.
var kept = map[string]string{
	"TestMaskKeepsTheFirstLetterAndTheDomain": "the letter of an address",
	"RoundTrip":         "net/http",
	"AdministratorTold": "a member of the contract",
	"asking.tsx":        "the page that asks the server again for what its document lacks",

	"interleaved_walker_test.go": "a random walk",
}

// Whoever looks for something finds it by the word that the field has for it.
func TestNamesAreWordsOfTheField(t *testing.T) {
	t.Parallel()
	exported := regexp.MustCompile(`(?m)^export (?:default )?(?:async )?(?:function|const|class|interface|type|enum) (\w+)`)
	for _, root := range []string{"api", "frontend/src", "frontend/build", "frontend/e2e", "deploy"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			name, private := d.Name(), slices.Concat(privateWords, privateFiles)
			if strings.HasPrefix(path, "frontend") {
				private = append(private, privatePages...)
			}
			words := strings.FieldsFunc(strings.ToLower(name), notLetter)
			if word := cmp.Or(privateWord(words, private), glued(words, slices.Concat(privateWords, privateFiles))); word != "" && kept[name] == "" {
				t.Errorf("%s: %q is no word that one would search for", path, word)
			}
			if strings.Contains(name, ".gen.") {
				return nil
			}
			var names []string
			switch filepath.Ext(name) {
			case ".go":
				names = exportedOf(t, path)
			case ".ts", ".tsx":
				text, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				for _, m := range exported.FindAllStringSubmatch(string(text), -1) {
					names = append(names, m[1])
				}
			}
			for _, n := range names {
				isTest := strings.HasPrefix(n, "Test") && strings.HasSuffix(name, "_test.go")
				if word := privateWord(parts(n), privateWords); word != "" && kept[n] == "" && (!isTest || word != "told") {
					t.Errorf("%s: %s says %q", path, n, word)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// exportedOf lists what a Go file exports at its top level: functions, methods, types, and
// constants and variables.
func exportedOf(t *testing.T, path string) (names []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			names = append(names, d.Name.Name)
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					names = append(names, s.Name.Name)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return slices.DeleteFunc(names, func(n string) bool { return !ast.IsExported(n) })
}

// parts are the words of a name: LastSignInWith has last, sign, in and with.
func parts(name string) []string {
	return strings.Fields(strings.ToLower(regexp.MustCompile(`([a-z0-9])([A-Z])`).ReplaceAllString(name, "$1 $2")))
}

func notLetter(r rune) bool { return r < 'a' || r > 'z' }

// privateWord is the first of some words that is a private one, or "".
func privateWord(words, private []string) string {
	if i := slices.IndexFunc(words, func(w string) bool { return slices.Contains(private, w) }); i >= 0 {
		return words[i]
	}
	return ""
}

// glued is the first private word that one of some words begins or ends with, or "": Go's file
// names are often written in one, as ownlogin.go.
func glued(words, private []string) string {
	for _, w := range words {
		for _, p := range private {
			if (strings.HasPrefix(w, p) || strings.HasSuffix(w, p)) && !slices.Contains(plainEnglish, w) {
				return p
			}
		}
	}
	return ""
}

// A private word is found in a file's name where it stands alone and where it is glued to another.
func TestGluedWordsAreFound(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"ownlogin": "own", "mailsasked": "asked", "walk": "walk", "askagain": "ask",
		"known": "", "template": "", "sessions": "", "download": "",
	} {
		if got := glued([]string{name}, slices.Concat(privateWords, privateFiles)); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
}
