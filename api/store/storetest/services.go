package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// service makes a machine of an organization.
func (w *world) service(organizationID, name, by string) store.Service {
	w.t.Helper()
	c := store.Client{
		ID: "svc_" + secret.NewID(), Kind: store.KindService, OrganizationID: &organizationID, Name: name, State: store.ClientEnabled,
		CreatedAt: store.At(noon()), CreatedBy: by, UpdatedAt: store.At(noon()),
	}
	s := store.Service{
		ClientID: c.ID, OrganizationID: organizationID, Scopes: store.Strings{"log:read", "users:read"}, Revision: 1, ChangedBy: by,
		Federation: store.Federation{Issuer: "https://login.example", KeysAt: "https://login.example/keys", Subject: "robot", Audience: "api://a"},
	}
	w.must(w.db.AddClient(w.t.Context(), c))
	w.must(w.db.AddService(w.t.Context(), s))
	return s
}

func services(t *testing.T, w *world) {
	ctx := t.Context()
	s := w.service(w.acme.ID, "Zeta", w.acme.ana.ID)
	other := w.service(w.acme.ID, "alpha", store.ActorOperator)
	t.Run("what is written is read, in its own organization", func(t *testing.T) {
		read(t, "it", s)(w.db.ServiceByID(ctx, w.acme.ID, s.ClientID))
		absent[store.Service](t, "elsewhere")(w.db.ServiceByID(ctx, w.globex.ID, s.ClientID))
		owned, err := w.db.OwnedServiceByID(ctx, s.ClientID)
		w.must(err)
		same(t, "its home", []any{owned.Service, owned.OrganizationCode, owned.OrganizationActive}, []any{s, w.acme.Code, true})
		list, err := w.db.ServicesOf(ctx, w.acme.ID, "")
		w.must(err)
		if len(list) != 2 || list[0].ClientID != other.ClientID || list[0].CreatedByName != "The operator" || list[1].CreatedByName != w.acme.ana.Name || !list[1].CreatorActive {
			t.Errorf("listed %+v", list)
		}
		read(t, "none of globex", []store.ServiceEntry(nil))(w.db.ServicesOf(ctx, w.globex.ID, ""))
		read(t, "none of globex, by id", []store.ServiceEntry(nil))(w.db.ServicesOf(ctx, w.globex.ID, s.ClientID))
	})
	t.Run("a service lives on when who made it does not", func(t *testing.T) {
		gone := w.acme.ana
		gone.Active = false
		w.must(w.db.ChangeUser(ctx, gone))
		list, err := w.db.ServicesOf(ctx, w.acme.ID, s.ClientID)
		w.must(err)
		same(t, "its creator", []any{len(list), list[0].CreatorActive}, []any{1, false})
	})
	t.Run("secrets of services are its organization's", func(t *testing.T) {
		row := store.ClientSecret{ID: secret.NewID(), ClientID: s.ClientID, Hash: "of " + s.ClientID, CreatedAt: store.At(noon()), CreatedBy: "op"}
		w.must(w.db.AddClientSecret(ctx, row))
		read(t, "all", []store.ClientSecret{row})(w.db.ServiceSecretsOf(ctx, w.acme.ID, ""))
		read(t, "one's", []store.ClientSecret{row})(w.db.ServiceSecretsOf(ctx, w.acme.ID, s.ClientID))
		read(t, "another's", []store.ClientSecret(nil))(w.db.ServiceSecretsOf(ctx, w.acme.ID, other.ClientID))
		read(t, "elsewhere", []store.ClientSecret(nil))(w.db.ServiceSecretsOf(ctx, w.globex.ID, s.ClientID))
	})
	t.Run("its use is noted before when that was", func(t *testing.T) {
		for _, use := range []struct {
			at   time.Time
			from string
		}{{noon().Add(time.Minute), "192.0.2.1"}, {noon(), "192.0.2.2"}} {
			w.must(w.db.ServiceUsed(ctx, s.ClientID, use.at, use.from, store.UsedFederation))
			w.must(w.db.ClientUsed(ctx, s.ClientID, use.at))
		}
		got, err := w.db.ServiceByID(ctx, w.acme.ID, s.ClientID)
		w.must(err)
		same(t, "used", []string{got.LastUsedFrom, got.LastUsedWith}, []string{"192.0.2.1", "federation"})
	})
	t.Run("a change counts, and a revoked one is gone for its organization", func(t *testing.T) {
		s.Scopes, s.JWKSURI, s.Federation = store.Strings{"users:read"}, "https://crm.example/keys", store.Federation{}
		stolen := s
		stolen.OrganizationID = w.globex.ID
		wants(t, "from elsewhere", w.db.UpdateService(ctx, stolen), store.ErrNotFound)
		w.must(w.db.UpdateService(ctx, s))
		s.Revision++
		got, err := w.db.ServiceByID(ctx, w.acme.ID, s.ClientID)
		w.must(err)
		same(t, "changed", []any{got.Revision, got.Scopes, got.JWKSURI, got.Issuer}, []any{int64(2), s.Scopes, s.JWKSURI, ""})
		s.RevokedAt = store.At(noon())
		w.must(w.db.UpdateService(ctx, s))
		wants(t, "again", w.db.UpdateService(ctx, s), store.ErrNotFound)
		absent[store.Service](t, "revoked")(w.db.ServiceByID(ctx, w.acme.ID, s.ClientID))
		owned, err := w.db.OwnedServiceByID(ctx, s.ClientID)
		w.must(err)
		same(t, "when", owned.RevokedAt, s.RevokedAt)
	})
	t.Run("of several that bring one id, one is first", func(t *testing.T) {
		keep := func() (bool, error) {
			return w.db.KeepTokenID(ctx, s.ClientID, store.TokenSpent, "h", noon().Add(time.Hour))
		}
		if won := race(t, store.ErrNotFound, func(int) error {
			isNew, err := keep()
			if err == nil && !isNew {
				return store.ErrNotFound
			}
			return err
		}); won != 1 {
			t.Errorf("%d were first", won)
		}
		read(t, "spent", true)(w.db.HasTokenID(ctx, s.ClientID, store.TokenSpent, "h"))
		read(t, "not revoked", false)(w.db.HasTokenID(ctx, s.ClientID, store.TokenRevoked, "h"))
		read(t, "of another", false)(w.db.HasTokenID(ctx, other.ClientID, store.TokenSpent, "h"))
	})
	t.Run("what a service did stands under its name", func(t *testing.T) {
		read(t, "its name", "alpha")(w.db.ActorNameOf(ctx, w.acme.ID, other.ClientID))
		read(t, "nobody's elsewhere", "")(w.db.ActorNameOf(ctx, w.globex.ID, other.ClientID))
	})
}

// keyWarnings: each active super admin is told of each live secret that expires soon.
func keyWarnings(t *testing.T, w *world) {
	ctx := t.Context()
	s, revoked := w.service(w.acme.ID, "CRM", "operator"), w.service(w.acme.ID, "Old", "operator")
	for _, name := range []string{"Sofia", "Tom"} {
		w.must(w.db.AddUser(ctx, store.NewUser(w.acme.ID, name+"@acme.example", name, store.SuperAdmin, noon())))
	}
	add := func(clientID, first string, expires time.Time, revoked store.Time) {
		w.must(w.db.AddClientSecret(ctx, store.ClientSecret{
			ID: secret.NewID(), ClientID: clientID, Hash: secret.NewID(), First: first, CreatedAt: store.At(noon()), CreatedBy: "op",
			ExpiresAt: store.At(expires), RevokedAt: revoked,
		}))
	}
	soon := noon().Add(hours(24))
	add(s.ClientID, "soon", soon, store.Time{})
	add(s.ClientID, "late", noon().Add(hours(2400)), store.Time{})
	add(s.ClientID, "revoked", soon, store.At(noon()))
	add(revoked.ClientID, "of a revoked service", soon, store.Time{})
	revoked.RevokedAt = store.At(noon())
	w.must(w.db.UpdateService(ctx, revoked))
	var told []string
	for last := (store.ServiceSecretWarning{ExpiresAt: store.At(noon())}); ; {
		page, err := w.db.ServiceSecretWarnings(ctx, last, noon().Add(hours(24*30)), 1)
		w.must(err)
		if len(page) == 0 {
			break
		}
		last = page[0]
		told = append(told, last.Name+" "+last.First)
	}
	same(t, "told", told, []string{"CRM soon", "CRM soon"})
}
