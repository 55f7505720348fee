package store_test

import (
	"testing"
	"time"

	"latchkey/api/store"
)

// F15: what makes sign-in looser, and what does not.
func TestLooserThan(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	open := store.NewOrganization("acme", "Acme", now)
	required := open
	required.SSORequiredAt = store.At(now)
	later := open
	later.SSORequiredAt = store.At(now.Add(time.Hour))
	off := open
	off.PasswordSignIn = false
	for name, c := range map[string]struct {
		was, is store.Organization
		want    bool
	}{
		"nothing changes":               {required, required, false},
		"SSO is required from now on":   {open, required, false},
		"it is required sooner":         {later, required, false},
		"it is required later":          {required, later, true},
		"it is required no more":        {required, open, true},
		"passwords are turned off":      {open, off, false},
		"passwords are turned on again": {off, open, true},
		"off, and on from a date":       {off, later, true},
	} {
		if got := c.is.LooserThan(c.was); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	connection := func(edit func(c *store.Connection)) store.Connection {
		c := store.NewConnection("org", "google", now)
		c.Linking, c.WeakProof, c.DifferentEmail, c.LockedTo = store.LinkConfirm, store.WeakRefuse, false, store.Strings{"acme.example"}
		edit(&c)
		return c
	}
	was := connection(func(*store.Connection) {})
	for name, c := range map[string]struct {
		edit    func(c *store.Connection)
		is, was bool // looser when it comes, and when it goes
	}{
		"nothing":                    {func(*store.Connection) {}, false, false},
		"linking is automatic":       {func(c *store.Connection) { c.Linking = store.LinkAutomatic }, true, false},
		"linking is in profile only": {func(c *store.Connection) { c.Linking = store.LinkProfileOnly }, false, true},
		"weak proof is asked":        {func(c *store.Connection) { c.WeakProof = store.WeakAsk }, true, false},
		"another e-mail":             {func(c *store.Connection) { c.DifferentEmail = true }, true, false},
		"no lock":                    {func(c *store.Connection) { c.LockedTo = nil }, true, false},
		"a wider lock":               {func(c *store.Connection) { c.LockedTo = store.Strings{"acme.example", "b.example"} }, true, false},
		"another lock":               {func(c *store.Connection) { c.LockedTo = store.Strings{"b.example"} }, true, true},
		"a label":                    {func(c *store.Connection) { c.Label = "Ours" }, false, false},
	} {
		is := connection(c.edit)
		if is.LooserThan(was) != c.is || was.LooserThan(is) != c.was {
			t.Errorf("%s: %v, and back %v", name, is.LooserThan(was), was.LooserThan(is))
		}
	}
	plain, exempt := store.User{}, store.User{Exempt: true}
	if !exempt.LooserThan(plain) || plain.LooserThan(exempt) || exempt.LooserThan(exempt) {
		t.Error("an exemption")
	}
	if open.PasswordsClose() || !later.PasswordsClose() || !off.PasswordsClose() {
		t.Error("whether passwords close")
	}
}
