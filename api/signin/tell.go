package signin

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"time"

	"latchkey/api/mail"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// called is what people call the provider of a connection: its own name where the
// organization gave it one.
func called(l store.Live) string { return cmp.Or(l.Label, l.Provider) }

// tellLinked tells a user that an account was connected to them (D30).
func (r *Flow) tellLinked(ctx context.Context, rows store.Rows, t *trip, i store.Identity, how string) error {
	return r.mail.Add(ctx, rows, mail.Message{
		Kind: mail.Linked, OrganizationID: i.OrganizationID, UserID: i.UserID,
		Values: map[string]string{"provider": called(t.live), "account": i.Email, "how": how},
	})
}

// tellBrowser tells a user who has signed in before that a browser did which has
// never signed in as them. Write it before the sign-in itself.
func (r *Flow) tellBrowser(ctx context.Context, rows store.Rows, organizationID string, p decision.Person, v Visitor, method string) error {
	if !r.mail.On || r.knows(v, organizationID, p.Email) {
		return nil
	}
	return r.mail.AddToReturning(ctx, rows, mail.Message{
		Kind: mail.NewBrowser, OrganizationID: organizationID, UserID: p.ID,
		Values: map[string]string{"browser": mail.Browser(v.Browser), "address": v.Address, "method": method},
	})
}

// tellMismatch tells a user that somebody came with another account than the one
// that is connected to them (D02): once a day, or whoever tries could flood them.
// It is asked of every such refusal, and finds nobody for the others: all take
// equally long.
func (r *Flow) tellMismatch(ctx context.Context, rows store.Rows, t *trip, reason string) error {
	whom := t.userID
	if reason != decision.AlreadyLinkedOther {
		whom = ""
	}
	return r.mail.AddTo(ctx, rows, whom, mail.Message{
		Kind: mail.RefusedMismatch, OrganizationID: t.Organization,
		Values: map[string]string{"provider": called(t.live), "account": t.claims.Email, "ref": t.Reference},
		Once:   "refused_mismatch|" + t.userID + "|" + r.now().UTC().Format(time.DateOnly),
	})
}

// tellDegraded tells the super admins, once for each time that it happens.
func (r *Flow) tellDegraded(ctx context.Context, rows store.Rows, l store.Live, reason string) error {
	if !r.mail.On {
		return nil
	}
	since, err := rows.DegradedSince(ctx, l.OrganizationID, l.ID)
	if err != nil || since.IsZero() {
		return err
	}
	return r.mail.AddToSuperAdmins(ctx, rows, mail.Message{
		Kind: mail.Degraded, OrganizationID: l.OrganizationID,
		Values: map[string]string{"provider": called(l), "reason": reason},
		Once:   degradedOnce(l.ID, since),
	})
}

// superAdminTold says whether the letter of [Flow.tellDegraded] has left to a super
// admin: what only waits to be sent has told nobody.
func (r *Flow) superAdminTold(ctx context.Context, l store.Live) bool {
	told, err := r.store.SuperAdminMailed(ctx, l.OrganizationID, degradedOnce(l.ID, l.HealthSince))
	if err != nil { // the refusal stands without the sentence
		r.log.ErrorContext(ctx, "mails to super admins not read", "connection", l.ID, "error", err)
	}
	return told
}

func degradedOnce(connectionID string, since store.Time) string {
	return "degraded|" + connectionID + "|" + strconv.FormatInt(since.UnixMicro(), 10)
}

const day = 24 * time.Hour

// TellExpiring tells the super admins of the client secrets in use that expire
// within 30, 14, 7 days and one day; once for each secret and step, however many
// there are. What cannot be written is written at the next time; the rest is not
// kept waiting.
func (r *Flow) TellExpiring(ctx context.Context) error {
	if !r.mail.On {
		return nil
	}
	now := r.now()
	var failed []error
	for last := (store.SecretWarning{ExpiresAt: store.At(now)}); ; {
		page, err := r.store.SecretWarnings(ctx, last, now.Add(30*day), warningsAtOnce)
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		failed = append(failed, r.mail.AddAll(ctx, r.store.Rows, expiring(page, now)))
		if len(page) < warningsAtOnce || ctx.Err() != nil {
			return errors.Join(failed...)
		}
		last = page[len(page)-1]
	}
}

// warningsAtOnce is how many warnings one statement reads and writes.
const warningsAtOnce = 500

// expiring makes letters of warnings.
func expiring(warnings []store.SecretWarning, now time.Time) []mail.Message {
	letters := make([]mail.Message, len(warnings))
	for i, w := range warnings {
		left := w.ExpiresAt.Sub(now)
		letters[i] = mail.Message{
			Kind: mail.SecretExpiring, OrganizationID: w.OrganizationID, UserID: w.UserID, To: w.Email,
			Values: map[string]string{
				"provider": cmp.Or(w.Label, w.Provider), "day": w.ExpiresAt.UTC().Format(time.DateOnly),
				"days": strconv.Itoa(int((left + day - 1) / day)),
			},
			Once: "secret_expiring|" + w.VersionID + "|" + strconv.Itoa(step(left)) + "|" + w.UserID,
		}
	}
	return letters
}

// step is the warning that a time left has reached, in days.
func step(left time.Duration) int {
	for _, days := range []int{1, 7, 14} {
		if left <= time.Duration(days)*day {
			return days
		}
	}
	return 30
}
