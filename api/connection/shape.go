package connection

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// The longest values, in bytes; and how many a lock may name, each of which is a
// tenant or a domain and has its own bounds.
const (
	mostClientID = 255
	mostSecret   = 1024
	mostIssuer   = 512
	mostLocks    = 50
	mostLabel    = 60 // characters
)

// shape holds a change against what can be known without asking anybody: spaces
// are trimmed, and a value that was pasted into the wrong place is named (S9,
// F01). A tenant may still be a domain afterwards.
type shape struct {
	of     provider.Descriptor
	usable func(issuer string) bool
	strict bool // the provider is the real one, not an operator's stand-in
	fields []fault.Field
}

func (s *shape) refuse(pointer, code string) {
	s.fields = append(s.fields, fault.Field{Pointer: pointer, Code: code})
}

// read trims and folds the members of a change.
func (s *shape) read(ch Change) Change {
	if ch.Label != nil {
		label, fields := readLabel(*ch.Label)
		ch.Label, s.fields = &label, append(s.fields, fields...)
		if label == "" && len(fields) == 0 {
			s.refuse("/label", "required")
		}
	}
	ch.ClientID = s.trimmed(ch.ClientID, "/clientId", s.clientID)
	ch.ClientSecret = s.trimmed(ch.ClientSecret, "/clientSecret", s.clientSecret)
	ch.Tenant = s.trimmed(ch.Tenant, "/tenant", s.tenant)
	ch.Issuer = s.trimmed(ch.Issuer, "/issuer", s.issuer)
	ch.ClientAuth = s.trimmed(ch.ClientAuth, "/clientAuth", s.clientAuth)
	if ch.LockedTo != nil {
		lock := s.lock(*ch.LockedTo)
		ch.LockedTo = &lock
	}
	return ch
}

// trimmed reads one member with its rule, which gives the value that is kept and
// the code of what is wrong with it.
func (s *shape) trimmed(given *string, pointer string, rule func(string) (kept, problem string)) *string {
	if given == nil {
		return nil
	}
	kept, problem := rule(strings.TrimSpace(*given))
	if problem != "" {
		s.refuse(pointer, problem)
	}
	return &kept
}

func (s *shape) clientID(id string) (kept, problem string) {
	if problem := s.pasted(id, mostClientID); problem != "" {
		return id, problem
	}
	return s.of.ClientID(id, s.strict)
}

func (s *shape) clientSecret(secret string) (kept, problem string) {
	if problem := s.pasted(secret, mostSecret); problem != "" {
		return secret, problem
	}
	return secret, s.of.Secret(secret)
}

// pasted checks what any value of an application must be.
func (s *shape) pasted(text string, most int) (problem string) {
	switch {
	case text == "":
		return "required"
	case len(text) > most:
		return "too_long"
	case !s.isPlain(text):
		return "format"
	}
	return ""
}

func (s *shape) tenant(tenant string) (kept, problem string) {
	tenant = strings.ToLower(tenant)
	switch {
	case tenant == "":
		return tenant, ""
	case s.of.Tenant == nil:
		return tenant, "invalid"
	}
	return tenant, s.of.Tenant(tenant)
}

func (s *shape) issuer(issuer string) (kept, problem string) {
	issuer = described(issuer)
	switch {
	case !s.of.NamesIssuer && issuer == "":
		return issuer, ""
	case !s.of.NamesIssuer:
		return issuer, "invalid"
	case issuer == "":
		return issuer, "required"
	case len(issuer) > mostIssuer:
		return issuer, "too_long"
	case !s.usable(issuer):
		return issuer, "format"
	}
	return issuer, ""
}

// AutomaticAuth is how people say that the provider's metadata, or a test, decides
// how the secret is shown.
const AutomaticAuth = "automatic"

func (s *shape) clientAuth(way string) (kept, problem string) {
	switch idp.ClientAuth(way) {
	case AutomaticAuth:
		return string(idp.AuthAutomatic), ""
	case idp.AuthBasic, idp.AuthBasicRaw, idp.AuthBody:
		if s.of.TriesClientAuth {
			return way, ""
		} // the others take any
	}
	return way, "invalid"
}

// described is the issuer whose metadata an address is, where it is one: that is
// what providers' consoles offer to copy (OpenID Connect Discovery 1.0, section 4).
func described(address string) string {
	path, _, _ := strings.Cut(address, "?")
	if issuer, is := strings.CutSuffix(strings.TrimSuffix(path, "/"), "/.well-known/openid-configuration"); is {
		return issuer
	}
	return address
}

func (s *shape) lock(given []string) []string {
	if len(given) > mostLocks {
		s.refuse("/lockedTo", "too_long")
		return nil
	}
	lock := make([]string, 0, len(given))
	for i, entry := range given {
		entry = strings.ToLower(strings.TrimSpace(entry))
		if problem := s.lockEntry(entry); problem != "" {
			s.refuse(fmt.Sprintf("/lockedTo/%d", i), problem)
		}
		if !slices.Contains(lock, entry) {
			lock = append(lock, entry)
		}
	}
	return lock
}

func (s *shape) lockEntry(entry string) (problem string) {
	if entry == "" {
		return "required"
	}
	return s.of.Entry(entry)
}

// isPlain says whether a text is printable ASCII (RFC 6749, appendix A); a space
// in it is a slip of the hand at the providers whose values we know.
func (s *shape) isPlain(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c > '~' || c == ' ' && s.strict })
}

// readLabel trims a label and refuses one that cannot be read on one line; "" is
// none.
func readLabel(label string) (string, []fault.Field) {
	label, problem := rules.Line(label, mostLabel)
	if problem != "" && problem != rules.Required {
		return label, []fault.Field{{Pointer: "/label", Code: problem}}
	}
	return label, nil
}

// keepAtMost is how long an old secret may stay beside a new one.
const keepAtMost = 30 * 24 * time.Hour

// times checks what was noted of a secret.
func (s *shape) times(ch Change, now time.Time) {
	if at := ch.SecretExpires; at != nil && !at.IsZero() && (at.Year() < 2000 || at.Year() > 2199) {
		s.refuse("/secretExpiresAt", "out_of_range")
	}
	if at := ch.KeepOldUntil; at != nil && !at.IsZero() && (!at.After(now) || at.After(now.Add(keepAtMost))) {
		s.refuse("/keepOldSecretUntil", "out_of_range")
	}
}

// noted is a time as a version keeps it.
func noted(at time.Time) store.Time {
	if at.IsZero() {
		return store.Time{}
	}
	return store.At(at)
}
