package access

import (
	"context"
	"fmt"
	"time"
)

// OpenPath leads to the one application that there is.
const OpenPath = "/oauth/open"

// settingLife is how long the operator's setting is used without reading it again: every
// sign-in at our own page asks for it.
const settingLife = time.Second

type setting struct {
	on    bool
	until time.Time
}

// GoesOn says whether people who sign in at our own page go on to the one application of
// their organization: the operator's setting, as it is or was a second ago.
func (a *Access) GoesOn(ctx context.Context) (bool, error) {
	if is := a.goesOn.Load(); is != nil && a.Now().Before(is.until) {
		return is.on, nil
	}
	on, err := a.Store.GoToOnlyApplication(ctx)
	if err != nil {
		return false, fmt.Errorf("read a setting: %w", err)
	}
	a.goesOn.Store(&setting{on, a.Now().Add(settingLife)})
	return on, nil
}

// Only gives the address of the one application of an organization, "" if it has none,
// several, or one that has no address; and if the operator does not want people to go on.
func (a *Access) Only(ctx context.Context, organizationID string) (string, error) {
	on, err := a.GoesOn(ctx)
	if err != nil || !on {
		return "", err
	}
	list, err := a.Store.ApplicationsFor(ctx, organizationID)
	if err != nil {
		return "", fmt.Errorf("list applications: %w", err)
	}
	link, n := "", 0
	for _, is := range list {
		if !is.Access.Off {
			link, n = a.link(is.Application), n+1
		}
	}
	if n != 1 {
		return "", nil
	}
	return link, nil
}
