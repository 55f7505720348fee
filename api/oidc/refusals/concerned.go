package refusals

import (
	"context"
	"fmt"
	"sync"
	"time"

	"latchkey/api/store"
)

// What a request tells of that names no organization, of an application that has several.
const (
	mostConcerned = 20 // organizations
	usedSince     = 30 * 24 * time.Hour
	usingLife     = time.Minute // how long it is used without reading it again
)

// using remembers who uses the applications that all organizations have.
type using struct {
	mu    sync.Mutex
	lists map[string]usingList // by client
}

type usingList struct {
	organizations []string
	until         time.Time
}

// Concerned lists the organizations whose logs show a request that names no organization: those that
// the operator registered the application for. If that is all of them, or many, it is those whose
// users signed in to it lately. Organizations that switched the application off are left out.
func (l *Log) Concerned(ctx context.Context, a store.Application) ([]string, error) {
	list := []string(a.OrganizationIDs)
	if a.AllOrganizations || len(list) > mostConcerned {
		var err error
		if list, err = l.usersOf(ctx, a.ClientID); err != nil {
			return nil, err
		}
	}
	var concerned []string
	for _, id := range list {
		if a.For(id) {
			concerned = append(concerned, id)
		}
	}
	return concerned, nil
}

func (l *Log) usersOf(ctx context.Context, clientID string) ([]string, error) {
	now := l.now()
	if is, known := l.using.of(clientID); known && now.Before(is.until) {
		return is.organizations, nil
	}
	list, err := l.store.OrganizationsUsing(ctx, clientID, now.Add(-usedSince), mostConcerned)
	if err != nil {
		return nil, fmt.Errorf("list who uses an application: %w", err)
	}
	l.using.keep(clientID, usingList{list, now.Add(usingLife)})
	return list, nil
}

func (u *using) of(clientID string) (usingList, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	is, known := u.lists[clientID]
	return is, known
}

func (u *using) keep(clientID string, list usingList) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.lists[clientID] = list
}
