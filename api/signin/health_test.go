package signin_test

import (
	"errors"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// breakSecret lets the provider refuse acme's Google application.
func (r *rig) breakSecret() { r.idp.SetSecret(clientID+"-google", "another") }

func (r *rig) mendSecret() { r.idp.SetSecret(clientID+"-google", clientSecret) }

func (r *rig) health() store.Health {
	r.t.Helper()
	c, err := r.db.ConnectionAt(r.t.Context(), r.acme.ID, "google")
	r.must(err)
	return c.Health
}

// believed wants a verdict.
func (r *rig) believed(want store.Verdict) {
	r.t.Helper()
	if h := r.health(); h.Health != want {
		r.t.Errorf("believed %+v, want %s", h, want)
	}
}

func (r *rig) starts() error {
	_, err := r.flow.Start(r.t.Context(), signin.StartRequest{Organization: "acme", Provider: "google", Visitor: r.visitor()})
	return err
}

// degrade lets two people be refused because of the secret.
func (r *rig) degrade() {
	r.t.Helper()
	r.breakSecret()
	for range 2 {
		r.turnedAway(r.away("google", "ana@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
	}
	r.believed(store.HealthDegraded)
}

// A45, A48: two refusals of the credentials within a minute, and the warning
// dialog opens in place; one start per half a minute finds out whether
// it was mended.
func TestInvalidApplication(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.breakSecret()
		r.refused(r.away("google", "ana@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
		r.believed(store.HealthSuspect)
		r.must(r.starts())
		r.refused(r.away("google", "bob@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
		r.believed(store.HealthDegraded)
		if f := fault.Of(r.starts()); f.Code != fault.SSOAppInvalid || f.Reason != "client_secret_invalid" {
			r.t.Errorf("a start got %v", f)
		}
		if r.log.count("connection degraded") != 1 {
			r.t.Error("the operator's log has not one line")
		}
		r.clock.add(30 * time.Second)
		trial := r.away("google", "ana@acme.example")
		if f := fault.Of(r.starts()); f.Code != fault.SSOAppInvalid {
			r.t.Errorf("a second start in the same half minute got %v", f)
		}
		r.refused(trial, fault.SSOAppInvalid, "client_secret_invalid") // not mended yet
		r.believed(store.HealthDegraded)
		r.mendSecret()
		r.clock.add(30 * time.Second)
		r.enters("google", "ana@acme.example")
		r.believed(store.HealthOK)
		r.must(r.starts())
	})
}

// The provider took the credentials: who the person is does not matter.
func TestTrialOfAStrangerMendsToo(t *testing.T) {
	for name, who := range map[string]string{
		"refused": "stranger@acme.example", "asked to link": "boss@acme.example", "from a wrong domain": "someone@gmail.com",
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			r.degrade()
			r.mendSecret()
			r.clock.add(30 * time.Second)
			_, _ = r.complete(r.away("google", who))
			r.believed(store.HealthOK)
		})
	}
}

// Only a refusal of the credentials counts, of the live version, twice.
func TestWhatDoesNotDegrade(t *testing.T) {
	twice := func(r *rig, code fault.Code, reason string) {
		for range 3 {
			r.turnedAway(r.away("google", "ana@acme.example"), code, reason)
		}
	}
	for name, c := range map[string]func(r *rig){
		"a provider that is away": func(r *rig) {
			r.idp.Script(func(s *idptest.Script) { s.TokenAnswer = idptest.Body(503, "text/plain", "") })
			twice(r, fault.ProviderUnreachable, "token_http_503")
		},
		"a code that is refused": func(r *rig) {
			r.idp.Script(func(s *idptest.Script) { s.TokenAnswer = idptest.OAuthError(400, "invalid_grant", "") })
			twice(r, fault.CodeRejected, "token_answer")
		},
		"a version that is no longer live": func(r *rig) {
			r.breakSecret()
			one, two := r.away("google", "ana@acme.example"), r.away("google", "ana@acme.example")
			r.google = r.goLive(r.google, "client-2")
			r.turnedAway(one, fault.SSOConfigChanged, "other_version")
			r.turnedAway(two, fault.SSOConfigChanged, "other_version")
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			c(r)
			r.believed(store.HealthOK)
			r.must(r.starts())
		})
	}
	t.Run("a second refusal after the minute", func(t *testing.T) {
		r := onOne(t)
		r.breakSecret()
		for range 3 {
			r.turnedAway(r.away("google", "ana@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
			r.believed(store.HealthSuspect)
			r.clock.add(time.Minute + time.Second)
		}
	})
}

// S6: the administrator counts as informed once a mail about this time was sent, not
// while it waits.
func TestAdministratorTold(t *testing.T) {
	onBoth(t, func(r *rig) {
		mailed := func(want bool, when string) {
			r.t.Helper()
			if f := fault.Of(r.starts()); f.Code != fault.SSOAppInvalid || f.AdministratorTold != want {
				r.t.Errorf("%s: %+v", when, f)
			}
		}
		r.mailing()
		r.degrade()
		mailed(false, "while it waits")
		due, err := r.db.TakeMails(r.t.Context(), r.clock.now(), r.clock.now().Add(time.Hour), 9)
		r.must(err)
		for _, m := range due {
			r.must(r.db.FinishMail(r.t.Context(), m.Mail, store.MailSent, "", false, r.clock.now()))
		}
		mailed(true, "after it was sent")
		r.mendSecret()
		r.clock.add(30 * time.Second)
		r.enters("google", "ana@acme.example")
		r.degrade()
		mailed(false, "when it happens again")
	})
}

// A probe confirms, and mends where it had failed before.
func TestProbes(t *testing.T) {
	onBoth(t, func(r *rig) {
		probe := func(after time.Duration) int {
			r.t.Helper()
			before := r.idp.Hits("/google/token")
			r.clock.add(after)
			r.must(r.flow.Probe(r.t.Context()))
			return r.idp.Hits("/google/token") - before
		}
		if n := probe(time.Hour); n != 0 {
			r.t.Errorf("%d probes of what is well", n)
		}
		r.breakSecret()
		r.refused(r.away("google", "ana@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
		if n := probe(29 * time.Second); n != 0 {
			r.t.Errorf("%d probes too early", n)
		}
		if n := probe(time.Second); n != 1 || !r.health().ProbeFailed {
			r.t.Errorf("%d probes, believed %+v", n, r.health())
		}
		r.believed(store.HealthDegraded)
		r.idp.Script(func(s *idptest.Script) { s.TokenAnswer = idptest.HangUp() })
		if n := probe(time.Minute); n != 1 {
			r.t.Errorf("%d probes", n)
		}
		r.believed(store.HealthDegraded) // unreachable proves nothing
		r.idp.Script(func(s *idptest.Script) { s.TokenAnswer = nil })
		r.mendSecret()
		if n := probe(2 * time.Minute); n != 1 {
			r.t.Errorf("%d probes", n)
		}
		r.believed(store.HealthOK)
		r.must(r.starts())
	})
}

// Some providers accept any probe: its success proves nothing where it never failed.
func TestGoodProbeProvesNothingUnlessOneHadFailed(t *testing.T) {
	r := onOne(t)
	r.degrade()
	r.mendSecret()
	r.clock.add(30 * time.Second)
	r.must(r.flow.Probe(t.Context()))
	r.believed(store.HealthDegraded)
	if h := r.health(); h.ProbeFailed {
		t.Errorf("believed %+v", h)
	}
}

// J03, R28: a secret that does not open is that connection's trouble alone.
func TestUnreadableSecret(t *testing.T) {
	r := onOne(t)
	back := r.away("google", "ana@acme.example")
	v, err := r.db.VersionOf(t.Context(), r.acme.ID, *r.google.LiveVersionID)
	r.must(err)
	v.ID, v.Number, v.SecretSealed = secret.NewID(), v.Number+1, r.ring.SealRow("another place", []byte(clientSecret))
	r.must(r.db.AddVersion(t.Context(), v))
	r.change("google", func(c *store.Connection) { c.LiveVersionID = &v.ID })
	r.turnedAway(back, fault.SSOConfigChanged, "other_version")
	r.refused(r.away("google", "ana@acme.example"), fault.SSOAppInvalid, "secret_unreadable")
	r.enters("microsoft", "m-ana")
}

// L5: all that are due are probed in one round.
func TestL5_AllDueAreProbed(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.breakSecret()
		r.idp.SetSecret(clientID+"-microsoft", "another")
		r.refused(r.away("google", "ana@acme.example"), fault.SSOAppInvalid, "client_secret_invalid")
		r.refused(r.away("microsoft", "m-ana"), fault.SSOAppInvalid, "client_secret_invalid")
		r.clock.add(30 * time.Second)
		r.must(r.flow.Probe(t.Context()))
		for _, provider := range []string{"google", "microsoft"} {
			c, err := r.db.ConnectionAt(t.Context(), r.acme.ID, provider)
			r.must(err)
			if c.Health.Health != store.HealthDegraded || !c.ProbeFailed {
				t.Errorf("%s: %+v", provider, c.Health)
			}
		}
	})
}

// L6: of secrets that expire everybody gets a mail on the day, however many they are.
func TestL6_AllAreToldOfExpiringSecrets(t *testing.T) {
	r := onOne(t)
	r.mailing()
	const people = 1234
	r.must(r.db.InTx(t.Context(), func(rows store.Rows) error {
		for range people {
			u := store.NewUser(r.acme.ID, secret.NewID()+"@acme.example", "Somebody", store.SuperAdmin, r.clock.now())
			if err := rows.AddUser(t.Context(), u); err != nil {
				return err
			}
		}
		v, err := rows.VersionOf(t.Context(), r.acme.ID, *r.google.LiveVersionID)
		if err != nil {
			return err
		}
		v.SecretExpires = store.At(r.clock.now().Add(7 * 24 * time.Hour))
		return rows.NoteVersion(t.Context(), v)
	}))
	for range 2 { // once each
		r.must(r.flow.WarnOfExpiringSecrets(t.Context()))
	}
	due, err := r.db.TakeMails(t.Context(), r.clock.now(), r.clock.now().Add(time.Hour), 2*people)
	r.must(err)
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
		back := r.away("google", "ana@acme.example")
		var lock store.Strings
		r.must(lock.Scan("acme.example"))
		r.change("google", func(c *store.Connection) { c.LockedTo = lock })
		var f *fault.Fault
		if err := r.starts(); !errors.As(err, &f) || f.Code != fault.SSOAppInvalid || f.Reason != signin.LockUnreadable {
			t.Errorf("a start: %v", err)
		}
		if out, err := r.complete(back); err == nil || out.Session != "" {
			t.Errorf("a return: %+v, %v", out, err)
		}
		r.enters("microsoft", "m-ana")
		r.change("google", func(c *store.Connection) { c.LockedTo = store.Strings{"acme.example"} })
		r.enters("google", "ana@acme.example")
	})
}
