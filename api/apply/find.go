package apply

import (
	"errors"
	"fmt"
	"maps"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// found is how a row was found.
type found int

const (
	byMemory found = iota // the file said the same words of it before
	byExternalID
	byEmail
)

// errTheirs says that an address or an external id belongs to somebody whom the file
// names elsewhere, and who keeps it.
var errTheirs = &fault.Fault{Code: fault.ValidationFailed, Reason: "theirs", Fields: []fault.Field{{Pointer: "/email", Code: "taken"}}}

// people writes them in the order of the file. Whoever gets another address leaves
// theirs before anybody is written, so that addresses pass on and are exchanged in
// whatever order.
func (r *run) people(o store.Organization, list []wantedPerson) error {
	r.ids = map[string]bool{}
	for _, p := range list {
		if id := p.values.ExternalID; id != nil {
			r.ids[*id] = true
		}
	}
	var err error
	if r.memory, err = r.recall(o, list); err != nil {
		return err
	}
	for _, step := range []func(store.Organization, wantedPerson) error{r.leaveAddress, r.person} {
		for _, p := range list {
			if err := step(o, p); err != nil {
				return fmt.Errorf("person %s: %w", p.Email, plainly(err))
			}
		}
	}
	r.forget()
	return nil
}

// findPerson goes by whom the same words meant before; else by the CRM's id, so that
// an e-mail can change; else by the e-mail. New words about an address or an id that
// meant another row before are a change of who somebody is.
func (r *run) findPerson(o store.Organization, want wantedPerson) (store.User, found, error) {
	if u, is := r.memory.meant[want.Email]; is {
		u = r.byNow(u)
		u.EmailLower = email.Fold(u.Email) // also if it was freed: see leaveAddress
		return u, byMemory, nil
	}
	u, how, err := r.findByNow(o, want)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return u, how, err
	}
	if err == nil && r.memory.taken[u.ID] {
		return u, how, errTheirs
	}
	if before := r.memory.rowOf(want, r.ids); before != "" && before != u.ID {
		if err := r.meansAnother(o, want, before); err != nil {
			return u, how, err
		}
	}
	return u, how, err
}

// findByNow finds a person as the rows are by now.
func (r *run) findByNow(o store.Organization, want wantedPerson) (store.User, found, error) {
	if id := want.values.ExternalID; id != nil {
		u, err := r.rows.UserByExternalID(r.ctx, o.ID, *id)
		u, err = r.still(u, err, func(u store.User) bool { return u.ExternalID != nil && *u.ExternalID == *id })
		if !errors.Is(err, store.ErrNotFound) {
			u.EmailLower = email.Fold(u.Email) // also if it was freed: see leaveAddress
			return u, byExternalID, err
		}
	}
	u, err := r.rows.UserByEmail(r.ctx, o.ID, want.Email)
	u, err = r.still(u, err, func(u store.User) bool { return u.EmailLower == email.Fold(want.Email) })
	if err == nil && want.values.ExternalID != nil && u.ExternalID != nil && r.ids[*u.ExternalID] {
		return u, byEmail, errTheirs
	}
	return u, byEmail, err
}

// leaveAddress frees the address of somebody who is known by more than it and gets
// another one.
func (r *run) leaveAddress(o store.Organization, want wantedPerson) error {
	u, err := r.knownBeyondEmail(o, want)
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
	return r.rows.ReleaseEmail(r.ctx, u)
}

// knownBeyondEmail finds somebody by the same words as before or by their external id.
func (r *run) knownBeyondEmail(o store.Organization, want wantedPerson) (store.User, error) {
	if u, is := r.memory.meant[want.Email]; is {
		return u, nil
	}
	id := want.values.ExternalID
	if id == nil {
		return store.User{}, store.ErrNotFound
	}
	u, err := r.rows.UserByExternalID(r.ctx, o.ID, *id)
	if err == nil && r.memory.taken[u.ID] {
		return u, store.ErrNotFound
	}
	return u, err
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
	for changed := range maps.Values(r.changed) {
		if wanted(changed) {
			return changed, nil
		}
	}
	return store.User{}, store.ErrNotFound
}
