package store_test

import (
	"testing"
	"time"

	"latchkey/api/store"
)

// F15, S1: what weakens sign-in, and what does not.
func TestS1WhatWeakensSignIn(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	open := store.NewOrganization("acme", "Acme", now)
	required := open
	required.SSORequiredAt = store.At(now)
	later := open
	later.SSORequiredAt = store.At(now.Add(time.Hour))
	off := open
	off.PasswordSignIn = false
	longer, idler := open, open
	longer.SessionAbsoluteSeconds++
	idler.SessionIdleSeconds++
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
		"sessions last longer":          {open, longer, true},
		"sessions last shorter":         {longer, open, false},
		"sessions idle for longer":      {open, idler, true},
	} {
		if got := c.is.Weakens(c.was); got != c.want {
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
		is, was bool // weakens when it comes, and when it goes
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
		"turned on":                  {func(c *store.Connection) { c.State = store.Enabled }, true, false},
		"turned off":                 {func(c *store.Connection) { c.State = store.Disabled }, false, false},
	} {
		is := connection(c.edit)
		if is.Weakens(was) != c.is || was.Weakens(is) != c.was {
			t.Errorf("%s: %v, and back %v", name, is.Weakens(was), was.Weakens(is))
		}
	}
	id := "crm-1"
	agent := store.User{Role: store.Agent, EmailLower: "maya@acme.example"}
	for name, c := range map[string]struct {
		edit    func(u *store.User)
		is, was bool // weakens when it comes, and when it goes
	}{
		"nothing":                  {func(*store.User) {}, false, false},
		"an exemption":             {func(u *store.User) { u.Exempt = true }, true, false},
		"a super admin":            {func(u *store.User) { u.Role = store.SuperAdmin }, true, false},
		"a role of its own":        {func(u *store.User) { u.Role = "billing" }, false, false},
		"active":                   {func(u *store.User) { u.Active = true }, true, false},
		"another e-mail":           {func(u *store.User) { u.EmailLower = "other@acme.example" }, true, true},
		"the same in capitals":     {func(u *store.User) { u.Email = "MAYA@acme.example" }, false, false},
		"another id in the CRM":    {func(u *store.User) { u.ExternalID = &id }, true, true},
		"another name or language": {func(u *store.User) { u.Name, u.Language = "Maya", "es" }, false, false},
	} {
		is := agent
		c.edit(&is)
		if is.Weakens(agent) != c.is || agent.Weakens(is) != c.was {
			t.Errorf("%s: %v, and back %v", name, is.Weakens(agent), agent.Weakens(is))
		}
	}
	other, admin := agent, agent
	other.Role, admin.Role = "help_desk", store.SuperAdmin
	if !admin.Weakens(other) || other.Weakens(admin) || agent.Weakens(other) {
		t.Error("who becomes a super admin gains power, and nobody else by the name of their role")
	}
	version := store.Version{Issuer: "i", Tenant: "t", ClientID: "c", SecretSealed: "s"}
	for name, c := range map[string]struct {
		is   store.Version
		want bool
	}{
		"another secret":    {store.Version{Issuer: "i", Tenant: "t", ClientID: "c", SecretSealed: "x"}, false},
		"another client":    {store.Version{Issuer: "i", Tenant: "t", ClientID: "x"}, true},
		"another directory": {store.Version{Issuer: "i", Tenant: "x", ClientID: "c"}, true},
		"another provider":  {store.Version{Issuer: "x", Tenant: "t", ClientID: "c"}, true},
	} {
		if c.is.LetsOthersIn(version) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
	if open.PasswordsClose() || !later.PasswordsClose() || !off.PasswordsClose() {
		t.Error("whether passwords close")
	}
}
