package signin_test

import (
	"net/url"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/signin"
)

// B01, B03, B12, B17: a callback that brings no genuine attempt is refused,
// writes nothing and redeems nothing, and spends nobody's attempt.
func TestUnknownCallback(t *testing.T) {
	r := onOne(t)
	mine, other := r.Away("google", "ana@acme.example"), r.Away("google", "bob@acme.example")
	without := func(back signin.Return, attempts map[string]string) signin.Return {
		back.Attempts = attempts
		return back
	}
	asking := func(q url.Values) signin.Return { back := mine; back.Query = q; return back }
	at := func(connection string) signin.Return { back := mine; back.ConnectionID = connection; return back }
	state := mine.Query.Get("state")
	for name, c := range map[string]struct {
		back   signin.Return
		code   fault.Code
		reason string
	}{
		"no cookie":                               {without(mine, nil), fault.AttemptCookieMissing, ""},
		"another browser's cookies (B01)":         {without(mine, other.Attempts), fault.AttemptUnknown, "no_attempt_for_state"},
		"the other attempt's state (B03)":         {without(other, mine.Attempts), fault.AttemptUnknown, "no_attempt_for_state"},
		"another connection's address (B07, B08)": {at(r.Entra.ID), fault.AttemptUnknown, "other_connection"},
		"no such connection":                      {at("x"), fault.AttemptUnknown, "other_connection"},
		"an error with a foreign state (B12)":     {asking(url.Values{"state": {"foreign"}, "error": {"access_denied"}}), fault.AttemptUnknown, "no_attempt_for_state"},
		"no state":                                {asking(url.Values{"code": {"c"}}), fault.CallbackMalformed, "state_and_code_or_error"},
		"two states":                              {asking(url.Values{"code": {"c"}, "state": {state, state}}), fault.CallbackMalformed, "parameter_state"},
		"two codes":                               {asking(url.Values{"code": {"c", "d"}, "state": {state}}), fault.CallbackMalformed, "parameter_code"},
		"nothing":                                 {asking(nil), fault.CallbackMalformed, "state_and_code_or_error"},
	} {
		t.Run(name, func(t *testing.T) {
			refusal := r.TurnedAway(c.back, c.code, c.reason)
			if refusal.Organization != "" || refusal.Provider != "" || refusal.SpentCookie != "" {
				t.Errorf("refusal %+v", refusal)
			}
			if rows := r.Rows(c.back.Visitor.Reference); len(rows) != 0 {
				t.Errorf("wrote %+v", rows)
			}
		})
	}
	if n := r.IDP.Hits("/google/token"); n != 0 {
		t.Errorf("%d codes were redeemed", n)
	}
	for _, back := range []signin.Return{mine, other} { // nobody else can spend an attempt (B03)
		if _, err := r.Complete(back); err != nil {
			t.Errorf("the honest one was refused: %v", err)
		}
	}
}

// Refresh and Back: the attempt is gone, the session is not.
func TestCallbackAgainWithALiveSession(t *testing.T) {
	r := onOne(t)
	out := r.Enters("google", "ana@acme.example")
	again := r.Away("google", "ana@acme.example")
	again.Attempts, again.Visitor.Session = nil, out.Session
	got, err := r.Complete(again)
	if err != nil || got != (signin.Outcome{ReturnTo: signin.Home}) {
		t.Errorf("got %+v, %v", got, err)
	}
	again.Query = url.Values{}
	r.TurnedAway(again, fault.CallbackMalformed, "state_and_code_or_error")
	again = r.Away("google", "ana@acme.example")
	again.Attempts, again.Visitor.Session = nil, out.Session
	r.Clock.Add(13 * time.Hour)
	r.TurnedAway(again, fault.AttemptCookieMissing, "")
}

// A genuine attempt that succeeded leads on, and gives nobody a session.
func TestSucceededAttemptComesAgain(t *testing.T) {
	onBoth(t, func(r *rig) {
		back := r.Away("google", "ana@acme.example")
		first, err := r.Complete(back)
		r.Must(err)
		hits := r.IDP.Hits("/google/token")
		again, err := r.Complete(back)
		want := signin.Outcome{ReturnTo: "/profile", Organization: "acme", SpentCookie: first.SpentCookie}
		if err != nil || again != want || r.IDP.Hits("/google/token") != hits {
			r.T.Errorf("got %+v, %v", again, err)
		}
		if n := r.EndSessions(); n != 1 {
			r.T.Errorf("%d sessions", n)
		}
	})
}

// A flood of callbacks without an attempt fills no log.
func TestUnknownCallbacksAreLoggedNowAndThen(t *testing.T) {
	r := onOne(t)
	for range 300 {
		_, err := r.Flow.Complete(t.Context(), signin.Return{ConnectionID: "x", Query: url.Values{}, Visitor: r.Visitor()})
		if fault.Of(err).Code != fault.CallbackMalformed {
			t.Fatal(err)
		}
	}
	if n := r.Log.Count("callback without an attempt"); n == 0 || n > 50 {
		t.Errorf("%d lines", n)
	}
}
