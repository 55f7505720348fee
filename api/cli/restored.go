package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"latchkey/api/app"
	"latchkey/api/config"
	"latchkey/api/mail"
	"latchkey/api/store"
)

type restoredCommand struct{}

// Run voids what a restore from a backup would let live again, and says what gap
// there is between the backup and now.
func (restoredCommand) Run(ctx context.Context, s *config.Settings) error {
	c, err := s.Inspect()
	if err != nil {
		return err
	}
	db, err := app.ExistingStore(ctx, c, "serve")
	if err != nil {
		return err
	}
	now := time.Now()
	was, err := db.Restored(ctx, now, string(mail.PasswordReset), string(mail.BypassLink), string(mail.LinkCode))
	if err != nil {
		return errors.Join(err, db.Close())
	}
	app.NewLog(c.LogLevel).WarnContext(ctx, "restored from a backup", "newest", was.Newest, "gap", now.Sub(was.Newest).Round(time.Second).String(), "sessions_ended", was.Sessions)
	_, err = fmt.Fprint(os.Stdout, tellGap(was, now))
	return errors.Join(err, db.Close())
}

// tellGap says what was ended, and what nobody can know any more.
func tellGap(was store.Restored, now time.Time) string {
	text := fmt.Sprintf("%d sessions ended: everybody signs in again. Attempts under way, link pages, mailed codes and links are void.\n", was.Sessions)
	if was.Newest.IsZero() {
		return text + "The backup knows of nothing that ever happened.\n"
	}
	return text + fmt.Sprintf("The newest thing in the backup is of %s, %s ago. What came after is lost: look again at who was deactivated,\n"+
		"which accounts were disconnected, which passwords and secrets were changed since, and apply your file.\n",
		was.Newest.UTC().Format(time.RFC3339), now.Sub(was.Newest).Round(time.Second))
}
