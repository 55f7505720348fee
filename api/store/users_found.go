package store

import (
	"context"
	"slices"
	"strings"
)

// few is how many people are looked up one by one rather than looked for on the way through
// an organization's list, which comes by as many soon enough if they are more (G1).
const few = 1000

// ahead is how many of whom a search finds are looked at for a page, in the order of the list.
const ahead = 500

// The later steps that fill the tables of finders.
const (
	userWordsFilled       = "user_words"
	differentEmailsFilled = "different_emails"
)

// finder knows whom a part of a query finds, and is no index of the table of users.
type finder struct {
	clause        // the ids of users, without an end
	filled string // the later step after which it knows everybody; "": it always does
	exact  bool   // whoever it knows fits that part; else others may be among them
}

// searchFinder finds whoever has a word that begins as what was typed does.
func (q UserQuery) searchFinder(organizationID string) (finder, bool) {
	typed := strings.TrimSpace(q.Search)
	const begins = `substr(lower(CAST(? AS TEXT)), 1, CAST(? AS INTEGER))`
	return finder{
		clause{
			`SELECT w.user_id FROM user_words w WHERE w.organization_id = ? AND w.word >= ` + begins + ` AND w.word < ` + begins + ` || CAST(? AS TEXT)`,
			[]any{organizationID, typed, wordLength, typed, wordLength, afterWord},
		}, userWordsFilled, len(typed) <= wordLength,
	}, typed != ""
}

// afterWord comes behind whatever goes on in a word: no character has a higher number.
const afterWord = "\U0010FFFF\U0010FFFF"

func (q UserQuery) finders(organizationID string) (list []finder) {
	if f, searches := q.searchFinder(organizationID); searches {
		list = append(list, f)
	}
	if q.Filter == UsersDifferentEmail {
		list = append(list, finder{clause{`SELECT d.user_id FROM different_emails d WHERE d.organization_id = ?`, []any{organizationID}}, differentEmailsFilled, false})
	}
	if q.Filter == UsersRefusedLately {
		list = append(list, finder{refusedLately(organizationID, q.Now), "", true})
	}
	if q.Connection != "" {
		list = append(list, finder{clause{`SELECT i.user_id FROM identities i WHERE i.connection_id = ?`, []any{q.Connection}}, "", true})
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
	if err := r.listAfresh(ctx, &ids, f.text+` LIMIT ?`, append(slices.Clone(f.args), most+1)...); err != nil {
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

// narrowed is a query that names those whom it can find, if they are known to be few.
func (r Rows) narrowed(ctx context.Context, organizationID string, q UserQuery) (UserQuery, error) {
	if err := r.knowConnections(ctx, organizationID, &q); err != nil || q.nobody() {
		return q, err
	}
	for _, f := range q.finders(organizationID) {
		ids, all, err := r.found(ctx, f, few)
		if err != nil {
			return q, err
		}
		if all && (q.among == nil || len(ids) < len(q.among)) {
			q.among = ids
		}
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

// nobody says whether it is known that a query finds nobody.
func (q UserQuery) nobody() bool { return q.among != nil && len(q.among) == 0 }

// nearby reads a page of a search for which there are many from those who come next in its
// order. whole is false if too few of these fit.
func (r Rows) nearby(ctx context.Context, organizationID string, q UserQuery, after UserPlace, most int) (lines []UserLine, whole bool, err error) {
	if q.among != nil || strings.TrimSpace(q.Search) == "" {
		return nil, false, nil
	}
	q.next = ahead
	lines, err = r.userPage(ctx, organizationID, q, after, most)
	return lines, len(lines) == most, err
}

// foremost reads a page of many whom a search finds, by name: of those who come next the words
// know the names. whole is false if too few of these fit the rest of the query.
func (r Rows) foremost(ctx context.Context, organizationID string, q UserQuery, after UserPlace, most int) (lines []UserLine, whole bool, err error) {
	f, searches := q.searchFinder(organizationID)
	if !searches || q.among != nil || !q.Sort.byName() {
		return nil, false, nil
	}
	comes, direction := ` > `, ` ASC`
	if q.Sort.down() {
		comes, direction = ` < `, ` DESC`
	}
	if after != nil {
		place, err := q.Sort.values(after)
		if err != nil {
			return nil, false, err
		}
		f.text, f.args = f.text+` AND (w.name, w.user_id)`+comes+`(?, ?)`, append(f.args, place...)
	}
	f.text += ` ORDER BY w.name` + direction + `, w.user_id` + direction
	ids, all, err := r.found(ctx, f, ahead)
	if ids == nil || err != nil {
		return nil, false, err
	}
	q.among = ids
	lines, err = r.userPage(ctx, organizationID, q, after, most)
	return lines, all || len(lines) == most, err
}

// enough says whether at least so many people fit a query, if that is known of a part of them.
func (r Rows) enough(ctx context.Context, organizationID string, q UserQuery, most int) (bool, error) {
	finders := q.finders(organizationID)
	if len(finders) == 0 || q.among != nil {
		return false, nil
	}
	ids, _, err := r.found(ctx, finders[0], 2*most)
	if err != nil || len(ids) < most {
		return false, err
	}
	if finders[0].exact && q.parts() == 1 {
		return true, nil
	}
	q.among = ids
	n, err := r.countUsers(ctx, organizationID, q, most)
	return n >= int64(most), err
}
