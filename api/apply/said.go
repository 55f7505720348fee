package apply

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"latchkey/api/rules"
	"latchkey/api/store"
)

// fields are what the file says of one thing, field by field, beside what it said
// when it was applied last. Rule and reasons: doc of this package.
type fields struct {
	before    store.Said
	now       store.Said
	overwrite bool
	kept      []string // said again, and changed by somebody since
}

func (r *run) fieldsOf(subject string) *fields {
	f := &fields{before: r.said[subject], now: maps.Clone(r.said[subject]), overwrite: r.Overwrite}
	if f.now == nil {
		f.now = store.Said{}
	}
	if subject != "" {
		r.remember(subject, f)
	}
	return f
}

// remember has what the file says now written at the end, if it is new.
func (r *run) remember(subject string, f *fields) { r.says[subject] = f.now }

// tell shows what was kept.
func (r *run) tell(f *fields, of string) {
	if len(f.kept) > 0 {
		r.kept(fmt.Sprintf("= %s: kept %s as somebody made it since the file said the same", of, strings.Join(f.kept, ", ")))
	}
}

// wins says whether a value that the file gives is to be set.
func (f *fields) wins(name, says string) bool {
	if was, mentioned := f.before[name]; mentioned && was == says && !f.overwrite {
		f.kept = append(f.kept, name)
		return false
	}
	return true
}

// take sets a field from what the file gives, or keeps it.
func take[T comparable](f *fields, name string, to, from *T) {
	if from == nil {
		return
	}
	says := fmt.Sprint(*from)
	if *to != *from && f.wins(name, says) {
		*to = *from
	}
	f.now[name] = says
}

// setting is take for a setting of the sign-in policy.
func (f *fields) setting(s rules.Setting) {
	if !s.Same && f.wins(s.Member, s.Says) {
		s.Write()
	}
	f.now[s.Member] = s.Says
}

// note remembers what the file says of a field that is set elsewhere.
func (f *fields) note(name string, from *string) {
	if from != nil {
		f.now[name] = *from
	}
}

// lock is take for what a connection is locked to.
func (f *fields) lock(to *store.Strings, from *[]string) {
	if from != nil {
		f.list("lockedTo", to, *from)
	}
}

// list is take for a list; nil was not given.
func (f *fields) list(name string, to *store.Strings, from []string) {
	if from == nil {
		return
	}
	says := strings.Join(from, " ")
	if !slices.Equal(*to, store.Strings(from)) && f.wins(name, says) {
		*to = from
	}
	f.now[name] = says
}
