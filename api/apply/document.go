package apply

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"latchkey/api/idp"
	"latchkey/api/password"
	"latchkey/api/store"
)

// Document is the file. A nil member was not given and stays as it is.
type Document struct {
	Organizations []Organization `yaml:"organizations"`
}

// Organization is found by its code and made if it is not there.
type Organization struct {
	Code            string       `yaml:"code"`
	Name            *string      `yaml:"name"`
	Active          *bool        `yaml:"active"`
	ContactText     *string      `yaml:"contactText"`
	PasswordSignIn  *bool        `yaml:"passwordSignIn"`
	SessionIdle     *string      `yaml:"sessionIdle"`     // such as 8h
	SessionAbsolute *string      `yaml:"sessionAbsolute"` // such as 12h
	Connections     []Connection `yaml:"connections"`
	People          []Person     `yaml:"people"`
}

// Connection is found by its provider and made if it is not there.
type Connection struct {
	Provider       string           `yaml:"provider"` // google, microsoft, or an own key of a generic provider
	Label          *string          `yaml:"label"`    // generic: what the button says
	Issuer         *string          `yaml:"issuer"`   // generic: letter by letter
	State          *store.State     `yaml:"state"`    // draft, enabled or disabled
	ClientID       *string          `yaml:"clientId"`
	Secret         *Secret          `yaml:"secret"`
	Tenant         *string          `yaml:"tenant"`   // Microsoft: the GUID of the one tenant whose authority is used
	LockedTo       []string         `yaml:"lockedTo"` // tenants, hosted domains, or e-mail domains
	Linking        *store.Linking   `yaml:"linking"`
	WeakProof      *store.WeakProof `yaml:"weakProof"`
	DifferentEmail *bool            `yaml:"differentEmail"`
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
	PasswordHash *string     `yaml:"passwordHash"` // argon2id or bcrypt
	ExternalID   *string     `yaml:"externalId"`
	Language     *string     `yaml:"language"` // one of store.Languages; "" is the browser's
}

// Read decodes a document; a key that it does not know is refused with its line.
func Read(r io.Reader) (*Document, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	var d Document
	err = yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&d)
	if err != nil && !errors.Is(err, io.EOF) {
		// Without the source: it may hold password hashes.
		return nil, errors.New(position(yaml.FormatError(err, false, false)))
	}
	return &d, d.check()
}

// position turns the library's "[3:5] ..." into "line 3: ...".
func position(text string) string {
	return regexp.MustCompile(`^\[(\d+):\d+\] `).ReplaceAllString(text, "line $1: ")
}

var (
	codeForm  = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){1,39}$`)
	emailForm = regexp.MustCompile(`^[!-?A-~]+@[!-?A-~]+$`)
	keyForm   = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)
	guidForm  = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
)

// check reports every value that cannot be, each with where it stands.
func (d Document) check() error {
	var problems []error
	note := func(where, what string) { problems = append(problems, fmt.Errorf("%s: %s", where, what)) }
	for _, o := range d.Organizations {
		at := "organization " + o.Code
		if !codeForm.MatchString(o.Code) {
			note(at, "code: want lower-case letters, digits and single hyphens, 2 to 40 of them")
		}
		if !lengthWithin(o.SessionIdle, store.DefaultSessionIdle) {
			note(at, "sessionIdle: want a time from 30m to 8h")
		}
		if !lengthWithin(o.SessionAbsolute, store.DefaultSessionAbsolute) {
			note(at, "sessionAbsolute: want a time from 30m to 12h")
		}
		for _, c := range o.Connections {
			c.check(at+", connection "+c.Provider, note)
		}
		for _, p := range o.People {
			p.check(at+", person "+p.Email, note)
		}
	}
	return errors.Join(problems...)
}

func lengthWithin(text *string, most time.Duration) bool {
	if text == nil {
		return true
	}
	length, err := time.ParseDuration(*text)
	return err == nil && length >= 30*time.Minute && length <= most
}

func (c Connection) check(at string, note func(where, what string)) {
	if !keyForm.MatchString(c.Provider) {
		note(at, "provider: want google, microsoft, or an own key of lower-case letters, digits and hyphens, 2 to 31 of them")
	}
	if c.Issuer != nil && !idp.Provider(c.Provider).Generic() {
		note(at, "issuer: for generic providers only")
	}
	if c.Label != nil && (utf8.RuneCountInString(*c.Label) > maxLabel || strings.TrimSpace(*c.Label) == "") {
		note(at, "label: want a name of 60 characters at most")
	}
	if c.State != nil && *c.State != store.Draft && *c.State != store.Enabled && *c.State != store.Disabled {
		note(at, "state: want draft, enabled or disabled")
	}
	if c.Linking != nil && *c.Linking != store.LinkAutomatic && *c.Linking != store.LinkConfirm && *c.Linking != store.LinkProfileOnly {
		note(at, "linking: want automatic, confirm or profile_only")
	}
	if c.WeakProof != nil && *c.WeakProof != store.WeakAsk && *c.WeakProof != store.WeakRefuse {
		note(at, "weakProof: want ask or refuse")
	}
	if c.Secret != nil && (c.Secret.Env == "") == (c.Secret.File == "") {
		note(at, "secret: want env or file")
	}
	if c.Tenant != nil && *c.Tenant != "" && (c.Provider != string(idp.Microsoft) || !guidForm.MatchString(*c.Tenant)) {
		note(at, "tenant: want the directory's GUID in lower case, for microsoft only")
	}
	for _, lock := range c.locks() {
		switch {
		case c.Provider == string(idp.Microsoft) && !guidForm.MatchString(lock):
			note(at, "lockedTo: want tenant GUIDs")
		case lock == "":
			note(at, "lockedTo: want domains")
		}
	}
}

// maxLabel is the longest label, in characters.
const maxLabel = 60

// locks are the tenants or domains as they are stored: trimmed and in lower case.
func (c Connection) locks() []string {
	locks := make([]string, len(c.LockedTo))
	for i, lock := range c.LockedTo {
		locks[i] = store.LowerEmail(strings.TrimSpace(lock))
	}
	return locks
}

func (p Person) check(at string, note func(where, what string)) {
	if len(p.Email) > 254 || !emailForm.MatchString(p.Email) {
		note(at, "email: want one plain ASCII address")
	}
	if p.Role != nil && *p.Role != store.SuperAdmin && *p.Role != store.Agent {
		note(at, "role: want super_admin or agent")
	}
	if p.Language != nil && *p.Language != "" && !slices.Contains(store.Languages(), *p.Language) {
		note(at, "language: want one of "+strings.Join(store.Languages(), ", "))
	}
	if p.PasswordHash != nil && !password.Known(*p.PasswordHash) {
		note(at, "passwordHash: want an argon2id or bcrypt hash")
	}
}

// read gives the secret itself.
func (s Secret) read() (string, error) {
	if s.Value != "" {
		return s.Value, nil
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
