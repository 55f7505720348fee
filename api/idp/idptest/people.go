package idptest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Person is somebody who can sign in at the provider.
type Person struct {
	Provider string // Google, Microsoft or OpenID
	Subject  string // sub; Google's are 21 digits
	Email    string // "" = the token has no e-mail
	Name     string
	Label    string // what the chooser says beneath the name, or ""

	HostedDomain  string // not Microsoft: hd; "" = a private account
	EmailVerified bool   // not Microsoft

	TenantID string // Microsoft: tid, a GUID in lower case
	ObjectID string // Microsoft: oid
	Guest    bool   // Microsoft: at home in another tenant

	Extra map[string]any // claims that are added, or replace the others
}

// Client is an application that is registered at the provider, on all sides.
type Client struct {
	ID, Secret   string
	Auth         string   // AuthBasic, AuthBasicRaw or AuthBody alone; "" = basic or body
	RedirectURIs []string // compared letter by letter
	// RedirectsBelow, if given, lets in every redirect URI that begins with it: for
	// a demo, in which people make connections whose ids nobody knows beforehand.
	RedirectsBelow string
}

// The ways in which a client may have to show its secret, as [Client.Auth] names
// them. AuthBasicRaw is basic by a provider that does not decode it.
const (
	AuthBasic    = "basic"
	AuthBasicRaw = "basic_raw"
	AuthBody     = "post"
)

// Refuse is what [Provider.Choose] takes to answer access_denied.
const Refuse = "\x00refuse"

// AddPerson registers a person, or replaces the one with the same subject.
func (p *Provider) AddPerson(person Person) error {
	if !slices.Contains([]string{Google, Microsoft, OpenID}, person.Provider) || person.Subject == "" {
		return fmt.Errorf("idptest: a person needs a provider and a subject")
	}
	person.Extra = maps.Clone(person.Extra)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.people = slices.DeleteFunc(p.people, func(other Person) bool {
		return other.Provider == person.Provider && other.Subject == person.Subject
	})
	p.people = append(p.people, person)
	return nil
}

// AddClient registers an application, or replaces the one with the same id.
func (p *Provider) AddClient(c Client) {
	c.RedirectURIs = slices.Clone(c.RedirectURIs)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clients[c.ID] = c
}

// SetSecret gives an application another secret; the old one stops working.
func (p *Provider) SetSecret(clientID, secret string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.clients[clientID]
	c.ID, c.Secret = clientID, secret
	p.clients[clientID] = c
}

// Choose signs this person in at every authorization request from now on, with
// no page in between; [Refuse] answers access_denied; "" shows the page again.
func (p *Provider) Choose(subjectOrEmail string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.chosen = subjectOrEmail
}

func (p *Provider) client(id string) (Client, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	c, ok := p.clients[id]
	return c, ok
}

// peopleOf returns the people of a provider, in the order they were added.
func (p *Provider) peopleOf(provider string) []Person {
	p.mu.RLock()
	defer p.mu.RUnlock()
	var people []Person
	for _, person := range p.people {
		if person.Provider == provider {
			people = append(people, person)
		}
	}
	return people
}

func (p *Provider) person(provider, subjectOrEmail string) (Person, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, person := range p.people {
		if person.Provider == provider && person.is(subjectOrEmail) {
			return person, true
		}
	}
	return Person{}, false
}

func (person Person) is(subjectOrEmail string) bool {
	return subjectOrEmail != "" &&
		(person.Subject == subjectOrEmail || strings.EqualFold(person.Email, subjectOrEmail))
}
