package client_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// rig is a registry with a web application that has a secret, and a public one.
type rig struct {
	t      *testing.T
	db     *store.Store
	now    time.Time
	secret string
	row    store.ClientSecret
	*client.Registry
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, db: storetest.Open(t, store.SQLite), now: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
	r.Registry = client.New(r.db, func() time.Time { return r.now })
	for id, kind := range map[string]store.ApplicationType{"crm": store.WebApplication, "spa": store.SPAApplication} {
		a := store.NewApplication(id)
		a.Type = kind
		r.must(r.db.AddClient(t.Context(), store.Client{ID: id, Kind: store.KindApplication, Name: id, State: store.ClientEnabled, CreatedAt: store.At(r.now), UpdatedAt: store.At(r.now)}))
		r.must(r.db.SetApplication(t.Context(), a))
	}
	r.secret = client.NewSecret(client.ApplicationSecret)
	given, err := client.GivenSecret(client.ApplicationSecret, r.secret)
	r.must(err)
	r.row = client.NewSecretRow("crm", given, "operator", r.now, r.now.Add(time.Hour))
	r.must(r.db.InTx(t.Context(), func(rows store.Rows) error { return client.AddSecret(t.Context(), rows, store.KindApplication, r.row) }))
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// reason is why credentials are refused, "" if they are taken.
func (r *rig) reason(c client.Credentials) string {
	r.t.Helper()
	_, err := r.Authenticate(r.t.Context(), c, "192.0.2.7")
	if err == nil {
		return ""
	}
	o, is := errors.AsType[*fault.OAuth](err)
	if !is || o.Code != fault.InvalidClient || strings.Contains(err.Error(), r.secret) {
		r.t.Fatalf("refused with %v", err)
	}
	return o.Reason
}

func TestWhoIsAClient(t *testing.T) {
	r := newRig(t)
	other := client.NewSecret(client.ApplicationSecret)
	nothing := client.NewSecretRow("crm", client.Given{Hash: client.HashOf("")}, "operator", r.now, time.Time{}) // of an older version
	r.must(r.db.InTx(t.Context(), func(rows store.Rows) error {
		return client.AddSecret(t.Context(), rows, store.KindApplication, nothing)
	}))
	for name, c := range map[string]struct {
		client.Credentials
		reason string
	}{
		"in the header":                   {client.Credentials{client.Basic, "crm", r.secret}, ""},
		"in the body":                     {client.Credentials{client.Post, "crm", r.secret}, ""},
		"a public one":                    {client.Credentials{client.None, "spa", ""}, ""},
		"a secret that was mistyped":      {client.Credentials{client.Basic, "crm", r.secret[:52] + "0"}, "secret_checksum"},
		"a genuine secret of nobody":      {client.Credentials{client.Basic, "crm", other}, "secret_wrong"},
		"no secret where there is one":    {client.Credentials{client.None, "crm", ""}, "method_none"},
		"an empty secret":                 {client.Credentials{client.Basic, "crm", ""}, "secret_empty"},
		"an id that no text holds":        {client.Credentials{client.Basic, "crm\x00", r.secret}, "client_unknown"},
		"a public one with a secret":      {client.Credentials{client.Post, "spa", r.secret}, "method_client_secret_post"},
		"the secret of another client":    {client.Credentials{client.Basic, "nobody", r.secret}, "client_unknown"},
		"an id in another case":           {client.Credentials{client.Basic, "CRM", r.secret}, "client_unknown"},
		"the hash in place of the secret": {client.Credentials{client.Basic, "crm", client.HashOf(r.secret)}, "secret_wrong"},
	} {
		if got := r.reason(c.Credentials); got != c.reason && (!strings.HasSuffix(r.secret, "0") || c.reason != "secret_checksum") {
			t.Errorf("%s: %q, want %q", name, got, c.reason)
		}
	}
}

// A revoked secret, an expired one and a client that is turned off work nowhere after a
// second.
func TestWhatEndsBitesWithinASecond(t *testing.T) {
	good := func(r *rig) client.Credentials { return client.Credentials{client.Basic, "crm", r.secret} }
	for want, end := range map[string]func(r *rig){
		"secret_revoked": func(r *rig) { r.must(r.db.RevokeClientSecret(r.t.Context(), "crm", r.row.ID, r.now)) },
		"client_over": func(r *rig) {
			c, err := r.db.ClientByID(r.t.Context(), "crm")
			r.must(err)
			c.State = store.ClientDisabled
			r.must(r.db.UpdateClient(r.t.Context(), c))
		},
	} {
		r := newRig(t)
		if got := r.reason(good(r)); got != "" {
			t.Fatal(got)
		}
		end(r)
		if got := r.reason(good(r)); got != "" {
			t.Errorf("%s: read again at once: %s", want, got)
		}
		r.now = r.now.Add(time.Second)
		if got := r.reason(good(r)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	r := newRig(t)
	r.now = r.now.Add(time.Hour)
	if got := r.reason(good(r)); got != "secret_expired" {
		t.Errorf("expired: %q", got)
	}
}

// When a secret was used last, and from where, is known a minute later; a refused one is
// no use.
func TestUseIsNoted(t *testing.T) {
	r := newRig(t)
	r.reason(client.Credentials{client.Basic, "crm", client.NewSecret(client.ApplicationSecret)})
	r.must(r.FlushUse(t.Context()))
	c, err := client.Read(t.Context(), r.db.Rows, "crm")
	r.must(err)
	if !c.LastUsedAt.IsZero() {
		t.Error("a refused client was used")
	}
	r.reason(client.Credentials{client.Basic, "crm", r.secret})
	r.must(r.FlushUse(t.Context()))
	c, err = client.Read(t.Context(), r.db.Rows, "crm")
	r.must(err)
	if !c.LastUsedAt.Equal(r.now) || !c.Secrets[0].LastUsedAt.Equal(r.now) || c.Secrets[0].LastUsedFrom != "192.0.2.7" {
		t.Errorf("noted %v, %+v", c.LastUsedAt, c.Secrets[0])
	}
}
