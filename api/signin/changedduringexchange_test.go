package signin_test

import (
	"sync"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// duringExchange completes a return while something happens between the code and
// the commit.
func (r *rig) duringExchange(back signin.Return, happens func()) (signin.Outcome, error) {
	r.T.Helper()
	var once sync.Once
	r.IDP.Script(func(s *idptest.Script) {
		s.TokenMembers = func(answer map[string]any) { r.NoteTokens(answer); once.Do(happens) }
	})
	return r.Complete(back)
}

// L4: what was turned off or changed while the code was sent decides, not what
// was read before; a change that does not matter stops nobody.
func TestL4ChangedDuringTheExchange(t *testing.T) {
	connection := func(edit func(*store.Connection)) func(r *rig) { return func(r *rig) { r.Change("google", edit) } }
	for what, c := range map[string]struct {
		happens func(r *rig)
		code    fault.Code
		reason  string
	}{
		"turned off":                 {connection(func(c *store.Connection) { c.State = store.Disabled }), fault.SSOProviderDisabled, "disabled"},
		"removed":                    {connection(func(c *store.Connection) { c.State = store.Removed }), fault.SSOProviderDisabled, "removed"},
		"locked":                     {connection(func(c *store.Connection) { c.LockedTo = store.Strings{"globex.example"} }), fault.WrongHostedDomain, ""},
		"linked in the profile only": {connection(func(c *store.Connection) { c.Linking = store.LinkProfileOnly }), fault.LinkInProfileFirst, ""},
		"another version":            {func(r *rig) { r.GoLive(r.Google, "client-2") }, fault.SSOConfigChanged, "other_version"},
		"the organization suspended": {func(r *rig) { r.Acme.Active = false; r.Must(r.DB.UpdateOrganization(r.T.Context(), r.Acme)) }, fault.SSOProviderDisabled, "organization_suspended"},
		"another name for it":        {connection(func(c *store.Connection) { c.DifferentEmail = !c.DifferentEmail }), "", ""},
	} {
		t.Run(what, func(t *testing.T) {
			onBoth(t, func(r *rig) {
				back := r.Away("google", "ana@acme.example")
				out, err := r.duringExchange(back, func() { c.happens(r) })
				rows := r.Rows(back.Visitor.Reference)
				if c.code == "" {
					if err != nil || out.Session == "" || len(rows) != 1 || rows[0].Code != "" {
						r.T.Errorf("got %+v, %v, rows %+v", out, err, rows)
					}
					return
				}
				if f := fault.Of(err); err == nil || f.Code != c.code || c.reason != "" && f.Reason != c.reason {
					r.T.Errorf("got %+v, %v", out, err)
				}
				if len(rows) != 1 || rows[0].Code != string(c.code) || r.EndSessions() != 0 || len(r.Identities("ana")) != 0 {
					r.T.Errorf("rows %+v, %d sessions", rows, r.EndSessions())
				}
			})
		})
	}
}
