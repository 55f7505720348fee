package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"latchkey/api/connection"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/mail"
	"latchkey/api/role"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Applier writes documents.
type Applier struct {
	Store     *store.Store
	Ring      *secret.Ring
	Providers *idp.Providers
	// GenericAllowed is the operator's switch for generic OpenID providers.
	GenericAllowed bool
	Issuer         string // ours: the public URL
	Now            func() time.Time
	Mail           mail.Outbox
	Allow
}

// Allow is what the operator lets a file do beyond its rules.
type Allow struct {
	IdentityChanges bool // another person, or another address, for a row that is there
	ResetPasswords  bool // replace the passwords of people who have one
	Overwrite       bool // undo what somebody changed since the file said the same
}

// Line is one thing that an apply did, for the eyes of the operator.
type Line struct {
	Text string
	Kept bool // nothing was done here: somebody's later word stands, or the line before is explained
}

// ErrIdentity says that a file would change who somebody is.
var ErrIdentity = errors.New("this changes who can sign in as whom: look at each line, and give --allow-identity-changes if that is meant")

// Apply writes a document, all of it or nothing, and lists the changes. A dry
// run lists the same and writes nothing; it fails where the run would.
func (a *Applier) Apply(ctx context.Context, d *Document, dry bool) ([]Line, error) {
	connections := connection.New(connection.Options{
		Store: a.Store, Ring: a.Ring, Providers: a.Providers, GenericAllowed: a.GenericAllowed, Now: a.Now,
	})
	p, err := (&checker{Applier: a, connections: connections}).check(ctx, d)
	if err != nil {
		return nil, err
	}
	run := &run{Applier: a, ctx: ctx, connections: connections, dry: dry, made: map[string]string{}}
	in := a.Store.InTx
	if dry {
		in = a.Store.DryRun
	}
	err = in(ctx, func(rows store.Rows) error {
		run.rows = rows
		if err := rows.LockOrganizations(ctx, p.codes()); err != nil {
			return fmt.Errorf("lock the organizations: %w", err)
		}
		for _, o := range p.organizations {
			if err := run.organization(o); err != nil {
				return fmt.Errorf("organization %s: %w", o.Code, err)
			}
		}
		if err := run.applications(p.applications); err != nil {
			return err
		}
		if err := run.goToOnlyApplication(d.GoToOnlyApplication); err != nil {
			return err
		}
		if len(run.identities) > 0 && !a.IdentityChanges {
			return fmt.Errorf("%w\n  %s", ErrIdentity, strings.Join(run.identities, "\n  "))
		}
		for _, do := range run.last {
			if err := do(); err != nil {
				return fmt.Errorf("end sessions: %w", err)
			}
		}
		return nil
	})
	return run.changes, err
}

// run is one apply under way.
type run struct {
	*Applier
	ctx         context.Context //nolint:containedctx // lives as long as the call
	rows        store.Rows
	connections *connection.Connections
	changes     []Line
	identities  []string // changes of who somebody is
	said        map[string]store.Said
	says        map[string]store.Said // what is to be remembered
	dry         bool
	changed     map[string]store.User // people as this run has made them, by id
	ids         map[string]bool       // external ids of the organization in the file
	memory      memory                // of whom the file meant before
	isNew       bool                  // the organization
	roles       map[store.Role]bool   // that the file gives the organization
	among       role.Among            // the roles of the organization as this run has made them
	made        map[string]string     // ids of the organizations that are new, by code
	last        []func() error        // what is done when everything else is written
}

// note prints and audits a change.
func (r *run) note(organizationID string, kind event.Kind, subject, text string, detail map[string]any) error {
	r.changes = append(r.changes, Line{Text: text})
	return event.Record(r.ctx, r.rows, event.Event{
		Organization: organizationID, Actor: store.ActorOperator, Kind: kind, Subject: subject, Detail: detail, At: r.Now(),
	})
}

func (r *run) kept(text string) { r.changes = append(r.changes, Line{Text: text, Kept: true}) }

func (r *run) organization(want wantedOrganization) error {
	o, err := r.rows.OrganizationByCode(r.ctx, want.Code)
	if err == nil { // what is read again now stays true until it is written
		if err = r.rows.LockOrganization(r.ctx, o.ID); err == nil {
			o, err = r.rows.OrganizationByCode(r.ctx, want.Code)
		}
	}
	isNew := errors.Is(err, store.ErrNotFound)
	switch {
	case isNew:
		o = store.NewOrganization(want.Code, want.Code, r.Now())
		r.made[o.Code] = o.ID
	case err != nil:
		return err
	}
	if r.said, err = r.rows.AppliedIn(r.ctx, o.ID); err != nil {
		return err
	}
	r.says, r.changed, r.isNew = map[string]store.Said{}, map[string]store.User{}, isNew
	if err := r.writeOrganization(&o, want, isNew); err != nil {
		return err
	}
	if err := r.branding(o, want.branding); err != nil {
		return fmt.Errorf("branding: %w", err)
	}
	for _, c := range want.connections {
		if err := r.connection(o, c); err != nil {
			return fmt.Errorf("connection %s: %w", c.Provider, plainly(err))
		}
	}
	if err := r.organizationsRoles(o, want.roles); err != nil {
		return err
	}
	if err := r.organizationsRules(o, want.roleRules); err != nil {
		return err
	}
	if err := r.people(o, want.people); err != nil {
		return err
	}
	for _, s := range want.services {
		if err := r.service(o, s); err != nil {
			return fmt.Errorf("service %s: %w", s.ClientID, serviceProblem(err))
		}
	}
	maps.DeleteFunc(r.says, func(subject string, says store.Said) bool { return maps.Equal(says, r.said[subject]) })
	return r.rows.SetApplied(r.ctx, o.ID, r.says)
}

// writeOrganization makes or changes one.
func (r *run) writeOrganization(o *store.Organization, want wantedOrganization, isNew bool) error {
	was, f := *o, r.fieldsOf(o.ID)
	take(f, "name", &o.Name, want.values.Name)
	take(f, "active", &o.Active, want.Active)
	take(f, "passwordSignIn", &o.PasswordSignIn, want.PasswordSignIn)
	settings, _ := want.Settings(o) // nothing is wrong with them: the file was checked
	for _, s := range settings {
		f.setting(s)
	}
	if wrong := want.Together(*o); len(wrong) > 0 {
		return errors.New(sentence(wrong[0]))
	}
	r.tell(f, "organization "+o.Code)
	if isNew {
		if err := r.rows.AddOrganization(r.ctx, *o); err != nil {
			return err
		}
		return r.note(o.ID, event.OrganizationCreated, o.ID, "+ organization "+o.Code, map[string]any{"code": o.Code, "name": o.Name})
	}
	if *o == was {
		return nil
	}
	o.ChangedAt, o.ChangedBy = store.At(r.Now()), store.ActorOperator
	if err := r.rows.UpdateOrganization(r.ctx, *o); err != nil {
		return err
	}
	if was.Active && !o.Active { // or they would live again with the organization
		id := o.ID
		r.last = append(r.last, func() error {
			_, err := r.rows.EndSessionsIn(r.ctx, id, "organization_suspended", r.Now())
			return err
		})
		if err := r.rows.VoidAllUnfinished(r.ctx, o.ID); err != nil {
			return err
		}
	}
	return r.note(o.ID, event.OrganizationChanged, o.ID, "~ organization "+o.Code, store.Difference(was, *o))
}

func (r *run) connection(o store.Organization, want wantedConnection) error {
	c, err := r.rows.ConnectionAt(r.ctx, o.ID, want.Provider)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	f := r.fieldsOf(c.ID)
	err = r.connections.Install(r.ctx, connection.Install{
		Rows: r.rows, Organization: o, Provider: want.Provider, Wanted: want.values, Overwrite: r.Overwrite,
		Note: func(kind event.Kind, subject, text string, detail map[string]any) error {
			return r.note(o.ID, kind, subject, text, detail)
		},
		Kept: r.kept, Wins: f.wins,
		Policy: func(next *store.Connection) {
			take(f, "preset", &next.Preset, want.values.Preset)
			take(f, "label", &next.Label, want.values.Label)
			take(f, "state", &next.State, want.State)
			take(f, "linking", &next.Linking, want.Linking)
			take(f, "weakProof", &next.WeakProof, want.WeakProof)
			take(f, "differentEmail", &next.DifferentEmail, want.DifferentEmail)
			f.lock(&next.LockedTo, want.values.LockedTo)
			f.note("clientAuth", want.values.ClientAuth)
			r.remember(next.ID, f)
		},
		AtLast: func(do func() error) { r.last = append(r.last, do) },
	})
	r.tell(f, "connection "+want.Provider+" of "+o.Code)
	return err
}

// plainly turns a refusal of a writer into sentences for an operator.
func plainly(err error) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || len(f.Fields) == 0 {
		return err
	}
	var texts []string
	for _, field := range f.Fields {
		texts = append(texts, sentence(field))
	}
	return errors.New(strings.Join(texts, "; "))
}
