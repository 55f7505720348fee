package people

import (
	"context"
	"time"

	"latchkey/api/event"
	"latchkey/api/store"
)

// losesPower says whether a change makes somebody no active super admin any more.
func losesPower(was, is store.User) bool { return was.Governs() && !is.Governs() }

// withdrawLinks ends the set-up links of people who lost the power to make them: whoever holds one
// says which application signs the organization's people in. Their change is written already.
func withdrawLinks(ctx context.Context, rows store.Rows, organization, by string, lost []string, now time.Time) error {
	if len(lost) == 0 {
		return nil
	}
	ended, err := rows.WithdrawGuestLinks(ctx, organization, lost, now)
	if err != nil {
		return err
	}
	for _, l := range ended {
		err := event.Record(ctx, rows, event.Event{
			Organization: organization, Actor: by, Kind: event.GuestLinkRevoked, Subject: l.ConnectionID,
			Detail: map[string]any{"guest": l.Guest}, At: now,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
