package apply_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/store"
)

const (
	tenantA = "11111111-2222-4333-8444-555555555555"
	appB    = "cccccccc-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	tenantB = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	hashA   = "$argon2id$v=19$m=64,t=1,p=1$Y2FuYXJ5Y2FuYXJ5$MDEyMzQ1Njc4OWFiY2RlZg"
	hashB   = "$argon2id$v=19$m=64,t=1,p=1$Y2FuYXJ5Y2FuYXJ6$MDEyMzQ1Njc4OWFiY2RlZg"
)

// canaries must never be shown, audited or told in an error.
func canaries() []string { return []string{"canary", "Y2FuYXJ5"} }

// rig is a database and an applier.
type rig struct {
	t    *testing.T
	db   *store.Store
	ring *secret.Ring
	now  time.Time
	*apply.Applier
}

func newRig(t *testing.T, db *store.Store) *rig {
	t.Helper()
	r := &rig{t: t, db: db, now: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
	var err error
	r.ring, err = secret.NewRing([]string{"k1:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, secret.KeySize))})
	r.must(err)
	providers, err := idp.New(idp.Options{})
	r.must(err)
	r.Applier = &apply.Applier{Store: db, Ring: r.ring, Providers: providers, Issuer: "https://sso.example", Now: func() time.Time { return r.now }}
	t.Setenv("APPLY_SECRET", "canary-secret")
	t.Setenv("APPLY_OTHER", "canary-other")
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// document reads a file that must be right.
func (r *rig) document(text string) *apply.Document {
	r.t.Helper()
	d, err := apply.Read(strings.NewReader(text))
	r.must(err)
	return d
}

// apply applies a file and gives its changes as one text.
func (r *rig) apply(text string) string {
	r.t.Helper()
	changes, err := r.Apply(r.t.Context(), r.document(text), false)
	r.must(err)
	said := r.said(changes)
	r.clean(said, r.audit())
	return said
}

// refuses wants an error that says this, nothing written, nothing told.
func (r *rig) refuses(text, want string) {
	r.t.Helper()
	before := r.audit()
	_, err := r.Apply(r.t.Context(), r.document(text), false)
	if err == nil || !strings.Contains(err.Error(), want) {
		r.t.Errorf("got %v, want %q", err, want)
		return
	}
	r.clean(err.Error())
	if r.audit() != before {
		r.t.Error("something was written")
	}
}

func (r *rig) said(changes []apply.Line) string {
	var lines []string
	for _, c := range changes {
		lines = append(lines, c.Text)
	}
	return strings.Join(lines, "\n")
}

// audit is everything that was audited in acme and globex, oldest first.
func (r *rig) audit() string {
	r.t.Helper()
	var lines []string
	for _, code := range []string{"acme", "globex"} {
		o, err := r.db.OrganizationByCode(r.t.Context(), code)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		r.must(err)
		events, err := r.db.AuditEvents(r.t.Context(), o.ID, 1000)
		r.must(err)
		for _, e := range events {
			if e.Actor != store.ActorOperator {
				r.t.Errorf("%s was done by %s", e.Action, e.Actor)
			}
			lines = append(lines, e.Action+" "+e.Detail)
		}
	}
	return strings.Join(lines, "\n")
}

// clean wants no secret in what people see (F08, J07).
func (r *rig) clean(texts ...string) {
	r.t.Helper()
	for _, text := range texts {
		for _, canary := range canaries() {
			if strings.Contains(text, canary) {
				r.t.Errorf("%q shows a secret", text)
			}
		}
	}
}

func (r *rig) acme() store.Organization {
	r.t.Helper()
	o, err := r.db.OrganizationByCode(r.t.Context(), "acme")
	r.must(err)
	return o
}

func (r *rig) google() store.LiveConnection {
	r.t.Helper()
	l, err := r.db.LiveAt(r.t.Context(), "acme", "google")
	r.must(err)
	return l
}

func (r *rig) secret(l store.LiveConnection) string {
	r.t.Helper()
	value, err := r.ring.OpenRow(l.Version().SecretPlace(), l.SecretSealed)
	r.must(err)
	return string(value)
}
