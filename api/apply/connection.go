package apply

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"latchkey/api/idp"
	"latchkey/api/store"
)

func (r *run) connection(o store.Organization, want Connection) error {
	if idp.Provider(want.Provider).Generic() && !r.GenericAllowed {
		return errors.New("generic OpenID providers are turned off: set LATCHKEY_GENERIC_PROVIDERS=true, or use google or microsoft")
	}
	c, err := r.rows.ConnectionAt(r.ctx, o.ID, want.Provider)
	if errors.Is(err, store.ErrNotFound) {
		c = store.NewConnection(o.ID, want.Provider, r.Now())
		if err := r.rows.AddConnection(r.ctx, c); err != nil {
			return err
		}
		if err := r.note(o.ID, "connection.created", c.ID, fmt.Sprintf("+ connection %s of %s", c.Provider, o.Code),
			map[string]any{"provider": c.Provider}); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	next := c
	if err := r.version(o, &next, want); err != nil {
		return err
	}
	want.setOn(&next)
	if next.Label == "" && idp.Provider(c.Provider).Generic() {
		return errors.New("label: a generic provider needs one, for its button")
	}
	if next.State == store.Enabled && next.LiveVersionID == nil {
		return errors.New("cannot be enabled without clientId and secret")
	}
	detail := store.Difference(c, next)
	if len(detail) == 0 {
		return nil
	}
	next.UpdatedAt, next.ChangedBy = store.At(r.Now()), store.ActorOperator
	if err := r.rows.UpdateConnection(r.ctx, next); err != nil {
		return err
	}
	if err := r.note(o.ID, "connection.changed", c.ID, fmt.Sprintf("~ connection %s of %s", c.Provider, o.Code), detail); err != nil {
		return err
	}
	return r.switched(o, c, next)
}

// switched says what turning a connection on or off means, and ends the
// sessions that came through one that was turned off.
func (r *run) switched(o store.Organization, was, is store.Connection) error {
	switch {
	case was.State == is.State:
		return nil
	case is.State == store.Enabled:
		return r.note(o.ID, "connection.enabled", is.ID,
			fmt.Sprintf("! connection %s of %s: enabled by the operator, never tested", is.Provider, o.Code),
			map[string]any{"note": "enabled by the operator, never tested", "version": is.LiveVersionID})
	case was.State == store.Enabled:
		n, err := r.rows.EndSessionsThrough(r.ctx, o.ID, is.ID, "connection_turned_off", r.Now())
		if err != nil {
			return err
		}
		return r.note(o.ID, "connection.disabled", is.ID,
			fmt.Sprintf("! connection %s of %s: turned off, %d sessions ended", is.Provider, o.Code, n),
			map[string]any{"sessions": n})
	}
	return nil
}

func (want Connection) setOn(c *store.Connection) {
	if want.Label != nil {
		c.Label = strings.TrimSpace(*want.Label)
	}
	set(&c.State, want.State)
	set(&c.Linking, want.Linking)
	set(&c.WeakProof, want.WeakProof)
	set(&c.DifferentEmail, want.DifferentEmail)
	if locks := want.locks(); want.LockedTo != nil && !slices.Equal(locks, c.LockedTo) {
		c.LockedTo = locks
	}
}

// version makes a new live version if id, secret, tenant or issuer differ from
// the live one.
func (r *run) version(o store.Organization, c *store.Connection, want Connection) error {
	var live store.Version
	var secret string
	if c.LiveVersionID != nil {
		var err error
		if live, err = r.rows.VersionOf(r.ctx, o.ID, *c.LiveVersionID); err != nil {
			return err
		}
		opened, err := r.Ring.OpenRow(live.SecretPlace(), live.SecretSealed)
		if err != nil {
			return fmt.Errorf("the stored secret: %w", err)
		}
		secret = string(opened)
	}
	next := live
	set(&next.ClientID, want.ClientID)
	set(&next.Tenant, want.Tenant)
	if err := r.issuer(&next, c.Provider, want.Issuer); err != nil {
		return err
	}
	nextSecret := secret
	if want.Secret != nil {
		var err error
		if nextSecret, err = want.Secret.read(); err != nil {
			return err
		}
	}
	same := next == live && nextSecret == secret
	switch {
	case same, next.ClientID == "" && nextSecret == "" && next.Tenant == "" && want.Issuer == nil:
		return nil
	case next.Issuer == "":
		return errors.New("issuer: a generic provider needs it")
	case next.ClientID == "" || nextSecret == "":
		return errors.New("clientId and secret belong together: give both")
	case c.LiveVersionID != nil && next != live && want.Secret == nil:
		return errors.New("another clientId, tenant or issuer needs its secret again")
	}
	return r.replaceVersion(o, c, live, next, nextSecret)
}

// issuer sets the issuer of a version: a generic provider's own, or the
// operator's for the two that we know.
func (r *run) issuer(v *store.Version, provider string, want *string) error {
	if idp.Provider(provider).Generic() {
		set(&v.Issuer, want)
		if v.Issuer != "" && !r.Providers.UsableIssuer(v.Issuer) {
			return errors.New("issuer: want an https URL without user info, query or fragment, as the provider's metadata names it")
		}
		return nil
	}
	v.Issuer = r.Providers.Issuer(idp.Application{Provider: idp.Provider(provider), Tenant: v.Tenant})
	return nil
}

func (r *run) replaceVersion(o store.Organization, c *store.Connection, live, next store.Version, secret string) error {
	number, err := r.rows.NextVersionNumber(r.ctx, o.ID, c.ID)
	if err != nil {
		return err
	}
	next.ID, next.OrganizationID, next.ConnectionID, next.Number = store.NewID(), o.ID, c.ID, number
	next.SecretEnds, next.SecretExpires, next.KeepOldUntil, next.PassedAt = store.SecretEndsOf(secret), store.Time{}, store.Time{}, store.Time{}
	next.State, next.CreatedAt, next.CreatedBy = store.VersionLive, store.At(r.Now()), store.ActorOperator
	next.SecretSealed = r.Ring.SealRow(next.SecretPlace(), []byte(secret))
	if live.ID != "" {
		if err := r.rows.SetVersionState(r.ctx, o.ID, live.ID, store.VersionRetired); err != nil {
			return err
		}
	}
	if err := r.rows.AddVersion(r.ctx, next); err != nil {
		return err
	}
	c.LiveVersionID, c.FallbackVersionID, c.FallbackUntil, c.FallbackUsedAt = &next.ID, nil, store.Time{}, store.Time{}
	if err := r.rows.ResetHealth(r.ctx, o.ID, c.ID); err != nil {
		return err
	}
	return r.note(o.ID, "connection.version", next.ID, fmt.Sprintf("~ application of %s %s", o.Code, c.Provider),
		map[string]any{"client_id": next.ClientID, "tenant": next.Tenant, "issuer": next.Issuer, "secret": "changed", "replaces": live.ID})
}
