package connection_test

import (
	"testing"
	"time"

	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
)

// F20: how the secret is sent can be chosen for a generic provider. Another way
// makes a version that must be tested, with the secret that is stored; another
// application begins anew, because what was found out was found of the first.
func TestF20_ClientAuthIsChosen(t *testing.T) {
	onBoth(t, func(r *rig) {
		issuer, expires := "https://login.example", r.now.Add(90*24*time.Hour)
		v := r.save(r.create("okta"), connection.Change{
			Issuer: &issuer, ClientID: ptr("crm"), ClientSecret: ptr(secretA), SecretExpires: &expires,
		})
		r.same("at first", v.Draft.ClientAuth, "")
		v = r.save(v, connection.Change{ClientAuth: ptr("basic_raw")})
		d := v.Draft
		r.same("chosen", []any{d.ClientAuth, d.Number, d.SecretExpires.Equal(expires), d.PassedAt.IsZero()}, []any{"basic_raw", int64(2), true, true})
		opened, err := r.ring.OpenRow(d.SecretPlace(), d.SecretSealed)
		r.must(err)
		r.same("the stored secret", string(opened), secretA)
		v = r.save(v, connection.Change{ClientAuth: ptr("basic_raw")})
		r.same("chosen again", v.Draft.Number, int64(2))
		v = r.save(v, connection.Change{ClientSecret: ptr("another-secret-1")})
		r.same("another secret", []any{v.Draft.ClientAuth, v.Draft.Number}, []any{"basic_raw", int64(3)})
		v = r.save(v, connection.Change{ClientID: ptr("other"), ClientSecret: ptr(secretA)})
		r.same("another application", v.Draft.ClientAuth, "")
		g := r.create("google")
		r.refuses("at a brand", fault.ValidationFailed, []fault.Field{{Pointer: "/clientAuth", Code: "invalid"}}, func() error {
			_, err := r.Change(t.Context(), r.at(g), connection.Change{ClientAuth: ptr("post")})
			return err
		})
	})
}

// I9: what a test finds out is kept with the version that it tried.
func TestI9_ATestKeepsTheWay(t *testing.T) {
	onBoth(t, func(r *rig) {
		provider := r.useTestProvider()
		provider.AddClient(idptest.Client{ID: "crm", Secret: secretA, Auth: idptest.AuthBody})
		issuer := provider.OpenIDIssuer()
		v := r.save(r.create("okta"), connection.Change{Issuer: &issuer, ClientID: ptr("crm"), ClientSecret: ptr(secretA)})
		begun, err := r.BeginTest(t.Context(), connection.TestRequest{
			OrganizationID: r.acme.ID, ConnectionID: v.ID, Admin: r.sofia.ID, SeenHost: "sso.example.com",
		})
		r.must(err)
		r.same("what the test says", begun.Report.Checks[len(begun.Report.Checks)-1].Reason, "auth_post")
		kept, err := r.db.VersionOf(t.Context(), r.acme.ID, v.Draft.ID)
		r.must(err)
		r.same("by the checks", kept.ClientAuth, "post")
		r.must(r.FinishTest(t.Context(), connection.TestEnd{
			OrganizationID: r.acme.ID, ConnectionID: v.ID, TestID: begun.ID, By: r.sofia.ID, Code: fault.TokenInvalid, ClientAuth: "basic",
		}))
		kept, err = r.db.VersionOf(t.Context(), r.acme.ID, v.Draft.ID)
		r.must(err)
		r.same("by the sign-in, though it failed later", kept.ClientAuth, "basic")
	})
}
