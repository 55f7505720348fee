package signintest

import (
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/mail"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// BreakSecret lets the provider refuse acme's Google application.
func (r *Rig) BreakSecret() { r.IDP.SetSecret(ClientID+"-google", "another") }

// MendSecret lets it be accepted again.
func (r *Rig) MendSecret() { r.IDP.SetSecret(ClientID+"-google", ClientSecret) }

// HealthNow is what is believed of acme's Google application.
func (r *Rig) HealthNow() store.Health {
	r.T.Helper()
	c, err := r.DB.ConnectionAt(r.T.Context(), r.Acme.ID, "google")
	r.Must(err)
	return c.Health
}

// Believed wants a verdict.
func (r *Rig) Believed(want store.Verdict) {
	r.T.Helper()
	if h := r.HealthNow(); h.Health != want {
		r.T.Errorf("believed %+v, want %s", h, want)
	}
}

// Starts begins a sign-in with Google and says whether it may.
func (r *Rig) Starts() error {
	_, err := r.Flow.Start(r.T.Context(), signin.StartRequest{Organization: "acme", Provider: "google", Visitor: r.Visitor()})
	return err
}

// Degrade lets two people be refused because of the secret.
func (r *Rig) Degrade() {
	r.T.Helper()
	r.BreakSecret()
	for range 2 {
		r.TurnedAway(r.Away("google", "ana@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
	}
	r.Believed(store.HealthDegraded)
}

// Rotate gives acme's Google a live version whose secret the provider does not
// know yet; the one before stays as the fallback for a while.
func (r *Rig) Rotate(keep time.Duration) {
	r.T.Helper()
	old := *r.Google.LiveVersionID
	c := r.GoLive(r.Google, ClientID+"-google")
	c, err := r.DB.ConnectionByID(r.T.Context(), c.OrganizationID, c.ID)
	r.Must(err)
	v, err := r.DB.VersionOf(r.T.Context(), c.OrganizationID, *c.LiveVersionID)
	r.Must(err)
	v.ID, v.Number = secret.NewID(), v.Number+1
	v.SecretSealed = r.Ring.SealRow(v.SecretPlace(), []byte("canary-new-secret"))
	r.Must(r.DB.AddVersion(r.T.Context(), v))
	c.LiveVersionID, c.FallbackVersionID, c.FallbackUntil = &v.ID, &old, store.At(r.Clock.Now().Add(keep))
	r.Must(r.DB.UpdateConnection(r.T.Context(), c))
	r.Google = c
}

// FallbackUsed is when the old secret was last needed.
func (r *Rig) FallbackUsed() store.Time {
	r.T.Helper()
	c, err := r.DB.ConnectionByID(r.T.Context(), r.Acme.ID, r.Google.ID)
	r.Must(err)
	return c.FallbackUsedAt
}

// Enter gives somebody a session, as a password would, and its refresh token.
func (r *Rig) Enter(name string) (id, token string) {
	r.T.Helper()
	u := r.Users[name]
	row, token, err := r.Sessions.Begin(session.Entry{OrganizationID: u.OrganizationID, UserID: u.ID, Method: "password", Idle: time.Hour, Absolute: time.Hour})
	r.Must(err)
	r.Must(r.DB.AddSession(r.T.Context(), row))
	r.Log.Keep(token)
	return row.ID, token
}

// Lie changes a claim of every token.
func (r *Rig) Lie(claim string, value any) {
	r.IDP.Script(func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { c[claim] = value } })
}

// Mailing has the flow send mail.
func (r *Rig) Mailing() {
	r.Options.Mail = mail.Outbox{On: true, Now: r.Clock.Now}
	r.Build()
}

// Asked ends a sign-in at the link page and gives the pending link's id.
func (r *Rig) Asked(provider, who string) string {
	r.T.Helper()
	back := r.Away(provider, who)
	out, err := r.Complete(back)
	r.Must(err)
	if out.PendingLink == "" || out.Session != "" || out.Organization != "acme" || back.Attempts[out.SpentCookie] == "" {
		r.T.Fatalf("outcome %+v", out)
	}
	rows := r.Rows(back.Visitor.Reference)
	if len(rows) != 1 || rows[0].Code != "link_required" {
		r.T.Errorf("rows %+v", rows)
	}
	return out.PendingLink
}

// Prove brings a password to a link page.
func (r *Rig) Prove(id, email, word string) (signin.Outcome, error) {
	return r.ProveAs(r.Visitor(), id, email, word)
}

// ProveAs is Prove from a browser.
func (r *Rig) ProveAs(v signin.Visitor, id, email, word string) (signin.Outcome, error) {
	out, err := r.Flow.ProveLink(r.T.Context(), signin.LinkProof{ID: id, Email: email, Password: word, Visitor: v})
	r.Log.Keep(out.Session, out.Known)
	return out, err
}

// Password signs in with a password.
func (r *Rig) Password(v signin.Visitor, email, word string) (signin.Outcome, error) {
	out, err := r.Flow.Password(r.T.Context(), signin.PasswordSignIn{
		Organization: "acme", Email: email, Password: word, ReturnTo: "/profile", Visitor: v,
	})
	r.Log.Keep(out.Session, out.Known)
	return out, err
}

// RequireSSO requires SSO from a time on.
func (r *Rig) RequireSSO(from time.Time) {
	r.T.Helper()
	r.Acme.SSORequiredAt = store.At(from)
	r.Must(r.DB.UpdateOrganization(r.T.Context(), r.Acme))
}

// Unlink disconnects one of somebody's accounts.
func (r *Rig) Unlink(name string, which int) {
	r.T.Helper()
	r.Must(r.DB.InTx(r.T.Context(), func(rows store.Rows) error {
		_, err := rows.Unlink(r.T.Context(), r.Acme.ID, r.Users[name].ID, r.Identities(name)[which].ID, r.Clock.Now())
		return err
	}))
}

// InTx runs work in a transaction that must go well.
func (r *Rig) InTx(work func(rows store.Rows) error) {
	r.T.Helper()
	r.Must(r.DB.InTx(r.T.Context(), work))
}
