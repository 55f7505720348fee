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

// IsOwnLogin says whether a value is what the user signs in with: their address or their
// password, which password managers fill in when they take another form for a sign-in.
// Only a few values an hour are compared with the password, and all others are said to be
// none, so that a stolen session cannot be used to find the password. The error is
// fault.Busy if too many are waiting.
func (p *Profile) IsOwnLogin(ctx context.Context, me store.Principal, value string) (bool, error) {
	if strings.EqualFold(value, me.Email) {
		return true, nil
	}
	if len(value) > maxPasswordBytes {
		return false, nil
	}
	u, err := p.Store.UserByID(ctx, me.OrganizationID, me.UserID)
	if err != nil {
		return false, fmt.Errorf("read a user: %w", gone(err))
	}
	if !p.Store.PasswordUsable(u.PasswordHash) || !p.compared.allow(u.ID, p.Now()) {
		return false, nil
	}
	result, err := p.Passwords.Check(ctx, password.Try{By: password.Caller{Known: true}, Password: value, Hash: u.PasswordHash})
	return result.Match, err
}

// Limits of comparing values with a user's password.
const (
	maxPasswordBytes = 4 * 256 // bytes of the contract's 256 characters
	compareBurst     = 12
	compareEvery     = 10 * time.Minute
	maxCompared      = 1000 // users; then all start again
)

// compared limits the comparisons per user.
type compared struct {
	mu    sync.Mutex
	users map[string]*rate.Limiter
}

func (c *compared) allow(userID string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.users == nil || len(c.users) >= maxCompared {
		c.users = map[string]*rate.Limiter{}
	}
	l := c.users[userID]
	if l == nil {
		l = rate.NewLimiter(rate.Every(compareEvery), compareBurst)
		c.users[userID] = l
	}
	return l.AllowN(now, 1)
}
