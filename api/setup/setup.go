package setup

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/email"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/password"
	"latchkey/api/rules"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/store"
)

// LinkLife is how long a set-up link works.
const LinkLife = 24 * time.Hour

// Setup makes the first organization; safe for concurrent use.
type Setup struct {
	Store     *store.Store
	Sessions  *session.Sessions
	Passwords *password.Hasher
	Now       func() time.Time
}

// NewLink makes a set-up link's token if the deployment has no organization
// yet, or returns "". Only its hash is kept, so each start prints a new one.
func (s *Setup) NewLink(ctx context.Context) (string, error) {
	if open, err := s.Open(ctx); err != nil || !open {
		return "", err
	}
	token := secret.NewToken()
	if err := s.Store.AddSetupLink(ctx, secret.Hash(token), s.Now().Add(LinkLife)); err != nil {
		return "", fmt.Errorf("keep the set-up link: %w", err)
	}
	return token, nil
}

// Open says whether the deployment waits for its first organization.
func (s *Setup) Open(ctx context.Context) (bool, error) {
	has, err := s.Store.HasOrganization(ctx)
	if err != nil {
		return false, fmt.Errorf("look for an organization: %w", err)
	}
	return !has, nil
}

// First is what the set-up page sends.
type First struct {
	Token                 string
	Code, Organization    string
	Name, Email, Password string
	Address, Browser      string
}

// Complete spends the link and makes the organization, its super admin and
// their session, in one transaction.
func (s *Setup) Complete(ctx context.Context, f First) (token string, until time.Time, err error) {
	open, err := s.Open(ctx)
	if err != nil {
		return "", time.Time{}, err
	}
	if !open {
		return "", time.Time{}, fault.Because(fault.SetupClosed, "already_set_up")
	}
	o, u, err := f.read(s.Now())
	if err != nil {
		return "", time.Time{}, err
	}
	// Asked again where it is spent: a token of nobody is not worth a hash.
	if genuine, err := s.Store.HasSetupLink(ctx, secret.Hash(f.Token), s.Now()); err != nil {
		return "", time.Time{}, fmt.Errorf("look for the set-up link: %w", err)
	} else if !genuine {
		return "", time.Time{}, fault.Because(fault.SetupClosed, "link_unknown_or_used")
	}
	hash, err := s.Passwords.Hash(ctx, f.Password)
	if err != nil {
		return "", time.Time{}, err
	}
	u.PasswordHash = &hash
	row, token, err := s.Sessions.Begin(session.Entry{
		OrganizationID: o.ID, UserID: u.ID, Method: "password", Address: f.Address, Browser: f.Browser,
		Idle: store.DefaultSessionIdle, Absolute: store.DefaultSessionAbsolute,
	})
	if err != nil {
		return "", time.Time{}, err
	}
	if err := s.commit(ctx, f.Token, o, u, row); err != nil {
		return "", time.Time{}, err
	}
	return token, row.IdleExpiresAt.Time, nil
}

// read checks what the page sent, and makes the organization and its super admin of it,
// who has no password yet. Errors: fault ValidationFailed.
func (f First) read(now time.Time) (store.Organization, store.User, error) {
	named, fields := rules.Organization{Code: &f.Code, Name: &f.Organization}.Read("/organization")
	person, more := rules.User{Name: &f.Name, Email: &f.Email}.Read("/superAdmin")
	if fields = append(fields, more...); len(more) == 0 && !email.IsPlain(f.Email) {
		fields = append(fields, fault.Field{Pointer: "/superAdmin/email", Code: rules.Format})
	}
	if len(fields) > 0 {
		return store.Organization{}, store.User{}, &fault.Fault{Code: fault.ValidationFailed, Reason: "value", Fields: fields}
	}
	if password.Weak(f.Password, f.Name, f.Email, f.Organization, f.Code) {
		return store.Organization{}, store.User{}, &fault.Fault{
			Code: fault.ValidationFailed, Reason: "weak_password", Fields: []fault.Field{{Pointer: "/superAdmin/password", Code: "too_weak"}},
		}
	}
	o := store.NewOrganization(*named.Code, *named.Name, now)
	return o, store.NewUser(o.ID, *person.Email, *person.Name, store.SuperAdmin, now), nil
}

// commit spends the link and writes everything.
func (s *Setup) commit(ctx context.Context, link string, o store.Organization, u store.User, first store.Session) error {
	now := s.Now()
	err := s.Store.InTx(ctx, func(rows store.Rows) error {
		if err := rows.TakeSetupLink(ctx, secret.Hash(link), now); err != nil {
			return err
		}
		if err := rows.AddOrganization(ctx, o); err != nil {
			return err
		}
		if err := rows.AddUser(ctx, u); err != nil {
			return err
		}
		if err := event.Record(ctx, rows, event.Event{
			Organization: o.ID, Actor: u.ID, Kind: event.OrganizationCreated, Subject: o.ID, At: now,
			Detail: map[string]any{"code": o.Code, "by": "setup_link"},
		}); err != nil {
			return err
		}
		return rows.AddSession(ctx, first)
	})
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.SetupClosed, "link_unknown_or_used")
	}
	if err != nil {
		return fmt.Errorf("set up: %w", err)
	}
	return nil
}
