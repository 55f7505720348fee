package connection

import (
	"context"
	"errors"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/store"
)

// Beginning is a provider that an organization begins to set up.
type Beginning struct {
	OrganizationID string
	Provider       string // a key: google, microsoft, or the organization's own
	Label          string // or ""; a generic provider has no other name
	Preset         string // of a generic provider, or ""
	By             string // the user's id
}

// Create makes a draft, whose redirect URI is final. A provider that was removed
// comes back as a draft under its old id, with its links and its policy, and
// without a version (S11).
func (c *Connections) Create(ctx context.Context, b Beginning) (View, error) {
	label, fields := readLabel(b.Label)
	if !provider.Key(b.Provider).IsBrand() {
		switch {
		case !c.GenericAllowed:
			fields = append(fields, fault.Field{Pointer: "/provider", Code: "invalid"})
		case label == "" && len(fields) == 0:
			fields = append(fields, fault.Field{Pointer: "/label", Code: "required"})
		}
	}
	if !mayPreset(b.Provider, b.Preset) {
		fields = append(fields, fault.Field{Pointer: "/preset", Code: "invalid"})
	}
	if len(fields) > 0 {
		return View{}, refused(fields...)
	}
	b.Label = label
	var made store.Connection
	err := c.guarded(ctx, change.Actor{OrganizationID: b.OrganizationID, ID: b.By}, func(tx change.Tx) error {
		was, err := tx.ConnectionAt(ctx, b.OrganizationID, b.Provider)
		switch {
		case errors.Is(err, store.ErrNotFound):
			made, err = c.begin(ctx, tx, b)
		case err == nil && was.State == store.Removed:
			made, err = was, c.revive(ctx, tx, was, b)
		case err == nil:
			err = fault.Because(fault.Conflict, "already_there")
		}
		return err
	})
	if err != nil {
		return View{}, err
	}
	return c.Read(ctx, b.OrganizationID, made.ID)
}

// mayPreset says whether a connection may be made with a preset; "" is none.
func mayPreset(key, preset string) bool {
	return preset == "" || !provider.Key(key).IsBrand() && provider.IsPreset(preset)
}

func (c *Connections) begin(ctx context.Context, tx change.Tx, b Beginning) (store.Connection, error) {
	conn := store.NewConnection(b.OrganizationID, b.Provider, tx.At)
	conn.Label, conn.Preset, conn.ChangedBy = b.Label, b.Preset, b.By
	if err := tx.AddConnection(ctx, conn); err != nil {
		return conn, err
	}
	return conn, tx.Record(ctx, event.ConnectionCreated, conn.ID, map[string]any{"provider": conn.Provider, "label": conn.Label})
}

func (c *Connections) revive(ctx context.Context, tx change.Tx, was store.Connection, b Beginning) error {
	next := was
	next.State, next.LiveVersionID, next.DraftVersionID = store.Draft, nil, nil
	if b.Label != "" {
		next.Label = b.Label
	}
	if b.Preset != "" {
		next.Preset = b.Preset
	}
	if was.LiveVersionID != nil {
		if err := tx.SetVersionState(ctx, was.OrganizationID, *was.LiveVersionID, store.VersionRetired); err != nil {
			return err
		}
	}
	if err := tx.SetGuideDone(ctx, was.OrganizationID, was.ID, nil); err != nil {
		return err
	}
	if err := tx.ResetHealth(ctx, was.OrganizationID, was.ID); err != nil {
		return err
	}
	return write(ctx, tx, next, event.ConnectionRevived, store.Difference(was, next))
}
