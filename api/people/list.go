package people

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// User is a user of an organization with their accounts.
type User struct {
	store.UserLine
	Links       []store.Link
	HasPassword bool        // one that can be used where passwords may be
	Invitation  *Invitation // the last one, as it stood when the user was read; nil: none
	// RoleOrigin is read of one person alone; nil in lists.
	RoleOrigin      *store.RoleOrigin
	RoleLocked      bool // only rules and the provider change the role; read with the origin
	RoleUntilSignIn bool // the next sign-in may replace a role that a person gives; read with it
}

// ChangedName is the name of who changed the user last.
func (u User) ChangedName() string { return store.ActorName(u.ChangedBy, u.ChangedByName) }

// LastSignIn is when and how a user signed in last.
type LastSignIn struct {
	At       time.Time // zero: never
	Provider string    // "" of a password
}

// LastSignIn is the user's latest sign-in, or use of their password or one of their
// accounts: an older program that still runs notes nothing but the use.
func (u User) LastSignIn() LastSignIn {
	last := LastSignIn{At: u.PasswordUsedAt.Time}
	for _, l := range u.Links {
		if l.Used() && !l.LastUsedAt.Before(last.At) {
			last = LastSignIn{At: l.LastUsedAt.Time, Provider: l.Provider}
		}
	}
	if u.LastSignInAt.After(last.At) {
		last = LastSignIn{At: u.LastSignInAt.Time, Provider: u.LastSignInWith}
		if last.Provider == store.WithPassword {
			last.Provider = ""
		}
	}
	return last
}

// Page is a page of an organization's users.
type Page struct {
	List  []User
	Next  store.UserPlace // where the next page begins after; nil: there is none
	Total int64           // that fit the query, on all pages; -1: more than MostCounted
}

// MostCounted is how many people are counted at most for a page: to count everybody of a
// large organization would cost more than the page.
const MostCounted = 1000

// List reads a page of an organization's users after a place of the query's order, or the
// first one.
func (p *People) List(ctx context.Context, organizationID string, q store.UserQuery, after store.UserPlace, size int) (Page, error) {
	q.Now = p.Now()
	q, err := p.Store.NarrowedUsers(ctx, organizationID, q)
	if err != nil {
		return Page{}, fmt.Errorf("look for users: %w", err)
	}
	lines, err := p.Store.UserLines(ctx, organizationID, q, after, size+1)
	if err != nil {
		return Page{}, fmt.Errorf("list users: %w", err)
	}
	var page Page
	if len(lines) > size {
		lines = lines[:size]
		page.Next = q.Sort.PlaceOf(lines[size-1])
	}
	if page.Total, err = p.total(ctx, organizationID, q, after, page, len(lines)); err != nil {
		return Page{}, err
	}
	page.List, err = p.withLinks(ctx, organizationID, lines)
	return page, err
}

// Export reads a page as a file has it: nobody is counted.
func (p *People) Export(ctx context.Context, organizationID string, q store.UserQuery, after store.UserPlace, size int) ([]User, error) {
	q.Now = p.Now()
	lines, err := p.Store.UserLines(ctx, organizationID, q, after, size)
	if err != nil {
		return nil, fmt.Errorf("export users: %w", err)
	}
	return p.withLinks(ctx, organizationID, lines)
}

// total counts those who fit a query, unless the page has them all.
func (p *People) total(ctx context.Context, organizationID string, q store.UserQuery, after store.UserPlace, page Page, here int) (int64, error) {
	if after == nil && page.Next == nil {
		return int64(here), nil
	}
	n, err := p.Store.CountUsers(ctx, organizationID, q, MostCounted+1)
	if err != nil {
		return 0, fmt.Errorf("count users: %w", err)
	}
	if n > MostCounted {
		return -1, nil
	}
	return n, nil
}

// User reads a user of an organization.
func (p *People) User(ctx context.Context, organizationID, userID string) (User, error) {
	line, err := p.Store.UserLine(ctx, organizationID, userID, p.Now())
	if errors.Is(err, store.ErrNotFound) {
		return User{}, fault.Because(fault.NotFound, "no_user")
	}
	if err != nil {
		return User{}, fmt.Errorf("read a user: %w", err)
	}
	list, err := p.withLinks(ctx, organizationID, []store.UserLine{line})
	if err != nil {
		return User{}, err
	}
	origin, err := p.Store.RoleOriginOf(ctx, organizationID, userID)
	if err != nil {
		return User{}, fmt.Errorf("read where a role comes from: %w", err)
	}
	ruled, err := p.Store.RuledRolesOf(ctx, organizationID)
	if err != nil {
		return User{}, err
	}
	list[0].RoleOrigin, list[0].RoleLocked = &origin, ruled.Of(list[0].User)
	list[0].RoleUntilSignIn = ruled.UntilSignIn(list[0].User)
	return list[0], nil
}

func (p *People) withLinks(ctx context.Context, organizationID string, lines []store.UserLine) ([]User, error) {
	list, ids, at := make([]User, len(lines)), make([]string, len(lines)), make(map[string]int, len(lines))
	for i, l := range lines {
		list[i].UserLine, ids[i], at[l.ID] = l, l.ID, i
		list[i].HasPassword = p.Store.PasswordUsable(l.PasswordHash)
	}
	links, err := p.Store.LinksOf(ctx, organizationID, ids)
	if err != nil {
		return nil, fmt.Errorf("list links: %w", err)
	}
	for _, l := range links {
		u := &list[at[l.UserID]]
		u.Links = append(u.Links, l)
	}
	for i := range list {
		list[i].Invitation = list[i].invitation(p.Now())
	}
	return list, nil
}
