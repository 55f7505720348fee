package latchkey_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// withoutRule may import whatever they test or play.
var withoutRule = []string{
	"api/clocktest", "api/e2e", "api/idp/idptest", "api/mail/mailtest", "api/people/peopletest",
	"api/signin/signintest", "api/store/storetest",
}

// The linter lets a package that no rule of depguard names import everything: each room has a rule,
// and each rule a room.
func TestEveryRoomHasARuleOfImport(t *testing.T) {
	t.Parallel()
	config, err := os.ReadFile(".golangci.yml")
	if err != nil {
		t.Fatal(err)
	}
	var ruled []string
	for _, m := range regexp.MustCompile(`files: \["\*\*/(api/[\w/]+)/\*\.go"`).FindAllStringSubmatch(string(config), -1) {
		ruled = append(ruled, m[1])
	}
	rooms := roomsBelow(t, "api")
	for _, room := range rooms {
		if slices.Contains(ruled, room) == slices.Contains(withoutRule, room) {
			t.Errorf("%s: depguard in .golangci.yml does not say what it may import", room)
		}
	}
	for _, room := range slices.Concat(ruled, withoutRule) {
		if !slices.Contains(rooms, room) {
			t.Errorf("%s has a rule of import and is not there", room)
		}
	}
}

// roomsBelow lists the folders that have Go files.
func roomsBelow(t *testing.T, root string) (rooms []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Name() == "testdata" {
			return fs.SkipDir
		}
		if room := filepath.Dir(path); room != root && strings.HasSuffix(path, ".go") && !slices.Contains(rooms, room) {
			rooms = append(rooms, room)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}
