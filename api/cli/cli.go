package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a container may have no list of time zones

	"latchkey/api/config"

	"github.com/alecthomas/kong"
)

// commands are all of them, with the settings that each takes.
type commands struct {
	config.Settings
	Serve       serveCommand       `cmd:"" help:"Serve the product."`
	Demo        demoCommand        `cmd:"" help:"Serve a demo world with its own identity provider. Never for real people."`
	Migrate     migrateCommand     `cmd:"" help:"Bring the database to this version, then stop. Serve does it too."`
	Apply       applyCommand       `cmd:"" help:"Set up organizations, connections, people and applications from a YAML file."`
	Application applicationCommand `cmd:"" help:"Look at the applications that people sign in to, make and revoke their secrets."`
	Bypass      bypassCommand      `cmd:"" help:"Print a link that signs a super admin in once, within five minutes, without SSO."`
	Reencrypt   reencryptCommand   `cmd:"" help:"After a new encryption key was put in front everywhere: seal everything with it, and say when the older ones may go. Serve goes on; may be broken off and run again."`
	Restored    restoredCommand    `cmd:"" help:"After a restore from a backup, before serve starts: end all sessions, void what was begun, and say what gap there is."`
	Audit       auditCommand       `cmd:"" help:"Look whether the log of changes is what was written."`
	Doctor      doctorCommand      `cmd:"" help:"Look for what is wrong or soon will be, and say what to do. It changes nothing."`
	Health      healthCommand      `cmd:"" help:"Ask the running process whether it is ready (for container health checks)."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

// version is that of this binary.
type version string

// Run runs the command that the arguments name, until it ends or the process is told
// to stop, and returns the exit code.
func Run(args []string, built string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	unread := &unreadable{}
	parser, err := newParser(&c, unread)
	if err != nil {
		panic(err) // the commands themselves are wrong
	}
	parsed, err := parser.Parse(args)
	parser.FatalIfErrorf(err)
	parsed.BindTo(ctx, (*context.Context)(nil))
	c.Unread = unread.problem()
	if err := parsed.Run(&c.Settings, version(built)); err != nil {
		fmt.Fprintln(os.Stderr, "latchkey: "+describe(err))
		return 1
	}
	return 0
}

// newParser reads the command line; what it cannot read of numbers and the like is
// collected.
func newParser(c *commands, unread *unreadable) (*kong.Kong, error) {
	return kong.New(c, append(unread.options(), kong.Name("latchkey"), kong.ShortUsageOnError(),
		kong.Description("Sign-in with Google and Microsoft for the existing users of an organization."))...)
}

// describe lists joined problems one a line.
func describe(err error) string {
	if many := config.Problems(err); len(many) > 1 {
		text := fmt.Sprintf("%d problems:", len(many))
		for _, e := range many {
			text += "\n  " + e.Error()
		}
		return text
	}
	return err.Error()
}
