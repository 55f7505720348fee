package linking

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/signin/facts"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/store"
)

// Bounds of the codes that are mailed to prove an account on the link page.
const (
	CodeLife  = 10 * time.Minute
	CodesEach = 3           // that may be asked for on one pending link
	CodeEvery = time.Minute // between two of them

	codeDigits = 8
)

// linkValue is where the mail keeps the hash of its pending link's id. It is not
// shown.
const linkValue = "link"

// CodeRequest asks for a code on the link page.
type CodeRequest struct {
	ID    string // of the pending link, from the browser's cookie
	Email string // typed, where that is allowed; else ""
}

// SendCode queues a mail with a code. It does the same work for every address,
// whether a user has it or not; MakeCode looks for the user when the mail is sent.
func (s *Pages) SendCode(ctx context.Context, a CodeRequest) error {
	link, err := s.pending(ctx, a.ID)
	if err != nil {
		return err
	}
	l, err := s.liveForLink(ctx, s.Store.Rows, link)
	if err != nil {
		return err
	}
	step := facts.LinkStep(l, link, s.Now(), s.Links.Mail.On)
	email := step.EmailToProve(a.Email)
	switch {
	case !s.Links.Mail.On:
		return fault.Because(fault.NotFound, "no_mail")
	case email == "":
		return noAddress()
	}
	err = s.Store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.AskLinkCode(ctx, link.IDHash, CodesEach, CodeEvery, s.Now()); err != nil {
			return err
		}
		return s.Links.Mail.Add(ctx, rows, mail.Message{
			Kind: mail.LinkCode, OrganizationID: link.OrganizationID, To: email, Life: link.ExpiresAt.Sub(s.Now()),
			Values: map[string]string{"provider": l.ProviderName(), "account": step.ShownAccount(), linkValue: link.IDHash},
		})
	})
	if errors.Is(err, store.ErrNotFound) {
		return s.noCode(ctx, a.ID)
	}
	if err != nil {
		return fmt.Errorf("ask for a code: %w", err)
	}
	return nil
}

// noAddress asks for the address where the provider gave none.
func noAddress() error {
	return &fault.Fault{Code: fault.ValidationFailed, Reason: "no_address", Fields: []fault.Field{{Pointer: "/email", Code: "required"}}}
}

// noCode says when the next code may be asked for: a while after the last one, or not
// any more on this link.
func (s *Pages) noCode(ctx context.Context, id string) error {
	link, err := s.pending(ctx, id)
	if err != nil {
		return err
	}
	until := link.CodeAskedAt.Add(CodeEvery)
	if link.CodesAsked >= CodesEach {
		until = link.ExpiresAt.Time
	}
	return &fault.Fault{Code: fault.RateLimited, Reason: "codes", RetryAfter: max(time.Second, until.Sub(s.Now()))}
}

// MakeCode is the mail.SecretRenderer of those mails: it makes a code for the
// active user who has the address, in place of the one before.
func (s *Pages) MakeCode(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
	u, err := s.Links.Mail.RequestedBy(ctx, rows, m)
	if err != nil || u == nil {
		return mail.Made{}, false, err
	}
	values, err := mail.ValuesOf(m)
	if err != nil {
		return mail.Made{}, false, err
	}
	code, err := newCode()
	if err != nil {
		return mail.Made{}, false, err
	}
	link := values[linkValue]
	err = rows.SetLinkCode(ctx, store.LinkCode{
		OrganizationID: m.OrganizationID, IDHash: link, UserID: u.ID, Until: s.Now().Add(CodeLife),
		Sealed: s.Ring.SealRow(store.CodePlace(m.OrganizationID, link, u.ID), []byte(code)),
	}, s.Now())
	if errors.Is(err, store.ErrNotFound) { // the link is spent or has run out
		return mail.Made{}, false, nil
	}
	if err != nil {
		return mail.Made{}, false, fmt.Errorf("keep a code: %w", err)
	}
	return mail.Made{UserID: u.ID, To: u.Email, Values: map[string]string{
		"provider": values["provider"], "account": values["account"], "code": code,
	}}, true, nil
}

// checkCode compares a code, in the same way if there is none. It proves the user for
// whom it was made, by the address that it was mailed to, and nobody else.
func (s *Pages) checkCode(ctx context.Context, link store.PendingLink, email, typed string) (passwordcheck.Result, error) {
	u, err := s.Store.UserByEmail(ctx, link.OrganizationID, email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return passwordcheck.Result{}, fmt.Errorf("read a user: %w", err)
	}
	c := passwordcheck.Result{User: u}
	code, err := s.Ring.OpenRow(store.CodePlace(link.OrganizationID, link.IDHash, link.CodeUserID), link.CodeSealed)
	typed = strings.NewReplacer(" ", "", "-", "").Replace(typed)
	match := subtle.ConstantTimeCompare(code, []byte(typed)) == 1
	switch {
	case u.ID == "":
		c.Reason = "no_user"
	case err != nil || len(code) != codeDigits:
		c.Reason = "no_code"
	case !match:
		c.Reason = "wrong_code"
	case !s.Now().Before(link.CodeUntil.Time):
		c.Reason = "code_expired"
	case link.CodeUserID != u.ID:
		c.Reason = "other_user"
	case !u.Active:
		c.Reason = "user_inactive"
	}
	return c, nil
}

func newCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
	if err != nil {
		return "", fmt.Errorf("make a code: %w", err)
	}
	return fmt.Sprintf("%0*d", codeDigits, n), nil
}
