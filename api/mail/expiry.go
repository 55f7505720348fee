package mail

import (
	"context"
	"errors"
	"strconv"
	"time"

	"latchkey/api/store"
)

const day = 24 * time.Hour

// ExpiryNotice is how long before a secret ends its super admins are mailed first.
const ExpiryNotice = 30 * day

// ExpiryPage is how many warnings one statement reads and writes.
const ExpiryPage = 500

// WarnOfExpiry queues the mails about secrets that end within ExpiryNotice. `read` gives
// up to ExpiryPage warnings after the last one. What cannot be written is tried again
// the next time, and does not hold up the rest.
func WarnOfExpiry[Warning any](
	ctx context.Context, o Outbox, rows store.Rows, last Warning, read func(last Warning) ([]Warning, error), message func(Warning) Message,
) error {
	if !o.On {
		return nil
	}
	var failed []error
	for {
		page, err := read(last)
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		messages := make([]Message, len(page))
		for i, w := range page {
			messages[i] = message(w)
		}
		failed = append(failed, o.AddAll(ctx, rows, messages))
		if len(page) < ExpiryPage || ctx.Err() != nil {
			return errors.Join(failed...)
		}
		last = page[len(page)-1]
	}
}

// DaysLeft tells how many days are left, the begun one too, and which step of the
// warnings that is: 30, 14, 7 days or one day. A secret is told of once for each step.
func DaysLeft(left time.Duration) (days, step string) {
	reached := 30
	for _, at := range []int{14, 7, 1} {
		if left <= time.Duration(at)*day {
			reached = at
		}
	}
	return strconv.Itoa(int((left + day - 1) / day)), strconv.Itoa(reached)
}
