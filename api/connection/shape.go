package connection

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// What the values of the two brands look like.
const (
	googleClient = ".apps.googleusercontent.com"
	googleSecret = "GOCSPX-"
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
	kind   Kind
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
	guid := strings.ToLower(id)
	isGUID := idp.IsTenant(guid)
	switch {
	case id == "":
		return id, "required"
	case len(id) > mostClientID:
		return id, "too_long"
	case !s.isPlain(id):
		return id, "format"
	case s.kind == Google && isGUID, s.kind == Microsoft && strings.HasSuffix(id, googleClient):
		return id, "other_provider"
	case s.kind == Google && s.strict && (!strings.HasSuffix(id, googleClient) || id == googleClient):
		return id, "format"
	case s.kind == Microsoft && s.strict && !isGUID:
		return id, "format"
	case s.kind == Microsoft && isGUID:
		return guid, "" // as the provider writes it into aud
	}
	return id, ""
}

func (s *shape) clientSecret(secret string) (kept, problem string) {
	isGUID := idp.IsTenant(strings.ToLower(secret))
	switch {
	case secret == "":
		return secret, "required"
	case len(secret) > mostSecret:
		return secret, "too_long"
	case !s.isPlain(secret):
		return secret, "format"
	case s.kind == Microsoft && isGUID:
		return secret, "secret_id"
	case s.kind == Microsoft && (strings.HasPrefix(secret, googleSecret) || strings.HasSuffix(secret, googleClient)):
		return secret, "other_provider"
	case s.kind == Google && (strings.HasSuffix(secret, googleClient) || isGUID):
		return secret, "invalid" // the client id, or another provider's
	}
	return secret, ""
}

func (s *shape) tenant(tenant string) (kept, problem string) {
	tenant = strings.ToLower(tenant)
	switch {
	case tenant == "":
		return tenant, ""
	case s.kind != Microsoft, tenant == idp.PersonalTenant, tenant == "common", tenant == "consumers", tenant == "organizations":
		return tenant, "invalid"
	case !idp.IsTenant(tenant) && !email.IsDomain(tenant):
		return tenant, "format"
	}
	return tenant, ""
}

func (s *shape) issuer(issuer string) (kept, problem string) {
	issuer = described(issuer)
	switch {
	case s.kind != OpenID && issuer == "":
		return issuer, ""
	case s.kind != OpenID:
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
		if s.kind == OpenID {
			return way, ""
		} // the brands take any
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
	switch {
	case entry == "":
		return "required"
	case s.kind == Microsoft && entry == idp.PersonalTenant:
		return "invalid"
	case s.kind == Microsoft && !idp.IsTenant(entry), s.kind != Microsoft && !email.IsDomain(entry):
		return "format"
	case s.kind == Google && email.IsGmail(entry):
		return "public_domain" // private accounts have no hosted domain
	}
	return ""
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
