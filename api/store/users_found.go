package store

import (
	"context"
	"slices"
	"strings"
)

// few is how many people are looked up one by one rather than looked for on the way through
// an organization's list, which comes by as many soon enough if they are more (G1).
const few = 1000

// The later steps that fill the tables of finders.
const (
	userWordsFilled       = "user_word_starts"
	differentEmailsFilled = "different_emails"
)

// finder knows whom a part of a query finds, and is no index of the table of users.
type finder struct {
	clause         // where it looks: from FROM on, without an end
	id      string // the column of the ids of users there
	filled  string // the later step after which it knows everybody; "": it always does
	exact   bool   // whoever it knows fits that part; else others may be among them
	filters bool   // the filter, which need not be asked again of whoever it knows
}

// ids is the query of whom it knows.
func (f finder) ids() string { return `SELECT ` + f.id + ` ` + f.text }

// searchFinder finds whoever has a word that begins as what was typed does.
func (q UserQuery) searchFinder(organizationID string) (finder, bool) {
	typed := strings.TrimSpace(q.Search)
	const begins = `substr(lower(CAST(? AS TEXT)), 1, CAST(? AS INTEGER))`
	words := anySpelling(typed, `(w.word >= `+begins+` AND w.word < `+begins+` || CAST(? AS TEXT))`, func(spelling string) []any {
		return []any{spelling, wordLength, spelling, wordLength, afterWord}
	})
	return finder{
		clause: clause{`FROM user_words w WHERE w.organization_id = ? AND ` + words.text, append([]any{organizationID}, words.args...)},
		id:     `w.user_id`, filled: userWordsFilled, exact: len(typed) <= wordLength,
	}, typed != ""
}

// afterWord comes behind whatever goes on in a word: no character has a higher number.
const afterWord = "\U0010FFFF\U0010FFFF"

func (q UserQuery) finders(organizationID string) (list []finder) {
	if f, searches := q.searchFinder(organizationID); searches {
		list = append(list, f)
	}
	if q.Filter == UsersDifferentEmail {
		list = append(list, finder{
			clause: clause{`FROM different_emails d WHERE d.organization_id = ?`, []any{organizationID}}, id: `d.user_id`, filled: differentEmailsFilled,
		})
	}
	if q.Filter == UsersRefusedLately {
		list = append(list, finder{clause: refusedLately(organizationID, q.Now), id: refusedUser, exact: true, filters: true})
	}
	if q.Connection != "" {
		list = append(list, finder{clause: clause{`FROM identities i WHERE i.connection_id = ?`, []any{q.Connection}}, id: `i.user_id`, exact: true})
	}
	if q.parts() > 1 { // alone, its index has them in their order
		list = append(list, q.indexed(organizationID)...)
	}
	return list
}

// indexed find those who have what an index of the users begins with: of the inactive, or of a
// role, there may be few.
func (q UserQuery) indexed(organizationID string) (list []finder) {
	have := func(condition string, filters bool, args ...any) {
		list = append(list, finder{
			clause: clause{`FROM users u WHERE u.organization_id = ? AND ` + condition, append([]any{organizationID}, args...)},
			id:     `u.id`, exact: true, filters: filters,
		})
	}
	if q.Filter == UsersInactive || q.Active != nil && !*q.Active {
		have(`u.active = FALSE`, q.Filter == UsersInactive)
	}
	if q.Filter == UsersExempt {
		have(`u.exempt`, true)
	}
	if q.Filter == UsersSuperAdmins {
		have(`u.role = ?`, true, SuperAdmin)
	}
	if q.Role != "" {
		have(`u.role = ?`, false, q.Role)
	}
	return list
}

// parts is how many parts a query has that people must fit.
func (q UserQuery) parts() (n int) {
	for _, asked := range []bool{strings.TrimSpace(q.Search) != "", q.Filter != "", q.Active != nil, q.Role != "", q.Connection != ""} {
		if asked {
			n++
		}
	}
	return n
}

// found reads the ids that a finder knows, at most so many and each once; all says whether
// there are no others. Until it knows everybody it finds nobody.
func (r Rows) found(ctx context.Context, f finder, most int) (ids []string, all bool, err error) {
	if filled, err := r.filled(ctx, f.filled); err != nil || !filled {
		return nil, false, err
	}
	ids = []string{}
	if err := r.listAfresh(ctx, &ids, f.ids()+` LIMIT ?`, append(slices.Clone(f.args), most+1)...); err != nil {
		return nil, false, err
	}
	all = len(ids) <= most
	slices.Sort(ids)
	return slices.Compact(ids), all, nil
}

// filled says whether a later step is done, and remembers it.
func (r Rows) filled(ctx context.Context, step string) (bool, error) {
	if _, done := r.statements.filled.Load(step); done || step == "" {
		return true, nil
	}
	var done bool
	err := r.get(ctx, &done, `SELECT EXISTS (SELECT 1 FROM later_steps WHERE name = ? AND done)`, step)
	if done {
		r.statements.filled.Store(step, true)
	}
	return done, err
}

// NarrowedUsers is a query that names those whom it can find, if they are known to be few. It is
// of this organization alone from then on; whoever asks for a page of it and for how many they
// are narrows it once for both.
func (r Rows) NarrowedUsers(ctx context.Context, organizationID string, q UserQuery) (UserQuery, error) {
	if q.narrowed == organizationID {
		return q, nil
	}
	q.among, q.filtered, q.live, q.narrowed = nil, false, nil, organizationID
	if err := r.knowConnections(ctx, organizationID, &q); err != nil || q.nobody() {
		return q, err
	}
	for _, f := range q.finders(organizationID) {
		ids, all, err := r.found(ctx, f, few)
		if err != nil {
			return q, err
		}
		if !all {
			continue
		}
		if q.among != nil {
			ids = slices.DeleteFunc(ids, func(id string) bool { _, both := slices.BinarySearch(q.among, id); return !both })
		}
		q.among, q.filtered = ids, q.filtered || f.filters
	}
	return q, nil
}

// knowConnections reads which connections count, if a query looks at accounts.
func (r Rows) knowConnections(ctx context.Context, organizationID string, q *UserQuery) error {
	if q.Connection == "" && !slices.Contains([]UserFilter{UsersNotConnected, UsersDifferentEmail, UsersNeverSignedIn}, q.Filter) {
		return nil
	}
	q.live = []string{}
	err := r.listAfresh(ctx, &q.live, `SELECT id FROM connections WHERE organization_id = ? AND state <> 'removed' ORDER BY id`, organizationID)
	if q.Connection != "" && !slices.Contains(q.live, q.Connection) {
		q.among = []string{}
	}
	return err
}

// nobody reports that the query was narrowed to a list of ids, and that the list is empty.
func (q UserQuery) nobody() bool { return q.among != nil && len(q.among) == 0 }

// enough says whether at least so many people fit a query, if that is known of a part of them.
func (r Rows) enough(ctx context.Context, organizationID string, q UserQuery, most int) (bool, error) {
	finders := q.finders(organizationID)
	if len(finders) == 0 || q.among != nil {
		return false, nil
	}
	f := finders[0]
	if f.exact && q.parts() == 1 {
		return r.foundAtLeast(ctx, f, most)
	}
	ids, _, err := r.found(ctx, f, 2*most)
	if err != nil || len(ids) < most {
		return false, err
	}
	q.among = ids
	n, err := r.countUsers(ctx, organizationID, q, most)
	return n >= int64(most), err
}

// foundAtLeast says whether a finder knows at least so many, if it need not look at many more rows.
func (r Rows) foundAtLeast(ctx context.Context, f finder, most int) (bool, error) {
	if filled, err := r.filled(ctx, f.filled); err != nil || !filled {
		return false, err
	}
	var n []int
	err := r.listAfresh(ctx, &n, `SELECT COUNT(*) FROM (SELECT DISTINCT x.id FROM (SELECT `+f.id+` AS id `+f.text+` LIMIT ?) x LIMIT ?) found`,
		append(slices.Clone(f.args), 2*most, most)...)
	return err == nil && n[0] >= most, err
}
