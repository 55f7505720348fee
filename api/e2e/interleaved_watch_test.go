package e2e_test

import (
	"net/http"
	"time"
)

// The properties that hold at every moment, one statement each, from the spec and not from
// the guards: an address has one owner, whatever its spelling, and a super admin has a
// password that may be used or an account at a connection that is on.
const (
	addressesTwice = `
		SELECT count(*) FROM (SELECT LOWER(email) FROM users WHERE organization_id = ? GROUP BY LOWER(email) HAVING count(*) > 1) twice`
	whoCanManage = `
		FROM users u JOIN organizations o ON o.id = u.organization_id
		WHERE o.id = ? AND u.role = 'super_admin' AND u.active AND (
			u.password_hash IS NOT NULL AND (u.exempt OR o.password_sign_in AND o.sso_required_at IS NULL)
			OR EXISTS (SELECT 1 FROM identities i JOIN connections c ON c.id = i.connection_id WHERE i.user_id = u.id AND c.state = 'enabled'))`
)

// watch looks at the properties all the time.
func (c *throng) watch(over <-chan struct{}) {
	for looks := 0; ; looks++ {
		if n := c.count(addressesTwice, c.id); n > 0 {
			c.t.Errorf("%d addresses have two owners", n)
			return
		}
		if c.count("SELECT count(*) "+whoCanManage, c.id) == 0 {
			c.t.Error("no super admin can sign in")
			return
		}
		select {
		case <-over:
			if looks < 10 {
				c.t.Errorf("only %d looks", looks)
			}
			return
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// wantSomebodyIn signs in one of those who can, and manages with it.
func (c *throng) wantSomebodyIn() {
	c.t.Helper()
	var can []struct {
		Email string
		Hash  *string `db:"password_hash"`
	}
	must(c.t, c.raw.Select(&can, c.raw.Rebind("SELECT u.email, u.password_hash "+whoCanManage), c.id))
	for _, one := range can {
		if one.Hash == nil {
			continue
		}
		b := c.browser()
		b.password("acme", one.Email, everybodysPassword).want(http.StatusOK, "")
		(&office{c.t, c.world, b.token(), "acme"}).ask(http.MethodGet, "role-rules", nil, "").want(http.StatusOK, "")
	}
	if len(can) == 0 {
		c.t.Error("no super admin is left")
	}
}
