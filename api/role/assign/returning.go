package assign

import (
	"context"
	"sync"

	"latchkey/api/role/rule"
	"latchkey/api/store"
)

// AtReturn is AtSignIn for somebody whose role stays as it is, without a transaction: false
// where the rules say anything else. What it says holds as long as the rules have the
// revision, and the person is, as they were found.
func (r *Roles) AtReturn(ctx context.Context, rows store.Rows, found store.Returning, f rule.Facts) (Kept, bool) {
	if rule.Mode(found.RoleMode) == rule.Off {
		return Kept{}, true
	}
	set, err := r.sets.of(ctx, rows, found.OrganizationID, found.RulesRevision)
	if err != nil || set.Row.Revision != found.RulesRevision || set.Mode == rule.Off {
		return Kept{}, false
	}
	p := found.Person
	u := store.User{EmailLower: p.EmailLower, Role: p.Role, RoleSource: p.RoleSource, RoleRuleID: p.RoleRuleID, Exempt: p.Exempt}
	f = set.Keep(f)
	f.Domain = DomainOf(u)
	if d := rule.Decide(set.Set, PersonOf(u), f); d.Refuse || d.Changes(PersonOf(u)) {
		return Kept{}, false
	}
	kept, err := keep(f, set.Row.Revision)
	return kept, err == nil
}

const setsMost = 500

// sets are rules of organizations by their revision, each read once; safe for concurrent use.
type sets struct {
	mu   sync.Mutex
	kept map[string]Set // by organization
}

// of gives the rules of a revision, or newer ones.
func (s *sets) of(ctx context.Context, rows store.Rows, organizationID string, revision int64) (Set, error) {
	s.mu.Lock()
	set, is := s.kept[organizationID]
	s.mu.Unlock()
	if is && set.Row.Revision == revision {
		return set, nil
	}
	set, err := Read(ctx, rows, organizationID)
	if err != nil {
		return Set{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= setsMost {
		s.kept = map[string]Set{}
	}
	s.kept[organizationID] = set
	return set, nil
}
