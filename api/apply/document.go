package apply

import (
	"fmt"
	"os"
	"strings"

	"latchkey/api/rules"
	"latchkey/api/store"
)

// Document is the file. A nil member was not given and stays as it is.
type Document struct {
	Organizations []Organization `yaml:"organizations"`
	Applications  []Application  `yaml:"applications"`
	// GoToOnlyApplication leads whoever signs in at our own page on to the application of
	// their organization, if it has one alone; super admins stay.
	GoToOnlyApplication *bool `yaml:"goToOnlyApplication"`
}

// Organization is found by its code and made if it is not there.
type Organization struct {
	Code           string  `yaml:"code"`
	Name           *string `yaml:"name"`
	Active         *bool   `yaml:"active"`
	PasswordSignIn *bool   `yaml:"passwordSignIn"`
	rules.SignInPolicy
	Branding    *Branding    `yaml:"branding"`
	Connections []Connection `yaml:"connections"`
	Roles       []Role       `yaml:"roles"`
	RoleRules   *RoleRules   `yaml:"roleRules"`
	People      []Person     `yaml:"people"`
	Services    []Service    `yaml:"services"`
}

// Branding is what the sign-in page looks like; an empty text takes away.
type Branding struct {
	Name    *string `yaml:"name"`   // instead of the organization's
	Accent  *string `yaml:"accent"` // #7a1f5c
	Welcome *string `yaml:"welcome"`
	Logo    *Icon   `yaml:"logo"` // without a file: none
}

// Connection is found by its provider and made if it is not there.
type Connection struct {
	Provider       string           `yaml:"provider"` // google, microsoft, or an own key of a generic provider
	Preset         *string          `yaml:"preset"`   // generic: okta or another brand, whose guide and logo the screens show
	Label          *string          `yaml:"label"`    // generic: what the button says
	Issuer         *string          `yaml:"issuer"`   // generic: letter by letter
	State          *store.State     `yaml:"state"`    // draft, enabled or disabled
	ClientID       *string          `yaml:"clientId"`
	Secret         *Secret          `yaml:"secret"`
	ClientAuth     *string          `yaml:"clientAuth"` // generic: how the secret is shown: automatic, basic, basic_raw or post
	Tenant         *string          `yaml:"tenant"`     // Microsoft: the one directory whose authority is used, by GUID or domain
	LockedTo       []string         `yaml:"lockedTo"`   // tenants, hosted domains, or e-mail domains
	Linking        *store.Linking   `yaml:"linking"`
	WeakProof      *store.WeakProof `yaml:"weakProof"`
	DifferentEmail *bool            `yaml:"differentEmail"`
}

// Role is found by its key and made if it is not there; the built-in ones stand in no file.
type Role struct {
	Key         string   `yaml:"key"`
	Name        *string  `yaml:"name"` // else the key
	Description *string  `yaml:"description"`
	Permissions []string `yaml:"permissions"` // what it permits in Latchkey: log:read, users:read
}

// RoleRules are the rules that give roles at a sign-in, all of them: they take the place of
// those that are there.
type RoleRules struct {
	Mode          string     `yaml:"mode"` // off, suggest, automatic or provider_wins
	Rules         []RoleRule `yaml:"rules"`
	Otherwise     string     `yaml:"otherwise"`     // keep, role or refuse; keep unless given
	OtherwiseRole store.Role `yaml:"otherwiseRole"` // with otherwise: role
}

// RoleRule is a rule; the first that fits gives the role.
type RoleRule struct {
	Connection  string     `yaml:"connection"` // a provider; without it any
	Claim       []string   `yaml:"claim"`      // the names of members, from the outside in
	EmailDomain bool       `yaml:"emailDomain"`
	Op          string     `yaml:"op"` // is, contains or one_of
	Values      []string   `yaml:"values"`
	IgnoreCase  bool       `yaml:"ignoreCase"`
	Role        store.Role `yaml:"role"`
}

// Secret says where a client secret stands: never in the file itself.
type Secret struct {
	Env  string `yaml:"env"`
	File string `yaml:"file"`
	// Value is for callers in Go; a file cannot give it.
	Value string `yaml:"-"`
}

// Person is found by external id or e-mail, and made if they are not there.
type Person struct {
	Email        string      `yaml:"email"`
	Name         *string     `yaml:"name"`
	Role         *store.Role `yaml:"role"`
	Active       *bool       `yaml:"active"`
	Exempt       *bool       `yaml:"exempt"`       // may use the password although SSO is required
	PasswordHash *string     `yaml:"passwordHash"` // argon2id or bcrypt
	ExternalID   *string     `yaml:"externalId"`
	Language     *string     `yaml:"language"` // one of store.Languages; "" is the browser's
}

// read gives the secret itself.
func (s Secret) read() (string, error) {
	if s.Value != "" {
		return s.Value, nil
	}
	if (s.Env == "") == (s.File == "") {
		return "", fmt.Errorf("secret: want env or file")
	}
	if s.Env != "" {
		value, ok := os.LookupEnv(s.Env)
		if !ok || value == "" {
			return "", fmt.Errorf("secret: the environment has no %s", s.Env)
		}
		return value, nil
	}
	text, err := os.ReadFile(s.File)
	if err != nil {
		return "", fmt.Errorf("secret: %w", err)
	}
	value := strings.TrimSpace(string(text))
	if value == "" {
		return "", fmt.Errorf("secret: %s is empty", s.File)
	}
	return value, nil
}
