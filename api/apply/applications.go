package apply

import (
	"errors"
	"fmt"
	"os"
	"strings"

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
