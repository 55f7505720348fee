package signin

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"latchkey/api/idp"
	"latchkey/api/store"
)

// What the link page may ask for, and of whom.

// emailToProve is the provider's address, or the one that was typed where that is
// allowed.
func (r *Flow) emailToProve(l store.Live, p store.PendingLink, typed string) string {
	if typed != "" && mayTypeEmail(l, p, r.now()) {
		return typed
	}
	return p.Email
}

// mayTypeEmail: people type their own address where the provider gave none, and
// another than the provider's where the connection allows it and passwords open
// the door.
func mayTypeEmail(l store.Live, p store.PendingLink, now time.Time) bool {
	return p.Email == "" || l.DifferentEmail && l.PasswordsOpen(now)
}

// suggestion is the account's user name where the provider gave no address, if it
// may be one: it looks like an address of a domain that people of the organization
// have. It proves nothing, and whose it is is not looked at.
func (r *Flow) suggestion(ctx context.Context, t *trip) (string, error) {
	name := t.claims.PreferredUsername
	if t.claims.Email != "" || !looksLikeEmail(name) || strings.Contains(name, "#") || idp.PlainAddress(name) == "" {
		return "", nil
	}
	known, err := r.store.HasDomain(ctx, t.Organization, domainOf(name))
	if err != nil {
		return "", fmt.Errorf("look for a domain: %w", err)
	}
	if !known {
		return "", nil
	}
	return name, nil
}

// proofs lists what the page can ask for, by facts of the organization alone: a
// code goes to the user's own address, so it proves where passwords are off too.
func proofs(l store.Live, p store.PendingLink, mail bool, now time.Time) []string {
	var list []string
	if provable(l, p, now) {
		list = append(list, byPassword)
	}
	if mail {
		list = append(list, byCode)
	}
	return list
}

// What the link page may take as a proof.
const (
	byPassword = "password"
	byCode     = "code"
)

// unprovable says why a user can't answer the link page, by what the page asks
// for and what it looks at; "" if they can.
func unprovable(l store.Live, p store.PendingLink, mail bool, u store.Foreseen, now time.Time) string {
	asked := proofs(l, p, mail, now)
	user := store.User{EmailLower: store.LowerEmail(u.Email)}
	named := p.Email != "" && store.LowerEmail(p.Email) == user.EmailLower || mayTypeEmail(l, p, now)
	switch {
	case u.IdentityID != nil: // one account each at a connection
		return alreadyLinkedOther
	case !named:
		return whyNothingToProve
	case slices.Contains(asked, byCode):
		return ""
	case !u.HasPassword:
		return whyNoProof
	case !slices.Contains(asked, byPassword) || !mayProve(l, p, user, now):
		return whyProvesNothing
	}
	return ""
}

// provable says whether a password can lead anywhere.
func provable(l store.Live, p store.PendingLink, now time.Time) bool {
	return l.PasswordsOpen(now) || p.Email != "" && Proof(p.Proof) == Strong
}

// mayProve: where passwords do not open the door they prove a link only for a
// strong identity with the same e-mail.
func mayProve(l store.Live, p store.PendingLink, u store.User, now time.Time) bool {
	return l.PasswordsOpen(now) || Proof(p.Proof) == Strong && store.LowerEmail(p.Email) == u.EmailLower
}

// mask keeps the first letter and the domain: enough to recognize one's own.
func mask(email string) string {
	local, domain, ok := strings.Cut(email, "@")
	if !ok || local == "" {
		return ""
	}
	_, first := utf8.DecodeRuneInString(local) // Microsoft's sign-in names may be in any script
	return local[:first] + "••••@" + domain
}

func looksLikeEmail(text string) bool {
	local, domain, ok := strings.Cut(text, "@")
	return ok && local != "" && domain != "" && len(text) <= 254 && !strings.ContainsAny(text, " \t\r\n\"") &&
		!strings.Contains(domain, "@")
}
