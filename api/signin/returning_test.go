package signin_test

import (
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/role/rule"
	"latchkey/api/signin"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A sign-in of somebody who comes back asks PostgreSQL twice: one read, and one statement
// that commits. Its start asks nothing if the connection was read in the last second.
func TestRoundTripsOfASignIn(t *testing.T) {
	r, front := behindFront(t)
	session := ""
	counts := func() (start, callback int64) {
		before := front.RoundTrips()
		back := r.Away("google", "ana@acme.example")
		back.Visitor.Session = session
		between := front.RoundTrips()
		out, err := r.Complete(back)
		after := front.RoundTrips()
		if err != nil || out.Session == "" {
			t.Fatalf("got %+v, %v", out, err)
		}
		if session != "" {
			session = out.Session
		}
		return between - before, after - between
	}
	for range 2 { // she is linked, and what is asked is prepared
		counts()
	}
	want := func(what string, start, callback int64) {
		t.Helper()
		if s, c := counts(); s != start || c != callback {
			t.Errorf("%s: %d round trips at the start and %d at the callback, want %d and %d", what, s, c, start, callback)
		}
	}
	want("the same second", 0, 2)
	r.Clock.Add(time.Second)
	want("a second later", 1, 2)
	r.ruled(rule.Automatic, rule.Keep, nil)
	counts() // its rules are read once
	counts()
	want("with rules of roles", 0, 2)
	session = r.Enters("google", "ana@acme.example").Session
	counts()
	want("in place of a session", 0, 2)
}

// A first sign-in asks PostgreSQL 11 times, BEGIN and COMMIT with it; whoever else signs in for
// the first time in the organization waits for the last three of them alone.
func TestRoundTripsOfAFirstSignIn(t *testing.T) {
	r, front := behindFront(t)
	for _, who := range []string{"ana", "bob"} {
		back := r.Away("google", who+"@acme.example")
		before := front.RoundTrips()
		_, err := r.Complete(back)
		r.Must(err)
		if n := front.RoundTrips() - before; who == "bob" && n != 11 { // of the first one all is prepared
			t.Errorf("%d round trips", n)
		}
	}
}

// What this process changes of a connection is known at its next start, what another one
// changes within a second.
func TestAStartGoesByWhatIsThereNow(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Must(r.Starts())
		r.Change("google", func(c *store.Connection) { c.State = store.Disabled })
		if f := fault.Of(r.Starts()); f.Code != fault.SSOProviderDisabled {
			r.T.Errorf("turned off here: %v", f)
		}
		r.Change("google", func(c *store.Connection) { c.State = store.Enabled })
		r.Must(r.Starts())
		r.Must(r.DB.InTx(r.T.Context(), func(rows store.Rows) error {
			r.Acme.Active = false
			return rows.UpdateOrganization(r.T.Context(), r.Acme)
		}))
		if r.Starts() == nil {
			r.T.Error("the organization was suspended in a transaction")
		}
	})
}

// returned signs ana in twice: the second time she comes back.
func (r *rig) returned() {
	r.T.Helper()
	for range 2 {
		r.Enters("google", "ana@acme.example")
	}
}

// What is written of somebody who comes back is what is written of everybody, whichever
// way it took: the row of the log, the session, that the account was used.
func TestWhoComesBackIsWrittenAlike(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.returned()
		quick := r.Away("google", "ana@acme.example")
		out, err := r.Complete(quick)
		r.Must(err)
		r.Mailing() // a browser that is not known: the whole transaction
		whole := r.Away("google", "ana@acme.example")
		whole.Visitor.Session = out.Session
		replaced, err := r.Complete(whole)
		r.Must(err)
		one, two := r.Rows(quick.Visitor.Reference), r.Rows(whole.Visitor.Reference)
		if len(one) != 1 || len(two) != 1 {
			r.T.Fatalf("rows %+v and %+v", one, two)
		}
		two[0].ID, two[0].Reference = one[0].ID, one[0].Reference
		one[0].Timings, two[0].Timings = "", ""
		if *one[0].UserID != *two[0].UserID || *one[0].ConnectionID != *two[0].ConnectionID || *one[0].VersionID != *two[0].VersionID {
			r.T.Errorf("rows %+v and %+v", one[0], two[0])
		}
		one[0].UserID, one[0].ConnectionID, one[0].VersionID = two[0].UserID, two[0].ConnectionID, two[0].VersionID
		if one[0] != two[0] {
			r.T.Errorf("rows %+v and %+v", one[0], two[0])
		}
		first, second := r.PrincipalOf(out), r.PrincipalOf(replaced)
		if first.EndReason != "replaced" || !second.EndedAt.IsZero() || *first.IdentityID != *second.IdentityID || first.Method != second.Method {
			r.T.Errorf("sessions %+v and %+v", first, second)
		}
	})
}

// refusedThen is what happens while the code is sent, and how who comes back is refused then.
type refusedThen struct {
	happens func(r *rig)
	code    fault.Code
	reason  string
}

func meanwhile() map[string]refusedThen {
	return map[string]refusedThen{
		"deactivated (D08)": {func(r *rig) { r.ChangeUser("ana", func(u *store.User) { u.Active = false }) }, fault.UserNotAuthorized, "user_inactive"},
		"turned off (D09)":  {func(r *rig) { r.Change("google", func(c *store.Connection) { c.State = store.Disabled }) }, fault.SSOProviderDisabled, "disabled"},
		"locked": {func(r *rig) {
			r.Change("google", func(c *store.Connection) { c.LockedTo = store.Strings{"globex.example"} })
		}, fault.WrongHostedDomain, ""},
		"another version": {func(r *rig) { r.GoLive(r.Google, "client-2") }, fault.SSOConfigChanged, "other_version"},
		"suspended": {func(r *rig) {
			r.Acme.Active = false
			r.Must(r.DB.UpdateOrganization(r.T.Context(), r.Acme))
		}, fault.SSOProviderDisabled, "organization_suspended"},
	}
}

// refusedMeanwhile lets ana come back, to whom something happens.
func (r *rig) refusedMeanwhile(happens func(), want refusedThen) {
	r.T.Helper()
	r.EndSessions()
	back := r.Away("google", "ana@acme.example")
	out, err := r.duringExchange(back, happens)
	if f := fault.Of(err); err == nil || f.Code != want.code || want.reason != "" && f.Reason != want.reason {
		r.T.Errorf("got %+v, %v", out, err)
	}
	if rows := r.Rows(back.Visitor.Reference); len(rows) != 1 || rows[0].Code != string(want.code) || r.EndSessions() != 0 {
		r.T.Errorf("rows %+v", rows)
	}
}

// Whoever is changed between what is read and what is written is decided again.
func TestWhoComesBackAndIsChangedMeanwhile(t *testing.T) {
	for what, c := range meanwhile() {
		t.Run(what, func(t *testing.T) {
			onBoth(t, func(r *rig) {
				r.returned()
				r.refusedMeanwhile(func() { c.happens(r) }, c)
			})
		})
	}
}

// So is whoever is changed by another process, of which this one has not heard: it goes by
// the connection as it was within the last second, and is refused by what it is.
func TestWhoComesBackAndIsChangedElsewhere(t *testing.T) {
	for what, c := range meanwhile() {
		t.Run(what, func(t *testing.T) {
			r, front := behindFront(t)
			source, err := store.URL(front.Address)
			r.Must(err)
			here, elsewhere := r.DB, storetest.Connect(t, source)
			r.returned()
			r.refusedMeanwhile(func() {
				r.DB = elsewhere
				c.happens(r)
				r.DB = here
			}, c)
		})
	}
}

// A connection that is remembered is one that may be started; whatever it refuses is
// refused by what is there now.
func TestARefusalIsNeverByWhatIsRemembered(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.returned()
		back := r.Away("google", "ana@acme.example")
		flow := r.Replica() // another process, which remembers what this one changes then
		other, err := flow.Start(r.T.Context(), signin.StartRequest{Organization: "acme", Provider: "google", Visitor: r.Visitor()})
		r.Must(err)
		r.NoteAttempt(other)
		r.IDP.Script(func(s *idptest.Script) { s.TokenAnswer = idptest.OAuthError(400, "invalid_grant", "") })
		r.Change("google", func(c *store.Connection) { c.State = store.Disabled })
		_, err = flow.Complete(r.T.Context(), back)
		if f := fault.Of(err); f.Code != fault.SSOProviderDisabled {
			r.T.Errorf("got %v", err)
		}
	})
}

// B04: fifty callbacks of one attempt of somebody who comes back, at two replicas, are one
// session and one row.
func TestReplayedCallbackOfWhoComesBack(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.returned()
		r.EndSessions()
		flows, back := r.replicas(), r.Away("google", "ana@acme.example")
		var won, lost sync.Map
		var all sync.WaitGroup
		for n := range 50 {
			all.Go(func() {
				out, err := flows[n%2].Complete(r.T.Context(), back)
				r.Log.Keep(out.Session, out.Known)
				switch {
				case err != nil:
					lost.Store(n, err)
				case out.Session != "":
					won.Store(n, true)
				}
			})
		}
		all.Wait()
		count := func(m *sync.Map) (n int) { m.Range(func(_, _ any) bool { n++; return true }); return n }
		if count(&won) != 1 || count(&lost) != 0 || r.EndSessions() != 1 || len(r.Rows(back.Visitor.Reference)) != 1 {
			r.T.Errorf("%d sessions, %d refused", count(&won), count(&lost))
		}
	})
}
