package access_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// attempt writes a refused sign-in with a proven account.
func (r *rig) attempt(edit func(*store.SignIn, *store.RefusedAccount)) store.SignIn {
	r.t.Helper()
	s := store.SignIn{
		ID: secret.NewID(), OrganizationID: r.acme.ID, Reference: "7F3K-92QD", Purpose: "sign_in", Provider: "google", ConnectionID: &r.google.ID,
		Step: "person", Code: "user_not_authorized", Reason: "no_user", Timings: "{}", StartedAt: store.At(r.clock.now()), FinishedAt: store.At(r.clock.now()),
	}
	a := store.RefusedAccount{
		Issuer: "https://idp.example", Subject: "sub-" + s.ID, TenantID: "tid", ObjectID: "oid-" + s.ID,
		HostedDomain: "acme.example", ClientID: "client-1", Email: "ben.private@acme.example",
	}
	if edit != nil {
		edit(&s, &a)
	}
	if s.Account == "" {
		s.Account = a.Text()
	}
	r.must(r.db.SpendAttempt(r.t.Context(), s))
	return s
}

func TestConnectARefusedAccount(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written, s := t.Context(), r.events(), r.attempt(nil)
		if ok, err := r.room.Connectable(ctx, s); err != nil || !ok {
			t.Errorf("connectable %v, %v", ok, err)
		}
		r.clock.add(time.Minute)
		p, err := r.room.Connect(ctx, r.by(r.sofia), r.ben.ID, s.ID)
		r.must(err)
		r.same("links", len(p.Links), 1)
		l := p.Links[0]
		r.same("the link", []any{l.Subject, *l.TenantID, l.HostedDomain, l.Email, l.Used(), p.LastSignIn().At.IsZero()},
			[]any{"sub-" + s.ID, "tid", "acme.example", "ben.private@acme.example", false, true})
		r.same("events", written(), []string{"identity.linked"})
		if ok, err := r.room.Connectable(ctx, s); err != nil || ok {
			t.Errorf("connectable again: %v, %v", ok, err)
		}
		found, err := r.db.FindForSignIn(ctx, store.Account{OrganizationID: r.acme.ID, ConnectionID: r.google.ID, Issuer: l.Issuer, Subject: l.Subject})
		r.same("found at the next sign-in", []any{len(found), found[0].UserID, err}, []any{1, r.ben.ID, error(nil)})
	})
}

func TestAccountsThatAreNotConnected(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.events()
		zoe := r.user(r.acme, "zoe", store.Agent, false)
		removed := r.connection(r.acme, "microsoft")
		removed.State = store.Removed
		r.must(r.db.UpdateConnection(ctx, removed))
		mayas := r.person(r.maya).Links[0]
		for what, c := range map[string]struct {
			user   store.User
			edit   func(*store.SignIn, *store.RefusedAccount)
			code   fault.Code
			fields []string
		}{
			"a success":                  {zoe, func(s *store.SignIn, _ *store.RefusedAccount) { s.Code = "" }, fault.ValidationFailed, []string{"/signInId invalid"}},
			"asked":                      {zoe, func(s *store.SignIn, _ *store.RefusedAccount) { s.Code = "link_required" }, fault.ValidationFailed, []string{"/signInId invalid"}},
			"cancelled":                  {zoe, func(s *store.SignIn, _ *store.RefusedAccount) { s.Code = "provider_denied" }, fault.ValidationFailed, []string{"/signInId invalid"}},
			"nothing was proven":         {zoe, func(s *store.SignIn, _ *store.RefusedAccount) { s.Account = "{}" }, fault.ValidationFailed, []string{"/signInId invalid"}},
			"another organization's":     {zoe, func(s *store.SignIn, _ *store.RefusedAccount) { s.OrganizationID = r.globex.ID }, fault.ValidationFailed, []string{"/signInId invalid"}},
			"a super admin":              {r.sofia, nil, fault.Forbidden, nil},
			"another one's user":         {r.gloria, nil, fault.NotFound, nil},
			"a removed connection":       {zoe, func(s *store.SignIn, _ *store.RefusedAccount) { s.ConnectionID = &removed.ID }, fault.Conflict, nil},
			"somebody's account":         {zoe, func(_ *store.SignIn, a *store.RefusedAccount) { a.Subject = mayas.Subject }, fault.AlreadyLinkedOtherUser, nil},
			"a person with another here": {r.maya, nil, fault.AlreadyLinkedOther, nil},
		} {
			s := r.attempt(c.edit)
			_, err := r.room.Connect(ctx, r.by(r.sofia), c.user.ID, s.ID)
			r.refused(what, err, c.code, c.fields...)
			wants := c.user.ID == r.sofia.ID || c.user.ID == r.gloria.ID || c.user.ID == r.maya.ID // the account itself is free
			if ok, err := r.room.Connectable(ctx, s); err != nil || ok != wants {
				t.Errorf("%s: connectable %v, %v", what, ok, err)
			}
		}
		_, err := r.room.Connect(ctx, r.by(r.sofia), zoe.ID, secret.NewID())
		r.refused("no such attempt", err, fault.ValidationFailed, "/signInId invalid")
		r.same("events", written(), []string{})
		// Microsoft: an account whose object is linked under an older subject is somebody's.
		first := r.attempt(nil)
		_, err = r.room.Connect(ctx, r.by(r.sofia), zoe.ID, first.ID)
		r.must(err)
		moved := r.attempt(func(_ *store.SignIn, a *store.RefusedAccount) { a.ObjectID = "oid-" + first.ID })
		_, err = r.room.Connect(ctx, r.by(r.sofia), r.ben.ID, moved.ID)
		r.refused("the same object", err, fault.AlreadyLinkedOtherUser)
	})
}

func TestManyConnectOneAccount(t *testing.T) {
	onBoth(t, func(r *rig) {
		s, won := r.attempt(nil), 0
		users := []store.User{r.ben, r.user(r.acme, "u1", store.Agent, false), r.user(r.acme, "u2", store.Agent, false), r.user(r.acme, "u3", store.Agent, false)}
		errs := make(chan error, len(users))
		for _, u := range users {
			go func() {
				_, err := r.room.Connect(t.Context(), r.by(r.sofia), u.ID, s.ID)
				errs <- err
			}()
		}
		for range users {
			if err := <-errs; err == nil {
				won++
			} else if fault.Of(err).Code != fault.AlreadyLinkedOtherUser {
				t.Errorf("lost by %v", err)
			}
		}
		r.same("linked", won, 1)
	})
}
