package apply

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"latchkey/api/branding"
	"latchkey/api/connection"
	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/password"
	"latchkey/api/role"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// plan is a document whose values were read by the rules that all writers share,
// as they are kept.
type plan struct {
	organizations []wantedOrganization
	applications  []wantedApplication
}

func (p plan) codes() (codes []string) {
	for _, o := range p.organizations {
		codes = append(codes, o.Code)
	}
	return codes
}

type wantedOrganization struct {
	Organization
	values      rules.Organization
	branding    branding.Wanted
	connections []wantedConnection
	roles       []wantedRole
	roleRules   *role.WantedRules
	people      []wantedPerson
	services    []wantedService
}

type wantedConnection struct {
	Connection
	values connection.Wanted
}

type wantedPerson struct {
	Person
	values rules.User
}

// checker collects all problems, each with where it stands.
type checker struct {
	*Applier
	connections *connection.Connections
	problems    []error
	clients     []string          // the clientIds of the file
	secrets     map[string]string // the services of its secrets, by hash
}

func (c *checker) note(where, what string) {
	c.problems = append(c.problems, fmt.Errorf("%s: %s", where, what))
}

func (c *checker) fields(where string, fields []fault.Field) {
	for _, f := range fields {
		c.note(where, sentence(f))
	}
}

// check reads the values of a document and reports all that cannot be.
func (c *checker) check(ctx context.Context, d *Document) (plan, error) {
	var p plan
	c.secrets = map[string]string{}
	codes := map[string]bool{}
	for _, o := range d.Organizations {
		at := "organization " + o.Code
		if codes[o.Code] {
			c.note(at, "code: stands there twice")
		}
		codes[o.Code] = true
		want := wantedOrganization{Organization: o}
		want.values = c.organization(at, o)
		want.branding = c.branding(at+", branding", o.Branding)
		providers := map[string]bool{}
		for _, conn := range o.Connections {
			where := at + ", connection " + conn.Provider
			if providers[conn.Provider] {
				c.note(where, "provider: stands there twice")
			}
			providers[conn.Provider] = true
			want.connections = append(want.connections, wantedConnection{conn, c.connection(ctx, where, conn)})
		}
		want.roles, want.roleRules = c.roles(at, o.Roles), c.roleRules(at, o.RoleRules)
		want.people = c.people(at, o.People)
		want.services = c.services(at, o.Services)
		c.rolesOfPeople(ctx, at, o)
		p.organizations = append(p.organizations, want)
	}
	p.applications = c.applications(d.Applications)
	return p, errors.Join(c.problems...)
}

func (c *checker) organization(at string, o Organization) rules.Organization {
	values, fields := rules.Organization{Code: &o.Code, Name: o.Name}.Read("")
	c.fields(at, fields)
	_, fields = o.Settings(&store.Organization{})
	c.fields(at, fields)
	return values
}

func (c *checker) connection(ctx context.Context, at string, conn Connection) connection.Wanted {
	want := connection.Wanted{
		Change: connection.Change{Label: conn.Label, ClientID: conn.ClientID, Tenant: conn.Tenant, Issuer: conn.Issuer, ClientAuth: conn.ClientAuth},
		Preset: conn.Preset, State: conn.State, Linking: conn.Linking, WeakProof: conn.WeakProof, DifferentEmail: conn.DifferentEmail,
	}
	if conn.LockedTo != nil {
		want.LockedTo = &conn.LockedTo
	}
	if conn.Secret != nil {
		secret, err := conn.Secret.read()
		if err != nil {
			c.note(at, err.Error())
		} else {
			want.ClientSecret = &secret
		}
	}
	read, err := c.connections.ReadWanted(ctx, conn.Provider, want)
	if err == nil {
		return read
	}
	if f := fault.Of(err); f.Code == fault.ValidationFailed {
		c.fields(at, f.Fields)
	} else {
		c.problems = append(c.problems, fmt.Errorf("%s: %w", at, err))
	}
	return want
}

// people reads the people of an organization; nobody stands there twice, or the second would become the
// first.
func (c *checker) people(at string, list []Person) []wantedPerson {
	emails, ids := map[string]bool{}, map[string]bool{}
	var people []wantedPerson
	for _, p := range list {
		where := at + ", person " + p.Email
		values, fields := rules.User{
			Email: &p.Email, Name: p.Name, ExternalID: p.ExternalID, Language: p.Language, PasswordHash: p.PasswordHash, Role: p.Role,
		}.Read("")
		if p.ExternalID != nil && strings.TrimSpace(*p.ExternalID) == "" {
			fields = append(fields, fault.Field{Pointer: "/externalId", Code: rules.Required})
		}
		c.fields(where, fields)
		if lower := email.Fold(p.Email); emails[lower] {
			c.note(where, "email: stands there twice")
		} else {
			emails[lower] = true
		}
		if id := values.ExternalID; id != nil && ids[*id] {
			c.note(where, "externalId: stands there twice")
		} else if id != nil {
			ids[*id] = true
		}
		people = append(people, wantedPerson{p, values})
	}
	return people
}

// sentence says what is wanted of a member, for an operator.
func sentence(f fault.Field) string {
	member := strings.TrimPrefix(f.Pointer, "/")
	member, _, _ = strings.Cut(member, "/")
	if member == "clientSecret" {
		member = "secret"
	}
	if text, ok := wants()[member+" "+f.Code]; ok {
		return member + ": " + text
	}
	if text, ok := wants()[member]; ok {
		return member + ": " + text
	}
	switch f.Code {
	case rules.Required:
		return member + ": is empty"
	case rules.TooLong:
		return member + ": is too long"
	}
	return member + ": cannot be that"
}

// wants are the sentences by member, or by member and code where they differ.
func wants() map[string]string {
	return map[string]string{
		"code":                             "want lower-case letters, digits and single hyphens, 2 to 40 of them",
		"name":                             "want a text on one line, of 120 characters at most",
		"accent":                           "want a colour such as #7a1f5c",
		"welcome":                          "want a text on one line, of 200 characters at most",
		"logo":                             "want a PNG, JPEG, WebP or GIF",
		"logo svg":                         "is a drawing, which may hold scripts: want a PNG, JPEG, WebP or GIF",
		"logo " + rules.TooLong:            "is too large: want 512 KB at most",
		"logo " + rules.OutOfRange:         "is too large: want 4 megapixels at most",
		"contactText":                      "want a text of 500 characters at most, without control characters",
		"sessionIdle":                      "want a time from 30m to 8h, in whole seconds and not longer than sessionAbsolute",
		"sessionAbsolute":                  "want a time from 30m to 12h, in whole seconds and not shorter than sessionIdle",
		"logDays":                          "want days from 7 to 730",
		"auditDays":                        "want days from 180 to 3650",
		"email":                            "want one plain ASCII address",
		"externalId":                       "want a text on one line, of 120 characters at most",
		"name taken":                       "another one has it",
		"email taken":                      "somebody else of the organization has it",
		"externalId taken":                 "somebody else of the organization has it",
		"role":                             "want super_admin, agent or the key of a role of the organization",
		"key":                              "want a lower-case letter, then letters, digits, - or _, 2 to 40 in all",
		"description":                      "want a text on one line, of 200 characters at most",
		"permissions":                      "want some of " + permissions(),
		"language":                         "want one of " + strings.Join(store.Languages(), ", "),
		"passwordHash":                     "want an argon2id or bcrypt hash",
		"passwordHash " + rules.OutOfRange: "costs too much to check: want " + password.Limits,
		"provider":                         "want google, microsoft, or an own key of lower-case letters, digits and hyphens, 2 to 31 of them",
		"provider invalid":                 "generic OpenID providers are turned off: set LATCHKEY_GENERIC_PROVIDERS=true, or use google or microsoft",
		"preset":                           "want a brand that is known, such as okta, for generic providers only",
		"label":                            "want a name on one line, of 60 characters at most",
		"label required":                   "a generic provider needs one, for its button",
		"issuer":                           "want an https URL without user info, query or fragment, as the provider's metadata names it",
		"issuer invalid":                   "for generic providers only",
		"issuer required":                  "a generic provider needs it",
		"state":                            "want draft, enabled or disabled",
		"state required":                   "cannot be enabled without clientId and secret",
		"linking":                          "want automatic, confirm or profile_only",
		"weakProof":                        "want ask or refuse",
		"clientId":                         "want the client id as the provider shows it, without spaces",
		"clientId required":                "clientId and secret belong together: give both",
		"clientId other_provider":          "belongs to another provider",
		"secret":                           "is not a client secret of this provider",
		"secret required":                  "clientId and secret belong together: give both",
		"secret needs_secret":              "another clientId, tenant or issuer needs its secret again",
		"secret secret_id":                 "is the id of a secret: want its value",
		"clientAuth":                       "want automatic; or basic, basic_raw or post, for generic providers only",
		"tenant":                           "want the GUID or a domain of one directory, for " + string(provider.Microsoft) + " only",
		"tenant unresolved":                "no directory has this domain",
		"lockedTo":                         "want domains, or for microsoft the GUIDs of tenants",
		"lockedTo too_long":                "want 50 entries at most",
		"lockedTo public_domain":           "private accounts have no hosted domain: leave gmail.com out",
	}
}
