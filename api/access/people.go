package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Person is a user of an organization with their accounts.
type Person struct {
	store.UserLine
	Links       []store.Link
	HasPassword bool // one that can be used where passwords may be
}

// ChangedName is the name of who changed the user last.
func (p Person) ChangedName() string { return store.ActorName(p.ChangedBy, p.ChangedByName) }

// LastSignIn is when and how a user signed in last.
type LastSignIn struct {
	At       time.Time // zero: never
	Provider string    // "" of a password
}

// LastSignIn is the latest use of the user's password or of one of their accounts. A
// new password counts as never used.
func (p Person) LastSignIn() LastSignIn {
	last := LastSignIn{At: p.PasswordUsedAt.Time}
	for _, l := range p.Links {
		if l.Used() && !l.LastUsedAt.Before(last.At) {
			last = LastSignIn{At: l.LastUsedAt.Time, Provider: l.Provider}
		}
	}
	return last
}

// People is a page of an organization's users.
type People struct {
	List  []Person
	More  bool  // there is a page after this one
	Total int64 // that fit the query, on all pages
}

// People lists a page of an organization's users after a user, or the first one after
// "". A cursor that is no user of the organization is refused.
func (a *Access) People(ctx context.Context, organizationID string, q store.UserQuery, afterID string, size int) (People, error) {
	var after store.User
	if afterID != "" {
		var err error
		after, err = a.Store.UserByID(ctx, organizationID, afterID)
		if errors.Is(err, store.ErrNotFound) {
			return People{}, invalid("?cursor", "invalid")
		}
		if err != nil {
			return People{}, fmt.Errorf("read a user: %w", err)
		}
	}
	q.Now = a.Now()
	lines, err := a.Store.UserLines(ctx, organizationID, q, after, size+1)
	if err != nil {
		return People{}, fmt.Errorf("list users: %w", err)
	}
	page := People{More: len(lines) > size}
	if page.More {
		lines = lines[:size]
	}
	if page.Total, err = a.Store.CountUsers(ctx, organizationID, q); err != nil {
		return People{}, fmt.Errorf("count users: %w", err)
	}
	page.List, err = a.withLinks(ctx, organizationID, lines)
	return page, err
}

// Person reads a user of an organization.
func (a *Access) Person(ctx context.Context, organizationID, userID string) (Person, error) {
	line, err := a.Store.UserLine(ctx, organizationID, userID, a.Now())
	if errors.Is(err, store.ErrNotFound) {
		return Person{}, fault.Because(fault.NotFound, "no_user")
	}
	if err != nil {
		return Person{}, fmt.Errorf("read a user: %w", err)
	}
	list, err := a.withLinks(ctx, organizationID, []store.UserLine{line})
	if err != nil {
		return Person{}, err
	}
	return list[0], nil
}

func (a *Access) withLinks(ctx context.Context, organizationID string, lines []store.UserLine) ([]Person, error) {
	list, ids, at := make([]Person, len(lines)), make([]string, len(lines)), make(map[string]int, len(lines))
	for i, l := range lines {
		list[i].UserLine, ids[i], at[l.ID] = l, l.ID, i
		list[i].HasPassword = a.Store.Opens(l.PasswordHash)
	}
	links, err := a.Store.LinksOf(ctx, organizationID, ids)
	if err != nil {
		return nil, fmt.Errorf("list links: %w", err)
	}
	for _, l := range links {
		p := &list[at[l.UserID]]
		p.Links = append(p.Links, l)
	}
	return list, nil
}
