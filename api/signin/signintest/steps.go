package signintest

import (
	"errors"
	"net/url"
	"strings"
	"sync"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/mail"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/passwords"
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
	out, err := r.LinkPages.Prove(r.T.Context(), linking.Proof{ID: id, Email: email, Password: word, Visitor: v})
	r.Log.Keep(out.Session, out.Known)
	return out, err
}

// Password signs in with a password.
func (r *Rig) Password(v signin.Visitor, email, word string) (signin.Outcome, error) {
	out, err := r.Passwords.SignIn(r.T.Context(), passwords.Request{
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

// RefuseMore makes the provider one that calls a request with any parameter
// malformed that a sign-in can do without.
func (r *Rig) RefuseMore() {
	r.IDP.Script(func(s *idptest.Script) {
		s.AuthzRefuses = func(q url.Values) string {
			if idp.AsksMore("https://x.example/?" + q.Encode()) {
				return "invalid_request"
			}
			return ""
		}
	})
}

// Again wants the provider to be asked once more, and comes back from there.
func (r *Rig) Again(back signin.Return, who string) signin.Return {
	r.T.Helper()
	_, err := r.Complete(back)
	ask, is := errors.AsType[*signin.AskAgain](err)
	if !is {
		r.T.Fatalf("not asked again: %v", err)
	}
	if idp.AsksMore(ask.AuthorizationURL) || back.Attempts[ask.SpentCookie] == "" || ask.Cookie.Name == ask.SpentCookie {
		r.T.Errorf("asked again with %s", ask.AuthorizationURL)
	}
	r.NoteAttempt(ask.Started)
	query, err := r.Visit(ask.AuthorizationURL, who)
	r.Must(err)
	r.Log.Keep(query.Get("code"))
	next := back
	next.Query, next.Attempts = query, map[string]string{ask.Cookie.Name: ask.Cookie.Value}
	return next
}

// Disconnected signs ana in with Google and takes the account away again; another
// account of hers comes to be.
func (r *Rig) Disconnected() {
	r.T.Helper()
	r.Enters("google", "ana@acme.example")
	r.Unlink("ana", 0)
	r.Must(r.IDP.AddPerson(GooglePerson("7001", "ana@acme.example")))
}

// AsksCode asks for a code and gives the message that waits.
func (r *Rig) AsksCode(id, email string) store.Mail {
	r.T.Helper()
	r.Must(r.LinkPages.SendCode(r.T.Context(), linking.CodeRequest{ID: id, Email: email}))
	due, err := r.DB.TakeMails(r.T.Context(), r.Clock.Now(), r.Clock.Now().Add(time.Hour), 10)
	r.Must(err)
	if len(due) != 1 || due[0].Kind != string(mail.LinkCode) || strings.Contains(due[0].Detail, id) {
		r.T.Fatalf("messages %+v", due)
	}
	return due[0].Mail
}

// MakesCode runs the secret renderer, as when the message is sent.
func (r *Rig) MakesCode(m store.Mail) (made mail.Made, wanted bool) {
	r.T.Helper()
	r.Must(r.DB.InTx(r.T.Context(), func(rows store.Rows) (err error) {
		made, wanted, err = r.LinkPages.MakeCode(r.T.Context(), rows, m)
		return err
	}))
	if code := made.Values["code"]; code != "" {
		r.Log.Keep(code)
	}
	return made, wanted
}

// ProveBy brings a mailed code to a link page.
func (r *Rig) ProveBy(id, email, code string) (signin.Outcome, error) {
	out, err := r.LinkPages.Prove(r.T.Context(), linking.Proof{ID: id, Email: email, Code: code, Visitor: r.Visitor()})
	r.Log.Keep(out.Session, out.Known)
	return out, err
}

// AtOnce completes many returns at once and gives how each ended.
func (r *Rig) AtOnce(backs []signin.Return) ([]signin.Outcome, []error) {
	r.T.Helper()
	outs, errs := make([]signin.Outcome, len(backs)), make([]error, len(backs))
	start := make(chan struct{})
	var all sync.WaitGroup
	for n, back := range backs {
		all.Go(func() {
			<-start
			outs[n], errs[n] = r.Complete(back)
		})
	}
	close(start)
	all.Wait()
	return outs, errs
}
