package e2e_test

import (
	"testing"

	"latchkey/api/store"
)

// What the hand-over of a person to an application asks of the database, once the
// application was read: the session and the code at authorize; the code, the session,
// which is held meanwhile, and the grant at token. Each of the two waits for the disk
// once (applications.md, 2.7).
func TestOAuthWhatAHandOverCosts(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		r, b := w.crm("profile", "email", "offline_access"), w.signedIn("acme", "maya@acme.example")
		var code string
		authorize := func() { code = r.code(b) }
		for name, c := range map[string]struct {
			before, step func()
			costs        store.Work
		}{
			"authorize":                     {func() {}, authorize, store.Work{Statements: 2, Commits: 1}},
			"authorize for an organization": {func() {}, func() { r.code(b, "organization", "acme") }, store.Work{Statements: 2, Commits: 1}},
			"token":                         {authorize, func() { r.tokens(code) }, store.Work{Statements: 4, Commits: 1}},
		} {
			var got store.Work
			for try := 0; try < 5 && got != c.costs; try++ { // an application is read again after a second
				c.before()
				before := w.store.Work()
				c.step()
				after := w.store.Work()
				got = store.Work{Statements: after.Statements - before.Statements, Commits: after.Commits - before.Commits}
			}
			if got != c.costs {
				t.Errorf("%s costs %+v, want %+v", name, got, c.costs)
			}
		}
	})
}
