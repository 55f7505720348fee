package apply

import (
	"errors"
	"fmt"
	"strings"

	"latchkey/api/email"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/policy"
	"latchkey/api/rules"
	"latchkey/api/secret"
	"latchkey/api/store"
)

func (r *run) person(o store.Organization, want wantedPerson) error {
	u, how, err := r.findPerson(o, want)
	if errors.Is(err, store.ErrNotFound) {
		return r.newPerson(o, want)
	}
	if err != nil {
		return err
	}
	next, f := u, r.fieldsOf(u.ID)
	want.setOn(&next, f)
	reset := r.password(&next, want, f)
	r.tell(f, u.Email+" in "+o.Code)
	detail := store.Difference(u, next)
	if len(detail) == 0 {
		return nil
	}
	write := people.Write{Rows: r.rows, Was: u, Is: next, By: store.ActorOperator, Now: r.Now(), Password: reset}
	if r.dry {
		write.ByNow = r.byNow
	}
	lines := identity(u, next, how)
	write.Identity = len(lines) > 0 && isIdentity(u, next)
	if write.Identity {
		r.identities = append(r.identities, lines...)
		kept, err := r.keeps(u)
		if err != nil {
			return err
		}
		lines = append(lines, kept...)
	}
	if err := write.Check(r.ctx); err != nil {
		return err
	}
	if err := r.isRole(next); err != nil {
		return err
	}
	if err := write.Do(r.ctx); err != nil {
		return err
	}
	r.changed[u.ID] = next
	if err := r.mailNewSuperAdmin(u, next); err != nil {
		return err
	}
	if err := policy.MailExemptionEnded(r.ctx, r.rows, r.Mail, u, next, r.Now()); err != nil {
		return err
	}
	if len(lines) == 0 {
		lines = []string{fmt.Sprintf("~ %s in %s", u.Email, o.Code)}
	}
	lines[0] += power(u, next)
	if err := r.note(o.ID, event.UserChanged, u.ID, lines[0], detail); err != nil {
		return err
	}
	for _, line := range lines[1:] { // one change, told in several lines
		r.changes = append(r.changes, Line{Text: line, Kept: true})
	}
	return nil
}

func (r *run) newPerson(o store.Organization, want wantedPerson) error {
	u := store.NewUser(o.ID, want.Email, want.Email, store.Agent, r.Now())
	f := r.fieldsOf(u.ID)
	want.setOn(&u, f)
	r.password(&u, want, f)
	if fields := rules.Readdressed(store.User{}, u); len(fields) > 0 {
		return fault.Invalid(fields...)
	}
	if err := r.isRole(u); err != nil {
		return err
	}
	if err := r.rows.AddUser(r.ctx, u); err != nil {
		return err
	}
	if err := r.mailNewSuperAdmin(store.User{}, u); err != nil {
		return err
	}
	return r.note(o.ID, event.UserCreated, u.ID, fmt.Sprintf("+ %s %s in %s", u.Role, u.Email, o.Code),
		map[string]any{"email": u.Email, "role": u.Role})
}

// power says what a change lets somebody do, which nobody must have to guess.
func power(was, is store.User) string {
	var said []string
	if was.Role != is.Role {
		said = append(said, fmt.Sprintf("%s becomes %s", was.Role, is.Role))
	}
	if was.Active != is.Active {
		said = append(said, map[bool]string{true: "active again", false: "deactivated"}[is.Active])
	}
	if was.Exempt != is.Exempt {
		said = append(said, map[bool]string{true: "exempt from SSO", false: "not exempt from SSO any more"}[is.Exempt])
	}
	if len(said) == 0 {
		return ""
	}
	return ": " + strings.Join(said, ", ")
}

func (want wantedPerson) setOn(u *store.User, f *fields) {
	take(f, emailField, &u.Email, want.values.Email)
	u.EmailLower = email.Fold(u.Email)
	take(f, "name", &u.Name, want.values.Name)
	take(f, "role", &u.Role, want.Role)
	take(f, "active", &u.Active, want.Active)
	take(f, "exempt", &u.Exempt, want.Exempt)
	take(f, "language", &u.Language, want.values.Language)
	if id := want.values.ExternalID; id != nil {
		has := ""
		if u.ExternalID != nil {
			has = *u.ExternalID
		}
		if take(f, externalIDField, &has, id); has != "" {
			u.ExternalID = &has
		}
	}
}

// password sets the initial password, and says whether it set one. What the file
// says is remembered by its hash, and never compared with what a sign-in or the
// person made of it since.
func (r *run) password(u *store.User, want wantedPerson, f *fields) bool {
	hash := want.values.PasswordHash
	if hash == nil {
		return false
	}
	said := f.before["passwordHash"]
	want.notePassword(f)
	switch {
	case u.PasswordHash != nil && *u.PasswordHash == *hash:
		return false
	case u.PasswordHash != nil && !r.ResetPasswords:
		if said != secret.Hash(*hash) {
			r.kept("= " + u.Email + ": kept the password; --reset-passwords sets the file's")
		}
		return false
	}
	u.PasswordHash = hash
	return true
}

// notePassword remembers the initial password by its hash.
func (want wantedPerson) notePassword(f *fields) {
	if hash := want.values.PasswordHash; hash != nil {
		f.now["passwordHash"] = secret.Hash(*hash)
	}
}

// isIdentity says whether a row would be somebody else, or under another address:
// who signs in by e-mail, by a mailed link or at a CRM is another one then.
func isIdentity(was, is store.User) bool {
	return was.EmailLower != is.EmailLower ||
		was.ExternalID != nil && is.ExternalID != nil && *was.ExternalID != *is.ExternalID
}

// keeps says what a row that becomes somebody else's still opens for whoever had
// it: sessions end and what was begun is void, but a person who was renamed keeps
// their password and their accounts. Only the operator knows which of the two it is.
func (r *run) keeps(u store.User) ([]string, error) {
	links, err := r.rows.IdentitiesOf(r.ctx, u.OrganizationID, u.ID)
	if err != nil || len(links) == 0 && u.PasswordHash == nil {
		return nil, err
	}
	line := "! " + u.Email + ": signed out; what it keeps:"
	if u.PasswordHash != nil {
		line += " its password;"
	}
	for _, l := range links {
		line += " the account " + l.Email + ";"
	}
	return []string{strings.TrimSuffix(line, ";")}, nil
}

// identity shows what a change makes of who somebody is.
func identity(was, is store.User, how found) []string {
	var lines []string
	otherEmail := was.EmailLower != is.EmailLower
	if how == byExternalID && was.ExternalID != nil {
		if otherEmail {
			lines = append(lines, fmt.Sprintf("~ externalId %s: %s becomes %s", *was.ExternalID, was.Email, is.Email))
		}
		if was.Name != is.Name {
			lines = append(lines, fmt.Sprintf("~ externalId %s: %s becomes %s", *was.ExternalID, was.Name, is.Name))
		}
		return lines
	}
	if otherEmail {
		lines = append(lines, fmt.Sprintf("~ %s becomes %s", was.Email, is.Email))
	}
	if was.ExternalID != nil && is.ExternalID != nil && *was.ExternalID != *is.ExternalID {
		lines = append(lines, fmt.Sprintf("~ %s: externalId %s becomes %s", was.Email, *was.ExternalID, *is.ExternalID))
	}
	return lines
}

// mailNewSuperAdmin tells the super admins of power that the file gives, as they are
// told of what is given on the screens. In a new organization there is nobody to tell.
func (r *run) mailNewSuperAdmin(was, is store.User) error {
	if r.isNew {
		return nil
	}
	return people.MailNewSuperAdmin(r.ctx, r.rows, r.Mail, store.ActorOperator, was, is)
}
