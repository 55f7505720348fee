package signin_test

import (
	"errors"
	"strconv"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/signin"
	"latchkey/api/signin/signintest"
)

// B04, G22: one callback, fifty times at once, is one session, one row and one
// code sent.
func TestReplayedCallback(t *testing.T) {
	onBoth(t, func(r *rig) {
		back := r.Away("google", "ana@acme.example")
		backs := make([]signin.Return, 50)
		for n := range backs {
			backs[n] = back
			backs[n].Visitor.Address = "192.0.2." + strconv.Itoa(n)
		}
		outs, errs := r.AtOnce(backs)
		won := 0
		for n, err := range errs {
			switch {
			case err != nil:
				r.T.Errorf("refused: %v", err)
			case outs[n].Session != "":
				won++
			case outs[n].ReturnTo != "/profile":
				r.T.Errorf("outcome %+v", outs[n])
			}
		}
		if won != 1 || r.IDP.Hits("/google/token") != 1 || len(r.Rows(back.Visitor.Reference)) != 1 {
			r.T.Errorf("%d sessions, %d codes sent, %d rows", won, r.IDP.Hits("/google/token"), len(r.Rows(back.Visitor.Reference)))
		}
		if n := r.EndSessions(); n != 1 || len(r.Identities("ana")) != 1 {
			r.T.Errorf("%d sessions in the database, links %+v", n, r.Identities("ana"))
		}
	})
}

// B24, D02: sixty-four first sign-ins of one user at once make one link.
func TestManyFirstSignInsAtOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		backs := make([]signin.Return, 64)
		for n := range backs {
			backs[n] = r.Away("google", "ana@acme.example")
			backs[n].Visitor.Address = "192.0.2." + strconv.Itoa(n/2)
		}
		outs, errs := r.AtOnce(backs)
		entered := int64(0)
		for n, err := range errs {
			if err == nil && outs[n].Session != "" {
				entered++
				continue
			}
			refusal, ok := errors.AsType[*signin.Refusal](err)
			if !ok || refusal.Fault.Code == fault.InternalError {
				r.T.Errorf("attempt %d: %+v, %v", n, outs[n], err)
			}
		}
		if ids := r.Identities("ana"); len(ids) != 1 || r.Audited("identity.linked") != 1 {
			r.T.Errorf("links %+v", ids)
		}
		if n := r.EndSessions(); n != entered || entered < 60 {
			r.T.Errorf("%d sessions, %d entered", n, entered)
		}
	})
}

// Two users cannot get one account, nor one user two, however they come.
func TestTwoAccountsForOneUserAtOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Must(r.IDP.AddPerson(signintest.GooglePerson("7001", "ana@acme.example")))
		backs := []signin.Return{r.Away("google", "1001"), r.Away("google", "7001")}
		outs, errs := r.AtOnce(backs)
		won := 0
		for n := range backs {
			if errs[n] == nil {
				won++
				continue
			}
			r.Failed(outs[n], errs[n])(fault.UserNotAuthorized, "already_linked_other")
		}
		if won != 1 || len(r.Identities("ana")) != 1 {
			r.T.Errorf("%d entered, links %+v", won, r.Identities("ana"))
		}
	})
}
