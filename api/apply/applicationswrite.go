package apply

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/api/client"
	"latchkey/api/store"
)

// cannotBe says why an application cannot be as it is wanted: nothing of it was written.
type cannotBe string

// Error is the reason.
func (c cannotBe) Error() string { return string(c) }

// applications writes all applications of the file. Of what cannot be, all is told, so that the operator mends it
// at once.
func (r *run) applications(all []wantedApplication) error {
	var problems []error
	for _, a := range all {
		err := r.application(a)
		if err == nil {
			continue
		}
		err = fmt.Errorf("application %s: %w", a.ClientID, err)
		if _, is := errors.AsType[cannotBe](err); !is {
			return err
		}
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

// application registers one or changes it.
func (r *run) application(want wantedApplication) error {
	was, err := client.Read(r.ctx, r.rows, want.ClientID)
	isNew := errors.Is(err, store.ErrNotFound)
	if err != nil && !isNew {
		return err
	}
	next := was
	switch {
	case isNew:
		next.Client = store.Client{
			ID: want.ClientID, Kind: store.KindApplication, Name: want.ClientID, State: store.ClientEnabled,
			CreatedAt: store.At(r.Now()), CreatedBy: store.ActorOperator,
		}
		next.Application = new(store.NewApplication(want.ClientID))
	case was.Application == nil:
		return cannotBe("clientId: is that of a service")
	default:
		next.Application = new(*was.Application)
	}
	if err := r.setOnApplication(want, &next); err != nil {
		return err
	}
	if fields := client.Check(next.Client, *next.Application); len(fields) > 0 {
		var texts []string
		for _, f := range fields {
			texts = append(texts, applicationSentence(f))
		}
		return cannotBe(strings.Join(texts, "; "))
	}
	if err := r.writeApplication(was, next, isNew); err != nil {
		return err
	}
	for _, given := range want.secrets {
		if err := r.applicationSecret(&next, given); err != nil {
			return fmt.Errorf("secrets: %w", err)
		}
	}
	return nil
}

func (r *run) setOnApplication(want wantedApplication, next *client.Client) error {
	a := next.Application
	set(&next.Name, want.Name)
	set(&next.State, want.State)
	set(&a.Type, want.Type)
	set(&a.Icon, want.icon)
	set(&a.HomeURL, want.HomeURL)
	set(&a.BackchannelLogoutURI, want.BackchannelLogoutURI)
	set(&a.InitiateLoginURI, want.InitiateLoginURI)
	set(&a.IDTokenAlg, want.IDTokenAlg)
	set(&a.RequirePKCE, want.RequirePKCE)
	set(&a.Refresh, want.Refresh)
	set(&a.LogoutOnRoleChange, want.LogoutOnRoleChange)
	for _, list := range []struct {
		to   *store.Strings
		from []string
	}{{&a.RedirectURIs, want.RedirectURIs}, {&a.PostLogoutRedirectURIs, want.PostLogoutRedirectURIs}, {&a.Resources, want.Resources}} {
		if list.from != nil {
			*list.to = list.from
		}
	}
	if want.Organizations == nil {
		return nil
	}
	a.AllOrganizations, a.OrganizationIDs = want.Organizations.All, nil
	for i, code := range want.Organizations.Codes {
		if slices.Contains(want.Organizations.Codes[:i], code) {
			return cannotBe("organizations: " + code + " stands there twice")
		}
		o, err := r.rows.OrganizationByCode(r.ctx, code)
		switch {
		case errors.Is(err, store.ErrNotFound) && r.made[code] != "": // a dry run finds nothing that it wrote
			o.ID = r.made[code]
		case errors.Is(err, store.ErrNotFound):
			return cannotBe("organizations: there is no organization " + code)
		case err != nil:
			return err
		}
		a.OrganizationIDs = append(a.OrganizationIDs, o.ID)
	}
	return nil
}

// set sets what the file gives.
func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

func (r *run) writeApplication(was, next client.Client, isNew bool) error {
	if isNew {
		next.UpdatedAt = next.CreatedAt
		if err := r.rows.AddClient(r.ctx, next.Client); err != nil {
			return err
		}
		r.changes = append(r.changes, Line{Text: "+ application " + next.ID})
		if err := r.rows.SetApplication(r.ctx, *next.Application); err != nil {
			return err
		}
		return client.Record(r.ctx, r.rows, next.ID, client.Registered, "", r.Now())
	}
	changed := differences(was, next)
	if len(changed) == 0 {
		return nil
	}
	next.UpdatedAt = store.At(r.Now())
	if err := r.rows.UpdateClient(r.ctx, next.Client); err != nil {
		return err
	}
	r.changes = append(r.changes, Line{Text: "~ application " + next.ID + ": " + strings.Join(changed, ", ")})
	if err := r.rows.SetApplication(r.ctx, *next.Application); err != nil {
		return err
	}
	return client.Record(r.ctx, r.rows, next.ID, client.Changed, strings.Join(changed, ", "), r.Now())
}

// differences names what is another value now.
func differences(was, next client.Client) []string {
	a, b := was.Application, next.Application
	var names []string
	for _, d := range []struct {
		name string
		same bool
	}{
		{"name", was.Name == next.Name},
		{"state", was.State == next.State},
		{"type", a.Type == b.Type},
		{"icon", a.Icon == b.Icon},
		{"homeUrl", a.HomeURL == b.HomeURL},
		{"redirectUris", slices.Equal(a.RedirectURIs, b.RedirectURIs)},
		{"postLogoutRedirectUris", slices.Equal(a.PostLogoutRedirectURIs, b.PostLogoutRedirectURIs)},
		{"backchannelLogoutUri", a.BackchannelLogoutURI == b.BackchannelLogoutURI},
		{"initiateLoginUri", a.InitiateLoginURI == b.InitiateLoginURI},
		{"resources", slices.Equal(a.Resources, b.Resources)},
		{"organizations", a.AllOrganizations == b.AllOrganizations && slices.Equal(a.OrganizationIDs, b.OrganizationIDs)},
		{"idTokenAlg", a.IDTokenAlg == b.IDTokenAlg},
		{"requirePkce", a.RequirePKCE == b.RequirePKCE},
		{"refresh", a.Refresh == b.Refresh},
		{"logoutOnRoleChange", a.LogoutOnRoleChange == b.LogoutOnRoleChange},
	} {
		if !d.same {
			names = append(names, d.name)
		}
	}
	return names
}

// secretToo keeps a secret with its client, if there is room for one more: a dry run, which
// writes none, finds it there.
func (r *run) secretToo(c *client.Client, row store.ClientSecret) error {
	live := 0
	for _, s := range c.Secrets {
		if s.Usable(r.Now()) {
			live++
		}
	}
	if live >= store.MaxClientSecrets {
		return client.ErrTooMany
	}
	c.Secrets = append(c.Secrets, row)
	return nil
}

// applicationSecret adds a secret to an application, once: a secret that was revoked does not come back.
func (r *run) applicationSecret(a *client.Client, given client.Given) error {
	if a.IsPublic() {
		return client.ErrPublic
	}
	for _, s := range a.Secrets {
		if s.Hash != given.Hash {
			continue
		}
		if !s.Usable(r.Now()) {
			r.kept("= application " + a.ID + ": a secret of the file was revoked or has expired, and stays so")
		}
		return nil
	}
	row := client.NewSecretRow(a.ID, given, store.ActorOperator, r.Now(), time.Time{})
	if err := r.secretToo(a, row); err != nil {
		return err
	}
	if err := client.AddSecret(r.ctx, r.rows, store.KindApplication, row); err != nil {
		return err
	}
	r.changes = append(r.changes, Line{Text: "+ secret of application " + a.ID})
	return client.Record(r.ctx, r.rows, a.ID, client.SecretAdded, row.ID, r.Now())
}

// goToOnlyApplication writes the setting of the deployment, which only the operator has.
func (r *run) goToOnlyApplication(want *bool) error {
	if want == nil {
		return nil
	}
	is, err := r.rows.GoToOnlyApplication(r.ctx)
	if err != nil || is == *want {
		return err
	}
	r.changes = append(r.changes, Line{Text: fmt.Sprintf("~ goToOnlyApplication: %t", *want)})
	return r.rows.SetGoToOnlyApplication(r.ctx, *want)
}
