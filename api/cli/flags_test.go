package cli

import (
	"errors"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// O3: a flag is named as its environment variable is, words and all.
func TestO3_FlagsAreNamedAsTheirVariables(t *testing.T) {
	var c commands
	parser, err := newParser(&c, &unreadable{})
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	var look func(n *kong.Node)
	look = func(n *kong.Node) {
		for _, f := range n.Flags {
			for _, env := range f.Envs {
				if bare, ours := strings.CutPrefix(env, "LATCHKEY_"); ours {
					named++
					if want := strings.ReplaceAll(strings.ToLower(bare), "_", "-"); f.Name != want {
						t.Errorf("%s is --%s, want --%s", env, f.Name, want)
					}
				}
			}
		}
		for _, child := range n.Children {
			look(child)
		}
	}
	look(parser.Model.Node)
	if named < 20 {
		t.Errorf("%d flags with a variable", named)
	}
	for _, old := range []string{"--smtpurl=x", "--smtpurl-file=x", "--database-conns=3"} { // as they were named once
		if _, err := parser.Parse([]string{"version", old}); err != nil {
			t.Errorf("%s: %v", old, err)
		}
	}
}

// O3: what cannot be read is reported with all the rest, without what was given.
func TestO3_AllProblemsTogether(t *testing.T) {
	t.Setenv("LATCHKEY_GENERIC_PROVIDERS", "canary")
	t.Setenv("LATCHKEY_SHUTDOWN_DELAY", "canary")
	t.Setenv("LATCHKEY_PUBLIC_URL", "http://canary.example")
	var c commands
	u := &unreadable{}
	parser, err := newParser(&c, u)
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse([]string{"serve", "--starts-per-minute=canary", "--database-connections=1O", "--log-level=loud", "--data-dir=" + t.TempDir()})
	if err != nil {
		t.Fatalf("the parser stops: %v", err)
	}
	c.Unread = u.problem()
	_, err = c.Read()
	for _, name := range []string{
		"LATCHKEY_GENERIC_PROVIDERS: want true or false", "LATCHKEY_SHUTDOWN_DELAY: want a time", "LATCHKEY_PUBLIC_URL",
		"LATCHKEY_STARTS_PER_MINUTE: want a number", "LATCHKEY_DATABASE_CONNECTIONS: want a number", "LATCHKEY_LOG_LEVEL: want debug",
	} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("not reported: %s", name)
		}
	}
	if err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v", err)
	}
	if text := describe(errors.Join(err)); !strings.HasPrefix(text, "6 problems:\n") { // joined again, as the parser does
		t.Errorf("got as\n%s", text)
	}
	var right commands
	parser, err = newParser(&right, &unreadable{})
	if err == nil {
		t.Setenv("LATCHKEY_GENERIC_PROVIDERS", "1")
		t.Setenv("LATCHKEY_SHUTDOWN_DELAY", "2s")
		_, err = parser.Parse([]string{"doctor", "--json", "--log-level=warn"})
	}
	if err != nil || !right.GenericProviders || right.ShutdownDelay != 2e9 || !right.Doctor.JSON || right.LogLevel != 4 || right.StartsPerMinute < 1 || right.DatabaseConns != 16 {
		t.Errorf("%v: %+v", err, right.Settings)
	}
}

// A mistyped flag shows what is wrong and where the help is, not all of the help.
func TestAWrongFlagPointsToTheHelp(t *testing.T) {
	parser, err := newParser(&commands{}, &unreadable{})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	parser.Stdout, parser.Stderr, parser.Exit = &said, &said, func(int) {}
	_, err = parser.Parse([]string{"serve", "--lissten=:80"})
	parser.FatalIfErrorf(err)
	text := said.String()
	if !strings.Contains(text, "unknown flag --lissten") || !strings.Contains(text, "--help") || strings.Count(text, "\n") > 6 {
		t.Errorf("said:\n%s", text)
	}
}
