package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"latchkey/api/app"
	"latchkey/api/client"
	"latchkey/api/config"
	"latchkey/api/store"
)

// applicationCommand is for what a file cannot do: to look, and to make and revoke
// secrets. Applications themselves are registered by apply.
type applicationCommand struct {
	List   applicationList `cmd:"" help:"List the applications that people sign in to."`
	Show   applicationShow `cmd:"" help:"Show an application with its secrets."`
	Secret secretCommand   `cmd:"" help:"Make and revoke the secrets of an application."`
}

type secretCommand struct {
	Add    secretAdd    `cmd:"" help:"Make a secret and print it, once."`
	Revoke secretRevoke `cmd:"" help:"Revoke a secret: within a second it works nowhere."`
}

type applicationList struct{}

type applicationShow struct {
	ClientID string `arg:"" help:"Its client id."`
}

type secretAdd struct {
	ClientID string `arg:"" help:"Its client id."`
	Expires  string `default:"1y" enum:"30d,90d,1y,3y,never" help:"When: 30d, 90d, 1y, 3y or never."`
}

type secretRevoke struct {
	ClientID string `arg:"" help:"Its client id."`
	Secret   string `arg:"" help:"The id of the secret, or its first characters."`
}

// onStore runs a command on the database that serve or the demo uses.
func onStore(ctx context.Context, s *config.Settings, do func(*config.Config, *store.Store) error) error {
	c, err := s.Inspect()
	if err != nil {
		return err
	}
	db, err := app.ExistingStore(ctx, c, "serve", "demo")
	if err != nil {
		return err
	}
	return errors.Join(do(c, db), db.Close())
}

// Run prints a line for each.
func (applicationList) Run(ctx context.Context, s *config.Settings) error {
	return onStore(ctx, s, func(_ *config.Config, db *store.Store) error {
		list, err := db.Clients(ctx, store.KindApplication)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "CLIENT ID\tNAME\tSTATE\tLAST USED")
		for _, c := range list {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", c.ID, c.Name, c.State, day(c.LastUsedAt, "never"))
		}
		return table.Flush()
	})
}

// Run prints what the developer of an application must know, and its secrets.
func (a applicationShow) Run(ctx context.Context, s *config.Settings) error {
	return onStore(ctx, s, func(config *config.Config, db *store.Store) error {
		c, err := findApplication(ctx, db, a.ClientID)
		if err != nil {
			return err
		}
		codes := codesOf(ctx, db)
		for _, line := range applicationFacts(c, config.URL.String(), codes) {
			fmt.Fprintf(os.Stdout, "%-14s %s\n", line[0], line[1])
		}
		for _, secret := range c.Secrets {
			fmt.Fprintf(os.Stdout, "%-14s %s\n", "secret", describeSecret(secret, time.Now()))
		}
		history, err := db.ClientEvents(ctx, c.ID, mostHistory)
		for _, e := range history {
			fmt.Fprintf(os.Stdout, "%-14s %s\n", "history", strings.TrimSpace(fmt.Sprintf("%s  by the %s: %s %s",
				e.At.UTC().Format(time.RFC3339), e.Actor, strings.ReplaceAll(e.Action, "_", " "), e.Detail)))
		}
		return err
	})
}

// mostHistory is how much of what was done is shown.
const mostHistory = 20

// describeSecret says what a secret is known by, and whether it works.
func describeSecret(s store.ClientSecret, now time.Time) string {
	name := "(given as a hash)"
	if s.First != "" {
		name = s.First + "…" + s.Last
	}
	state := "expires " + day(s.ExpiresAt, "never")
	switch {
	case !s.RevokedAt.IsZero():
		state = "revoked " + day(s.RevokedAt, "")
	case !s.Usable(now):
		state = "expired " + day(s.ExpiresAt, "")
	}
	return fmt.Sprintf("%s  %s  made %s, %s, last used %s", s.ID, name, day(s.CreatedAt, ""), state, day(s.LastUsedAt, "never"))
}

func day(t store.Time, none string) string {
	if t.IsZero() {
		return none
	}
	return t.UTC().Format(time.DateOnly)
}

// Run prints the secret, and nothing else on standard output.
func (a secretAdd) Run(ctx context.Context, s *config.Settings) error {
	return onStore(ctx, s, func(_ *config.Config, db *store.Store) error {
		c, err := findApplication(ctx, db, a.ClientID)
		if err != nil {
			return err
		}
		if c.IsPublic() {
			return client.ErrPublic
		}
		value, now := client.NewSecret(client.ApplicationSecret), time.Now()
		given, err := client.GivenSecret(client.ApplicationSecret, value)
		if err != nil {
			return err
		}
		row := client.NewSecretRow(c.ID, given, store.ActorOperator, now, expiry(a.Expires, now))
		err = db.InTx(ctx, func(rows store.Rows) error {
			if err := client.AddSecret(ctx, rows, store.KindApplication, row); err != nil {
				return err
			}
			return client.Record(ctx, rows, c.ID, client.SecretAdded, row.ID, now)
		})
		if err != nil {
			return fmt.Errorf("no secret was made: %w", err)
		}
		fmt.Fprintf(os.Stderr, "Secret %s of %s, shown once; it expires %s.\n", row.ID, c.ID, day(row.ExpiresAt, "never"))
		_, err = fmt.Println(value)
		return err
	})
}

func expiry(choice string, now time.Time) time.Time {
	days := map[string]int{"30d": 30, "90d": 90, "1y": 365, "3y": 3 * 365}[choice]
	if days == 0 {
		return time.Time{}
	}
	return now.AddDate(0, 0, days)
}

// Run ends a secret.
func (a secretRevoke) Run(ctx context.Context, s *config.Settings) error {
	return onStore(ctx, s, func(_ *config.Config, db *store.Store) error {
		c, err := findApplication(ctx, db, a.ClientID)
		if err != nil {
			return err
		}
		secret, err := client.FindSecret(c, a.Secret, time.Now())
		if err != nil {
			return err
		}
		now := time.Now()
		err = db.InTx(ctx, func(rows store.Rows) error {
			if err := rows.RevokeClientSecret(ctx, c.ID, secret.ID, now); err != nil {
				return err
			}
			return client.Record(ctx, rows, c.ID, client.SecretRevoked, secret.ID, now)
		})
		if err != nil {
			return err
		}
		_, err = fmt.Printf("Secret %s of %s is revoked.\n", secret.ID, c.ID)
		return err
	})
}

func findApplication(ctx context.Context, db *store.Store, id string) (client.Client, error) {
	c, err := client.Read(ctx, db.Rows, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && c.Application == nil {
		return c, fmt.Errorf("there is no application %s: register it with latchkey apply, key applications", id)
	}
	return c, err
}
