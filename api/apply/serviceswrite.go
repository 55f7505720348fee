package apply

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"latchkey/api/change"
	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/service"
	"latchkey/api/store"
)

// service makes one or changes it.
func (r *run) service(o store.Organization, want wantedService) error {
	tx := change.Tx{Rows: r.rows, By: change.ByOperator(o.ID), At: r.Now()}
	known, err := client.Read(r.ctx, r.rows, want.ClientID)
	isNew := errors.Is(err, store.ErrNotFound)
	was := service.NewKept(want.ClientID, tx.By)
	switch {
	case isNew && want.Revoked:
		return nil
	case isNew:
		was.Client.Name = want.ClientID
	case err != nil:
		return err
	case known.Service == nil:
		return errors.New("clientId: is that of an application")
	case known.Service.OrganizationID != o.ID:
		return errors.New("clientId: is that of a service of another organization")
	case !known.Service.RevokedAt.IsZero() && want.Revoked:
		return nil
	case !known.Service.RevokedAt.IsZero():
		r.kept("= service " + want.ClientID + " of " + o.Code + ": was revoked, and stays so")
		return nil
	default:
		was = service.Kept{Client: known.Client, Service: known.Service.Service}
	}
	if want.Revoked {
		r.changes = append(r.changes, Line{Text: "- service " + want.ClientID + " of " + o.Code + ": is revoked"})
		return service.End(r.ctx, tx, was)
	}
	is := was
	want.setOn(r, &is, o)
	if err := r.writeService(tx, o, was, is, isNew); err != nil {
		return err
	}
	for _, given := range want.secrets {
		if err := r.serviceSecret(tx, is.Client, &known, given, o); err != nil {
			return fmt.Errorf("secrets: %w", err)
		}
	}
	return nil
}

// setOn sets what the file gives, unless somebody changed it since the file said the same.
func (want wantedService) setOn(r *run, is *service.Kept, o store.Organization) {
	f, s := r.fieldsOf(want.ClientID), &is.Service
	take(f, "name", &is.Client.Name, want.values.Name)
	if want.values.Scopes != nil {
		f.list("scopes", &s.Scopes, want.values.Scopes)
	}
	take(f, "federation", &s.Federation, want.values.Federation)
	if keys := want.values.Keys; keys != nil {
		has := service.Keyring{JWKS: s.JWKS, URI: s.JWKSURI}
		says := secret.Hash(keys.JWKS + " " + keys.URI)
		if has != *keys && f.wins("keys", says) {
			s.JWKS, s.JWKSURI = keys.JWKS, keys.URI
		}
		f.now["keys"] = says
	}
	r.tell(f, "service "+want.ClientID+" of "+o.Code)
}

func (r *run) writeService(tx change.Tx, o store.Organization, was, is service.Kept, isNew bool) error {
	of := is.Client.ID + " in " + o.Code
	if isNew {
		if len(is.Service.Scopes) == 0 {
			return errors.New(serviceSentence(fault.Field{Pointer: "/scopes"}))
		}
		r.changes = append(r.changes, Line{Text: "+ service " + of + ": " + strings.Join(is.Service.Scopes, " ")})
		return service.Add(r.ctx, tx, is)
	}
	changed := serviceDifferences(was, is)
	if len(changed) > 0 {
		r.changes = append(r.changes, Line{Text: "~ service " + of + ": " + strings.Join(changed, ", ")})
	}
	return service.Save(r.ctx, tx, was, is)
}

// serviceDifferences names what is another value now; scopes with their words, which are power.
func serviceDifferences(was, is service.Kept) []string {
	a, b := was.Service, is.Service
	var names []string
	for _, d := range []struct {
		name string
		same bool
	}{
		{"name", was.Client.Name == is.Client.Name},
		{"scopes become " + strings.Join(b.Scopes, " "), slices.Equal(a.Scopes, b.Scopes)},
		{"keys", a.JWKS == b.JWKS && a.JWKSURI == b.JWKSURI},
		{"federation", a.Federation == b.Federation},
	} {
		if !d.same {
			names = append(names, d.name)
		}
	}
	return names
}

// serviceSecret adds a secret to a service, once: a secret that was revoked does not come back, and one that
// is there keeps its end.
func (r *run) serviceSecret(tx change.Tx, c store.Client, known *client.Client, want wantedSecret, o store.Organization) error {
	of := "service " + c.ID + " of " + o.Code
	row := store.ClientSecret{Hash: want.Hash, CreatedAt: store.At(r.Now())}
	if want.lives > 0 {
		row.ExpiresAt = store.At(r.Now().Add(want.lives))
	}
	for _, s := range known.Secrets {
		if s.Hash != want.Hash {
			continue
		}
		var ends store.Time
		if want.lives > 0 {
			ends = store.At(s.CreatedAt.Add(want.lives))
		}
		switch {
		case !s.Usable(r.Now()):
			r.kept("= " + of + ": a secret of the file was revoked or has expired, and stays so")
		case want.said && !ends.Equal(s.ExpiresAt.Time):
			r.kept("= " + of + ": a secret keeps the end that it was made with: bring another one")
		}
		return nil
	}
	if err := r.secretToo(known, row); err != nil {
		return err
	}
	if err := service.AddGiven(r.ctx, tx, c, want.Given, want.lives); err != nil {
		return err
	}
	r.changes = append(r.changes, Line{Text: "+ secret of " + of})
	return nil
}
