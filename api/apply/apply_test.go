package apply_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

const world = `
organizations:
  - code: acme
    name: Acme
    contactText: "Call\nus"
    sessionIdle: 1h
    sessionAbsolute: 10h30m
    logDays: 90
    connections:
      - {provider: google, state: enabled, clientId: client-1.apps.googleusercontent.com, secret: {env: APPLY_SECRET}, lockedTo: [acme.example], weakProof: refuse}
      - {provider: microsoft, state: disabled, clientId: ` + appB + `, secret: {env: APPLY_SECRET}, tenant: ` + tenantA + `, lockedTo: [` + tenantA + `], linking: confirm, differentEmail: true}
    people:
      - {email: Sofia@acme.example, name: Sofia, role: super_admin, passwordHash: "` + hashA + `", externalId: crm-1, exempt: true}
      - {email: omar@acme.example, active: false}
  - code: globex
`

func TestApplyMakesTheWorldAndThenNothing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		said := r.apply(world)
		for _, want := range []string{
			"+ organization acme", "+ organization globex", "+ connection google of acme", "+ super_admin Sofia@acme.example in acme",
			"+ agent omar@acme.example in acme", "! connection google of acme: enabled by the operator, never tested",
		} {
			if !strings.Contains(said, want) {
				t.Errorf("the changes lack %q:\n%s", want, said)
			}
		}
		o := r.acme()
		if o.Name != "Acme" || o.ContactText != "Call\nus" || o.SessionIdleSeconds != 3600 || o.SessionAbsoluteSeconds != 37800 || o.LogDays != 90 || !o.PasswordSignIn || !o.Active {
			t.Errorf("organization %+v", o)
		}
		l := r.google()
		if l.State != store.Enabled || l.ClientID != "client-1.apps.googleusercontent.com" || r.secret(l) != "canary-secret" || l.Issuer != "https://accounts.google.com" ||
			l.WeakProof != store.WeakRefuse || l.Linking != store.LinkAutomatic || len(l.LockedTo) != 1 {
			t.Errorf("google %+v", l)
		}
		m, err := r.db.LiveAt(t.Context(), "acme", "microsoft")
		r.must(err)
		if m.State != store.Disabled || m.Tenant != tenantA || m.Linking != store.LinkConfirm || !m.DifferentEmail || !strings.Contains(m.Issuer, tenantA) {
			t.Errorf("microsoft %+v", m)
		}
		u, err := r.db.UserByEmail(t.Context(), o.ID, "sofia@acme.example")
		r.must(err)
		if u.Email != "Sofia@acme.example" || u.Role != store.SuperAdmin || !u.Active || *u.PasswordHash != hashA || *u.ExternalID != "crm-1" || !u.Exempt {
			t.Errorf("person %+v", u)
		}
		omar, err := r.db.UserByEmail(t.Context(), o.ID, "omar@acme.example")
		r.must(err)
		if omar.Name != "omar@acme.example" || omar.Role != store.Agent || omar.Active || omar.PasswordHash != nil {
			t.Errorf("person %+v", omar)
		}

		before := r.audit()
		if !strings.Contains(before, `"note":"enabled by the operator, never tested"`) {
			t.Errorf("audited\n%s", before)
		}
		r.now = r.now.Add(time.Hour)
		if again := r.apply(world); again != "" || r.audit() != before || *r.google().LiveVersionID != *l.LiveVersionID {
			t.Errorf("the second run changed\n%s", again)
		}
	})
}

func TestApplySetsOnlyWhatIsThere(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.apply(world)
		o, l := r.acme(), r.google()
		said := r.apply(`
organizations:
  - code: acme
    passwordSignIn: false
    connections:
      - {provider: google, linking: confirm}
    people:
      - {email: SOFIA@acme.example, name: Sofia Marin, exempt: false}
`)
		if said != "~ organization acme\n~ connection google of acme\n~ Sofia@acme.example in acme: not exempt from SSO any more" {
			t.Errorf("changed\n%s", said)
		}
		o.PasswordSignIn, o.Revision, o.ChangedBy, o.ChangedAt = false, o.Revision+1, store.ActorOperator, store.At(r.now)
		if got := r.acme(); got != o {
			t.Errorf("organization %+v", got)
		}
		got := r.google()
		if got.Linking != store.LinkConfirm || got.State != l.State || got.WeakProof != l.WeakProof || got.VersionID != l.VersionID || got.LockedTo[0] != "acme.example" {
			t.Errorf("google %+v", got)
		}
		u, err := r.db.UserByEmail(t.Context(), o.ID, "sofia@acme.example")
		r.must(err)
		if u.Name != "Sofia Marin" || u.Email != "SOFIA@acme.example" || u.Role != store.SuperAdmin || *u.PasswordHash != hashA || *u.ExternalID != "crm-1" {
			t.Errorf("person %+v", u)
		}
		for _, nothing := range []string{"", "organizations:", "organizations: []", "organizations:\n  - code: acme\n    people: []\n    connections: []\n"} {
			if said := r.apply(nothing); said != "" {
				t.Errorf("%q changed\n%s", nothing, said)
			}
		}
		if r.apply("organizations:\n  - code: acme\n    connections:\n      - {provider: google, lockedTo: []}\n"); len(r.google().LockedTo) != 0 {
			t.Error("an empty list did not unlock")
		}
		r.ResetPasswords = true
		if said := r.apply("organizations:\n  - code: acme\n    people:\n      - {email: SOFIA@acme.example, passwordHash: \"" + hashB + "\"}\n"); said != "~ SOFIA@acme.example in acme" || !strings.Contains(r.audit(), `"password_hash":"changed"`) {
			t.Errorf("a new password changed\n%s", said)
		}
	})
}

// A person is who the CRM says, so that an e-mail can change; else who has the
// e-mail.
func TestPersonIsFoundByTheCRMsID(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	r.apply(world)
	o := r.acme()
	before, err := r.db.UserByEmail(t.Context(), o.ID, "sofia@acme.example")
	r.must(err)
	file := func(person string) string {
		return "organizations:\n  - code: acme\n    people:\n      - {" + person + "}\n"
	}
	r.IdentityChanges = true
	if said := r.apply(file("email: Sofia.Marin@acme.example, externalId: crm-1")); said != "~ externalId crm-1: Sofia@acme.example becomes Sofia.Marin@acme.example\n! Sofia@acme.example: signed out; what it keeps: its password" {
		t.Errorf("changed\n%s", said)
	}
	after, err := r.db.UserByEmail(t.Context(), o.ID, "SOFIA.marin@acme.example")
	if err != nil || after.ID != before.ID || after.Email != "Sofia.Marin@acme.example" {
		t.Errorf("became %+v, %v", after, err)
	}
	r.refuses(file("email: omar@acme.example, externalId: crm-1"), "person omar@acme.example") // two would be one
	r.apply(file("email: omar@acme.example, externalId: crm-2"))
	if omar, err := r.db.UserByExternalID(t.Context(), o.ID, "crm-2"); err != nil || omar.Email != "omar@acme.example" {
		t.Errorf("crm-2 is %+v, %v", omar, err)
	}
}

func TestDryRunSaysTheSameAndWritesNothing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		changes, err := r.Apply(t.Context(), r.document(world), true)
		r.must(err)
		if has, err := r.db.HasOrganization(t.Context()); has || err != nil {
			t.Errorf("written: %v, %v", has, err)
		}
		if dry, wet := r.said(changes), r.apply(world); dry != wet || dry == "" {
			t.Errorf("said\n%s\nthen did\n%s", dry, wet)
		}
	})
}

// One transaction: a mistake in the last line leaves nothing of the first.
func TestApplyIsAllOrNothing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.refuses(world+`    people:
      - {email: a@globex.example, externalId: crm-8}
      - {email: b@globex.example, externalId: crm-9}
      - {email: a@globex.example, externalId: crm-9}
`, "person a@globex.example")
		if has, err := r.db.HasOrganization(t.Context()); has || err != nil {
			t.Errorf("written: %v, %v", has, err)
		}
	})
}

func TestSecretsComeFromOutside(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	file := filepath.Join(t.TempDir(), "secret")
	r.must(os.WriteFile(file, []byte("canary-from-file\n"), 0o600))
	empty := filepath.Join(t.TempDir(), "empty")
	r.must(os.WriteFile(empty, []byte(" \n"), 0o600))
	t.Setenv("APPLY_EMPTY", "")
	from := func(secret string) string {
		return "organizations:\n  - code: acme\n    connections:\n      - {provider: google, clientId: c.apps.googleusercontent.com, secret: {" + secret + "}}\n"
	}
	r.refuses(from("env: APPLY_NOWHERE"), "the environment has no APPLY_NOWHERE")
	r.refuses(from("env: APPLY_EMPTY"), "the environment has no APPLY_EMPTY")
	r.refuses(from("file: /nowhere/at/all"), "/nowhere/at/all")
	r.refuses(from("file: "+empty), "is empty")
	r.apply(from("file: " + file))
	if got := r.secret(r.google()); got != "canary-from-file" {
		t.Errorf("kept %q", got)
	}
	d := r.document(from("env: APPLY_SECRET"))
	d.Organizations[0].Connections[0].Secret = &apply.Secret{Value: "canary-from-go"}
	_, err := r.Apply(t.Context(), d, false)
	r.must(err)
	if got := r.secret(r.google()); got != "canary-from-go" {
		t.Errorf("kept %q", got)
	}
}
