package profile

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"latchkey/api/password"
	"latchkey/api/store"
)

// IsOwnLogin says whether a value is what the holder signs in with: their address
// or their password. A password manager that takes another form for a login fills
// those in. Only a few values an hour are compared with the password, and "no" is
// said of all others, so that whoever got hold of a session cannot use it to find
// the password out. The error is fault.Busy when too many wait.
func (p *Profile) IsOwnLogin(ctx context.Context, h store.Principal, value string) (bool, error) {
	if strings.EqualFold(value, h.Email) {
		return true, nil
	}
	if len(value) > mostPassword {
		return false, nil
	}
	u, err := p.Store.UserByID(ctx, h.OrganizationID, h.UserID)
	if err != nil {
		return false, fmt.Errorf("read a user: %w", gone(err))
	}
	if !p.Store.Opens(u.PasswordHash) || !p.compared.allow(u.ID, p.Now()) {
		return false, nil
	}
	result, err := p.Passwords.Check(ctx, password.Try{By: password.Caller{Known: true}, Password: value, Hash: u.PasswordHash})
	return result.Match, err
}

// The bounds of comparing values with somebody's password.
const (
	mostPassword  = 4 * 256 // bytes of the contract's 256 characters
	compareBurst  = 12
	compareEvery  = 10 * time.Minute
	comparedKnown = 1000 // people; then all begin anew
)

// compared bounds the comparisons by person.
type compared struct {
	mu    sync.Mutex
	users map[string]*rate.Limiter
}

func (c *compared) allow(userID string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.users == nil || len(c.users) >= comparedKnown {
		c.users = map[string]*rate.Limiter{}
	}
	l := c.users[userID]
	if l == nil {
		l = rate.NewLimiter(rate.Every(compareEvery), compareBurst)
		c.users[userID] = l
	}
	return l.AllowN(now, 1)
}
