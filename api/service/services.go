package service

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"latchkey/api/change"
	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/store"
)

// Services makes and knows the services of organizations; safe for concurrent use.
type Services struct {
	Options
	changes change.Changes
	revoked *revoked
}

// Options are what Services needs.
type Options struct {
	Store    *store.Store
	Clients  *client.Registry
	Sessions *session.Sessions
	Keys     Keys
	Mail     mail.Outbox
	Issuer   string // ours: the public URL
	Log      *slog.Logger
	Now      func() time.Time
}

// Keys says which keys can verify an assertion, and which may be fetched.
type Keys interface {
	AreUsableKeys(jwks string) bool
	UsableKeysAt(address, issuer string) bool
}

// New returns a Services.
func New(o Options) *Services { return &Services{o, change.New(o.Store, o.Now), newRevoked()} }

// MaxServices is how many services an organization has at most.
const MaxServices = 100

// Entry is a service with its secrets, the oldest first.
type Entry struct {
	store.ServiceEntry
	Secrets []Secret
}

// Secret is a secret with the name of who made it.
type Secret struct {
	store.ClientSecret
	CreatedByName string
}

// List lists the services of an organization by name.
func (s *Services) List(ctx context.Context, organizationID string) ([]Entry, error) {
	return s.entries(ctx, s.Store.Rows, organizationID, "")
}

// Read reads one service. Error: fault NotFound.
func (s *Services) Read(ctx context.Context, organizationID, id string) (Entry, error) {
	list, err := s.entries(ctx, s.Store.Rows, organizationID, id)
	if err == nil && len(list) == 0 {
		err = fault.Because(fault.NotFound, "no_service")
	}
	if err != nil {
		return Entry{}, err
	}
	return list[0], nil
}

func (s *Services) entries(ctx context.Context, rows store.Rows, organizationID, id string) ([]Entry, error) {
	services, err := rows.ServicesOf(ctx, organizationID, id)
	if err != nil {
		return nil, fmt.Errorf("read services: %w", err)
	}
	secrets, err := rows.ServiceSecretsOf(ctx, organizationID, id)
	if err != nil {
		return nil, fmt.Errorf("read the secrets of services: %w", err)
	}
	names := map[string]string{}
	of := map[string][]Secret{}
	for _, one := range secrets {
		name, known := names[one.CreatedBy]
		if !known {
			if name, err = rows.ActorNameOf(ctx, organizationID, one.CreatedBy); err != nil {
				return nil, fmt.Errorf("read who made a secret: %w", err)
			}
			names[one.CreatedBy] = name
		}
		of[one.ClientID] = append(of[one.ClientID], Secret{one, name})
	}
	list := make([]Entry, len(services))
	for i, one := range services {
		list[i] = Entry{one, of[one.ClientID]}
	}
	return list, nil
}

// NewService is a service to make.
type NewService struct {
	Name       string
	Scopes     []string
	Keys       *Keyring
	Federation *store.Federation
	Secret     Lifetime // of the secret that it gets without keys and federation
}

// Create makes a service; its secret is "" if it has none. Errors: fault ValidationFailed,
// ReauthRequired.
func (s *Services) Create(ctx context.Context, by change.Actor, n NewService) (made Entry, key string, err error) {
	is := NewKept("svc_"+secret.NewID(), by)
	wanted := Wanted{Name: &n.Name, Scopes: n.Scopes, Keys: n.Keys, Federation: n.Federation}
	fields := wanted.SetOn(s.Keys, s.Issuer, &is)
	lives, problem := n.Secret.read(n.Keys != nil || n.Federation != nil)
	if problem != nil {
		fields = append(fields, *problem)
	}
	if len(fields) > 0 {
		return Entry{}, "", fault.Invalid(fields...)
	}
	err = s.changes.Locked(ctx, by, func(tx change.Tx) error {
		if err := Add(ctx, tx, is); err != nil {
			return err
		}
		if n.Keys != nil || n.Federation != nil {
			return nil
		}
		key, err = addSecret(ctx, tx, is.Client, lives)
		return err
	})
	if err != nil {
		return Entry{}, "", err
	}
	made, err = s.Read(ctx, by.OrganizationID, is.Client.ID)
	return made, key, err
}
