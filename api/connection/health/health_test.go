package health_test

import (
	"errors"
	"testing"
	"time"

	"latchkey/api/connection/health"
	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// A45, A48: two refusals of the credentials within a minute, and the warning
// dialog opens in place; one start per half a minute finds out whether
// it was mended.
func TestInvalidApplication(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.BreakSecret()
		r.Refused(r.Away("google", "ana@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
		r.Believed(store.HealthSuspect)
		r.Must(r.Starts())
		r.Refused(r.Away("google", "bob@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
		r.Believed(store.HealthDegraded)
		if f := fault.Of(r.Starts()); f.Code != fault.SSOAppInvalid || f.Reason != "client_secret_invalid" {
			r.T.Errorf("a start got %v", f)
		}
		if r.Log.Count("connection degraded") != 1 {
			r.T.Error("the operator's log has not one line")
		}
		r.Clock.Add(30 * time.Second)
		trial := r.Away("google", "ana@acme.example")
		if f := fault.Of(r.Starts()); f.Code != fault.SSOAppInvalid {
			r.T.Errorf("a second start in the same half minute got %v", f)
		}
		r.Refused(trial, fault.SSOAppInvalid, "client_secret_invalid") // not mended yet
		r.Believed(store.HealthDegraded)
		r.MendSecret()
		r.Clock.Add(30 * time.Second)
		r.Enters("google", "ana@acme.example")
		r.Believed(store.HealthOK)
		r.Must(r.Starts())
	})
}

// The provider took the credentials: who the person is does not matter.
func TestTrialOfAnUnknownPersonMendsToo(t *testing.T) {
	for name, who := range map[string]string{
		"refused": "stranger@acme.example", "asked to link": "boss@acme.example", "from a wrong domain": "someone@gmail.com",
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			r.Degrade()
			r.MendSecret()
			r.Clock.Add(30 * time.Second)
			_, _ = r.Complete(r.Away("google", who))
			r.Believed(store.HealthOK)
		})
	}
}

// Only a refusal of the credentials counts, of the live version, twice.
func TestWhatDoesNotDegrade(t *testing.T) {
	twice := func(r *rig, code fault.Code, reason string) {
		for range 3 {
			r.TurnedAway(r.Away("google", "ana@acme.example"), code, reason)
		}
	}
	for name, c := range map[string]func(r *rig){
		"a provider that is away": func(r *rig) {
			r.IDP.Script(func(s *idptest.Script) { s.TokenAnswer = idptest.Body(503, "text/plain", "") })
			twice(r, fault.ProviderUnreachable, "token_http_503")
		},
		"a code that is refused": func(r *rig) {
			r.IDP.Script(func(s *idptest.Script) { s.TokenAnswer = idptest.OAuthError(400, "invalid_grant", "") })
			twice(r, fault.CodeRejected, "token_answer")
		},
		"a version that is no longer live": func(r *rig) {
			r.BreakSecret()
			one, two := r.Away("google", "ana@acme.example"), r.Away("google", "ana@acme.example")
			r.Google = r.GoLive(r.Google, "client-2")
			r.TurnedAway(one, fault.SSOConfigChanged, "other_version")
			r.TurnedAway(two, fault.SSOConfigChanged, "other_version")
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			c(r)
			r.Believed(store.HealthOK)
			r.Must(r.Starts())
		})
	}
	t.Run("a second refusal after the minute", func(t *testing.T) {
		r := onOne(t)
		r.BreakSecret()
		for range 3 {
			r.TurnedAway(r.Away("google", "ana@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
			r.Believed(store.HealthSuspect)
			r.Clock.Add(time.Minute + time.Second)
		}
	})
}

// S6: the administrator counts as informed once a mail about this time was sent, not
// while it waits.
func TestAdministratorTold(t *testing.T) {
	onBoth(t, func(r *rig) {
		mailed := func(want bool, when string) {
			r.T.Helper()
			if f := fault.Of(r.Starts()); f.Code != fault.SSOAppInvalid || f.AdministratorTold != want {
				r.T.Errorf("%s: %+v", when, f)
			}
		}
		r.Mailing()
		r.Degrade()
		mailed(false, "while it waits")
		due, err := r.DB.TakeMails(r.T.Context(), r.Clock.Now(), r.Clock.Now().Add(time.Hour), 9)
		r.Must(err)
		for _, m := range due {
			r.Must(r.DB.FinishMail(r.T.Context(), m.Mail, store.MailSent, "", false, r.Clock.Now()))
		}
		mailed(true, "after it was sent")
		r.MendSecret()
		r.Clock.Add(30 * time.Second)
		r.Enters("google", "ana@acme.example")
		r.Degrade()
		mailed(false, "when it happens again")
	})
}

// A probe confirms, and mends where it had failed before.
func TestProbes(t *testing.T) {
	onBoth(t, func(r *rig) {
		probe := func(after time.Duration) int {
			r.T.Helper()
			before := r.IDP.Hits("/google/token")
			r.Clock.Add(after)
			r.Must(r.Health.Probe(r.T.Context()))
			return r.IDP.Hits("/google/token") - before
		}
		if n := probe(time.Hour); n != 0 {
			r.T.Errorf("%d probes of what is well", n)
		}
		r.BreakSecret()
		r.Refused(r.Away("google", "ana@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
		if n := probe(29 * time.Second); n != 0 {
			r.T.Errorf("%d probes too early", n)
		}
		if n := probe(time.Second); n != 1 || !r.HealthNow().ProbeFailed {
			r.T.Errorf("%d probes, believed %+v", n, r.HealthNow())
		}
		r.Believed(store.HealthDegraded)
		r.IDP.Script(func(s *idptest.Script) { s.TokenAnswer = idptest.HangUp() })
		if n := probe(time.Minute); n != 1 {
			r.T.Errorf("%d probes", n)
		}
		r.Believed(store.HealthDegraded) // unreachable proves nothing
		r.IDP.Script(func(s *idptest.Script) { s.TokenAnswer = nil })
		r.MendSecret()
		if n := probe(2 * time.Minute); n != 1 {
			r.T.Errorf("%d probes", n)
		}
		r.Believed(store.HealthOK)
		r.Must(r.Starts())
	})
}

// Some providers accept any probe: its success proves nothing where it never failed.
func TestGoodProbeProvesNothingUnlessOneHadFailed(t *testing.T) {
	r := onOne(t)
	r.Degrade()
	r.MendSecret()
	r.Clock.Add(30 * time.Second)
	r.Must(r.Health.Probe(t.Context()))
	r.Believed(store.HealthDegraded)
	if h := r.HealthNow(); h.ProbeFailed {
		t.Errorf("believed %+v", h)
	}
}

// J03, R28: a secret that does not open is that connection's trouble alone.
func TestUnreadableSecret(t *testing.T) {
	r := onOne(t)
	back := r.Away("google", "ana@acme.example")
	v, err := r.DB.VersionOf(t.Context(), r.Acme.ID, *r.Google.LiveVersionID)
	r.Must(err)
	v.ID, v.Number, v.SecretSealed = secret.NewID(), v.Number+1, r.Ring.SealRow("another place", []byte(signintest.ClientSecret))
	r.Must(r.DB.AddVersion(t.Context(), v))
	r.Change("google", func(c *store.Connection) { c.LiveVersionID = &v.ID })
	r.TurnedAway(back, fault.SSOConfigChanged, "other_version")
	r.Refused(r.Away("google", "ana@acme.example"), fault.SSOAppInvalid, "secret_unreadable")
	r.Enters("microsoft", "m-ana")
}

// L5: all that are due are probed in one round.
func TestL5_AllDueAreProbed(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.BreakSecret()
		r.IDP.SetSecret(signintest.ClientID+"-microsoft", "another")
		r.Refused(r.Away("google", "ana@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
		r.Refused(r.Away("microsoft", "m-ana"), fault.SSOAppInvalid, "client_secret_invalid")
		r.Clock.Add(30 * time.Second)
		r.Must(r.Health.Probe(t.Context()))
		for _, provider := range []string{"google", "microsoft"} {
			c, err := r.DB.ConnectionAt(t.Context(), r.Acme.ID, provider)
			r.Must(err)
			if c.Health.Health != store.HealthDegraded || !c.ProbeFailed {
				t.Errorf("%s: %+v", provider, c.Health)
			}
		}
	})
}

// L6: of secrets that expire everybody gets a mail on the day, however many they are.
func TestL6_AllAreToldOfExpiringSecrets(t *testing.T) {
	r := onOne(t)
	r.Mailing()
	const people = 1234
	r.Must(r.DB.InTx(t.Context(), func(rows store.Rows) error {
		for range people {
			u := store.NewUser(r.Acme.ID, secret.NewID()+"@acme.example", "Somebody", store.SuperAdmin, r.Clock.Now())
			if err := rows.AddUser(t.Context(), u); err != nil {
				return err
			}
		}
		v, err := rows.VersionOf(t.Context(), r.Acme.ID, *r.Google.LiveVersionID)
		if err != nil {
			return err
		}
		v.SecretExpires = store.At(r.Clock.Now().Add(7 * 24 * time.Hour))
		return rows.NoteVersion(t.Context(), v)
	}))
	for range 2 { // once each
		r.Must(r.Health.WarnOfExpiringSecrets(t.Context()))
	}
	due, err := r.DB.TakeMails(t.Context(), r.Clock.Now(), r.Clock.Now().Add(time.Hour), 2*people)
	r.Must(err)
	mailed := map[string]bool{}
	for _, m := range due {
		mailed[m.Recipient] = true
	}
	if len(mailed) != people+1 || len(due) != people+1 { // and boss
		t.Errorf("%d mails to %d of %d people", len(due), len(mailed), people+1)
	}
}

// L16: a lock that cannot be read is that connection's trouble alone, and locked.
func TestL16_UnreadableLockIsLocked(t *testing.T) {
	onBoth(t, func(r *rig) {
		back := r.Away("google", "ana@acme.example")
		var lock store.Strings
		r.Must(lock.Scan("acme.example"))
		r.Change("google", func(c *store.Connection) { c.LockedTo = lock })
		var f *fault.Fault
		if err := r.Starts(); !errors.As(err, &f) || f.Code != fault.SSOAppInvalid || f.Reason != health.LockUnreadable {
			t.Errorf("a start: %v", err)
		}
		if out, err := r.Complete(back); err == nil || out.Session != "" {
			t.Errorf("a return: %+v, %v", out, err)
		}
		r.Enters("microsoft", "m-ana")
		r.Change("google", func(c *store.Connection) { c.LockedTo = store.Strings{"acme.example"} })
		r.Enters("google", "ana@acme.example")
	})
}
