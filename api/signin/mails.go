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

// providerName is the name of a connection's provider for people: the label that the
// organization gave it, if it has one.
func providerName(l store.Live) string { return cmp.Or(l.Label, l.Provider) }

// mailLinked mails a user that an account was connected to them (D30).
func (r *Flow) mailLinked(ctx context.Context, rows store.Rows, a *returnedAttempt, i store.Identity, how string) error {
	return r.mail.Add(ctx, rows, mail.Message{
		Kind: mail.Linked, OrganizationID: i.OrganizationID, UserID: i.UserID,
		Values: map[string]string{"provider": providerName(a.live), "account": i.Email, "how": how},
	})
}

// mailNewBrowser mails a user that a browser signed in as them for the first time, if
// they have signed in before. Call it before the sign-in is written.
func (r *Flow) mailNewBrowser(ctx context.Context, rows store.Rows, organizationID string, p decision.Person, v Visitor, method string) error {
	if !r.mail.On || r.passwords.Knows(v.browser(), organizationID, p.Email) {
		return nil
	}
	return r.mail.AddToReturning(ctx, rows, mail.Message{
		Kind: mail.NewBrowser, OrganizationID: organizationID, UserID: p.ID,
		Values: map[string]string{"browser": mail.Browser(v.Browser), "address": v.Address, "method": method},
	})
}

// mailMismatch mails a user that somebody tried to sign in with another account than
// the one that is connected to them (D02): once a day, so that nobody can flood them. It
// is called for every such refusal and finds no recipient for the others, so that all
// take equally long.
func (r *Flow) mailMismatch(ctx context.Context, rows store.Rows, a *returnedAttempt, reason string) error {
	whom := a.userID
	if reason != decision.AlreadyLinkedOther {
		whom = ""
	}
	return r.mail.AddTo(ctx, rows, whom, mail.Message{
		Kind: mail.RefusedMismatch, OrganizationID: a.Organization,
		Values: map[string]string{"provider": providerName(a.live), "account": a.claims.Email, "ref": a.Reference},
		Once:   "refused_mismatch|" + a.userID + "|" + r.now().UTC().Format(time.DateOnly),
	})
}

// mailDegraded mails the super admins that a connection is degraded, once each time.
func (r *Flow) mailDegraded(ctx context.Context, rows store.Rows, l store.Live, reason string) error {
	if !r.mail.On {
		return nil
	}
	since, err := rows.DegradedSince(ctx, l.OrganizationID, l.ID)
	if err != nil || since.IsZero() {
		return err
	}
	return r.mail.AddToSuperAdmins(ctx, rows, mail.Message{
		Kind: mail.Degraded, OrganizationID: l.OrganizationID,
		Values: map[string]string{"provider": providerName(l), "reason": reason},
		Once:   degradedOnce(l.ID, since),
	})
}

// superAdminMailed says whether the mail of [Flow.mailDegraded] was sent to a super
// admin; one that is still queued has reached nobody.
func (r *Flow) superAdminMailed(ctx context.Context, l store.Live) bool {
	mailed, err := r.store.SuperAdminMailed(ctx, l.OrganizationID, degradedOnce(l.ID, l.HealthSince))
	if err != nil { // the refusal stands without the sentence
		r.log.ErrorContext(ctx, "mails to super admins not read", "connection", l.ID, "error", err)
	}
	return mailed
}

func degradedOnce(connectionID string, since store.Time) string {
	return "degraded|" + connectionID + "|" + strconv.FormatInt(since.UnixMicro(), 10)
}

const day = 24 * time.Hour

// WarnOfExpiringSecrets mails the super admins about client secrets in use that expire
// within 30, 14, 7 days and one day: once for each secret and step. What cannot be
// written is tried again the next time, and does not hold up the rest.
func (r *Flow) WarnOfExpiringSecrets(ctx context.Context) error {
	if !r.mail.On {
		return nil
	}
	now := r.now()
	var failed []error
	for last := (store.SecretWarning{ExpiresAt: store.At(now)}); ; {
		page, err := r.store.SecretWarnings(ctx, last, now.Add(30*day), warningsPerPage)
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		failed = append(failed, r.mail.AddAll(ctx, r.store.Rows, expiryMessages(page, now)))
		if len(page) < warningsPerPage || ctx.Err() != nil {
			return errors.Join(failed...)
		}
		last = page[len(page)-1]
	}
}

// warningsPerPage is how many warnings one statement reads and writes.
const warningsPerPage = 500

// expiryMessages are the mails of warnings.
func expiryMessages(warnings []store.SecretWarning, now time.Time) []mail.Message {
	messages := make([]mail.Message, len(warnings))
	for i, w := range warnings {
		left := w.ExpiresAt.Sub(now)
		messages[i] = mail.Message{
			Kind: mail.SecretExpiring, OrganizationID: w.OrganizationID, UserID: w.UserID, To: w.Email,
			Values: map[string]string{
				"provider": cmp.Or(w.Label, w.Provider), "day": w.ExpiresAt.UTC().Format(time.DateOnly),
				"days": strconv.Itoa(int((left + day - 1) / day)),
			},
			Once: "secret_expiring|" + w.VersionID + "|" + strconv.Itoa(expiryStep(left)) + "|" + w.UserID,
		}
	}
	return messages
}

// expiryStep is the step of the warnings that a secret has reached, in days.
func expiryStep(left time.Duration) int {
	for _, days := range []int{1, 7, 14} {
		if left <= time.Duration(days)*day {
			return days
		}
	}
	return 30
}
