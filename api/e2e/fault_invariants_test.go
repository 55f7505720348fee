//go:build fault

package e2e_test

import (
	"fmt"
	"strings"
	"testing"
)

// invariants hold after every run: one account, one person; nobody is linked twice; every session is of a
// sign-in that was committed.
func (d *deployment) invariants(t *testing.T) {
	t.Helper()
	for what, query := range map[string]string{
		"people with two accounts of one connection": "SELECT count(*) FROM (SELECT user_id FROM identities GROUP BY user_id, connection_id HAVING count(*) > 1) x",
		"accounts of two people":                     "SELECT count(*) FROM (SELECT subject FROM identities GROUP BY connection_id, issuer, subject HAVING count(*) > 1) x",
		"sessions of nobody":                         "SELECT count(*) FROM sessions s LEFT JOIN users u ON u.id = s.user_id WHERE u.id IS NULL",
		"people who were made":                       fmt.Sprintf("SELECT count(*) - %d FROM users", d.count("SELECT count(*) FROM users WHERE email_lower LIKE 'agent%'")),
	} {
		if n := d.count(query); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	for _, p := range d.replicas {
		if log := p.log.String(); strings.Contains(log, `"code":"internal_error"`) || strings.Contains(log, "panic") || strings.Contains(log, "DATA RACE") {
			for line := range strings.Lines(log) {
				if strings.Contains(line, `"code":"internal_error"`) || strings.Contains(line, "panic") {
					t.Errorf("an error of ours: %.500s", line)
					break
				}
			}
		}
	}
}

func (d *deployment) count(query string) int {
	d.t.Helper()
	return int(d.i.counts(query))
}
