package apply

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"latchkey/api/email"
	"latchkey/api/store"
)

// The fields that say who somebody is.
const (
	emailField      = "email"
	externalIDField = "externalId"
)

// memory holds which rows of an organization the file meant when it was last applied. The id "" stands
// for several rows, as earlier versions of this program left them.
type memory struct {
	said   map[string]store.Said // by row
	emails map[string]string     // rows by folded address
	ids    map[string]string     // rows by external id
	meant  map[string]store.User // whom the very same words mean again, by the address in the file
	taken  map[string]bool       // the rows of those
}

// recall finds the rows of which the file said the very same words before. They are
// meant again, whoever has the address or the external id by now: otherwise the power
// that the words give would pass on with an address.
func (r *run) recall(o store.Organization, list []wantedPerson) (memory, error) {
	m := memory{
		said: r.said, emails: map[string]string{}, ids: map[string]string{},
		meant: map[string]store.User{}, taken: map[string]bool{},
	}
	for row, said := range r.said {
		addOnly(m.emails, email.Fold(said[emailField]), row)
		addOnly(m.ids, said[externalIDField], row)
	}
	words := map[string]string{} // the addresses in the file, by row
	for _, p := range list {
		if row := m.rowOf(p, r.ids); row != "" && p.saysAgain(r.said[row]) {
			words[row] = p.Email
		}
	}
	users, err := r.rows.UsersByID(r.ctx, o.ID, slices.Sorted(maps.Keys(words)))
	if err != nil {
		return m, fmt.Errorf("read whom the file meant before: %w", err)
	}
	for _, u := range users {
		m.meant[words[u.ID]], m.taken[u.ID] = u, true
	}
	return m, nil
}

// addOnly keeps a row by a key that no other row has.
func addOnly(rows map[string]string, key, row string) {
	if key == "" {
		return
	}
	if _, several := rows[key]; several {
		row = ""
	}
	rows[key] = row
}

// rowOf is the row to which the file gave a person's external id, or else their address;
// "" if there is none. Others may stand in the file by external ids of their own.
func (m memory) rowOf(want wantedPerson, inFile map[string]bool) string {
	id := want.values.ExternalID
	if id != nil && m.ids[*id] != "" {
		return m.ids[*id]
	}
	row := m.emails[email.Fold(want.Email)]
	theirs := m.said[row][externalIDField]
	if theirs != "" && (id != nil || inFile[theirs]) {
		return ""
	}
	return row
}

// saysAgain says whether a person's words are nothing but what was said before.
func (want wantedPerson) saysAgain(before store.Said) bool {
	f, u := &fields{now: maps.Clone(before)}, store.User{}
	want.setOn(&u, f)
	want.notePassword(f)
	return maps.Equal(f.now, before)
}

// meansAnother notes that new words make an address or an external id another row's.
func (r *run) meansAnother(o store.Organization, want wantedPerson, before string) error {
	u, err := r.rows.UserByID(r.ctx, o.ID, before)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read whom the file meant before: %w", err)
	}
	line := fmt.Sprintf("~ %s in %s: meant %s before, and another person now", want.Email, o.Code, u.Email)
	r.identities = append(r.identities, line)
	r.kept(line)
	return nil
}

// forget takes an address and an external id from the memory of a row, if the file gave
// it to another row now.
func (r *run) forget() {
	emails, ids := map[string]bool{}, map[string]bool{}
	for _, says := range r.says {
		if says[emailField] != "" {
			emails[email.Fold(says[emailField])] = true
		}
		if says[externalIDField] != "" {
			ids[says[externalIDField]] = true
		}
	}
	for row, said := range r.said {
		if _, mentioned := r.says[row]; mentioned || !emails[email.Fold(said[emailField])] && !ids[said[externalIDField]] {
			continue
		}
		r.says[row] = maps.Clone(said)
		if emails[email.Fold(said[emailField])] {
			delete(r.says[row], emailField)
		}
		if ids[said[externalIDField]] {
			delete(r.says[row], externalIDField)
		}
	}
}
