package apply

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/service"
	"latchkey/api/store"
)

// Service is a machine of the organization. It is found by its clientId, which may also be
// that of one that a super admin made, and made if it is not there. One that was revoked
// does not come back.
type Service struct {
	ClientID   string             `yaml:"clientId"`
	Name       *string            `yaml:"name"`
	Scopes     []string           `yaml:"scopes"`
	Secrets    []ServiceSecret    `yaml:"secrets"`
	Keys       *ServiceKeys       `yaml:"keys"`       // private_key_jwt; {} takes them away
	Federation *ServiceFederation `yaml:"federation"` // {} takes it away
	Revoked    bool               `yaml:"revoked"`    // true ends it for good, whatever else stands there
}

// ServiceSecret is a secret that was made elsewhere: where it stands, or its hash.
type ServiceSecret struct {
	Env      string  `yaml:"env"`
	File     string  `yaml:"file"`
	Hash     string  `yaml:"hash"`     // sha256: and the digest
	Lifetime *string `yaml:"lifetime"` // 30d, 90d, 1y (the default), 3y or never, since the file brought it
	// Value is for callers in Go; a file cannot give it.
	Value string `yaml:"-"`
}

// ServiceKeys says where public keys stand: in a file (a key set, RFC 7517), or at an address.
type ServiceKeys struct {
	File    string `yaml:"file"`
	JWKSURI string `yaml:"jwksUri"`
}

// ServiceFederation is whose tokens prove that the service is itself, letter by letter.
type ServiceFederation struct {
	Issuer   string `yaml:"issuer"`
	JWKSURI  string `yaml:"jwksUri"`
	Subject  string `yaml:"subject"`
	Audience string `yaml:"audience"`
}

type wantedService struct {
	Service
	values  service.Wanted
	secrets []wantedSecret
}

type wantedSecret struct {
	client.Given
	lives time.Duration // 0: for ever
	said  bool          // the file says how long
}

// services reads what stands in the file alone.
func (c *checker) services(at string, list []Service) []wantedService {
	var wanted []wantedService
	for _, s := range list {
		where := at + ", service " + s.ClientID
		if !client.IsID(s.ClientID) {
			c.note(where, serviceSentence(fault.Field{Pointer: "/clientId"}))
		}
		c.once(where, s.ClientID)
		want := wantedService{Service: s, values: service.Wanted{Name: s.Name, Scopes: s.Scopes}}
		if s.Keys != nil {
			keys, err := s.Keys.read()
			if err != nil {
				c.note(where, err.Error())
			}
			want.values.Keys = &keys
		}
		if f := s.Federation; f != nil {
			want.values.Federation = &store.Federation{Issuer: f.Issuer, KeysAt: f.JWKSURI, Subject: f.Subject, Audience: f.Audience}
		}
		var is service.Kept
		for _, f := range want.values.SetOn(c.Providers, c.Issuer, &is) {
			c.note(where, serviceSentence(f))
		}
		if s.Name != nil {
			want.values.Name = &is.Client.Name
		}
		if s.Scopes != nil {
			want.values.Scopes = is.Service.Scopes
		}
		for _, one := range s.Secrets {
			given, err := one.read()
			if err != nil {
				c.note(where, "secrets: "+err.Error())
			} else {
				c.secretOnce(where, s.ClientID, given.Hash)
				c.secrets[given.Hash] = s.ClientID
			}
			want.secrets = append(want.secrets, given)
		}
		wanted = append(wanted, want)
	}
	return wanted
}

// once notes a clientId that stands there twice: it names one client of the deployment.
func (c *checker) once(where, clientID string) {
	if slices.Contains(c.clients, clientID) {
		c.note(where, "clientId: stands there twice")
	}
	c.clients = append(c.clients, clientID)
}

// secretOnce notes a secret that a service has elsewhere in the file. What is kept already
// is compared when it is written.
func (c *checker) secretOnce(where, clientID, hash string) {
	if of, taken := c.secrets[hash]; taken && of != clientID {
		c.note(where, "secrets: "+client.ErrTaken.Error())
	}
}

func (k ServiceKeys) read() (service.Keyring, error) {
	keys := service.Keyring{URI: k.JWKSURI}
	if k.File == "" {
		return keys, nil
	}
	text, err := os.ReadFile(k.File)
	if err != nil {
		return keys, fmt.Errorf("keys: %w", err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return keys, errors.New(serviceSentence(fault.Field{Pointer: "/keys/jwks"}))
	}
	keys.JWKS = compact.String()
	return keys, nil
}

func (s ServiceSecret) read() (wantedSecret, error) {
	given, err := ApplicationSecret{Env: s.Env, File: s.File, Hash: s.Hash, Value: s.Value}.read(client.ServiceSecret)
	if errors.Is(err, client.ErrWeak) {
		err = errors.New("want a secret that was made at API keys (lks_...), or 32 to 256 visible ASCII characters")
	}
	want := wantedSecret{Given: given, said: s.Lifetime != nil}
	name := "1y"
	set(&name, s.Lifetime)
	lives, known := service.LifetimeOf(name)
	if !known || name == "" {
		return want, errors.Join(err, errors.New("lifetime: want 30d, 90d, 1y, 3y or never"))
	}
	want.lives = lives
	return want, err
}
