package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"latchkey/api/app"
	"latchkey/api/config"
	"latchkey/api/reencrypt"
)

type reencryptCommand struct{}

// Run seals everything with the first encryption key, while serve runs, and says when the
// others may go.
func (reencryptCommand) Run(ctx context.Context, s *config.Settings) (err error) {
	c, err := s.Inspect()
	if err != nil {
		return err
	}
	db, err := app.ExistingStore(ctx, c, "serve")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	work := reencrypt.Work{Store: db, Ring: c.Ring, Now: time.Now, Tell: func(p reencrypt.Progress) {
		fmt.Fprintf(os.Stderr, "%s: %d of %d\n", p.Column, p.Done, p.Total)
	}}
	done, err := work.Do(ctx)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprint(os.Stdout, tellReencrypted(done, c.Ring.IDs(), time.Now())); err != nil {
		return err
	}
	if len(done.Damaged) > 0 {
		return fmt.Errorf("%d values do not open with any key: %s", len(done.Damaged), strings.Join(done.Damaged, ", "))
	}
	return nil
}

// travels is how long what an older key sealed may still be on its way through browsers:
// requests of applications; attempts and mailed codes live shorter.
const travels = time.Hour

// tellReencrypted says what was done, and when the older keys may be taken away.
func tellReencrypted(r reencrypt.Result, keys []string, now time.Time) string {
	text := fmt.Sprintf("%d values sealed anew with %s.\n", r.Resealed, keys[0])
	if r.Left > 0 {
		text += fmt.Sprintf("%d are sealed with other keys: retired secrets whose key is gone, which nobody needs, or what was written meanwhile; latchkey doctor tells which.\n", r.Left)
	}
	if older := strings.Join(keys[1:], ", "); older != "" && len(r.Damaged) == 0 {
		text += fmt.Sprintf("The older keys (%s) may be taken away after %s, once latchkey doctor says that nothing needs them.\n"+
			"Until then sign-ins are under way that began with them. Keep them as long as you keep backups from before now.\n",
			older, now.Add(travels).UTC().Format(time.RFC3339))
	}
	return text
}
