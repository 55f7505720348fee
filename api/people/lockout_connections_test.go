package people_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"log/slog"
	"math/rand/v2"

	"latchkey/api/connection"
	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// furnish gives the maze the room of connections, and Google a secret that
// opens.
func (m *maze) furnish() {
	ctx := m.T.Context()
	ring, err := secret.NewRing([]string{"k1:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, secret.KeySize))})
	m.Must(err)
	providers, err := idp.New(idp.Options{Now: m.Clock.Now})
	m.Must(err)
	m.T.Cleanup(providers.Close)
	m.apps = connection.New(connection.Options{
		Store: m.DB, Ring: ring, Providers: providers, RedirectURI: func(id string) string { return "https://sso.example.com/" + id },
		Log: slog.New(slog.DiscardHandler), Now: m.Clock.Now,
	})
	google := m.Fresh(m.Google)
	v := store.Version{
		ID: secret.NewID(), OrganizationID: m.Acme.ID, ConnectionID: google.ID, Issuer: "https://accounts.google.com",
		ClientID: "1-a.apps.googleusercontent.com", Number: 2, State: store.VersionLive, PassedAt: google.CreatedAt,
		CreatedAt: google.CreatedAt, CreatedBy: store.ActorOperator,
	}
	v.SecretSealed = ring.SealRow(v.SecretPlace(), []byte("a secret"))
	m.Must(m.DB.AddVersion(ctx, v))
	google.LiveVersionID = &v.ID
	m.Must(m.DB.UpdateConnection(ctx, google))
}

// connectionOperations are those at the settings of a connection.
func connectionOperations() []operation {
	at := func(work func(context.Context, *maze, *rand.Rand, connection.Target) error) func(context.Context, *maze, *rand.Rand) error {
		return func(ctx context.Context, m *maze, dice *rand.Rand) error {
			c, err := m.DB.ConnectionByID(ctx, m.Acme.ID, m.Google.ID)
			if err != nil {
				return err
			}
			return work(ctx, m, dice, connection.Target{
				By: m.actor(dice), ConnectionID: c.ID, Revision: c.Revision,
			})
		}
	}
	named := connection.Confirmation{Name: "Acme", Typed: "Acme"}
	return []operation{
		{"turn off", at(func(ctx context.Context, m *maze, dice *rand.Rand, t connection.Target) error {
			_, err := m.apps.Disable(ctx, t, dice.IntN(2) == 0)
			return err
		})},
		{"turn on", at(func(ctx context.Context, m *maze, _ *rand.Rand, t connection.Target) error {
			_, err := m.apps.Enable(ctx, t, connection.Consent{Unlocked: named}, 0)
			return err
		})},
		{"remove", at(func(ctx context.Context, m *maze, _ *rand.Rand, t connection.Target) error {
			return m.apps.Remove(ctx, t, named)
		})},
		{"lock", at(func(ctx context.Context, m *maze, dice *rand.Rand, t connection.Target) error {
			locks := [][]string{{}, {"acme.example"}, {"elsewhere.example"}, {"acme.example", "elsewhere.example"}}
			_, err := m.apps.Change(ctx, t, connection.Change{LockedTo: &locks[dice.IntN(len(locks))], Unlocked: named})
			return err
		})},
		{"another secret, tested", at(func(ctx context.Context, m *maze, _ *rand.Rand, t connection.Target) error {
			id, secret := "1-a.apps.googleusercontent.com", secret.NewToken()
			v, err := m.apps.Change(ctx, t, connection.Change{ClientID: &id, ClientSecret: &secret})
			if err != nil || v.Draft == nil {
				return err
			}
			return notThere(m.DB.PassVersion(ctx, m.Acme.ID, v.Draft.ID, m.Clock.Now()))
		})},
		{"go back", at(func(ctx context.Context, m *maze, dice *rand.Rand, t connection.Target) error {
			versions, err := m.DB.VersionsOf(ctx, m.Acme.ID, m.Google.ID)
			if err != nil || len(versions) == 0 {
				return err
			}
			_, err = m.apps.Restore(ctx, t, versions[dice.IntN(len(versions))].ID)
			return err
		})},
		{"set up again", func(ctx context.Context, m *maze, dice *rand.Rand) error {
			_, err := m.apps.Create(ctx, connection.Beginning{OrganizationID: m.Acme.ID, Provider: "google", By: m.anybody(dice).ID})
			return err
		}},
	}
}
