package store

import (
	"regexp"
	"sync"
	"sync/atomic"
)

// liveWrites counts the changes by this process of what a [LiveConnection] is read from, so
// that who remembers one knows at once that it is old.
type liveWrites struct {
	n     atomic.Int64
	known sync.Map // query -> whether it is one
}

// LiveWrites counts the changes by this process, since it began, of what a [LiveConnection] is
// read from. Whoever remembers one keeps this number beside it: once it differs, it is old.
func (s *Store) LiveWrites() int64 { return s.statements.live.n.Load() }

// ofLive finds what changes one. Whoever only locks an organization changes nothing.
var ofLive = regexp.MustCompile(`(?:UPDATE|INSERT INTO|DELETE FROM) (?:connections|connection_versions|organizations|role_rule_sets)\s`)

// of says whether a statement changes one, and keeps the answer for those that are kept prepared.
func (l *liveWrites) of(query string) bool {
	if is, known := l.known.Load(query); known {
		return is == true
	}
	is := changesLive(query)
	l.known.Store(query, is)
	return is
}

func changesLive(query string) bool { return query != lockOrganization && ofLive.MatchString(query) }

// noteLive counts a change that was sent, or leaves that to the end of its transaction:
// whoever reads before it is committed reads what was.
func (r Rows) noteLive() {
	if r.tx != nil {
		r.noted.live = true
		return
	}
	r.statements.live.n.Add(1)
}
