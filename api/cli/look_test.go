package cli

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/api/config"
	"latchkey/api/doctor"
	"latchkey/api/secret"
)

// deployment is the settings of an embedded database in a folder, as they are read
// without any environment.
func deployment(folder string) *config.Settings {
	return &config.Settings{Listen: "localhost:0", PublicURL: "http://localhost:8080", DataDir: folder, StartsPerMinute: 1}
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "world.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// listing is every file below a folder with its content.
func listing(t *testing.T, folder string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all = append(all, path+" "+secret.Hash(string(text)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

const world = "organizations:\n  - code: acme\n    people:\n      - {email: sofia@acme.example, role: super_admin}\n"

// O2: a command that only reads makes nothing of a mistyped folder, and says what
// is missing.
func TestO2_MistypedFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "tpyo", "data")
	s := deployment(folder)
	for name, run := range map[string]func() error{
		"apply --dry-run": func() error {
			return applyCommand{File: file(t, world), DryRun: true}.Run(t.Context(), s)
		},
		"bypass": func() error {
			return bypassCommand{Organization: "acme", Email: "sofia@acme.example"}.Run(t.Context(), s)
		},
	} {
		if err := run(); err == nil || !strings.Contains(err.Error(), "there is no database in "+folder) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var r doctor.Report
	c, err := s.Inspect()
	if err != nil || open(t.Context(), c, &r) != nil || !strings.Contains(r.Findings[0].Text, "there is none yet") {
		t.Errorf("doctor: %v, %+v", err, r)
	}
	if _, err := os.Stat(filepath.Dir(folder)); !os.IsNotExist(err) {
		t.Errorf("a folder was made: %v", err)
	}
}

// O2: and it leaves a database that is there as it is, byte by byte: one without
// tables, one of an older program, and one that is well.
func TestO2_DatabasesStayAsTheyAre(t *testing.T) {
	folder := t.TempDir()
	s := deployment(folder)
	dry := func(text string) error { return applyCommand{File: file(t, text), DryRun: true}.Run(t.Context(), s) }
	bypass := func() error {
		return bypassCommand{Organization: "acme", Email: "sofia@acme.example"}.Run(t.Context(), s)
	}
	stays := func(name, want string, run func() error) {
		t.Helper()
		before := listing(t, folder)
		err := run()
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
		if after := listing(t, folder); after != before {
			t.Errorf("%s: the folder was\n%s\nand is\n%s", name, before, after)
		}
	}
	if _, err := s.Read(); err != nil {
		t.Fatal(err)
	}
	stays("no tables", "no tables yet", func() error { return dry(world) })
	stays("no tables, bypass", "no tables yet", bypass)

	if err := (applyCommand{File: file(t, world)}).Run(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	stays("a dry run", "", func() error { return dry(strings.Replace(world, "super_admin", "agent", 1)) })
	stays("doctor", "", func() error {
		_, err := diagnose(t.Context(), s)
		return err
	})

	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "latchkey.db"))
	if err == nil { // as an older program left it
		_, err = db.Exec("DELETE FROM goose_db_version WHERE version_id = (SELECT MAX(version_id) FROM goose_db_version)")
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	stays("older tables", "run latchkey migrate", func() error { return dry(world) })
	stays("older tables, bypass", "run latchkey migrate", bypass)
}
