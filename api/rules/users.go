package rules

import (
	"slices"
	"strings"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/password"
	"latchkey/api/store"
)

// User are the values that somebody wants to write of a user; nil ones stay.
type User struct {
	Email, Name, ExternalID *string // an ExternalID of "" takes it away
	Language                *string // one of store.Languages; "" is the browser's
	PasswordHash            *string // of an import
	Role                    *store.Role
}

// Read gives the values as they are kept, and all that is wrong with them, each at
// its member of an object that starts with this pointer.
func (p User) Read(at string) (User, []fault.Field) {
	var r reader
	r.text(&p.Email, at+"/email", Email)
	r.text(&p.Name, at+"/name", Name)
	if p.ExternalID != nil && *p.ExternalID != "" {
		r.text(&p.ExternalID, at+"/externalId", ExternalID)
	}
	r.text(&p.Language, at+"/language", language)
	r.text(&p.PasswordHash, at+"/passwordHash", passwordHash)
	if p.Role != nil && RoleKey(string(*p.Role)) != "" {
		r.refuse(at+"/role", Invalid)
	}
	return p, r.fields
}

// Readdressed says what is wrong with the address of a user who is added, or gets another one:
// it has one reading, whoever reads it, since another one would never be that of a provider's
// account. One that is there already is kept.
func Readdressed(was, is store.User) []fault.Field {
	if is.EmailLower == was.EmailLower || email.IsPlain(is.Email) {
		return nil
	}
	return []fault.Field{{Pointer: "/email", Code: Format}}
}

// RoleKey reads what a role is called in tokens and files: as in the contract. Whether the
// organization has it, its rows say.
func RoleKey(key string) (problem string) {
	const shortest, longest = 2, 40
	if len(key) < shortest || len(key) > longest || key[0] < 'a' || key[0] > 'z' || strings.ContainsFunc(key, notInKey) {
		return Format
	}
	return ""
}

func notInKey(c rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789_-", c) }

func language(tag string) (kept, problem string) {
	if tag != "" && !slices.Contains(store.Languages(), tag) {
		return tag, Invalid
	}
	return tag, ""
}

// passwordHash wants a hash that can be checked, within what a check may cost.
func passwordHash(hash string) (kept, problem string) {
	switch {
	case password.TooCostly(hash):
		return hash, OutOfRange
	case !password.Known(hash):
		return hash, Format
	}
	return hash, ""
}

// reader collects what is wrong.
type reader struct{ fields []fault.Field }

func (r *reader) refuse(pointer, code string) {
	r.fields = append(r.fields, fault.Field{Pointer: pointer, Code: code})
}

// text reads a value that was given with its rule, and puts what is kept in its place.
func (r *reader) text(value **string, pointer string, rule func(string) (kept, problem string)) {
	if *value == nil {
		return
	}
	kept, problem := rule(**value)
	if problem != "" {
		r.refuse(pointer, problem)
	}
	*value = &kept
}
