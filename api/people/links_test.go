package people_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

func TestConnectARefusedAccount(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written, s := t.Context(), r.Events(), r.Attempt(nil)
		if ok, err := r.People.Connectable(ctx, s); err != nil || !ok {
			t.Errorf("connectable %v, %v", ok, err)
		}
		r.Clock.Add(time.Minute)
		p, err := r.People.Connect(ctx, r.By(r.Sofia), r.Ben.ID, s.ID)
		r.Must(err)
		r.Same("links", len(p.Links), 1)
		l := p.Links[0]
		r.Same("the link", []any{l.Subject, *l.TenantID, l.HostedDomain, l.Email, l.Used(), p.LastSignIn().At.IsZero()},
			[]any{"sub-" + s.ID, "tid", "acme.example", "ben.private@acme.example", false, true})
		r.Same("events", written(), []string{"identity.linked"})
		if ok, err := r.People.Connectable(ctx, s); err != nil || ok {
			t.Errorf("connectable again: %v, %v", ok, err)
		}
		found, err := r.DB.FindForSignIn(ctx, store.ProviderAccount{OrganizationID: r.Acme.ID, ConnectionID: r.Google.ID, Issuer: l.Issuer, Subject: l.Subject})
		r.Same("found at the next sign-in", []any{len(found), found[0].UserID, err}, []any{1, r.Ben.ID, error(nil)})
	})
}

func TestAccountsThatAreNotConnected(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.Events()
		zoe := r.User(r.Acme, "zoe", store.Agent, false)
		removed := r.Connection(r.Acme, "microsoft")
		removed.State = store.Removed
		r.Must(r.DB.UpdateConnection(ctx, removed))
		mayas := r.Person(r.Maya).Links[0]
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
			"another organization's":     {zoe, func(s *store.SignIn, _ *store.RefusedAccount) { s.OrganizationID = r.Globex.ID }, fault.ValidationFailed, []string{"/signInId invalid"}},
			"a super admin":              {r.Sofia, nil, fault.Forbidden, nil},
			"another one's user":         {r.Gloria, nil, fault.NotFound, nil},
			"a removed connection":       {zoe, func(s *store.SignIn, _ *store.RefusedAccount) { s.ConnectionID = &removed.ID }, fault.Conflict, nil},
			"somebody's account":         {zoe, func(_ *store.SignIn, a *store.RefusedAccount) { a.Subject = mayas.Subject }, fault.AlreadyLinkedOtherUser, nil},
			"a person with another here": {r.Maya, nil, fault.AlreadyLinkedOther, nil},
		} {
			s := r.Attempt(c.edit)
			_, err := r.People.Connect(ctx, r.By(r.Sofia), c.user.ID, s.ID)
			r.Refused(what, err, c.code, c.fields...)
			wants := c.user.ID == r.Sofia.ID || c.user.ID == r.Gloria.ID || c.user.ID == r.Maya.ID // the account itself is free
			if ok, err := r.People.Connectable(ctx, s); err != nil || ok != wants {
				t.Errorf("%s: connectable %v, %v", what, ok, err)
			}
		}
		_, err := r.People.Connect(ctx, r.By(r.Sofia), zoe.ID, secret.NewID())
		r.Refused("no such attempt", err, fault.ValidationFailed, "/signInId invalid")
		r.Same("events", written(), []string{})
		// Microsoft: an account whose object is linked under an older subject is somebody's.
		first := r.Attempt(nil)
		_, err = r.People.Connect(ctx, r.By(r.Sofia), zoe.ID, first.ID)
		r.Must(err)
		moved := r.Attempt(func(_ *store.SignIn, a *store.RefusedAccount) { a.ObjectID = "oid-" + first.ID })
		_, err = r.People.Connect(ctx, r.By(r.Sofia), r.Ben.ID, moved.ID)
		r.Refused("the same object", err, fault.AlreadyLinkedOtherUser)
	})
}

func TestManyConnectOneAccount(t *testing.T) {
	onBoth(t, func(r *rig) {
		s, won := r.Attempt(nil), 0
		users := []store.User{r.Ben, r.User(r.Acme, "u1", store.Agent, false), r.User(r.Acme, "u2", store.Agent, false), r.User(r.Acme, "u3", store.Agent, false)}
		errs := make(chan error, len(users))
		for _, u := range users {
			go func() {
				_, err := r.People.Connect(t.Context(), r.By(r.Sofia), u.ID, s.ID)
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
		r.Same("linked", won, 1)
	})
}
