package guest_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"log/slog"
	"strings"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/connection"
	"latchkey/api/connection/guest"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A link that ends while its holder saves, because a provider takes its time, saves nothing.
func TestALinkThatEndsMeanwhileSavesNothing(t *testing.T) {
	t.Parallel()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, db, now := t.Context(), storetest.Open(t, store.SQLite), time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)
	acme := store.NewOrganization("acme", "Acme Support", now)
	must(db.AddOrganization(ctx, acme))
	sofia := store.NewUser(acme.ID, "sofia@acme.example", "Sofia", store.SuperAdmin, now)
	sofia.PasswordHash = new("h")
	must(db.AddUser(ctx, sofia))
	ring, err := secret.NewRing([]string{"k1:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, secret.KeySize))})
	must(err)
	providers, err := idp.New(idp.Options{})
	must(err)
	t.Cleanup(providers.Close)
	connections := connection.New(connection.Options{
		Store: db, Ring: ring, Providers: providers, RedirectURI: func(id string) string { return "https://sso.example.com/" + id },
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now },
	})
	made, err := connections.Create(ctx, connection.Beginning{OrganizationID: acme.ID, Provider: "google", By: sofia.ID})
	must(err)

	asked := 0 // the link was there when the holder began, and is over when the values are written
	links := guest.New(guest.Options{Store: db, Connections: connections, PublicURL: "https://sso.example.com", Now: func() time.Time {
		if asked++; asked <= 2 {
			return now
		}
		return now.Add(guest.Life)
	}})
	by := change.Actor{OrganizationID: acme.ID, ID: sofia.ID, Recent: func(context.Context, store.Rows) error { return nil }}
	link, err := links.Make(ctx, by, guest.Wanted{ConnectionID: made.ID, Guest: "Ines"})
	must(err)
	_, token, _ := strings.Cut(link.URL, "#")
	asked = 0
	_, err = links.Save(ctx, token, made.Revision, "sso.example.com", connection.Change{
		ClientID: new("1234-ours.apps.googleusercontent.com"), ClientSecret: new("a-secret-of-ours"),
	})
	if fault.Of(err).Code != fault.GuestLinkClosed {
		t.Errorf("saved: %v", err)
	}
	if is, err := connections.Read(ctx, acme.ID, made.ID); err != nil || is.Draft != nil || is.Revision != made.Revision {
		t.Errorf("it wrote %+v, %v", is.Draft, err)
	}
}
