package apply

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"latchkey/api/client"
	"latchkey/api/store"
)

// Application is found by its clientId and registered if it is not there. It belongs to
// the deployment, and nobody but the operator changes it: the file always wins.
type Application struct {
	ClientID               string                 `yaml:"clientId"`
	Name                   *string                `yaml:"name"`
	State                  *store.ClientState     `yaml:"state"` // enabled or disabled
	Type                   *store.ApplicationType `yaml:"type"`  // web, spa or native
	Icon                   *Icon                  `yaml:"icon"`
	HomeURL                *string                `yaml:"homeUrl"`
	RedirectURIs           []string               `yaml:"redirectUris"`
	PostLogoutRedirectURIs []string               `yaml:"postLogoutRedirectUris"`
	BackchannelLogoutURI   *string                `yaml:"backchannelLogoutUri"`
	InitiateLoginURI       *string                `yaml:"initiateLoginUri"`
	Resources              []string               `yaml:"resources"`     // audiences of its own
	Organizations          *OrganizationChoice    `yaml:"organizations"` // all, or a list of codes
	IDTokenAlg             *string                `yaml:"idTokenAlg"`    // RS256 or ES256
	RequirePKCE            *bool                  `yaml:"requirePkce"`
	Refresh                *store.RefreshPolicy   `yaml:"refresh"` // none, session or offline
	LogoutOnRoleChange     *bool                  `yaml:"logoutOnRoleChange"`
	Secrets                []ApplicationSecret    `yaml:"secrets"`
}

// Icon says where a picture stands.
type Icon struct {
	File string `yaml:"file"`
	// Picture is for callers in Go; a file cannot give it.
	Picture []byte `yaml:"-"`
}

// ApplicationSecret is a secret that was made elsewhere: where it stands, or its hash.
type ApplicationSecret struct {
	Env  string `yaml:"env"`
	File string `yaml:"file"`
	Hash string `yaml:"hash"` // sha256: and the digest
	// Value is for callers in Go; a file cannot give it.
	Value string `yaml:"-"`
}

// OrganizationChoice is the text all, or a list of codes.
type OrganizationChoice struct {
	All   bool
	Codes []string
}

// readNode reads either of the two.
func (c *OrganizationChoice) readNode(r *reader, n ast.Node) {
	if text, is := n.(*ast.StringNode); is {
		if c.All = text.Value == "all"; !c.All {
			r.refuse(n, "want all, or a list of codes")
		}
		return
	}
	readInto(r, n, &c.Codes)
}

type wantedApplication struct {
	Application
	icon    *string
	secrets []client.Given
}

// applications reads what stands in the file alone; with what is kept it is checked when
// it is written.
func (c *checker) applications(list []Application) []wantedApplication {
	var wanted []wantedApplication
	for _, a := range list {
		at := "application " + a.ClientID
		c.once(at, a.ClientID)
		want := wantedApplication{Application: a}
		if a.Icon != nil {
			icon, err := a.Icon.read()
			if err != nil {
				c.note(at, err.Error())
			}
			want.icon = &icon
		}
		for _, s := range a.Secrets {
			given, err := s.read(client.ApplicationSecret)
			if err != nil {
				c.note(at, "secrets: "+err.Error())
			}
			c.secretOnce(at, a.ClientID, given.Hash)
			want.secrets = append(want.secrets, given)
		}
		wanted = append(wanted, want)
	}
	return wanted
}

func (i Icon) read() (string, error) {
	file := i.Picture
	if file == nil {
		if i.File == "" {
			return "", nil
		}
		var err error
		if file, err = os.ReadFile(i.File); err != nil {
			return "", fmt.Errorf("icon: %w", err)
		}
	}
	icon, ok := client.Icon(file)
	if !ok {
		return "", fmt.Errorf("icon: want a PNG or JPEG of %d KB and 512 pixels at most", client.MostIcon>>10)
	}
	return icon, nil
}

func (s ApplicationSecret) read(k client.Kind) (client.Given, error) {
	if (s.Hash != "") == (s.Env != "" || s.File != "" || s.Value != "") {
		return client.Given{}, errors.New("want one of env, file and hash")
	}
	if s.Hash != "" {
		return client.GivenHash(s.Hash)
	}
	value, err := (Secret{Env: s.Env, File: s.File, Value: s.Value}).read()
	if err != nil {
		return client.Given{}, errors.New(strings.TrimPrefix(err.Error(), "secret: "))
	}
	return client.GivenSecret(k, value)
}

// cannotBe says why an application cannot be as it is wanted: nothing of it was written.
type cannotBe string

// Error is the reason.
func (c cannotBe) Error() string { return string(c) }

// applications writes them all. Of what cannot be, all is told, so that the operator mends it
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

// applicationSecret adds one, once: a secret that was revoked does not come back.
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
