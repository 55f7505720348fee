package apply

import (
	"errors"
	"fmt"
	"strings"

	"latchkey/api/access"
	"latchkey/api/email"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

func (r *run) person(o store.Organization, want wantedPerson) error {
	u, byID, err := r.findPerson(o, want)
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
	write := access.Write{Rows: r.rows, Was: u, Is: next, By: event.Operator, Now: r.Now(), Password: reset}
	if r.dry {
		write.ByNow = r.byNow
	}
	lines := r.identity(u, next, byID)
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
	if err := write.Do(r.ctx); err != nil {
		return err
	}
	r.changed[u.ID] = next
	if len(lines) == 0 {
		lines = []string{fmt.Sprintf("~ %s in %s", u.Email, o.Code)}
	}
	lines[0] += power(u, next)
	if err := r.note(o.ID, event.UserChanged, u.ID, lines[0], detail); err != nil {
		return err
	}
	for _, line := range lines[1:] { // one change, told in several lines
		r.changes = append(r.changes, Change{Text: line, Kept: true})
	}
	return nil
}

func (r *run) newPerson(o store.Organization, want wantedPerson) error {
	u := store.NewUser(o.ID, want.Email, want.Email, store.Agent, r.Now())
	f := r.fieldsOf(u.ID)
	want.setOn(&u, f)
	r.password(&u, want, f)
	if err := r.rows.AddUser(r.ctx, u); err != nil {
		return err
	}
	return r.note(o.ID, event.UserCreated, u.ID, fmt.Sprintf("+ %s %s in %s", u.Role, u.Email, o.Code),
		map[string]any{"email": u.Email, "role": u.Role})
}

// findPerson goes by the CRM's id first, so that an e-mail can change; else by
// the e-mail.
func (r *run) findPerson(o store.Organization, want wantedPerson) (u store.User, byID bool, err error) {
	if id := want.values.ExternalID; id != nil {
		u, err := r.rows.UserByExternalID(r.ctx, o.ID, *id)
		u, err = r.still(u, err, func(u store.User) bool { return u.ExternalID != nil && *u.ExternalID == *id })
		if !errors.Is(err, store.ErrNotFound) {
			u.EmailLower = email.Fold(u.Email) // also if it was freed: see leaveAddress
			return u, true, err
		}
	}
	u, err = r.rows.UserByEmail(r.ctx, o.ID, want.Email)
	u, err = r.still(u, err, func(u store.User) bool { return u.EmailLower == email.Fold(want.Email) })
	if err == nil && want.values.ExternalID != nil && u.ExternalID != nil && r.ids[*u.ExternalID] {
		return u, false, errTheirs
	}
	return u, false, err
}

// errTheirs says that an address belongs to somebody whom the file names by their
// own external id, and who keeps it.
var errTheirs = &fault.Fault{Code: fault.ValidationFailed, Reason: "theirs", Fields: []fault.Field{{Pointer: "/email", Code: "taken"}}}

// people writes them in the order of the file. Whoever gets another address leaves
// theirs before anybody is written, so that addresses pass on and are exchanged in
// whatever order.
func (r *run) people(o store.Organization, list []wantedPerson) error {
	r.ids = map[string]bool{}
	for _, step := range []func(store.Organization, wantedPerson) error{r.leaveAddress, r.person} {
		for _, p := range list {
			if err := step(o, p); err != nil {
				return fmt.Errorf("person %s: %w", p.Email, plainly(err))
			}
		}
	}
	return nil
}

// leaveAddress frees the address of somebody who is found by their external id and
// gets another one.
func (r *run) leaveAddress(o store.Organization, want wantedPerson) error {
	id := want.values.ExternalID
	if id == nil {
		return nil
	}
	r.ids[*id] = true
	u, err := r.rows.UserByExternalID(r.ctx, o.ID, *id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	next := u
	if want.setOn(&next, r.fieldsOf(u.ID)); next.EmailLower == u.EmailLower {
		return nil
	}
	u.EmailLower = "" // free; the address itself stays, as what was before
	r.changed[u.ID] = u
	return r.rows.FreeEmail(r.ctx, u)
}

// byNow gives a row as this run has made it. Only a dry run reads others: what it
// writes is not found again.
func (r *run) byNow(u store.User) store.User {
	if changed, is := r.changed[u.ID]; is {
		return changed
	}
	return u
}

// still is what was found by now, if it is still what was looked for.
func (r *run) still(u store.User, err error, wanted func(store.User) bool) (store.User, error) {
	if err == nil && wanted(r.byNow(u)) {
		return r.byNow(u), nil
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return u, err
	}
	for _, changed := range r.changed {
		if wanted(changed) {
			return changed, nil
		}
	}
	return store.User{}, store.ErrNotFound
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
	take(f, "email", &u.Email, want.values.Email)
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
		if take(f, "externalId", &has, id); has != "" {
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
	f.now["passwordHash"] = secret.Hash(*hash)
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
func (r *run) identity(was, is store.User, byID bool) []string {
	var lines []string
	if byID && was.ExternalID != nil {
		if was.EmailLower != is.EmailLower {
			lines = append(lines, fmt.Sprintf("~ externalId %s: %s becomes %s", *was.ExternalID, was.Email, is.Email))
		}
		if was.Name != is.Name {
			lines = append(lines, fmt.Sprintf("~ externalId %s: %s becomes %s", *was.ExternalID, was.Name, is.Name))
		}
		return lines
	}
	if was.ExternalID != nil && is.ExternalID != nil && *was.ExternalID != *is.ExternalID {
		lines = append(lines, fmt.Sprintf("~ %s: externalId %s becomes %s", was.Email, *was.ExternalID, *is.ExternalID))
	}
	return lines
}
