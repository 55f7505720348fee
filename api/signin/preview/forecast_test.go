package preview_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/signin"
	"latchkey/api/signin/decision"
	"latchkey/api/signin/preview"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// locked is a connection with this lock and policy.
func locked(linking store.Linking, weak store.WeakProof, lock ...string) func(*store.Connection) {
	return func(c *store.Connection) { c.Linking, c.WeakProof, c.LockedTo = linking, weak, lock }
}

// foreseen reads what is foreseen of somebody.
func (r *rig) foreseen(provider, name string) decision.Prediction {
	r.T.Helper()
	c, err := r.DB.ConnectionAt(r.T.Context(), r.Acme.ID, provider)
	r.Must(err)
	p, err := r.Forecasts.Preview(r.T.Context(), r.Acme.ID, c.ID)
	r.Must(err)
	for _, e := range p.Entries {
		if e.UserID == r.Users[name].ID {
			return e.Prediction
		}
	}
	r.T.Fatalf("%s is not in the preview", name)
	return decision.Prediction{}
}

// happened is what a real sign-in came to, as a forecast says it.
func (r *rig) happened(provider, who string) decision.Prediction {
	r.T.Helper()
	links := r.Links()
	out, err := r.Complete(r.Away(provider, who))
	refusal, refused := errors.AsType[*signin.Refusal](err)
	switch {
	case refused:
		return decision.Prediction{Outcome: decision.Refused, Code: refusal.Fault.Code}
	case out.PendingLink != "":
		return r.proven(out.PendingLink)
	case r.Links() > links:
		return decision.Prediction{Outcome: decision.Silent}
	}
	return decision.Prediction{Outcome: decision.Linked}
}

func (r *rig) oddKnowsAPassword() {
	_, hash := signintest.Shared()
	r.ChangeUser("odd", func(u *store.User) { u.PasswordHash = &hash })
}

// proven is what comes of being asked: somebody of whom the link page could take
// no proof does not get in.
func (r *rig) proven(pending string) decision.Prediction {
	r.T.Helper()
	page, err := r.LinkPages.Read(r.T.Context(), pending)
	r.Must(err)
	if len(page.Proofs) == 0 {
		return decision.Prediction{Outcome: decision.Refused}
	}
	return decision.Prediction{Outcome: decision.Asked}
}

// shown writes a passed test of acme's connection at a provider that saw an account.
func (r *rig) shown(provider string, a store.SeenAccount) {
	r.T.Helper()
	c, err := r.DB.ConnectionAt(r.T.Context(), r.Acme.ID, provider)
	r.Must(err)
	r.Must(r.DB.AddConnectionTest(r.T.Context(), store.ConnectionTest{
		ID: secret.NewID(), OrganizationID: r.Acme.ID, ConnectionID: c.ID, VersionID: *c.LiveVersionID, VersionNumber: 1,
		StartedBy: r.Users["boss"].ID, StartedAt: store.At(r.Clock.Now()), State: store.TestPassed,
		Report: store.TestReport{Account: &a},
	}))
}

// The accounts that tests of a forecast saw.
func workspace() store.SeenAccount {
	return store.SeenAccount{Domain: "acme.example", EmailVerified: true, HostedDomain: "acme.example"}
}

func directory() store.SeenAccount {
	return store.SeenAccount{Domain: "acme.example", TenantID: signintest.TenantA, Username: true}
}

// "What happens on Monday?" is what happens: for every case the forecast says
// what a real sign-in with such an account comes to.
func TestForecastIsWhatHappens(t *testing.T) {
	const automatic, confirm, inProfile = store.LinkAutomatic, store.LinkConfirm, store.LinkProfileOnly
	linked := func(provider, who string) func(*rig) {
		return func(r *rig) { r.Enters(provider, who) }
	}
	tested := func(provider string, a store.SeenAccount) func(*rig) {
		return func(r *rig) { r.shown(provider, a) }
	}
	for name, c := range map[string]struct {
		provider, user, account string
		before                  func(r *rig)
		settings                func(*store.Connection)
		want                    decision.Prediction
	}{
		"Google, of the locked domain":            {"google", "ana", "ana@acme.example", nil, locked(automatic, store.WeakAsk, "Acme.Example"), decision.Prediction{Outcome: "silent"}},
		"Google, not locked":                      {"google", "ana", "ana@acme.example", tested("google", workspace()), locked(automatic, store.WeakAsk), decision.Prediction{Outcome: "silent"}},
		"Google, another domain locked":           {"google", "ana", "ana@acme.example", tested("google", workspace()), locked(automatic, store.WeakAsk, "globex.example"), decision.Prediction{Outcome: "refused", Code: fault.WrongHostedDomain, Reason: "outside_lock"}},
		"Google, a super admin":                   {"google", "boss", "boss@acme.example", nil, locked(automatic, store.WeakAsk), decision.Prediction{Outcome: "ask", Reason: "super_admin"}},
		"Google, links are confirmed":             {"google", "ana", "ana@acme.example", nil, locked(confirm, store.WeakAsk), decision.Prediction{Outcome: "ask", Reason: "policy_confirm"}},
		"Google, links are made in the profile":   {"google", "ana", "ana@acme.example", nil, locked(inProfile, store.WeakAsk), decision.Prediction{Outcome: "refused", Code: fault.LinkInProfileFirst, Reason: "profile_only"}},
		"Google, a private address":               {"google", "priv", "someone@gmail.com", nil, locked(automatic, store.WeakAsk), decision.Prediction{Outcome: "silent", Reason: "personal_address"}},
		"Google, a private address outside":       {"google", "priv", "someone@gmail.com", nil, locked(automatic, store.WeakAsk, "acme.example"), decision.Prediction{Outcome: "refused", Code: fault.WrongHostedDomain, Reason: "outside_lock"}},
		"Google, linked":                          {"google", "ana", "ana@acme.example", linked("google", "ana@acme.example"), locked(automatic, store.WeakAsk, "acme.example"), decision.Prediction{Outcome: "linked"}},
		"Google, linked, in the profile only":     {"google", "ana", "ana@acme.example", linked("google", "ana@acme.example"), locked(inProfile, store.WeakRefuse), decision.Prediction{Outcome: "linked"}},
		"Google, linked, and locked out since":    {"google", "ana", "ana@acme.example", linked("google", "ana@acme.example"), locked(automatic, store.WeakAsk, "globex.example"), decision.Prediction{Outcome: "refused", Code: fault.WrongHostedDomain, Reason: "outside_lock"}},
		"Microsoft, a domain that a test learned": {"microsoft", "ana", "m-ana", tested("microsoft", directory()), locked(automatic, store.WeakAsk, signintest.TenantA), decision.Prediction{Outcome: "silent"}},
		"Microsoft, a domain of another tenant": {"microsoft", "olga", "m-olga", func(r *rig) {
			r.shown("microsoft", store.SeenAccount{Domain: "olga.example", TenantID: signintest.TenantB})
			r.shown("microsoft", directory())
		}, locked(automatic, store.WeakAsk, signintest.TenantA), decision.Prediction{Outcome: "refused", Code: fault.WrongTenant, Reason: "other_tenant"}},
		"Microsoft, a link does not say of guests":  {"microsoft", "bob", "m-bob", linked("microsoft", "m-ana"), locked(automatic, store.WeakAsk, signintest.TenantA), decision.Prediction{Outcome: "unknown", Reason: "no_test"}},
		"Microsoft, not locked":                     {"microsoft", "ana", "m-ana", tested("microsoft", directory()), locked(automatic, store.WeakAsk), decision.Prediction{Outcome: "ask", Reason: "tenant_not_locked"}},
		"Microsoft, not locked, weak is refused":    {"microsoft", "ana", "m-ana", nil, locked(automatic, store.WeakRefuse), decision.Prediction{Outcome: "refused", Code: fault.EmailNotVerified, Reason: "tenant_not_locked"}},
		"Microsoft, not locked, confirmed":          {"microsoft", "ana", "m-ana", tested("microsoft", directory()), locked(confirm, store.WeakRefuse), decision.Prediction{Outcome: "ask", Reason: "policy_confirm"}},
		"Microsoft, a super admin of the directory": {"microsoft", "boss", "m-boss", tested("microsoft", directory()), locked(automatic, store.WeakAsk, signintest.TenantA), decision.Prediction{Outcome: "ask", Reason: "super_admin"}},
		"Microsoft, linked, weak is refused":        {"microsoft", "ana", "m-ana", linked("microsoft", "m-ana"), locked(automatic, store.WeakRefuse), decision.Prediction{Outcome: "linked"}},
		"Microsoft, linked, and locked out since":   {"microsoft", "ana", "m-ana", linked("microsoft", "m-ana"), locked(automatic, store.WeakAsk, signintest.TenantB), decision.Prediction{Outcome: "refused", Code: fault.WrongTenant, Reason: "other_tenant"}},
		"S12: Google, disconnected":                 {"google", "ana", "ana@acme.example", (*rig).Disconnected, locked(automatic, store.WeakAsk), decision.Prediction{Outcome: "ask", Reason: "disconnected"}},
		"S12: Google, disconnected, weak refused":   {"google", "ana", "ana@acme.example", func(r *rig) { tested("google", workspace())(r); r.Disconnected() }, locked(automatic, store.WeakRefuse), decision.Prediction{Outcome: "ask", Reason: "disconnected"}},
		"S12: Google, disconnected, another one":    {"google", "ana", "7001", (*rig).Disconnected, locked(automatic, store.WeakAsk), decision.Prediction{Outcome: "ask", Reason: "disconnected"}},
		"S12: Google, disconnected, in the profile": {"google", "ana", "ana@acme.example", (*rig).Disconnected, locked(inProfile, store.WeakAsk), decision.Prediction{Outcome: "refused", Code: fault.LinkInProfileFirst, Reason: "profile_only"}},
		"Google, an address that no provider sends": {"google", "odd", "odd", (*rig).oddKnowsAPassword, locked(automatic, store.WeakAsk), decision.Prediction{Outcome: "ask", Reason: "no_email"}},
		"Google, such an address, weak is refused":  {"google", "odd", "odd", nil, locked(automatic, store.WeakRefuse), decision.Prediction{Outcome: "refused", Code: fault.EmailMissing, Reason: "no_email"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			r.moreAccounts()
			if c.before != nil {
				c.before(r)
			}
			r.Change(c.provider, c.settings)
			got := r.foreseen(c.provider, c.user)
			if got != c.want {
				t.Errorf("foreseen %+v, want %+v", got, c.want)
			}
			really := r.happened(c.provider, c.account)
			if got.Outcome != decision.Unknown && (really.Outcome != got.Outcome || really.Code != got.Code) {
				t.Errorf("foreseen %+v, and then %+v", got, really)
			}
		})
	}
}

// moreAccounts are people whom only forecasts look at.
func (r *rig) moreAccounts() {
	r.T.Helper()
	for name, email := range map[string]string{"priv": "someone@gmail.com", "olga": "olga@olga.example", "odd": "zoë@acme.example"} {
		u := store.NewUser(r.Acme.ID, email, name, store.Agent, r.Clock.Now())
		r.Must(r.DB.AddUser(r.T.Context(), u))
		r.Users[name] = u
	}
	for _, p := range []idptest.Person{
		{Provider: "microsoft", Subject: "m-bob", Email: "bob@acme.example", TenantID: signintest.TenantA, ObjectID: "o-bob"},
		{Provider: "microsoft", Subject: "m-boss", Email: "boss@acme.example", TenantID: signintest.TenantA, ObjectID: "o-boss"},
		{Provider: "microsoft", Subject: "m-olga", Email: "olga@olga.example", TenantID: signintest.TenantB, ObjectID: "o-olga"},
		{Provider: "google", Subject: "odd", Email: "zoë@acme.example", HostedDomain: "acme.example", EmailVerified: true},
	} {
		r.Must(r.IDP.AddPerson(p))
	}
}

// The counts are of all active people, and say who could still use a password.
func TestPreview(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.moreAccounts()
		r.Enters("google", "ana@acme.example")
		before := r.EndSessions()
		r.Change("google", locked(store.LinkAutomatic, store.WeakAsk))
		r.Change("google", func(c *store.Connection) { c.State = store.Draft })
		p, err := r.Forecasts.Preview(r.T.Context(), r.Acme.ID, r.Google.ID)
		r.Must(err)
		want := map[decision.PredictedOutcome]int{decision.Linked: 1, decision.Silent: 3, decision.Asked: 1, decision.Refused: 1, decision.Unknown: 1} // omar is not active
		if p.People != 7 || !reflect.DeepEqual(p.Count, want) || p.PersonalAddresses != 1 || p.RefusedWithPassword != 0 || len(p.Entries) != 7 || !reflect.DeepEqual(p.Domains, []string{"acme.example", "gmail.com"}) {
			r.T.Errorf("unlocked: %+v", p)
		}
		reasons := []preview.Reason{
			{Outcome: "ask", Reason: "super_admin", People: 1},
			{Outcome: "linked", People: 1},
			{Outcome: "refused", Reason: "no_proof", People: 1},
			{Outcome: "silent", People: 2},
			{Outcome: "silent", Reason: "personal_address", People: 1},
			{Outcome: "unknown", Reason: "domain_unseen", People: 1},
		}
		if !reflect.DeepEqual(p.Reasons, reasons) {
			r.T.Errorf("reasons %+v", p.Reasons)
		}
		r.Change("google", locked(store.LinkAutomatic, store.WeakAsk, "globex.example"))
		r.ChangeUser("bob", func(u *store.User) { u.Exempt = true })
		if p, err = r.Forecasts.Preview(r.T.Context(), r.Acme.ID, r.Google.ID); err != nil || p.Count[decision.Refused] != 7 || p.RefusedWithPassword != 4 {
			r.T.Errorf("locked out: %+v, %v", p, err) // ana, bob, boss and gita have a password
		}
		r.Acme.SSORequiredAt = store.At(r.Clock.Now())
		r.Must(r.DB.UpdateOrganization(r.T.Context(), r.Acme))
		if p, err = r.Forecasts.Preview(r.T.Context(), r.Acme.ID, r.Google.ID); err != nil || p.RefusedWithPassword != 1 || !reflect.DeepEqual(p.Domains, []string{"globex.example"}) {
			r.T.Errorf("with SSO required only bob is exempt: %+v, %v", p, err)
		}
		if r.Links() != 1 || r.EndSessions() != 0 || before != 1 {
			r.T.Error("a preview wrote")
		}
		for _, connection := range []string{"", "unknown", r.Entra.ID} {
			r.Change("microsoft", func(c *store.Connection) { c.State = store.Removed })
			if _, err := r.Forecasts.Preview(r.T.Context(), r.Acme.ID, connection); fault.Of(err).Code != fault.NotFound {
				r.T.Errorf("%q: %v", connection, err)
			}
		}
		if _, err := r.Forecasts.Preview(r.T.Context(), r.Globex.ID, r.Google.ID); fault.Of(err).Code != fault.NotFound {
			r.T.Errorf("another organization's: %v", err) // E01
		}
	})
}

// BenchmarkPreview forecasts an organization of 10,000.
func BenchmarkPreview(b *testing.B) {
	db, now := storetest.Open(b, store.SQLite), time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	o := store.NewOrganization("acme", "Acme", now)
	c := store.NewConnection(o.ID, "google", now)
	c.LockedTo = store.Strings{"acme.example"}
	must(db.InTx(b.Context(), func(rows store.Rows) error {
		if err := errors.Join(rows.AddOrganization(b.Context(), o), rows.AddConnection(b.Context(), c)); err != nil {
			return err
		}
		for n := range 10_000 {
			u := store.NewUser(o.ID, fmt.Sprintf("agent%d@acme.example", n), fmt.Sprint("Agent ", n), store.Agent, now)
			if err := rows.AddUser(b.Context(), u); err != nil {
				return err
			}
		}
		return nil
	}))
	forecasts := preview.New(preview.Options{Store: db, Now: func() time.Time { return now }})
	for b.Loop() {
		p, err := forecasts.Preview(b.Context(), o.ID, c.ID)
		if err != nil || p.Count[decision.Silent] != 10_000 {
			b.Fatal(p.Count, err)
		}
	}
}
