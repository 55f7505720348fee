// Command latchkey is the whole product: the API and the pages in one binary.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a container may have no list of time zones

	"github.com/alecthomas/kong"

	"latchkey/api/store"
)

// version is set by the build.
var version = "development"

type commands struct {
	settings
	Serve    serveCommand    `cmd:"" help:"Serve the product."`
	Demo     demoCommand     `cmd:"" help:"Serve a demo world with its own identity provider. Never for real people."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database to this version, then stop. Serve does it too."`
	Apply    applyCommand    `cmd:"" help:"Set up organizations, connections and people from a YAML file."`
	Bypass   bypassCommand   `cmd:"" help:"Print a link that signs a super admin in once, within five minutes, without SSO."`
	Restored restoredCommand `cmd:"" help:"After a restore from a backup, before serve starts: end all sessions, void what was begun, and say what gap there is."`
	Doctor   doctorCommand   `cmd:"" help:"Look for what is wrong or soon will be, and say what to do. It changes nothing."`
	Health   healthCommand   `cmd:"" help:"Ask the running process whether it is ready (for container health checks)."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	unread := &unreadable{}
	parser, err := newParser(&c, unread)
	if err != nil {
		panic(err) // the commands themselves are wrong
	}
	parsed, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	parsed.BindTo(ctx, (*context.Context)(nil))
	c.unread = unread.problem()
	if err := parsed.Run(&c.settings); err != nil {
		fmt.Fprintln(os.Stderr, "latchkey: "+describe(err))
		stop()
		os.Exit(1) //nolint:gocritic // stop has run
	}
}

// newParser reads the command line; what it cannot read of numbers and the like is
// collected.
func newParser(c *commands, unread *unreadable) (*kong.Kong, error) {
	return kong.New(c, append(unread.options(), kong.Name("latchkey"), kong.ShortUsageOnError(),
		kong.Description("Sign-in with Google and Microsoft for the existing users of an organization."))...)
}

// describe lists joined problems one a line.
func describe(err error) string {
	if many := each(err); len(many) > 1 {
		text := fmt.Sprintf("%d problems:", len(many))
		for _, e := range many {
			text += "\n  " + e.Error()
		}
		return text
	}
	return err.Error()
}

func newLog(level slog.Level) *slog.Logger {
	return takeLog(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}

// takeLog makes a log the one of this process: what libraries write to Go's own goes
// there too.
func takeLog(handler slog.Handler) *slog.Logger {
	log := slog.New(handler)
	slog.SetDefault(log)
	return log
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run() error {
	_, err := fmt.Println("latchkey " + version)
	return err
}

type migrateCommand struct{}

// Run migrates and stops: everything, also what would be made beside the program.
func (migrateCommand) Run(ctx context.Context, s *settings) error {
	c, err := s.read()
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, c.source)
	if err != nil {
		return err
	}
	tell := func(progress string) { fmt.Fprintln(os.Stderr, progress) }
	n, err := db.MigrateTelling(ctx, tell)
	if err == nil {
		err = db.CatchUp(ctx, tell)
	}
	if err == nil {
		_, err = fmt.Printf("%d migrations applied; the database is up to date.\n", n)
	}
	return errors.Join(err, db.Close())
}
