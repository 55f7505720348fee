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
	HasPassword bool // one that can be used where passwords may be
}

// ChangedName is the name of who changed the user last.
func (u User) ChangedName() string { return store.ActorName(u.ChangedBy, u.ChangedByName) }

// LastSignIn is when and how a user signed in last.
type LastSignIn struct {
	At       time.Time // zero: never
	Provider string    // "" of a password
}

// LastSignIn is the latest use of the user's password or of one of their accounts. A
// new password counts as never used.
func (u User) LastSignIn() LastSignIn {
	last := LastSignIn{At: u.PasswordUsedAt.Time}
	for _, l := range u.Links {
		if l.Used() && !l.LastUsedAt.Before(last.At) {
			last = LastSignIn{At: l.LastUsedAt.Time, Provider: l.Provider}
		}
	}
	return last
}

// Page is a page of an organization's users.
type Page struct {
	List  []User
	More  bool  // there is a page after this one
	Total int64 // that fit the query, on all pages
}

// List reads a page of an organization's users after a user, or the first one after "".
// A cursor that is no user of the organization is refused.
func (p *People) List(ctx context.Context, organizationID string, q store.UserQuery, afterID string, size int) (Page, error) {
	var after store.User
	if afterID != "" {
		var err error
		after, err = p.Store.UserByID(ctx, organizationID, afterID)
		if errors.Is(err, store.ErrNotFound) {
			return Page{}, fault.Invalid(fault.Field{Pointer: "?cursor", Code: "invalid"})
		}
		if err != nil {
			return Page{}, fmt.Errorf("read a user: %w", err)
		}
	}
	q.Now = p.Now()
	lines, err := p.Store.UserLines(ctx, organizationID, q, after, size+1)
	if err != nil {
		return Page{}, fmt.Errorf("list users: %w", err)
	}
	page := Page{More: len(lines) > size}
	if page.More {
		lines = lines[:size]
	}
	if page.Total, err = p.Store.CountUsers(ctx, organizationID, q); err != nil {
		return Page{}, fmt.Errorf("count users: %w", err)
	}
	page.List, err = p.withLinks(ctx, organizationID, lines)
	return page, err
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
	return list, nil
}
