package signin_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/signin"
	"latchkey/api/store"
)

// leaves is a callback whose browser leaves while a replica redeems the code.
func (r *rig) leaves() signin.Return {
	r.T.Helper()
	back := r.Away("google", "ana@acme.example")
	ctx, leave := context.WithCancel(r.T.Context())
	r.once(leave)
	if _, err := r.Flow.Complete(ctx, back); fault.Of(err).Code != fault.Busy {
		r.T.Fatalf("at first %v", err)
	}
	return back
}

// signsInAt wants the callback to be the one session at another replica, and
// nothing to be kept of it.
func (r *rig) signsInAt(other *signin.Flow, back signin.Return) {
	r.T.Helper()
	out, err := other.Complete(r.T.Context(), back)
	r.Log.Keep(out.Session, out.PendingLink, out.Known)
	if err != nil || out.Session == "" || out.ReturnTo != "/profile" {
		r.T.Errorf("got %+v, %v", out, err)
	}
	rows := r.Rows(back.Visitor.Reference)
	if r.EndSessions() != 1 || len(rows) != 1 || rows[0].Code != "" {
		r.T.Errorf("%d sessions, rows %+v", r.EndSessions(), rows)
	}
	if _, err := r.kept(back, rows[0].ID); err == nil {
		r.T.Error("the claims of a spent attempt are kept")
	}
}

// kept is what the replicas share of a callback.
func (r *rig) kept(back signin.Return, attemptID string) (store.Redeemed, error) {
	return r.DB.RedeemedBy(r.T.Context(), r.Acme.ID, attemptID, secret.Hash(back.Query.Get("code")), r.Clock.Now())
}

// L4: a browser leaves while one replica redeems the code, and its reload comes to
// another one, which signs in.
func TestL4_TheReloadComesToAnotherReplica(t *testing.T) {
	onBoth(t, func(r *rig) {
		back := r.leaves()
		r.signsInAt(r.Replica(), back)
		if out, err := r.Complete(back); err != nil || out.Session != "" || out.ReturnTo != "/profile" {
			r.T.Errorf("and back at the first one: %+v, %v", out, err)
		}
	})
}

// L4: the reload comes while the first replica still waits for the provider.
func TestL4_TheReloadIsFasterThanTheProvider(t *testing.T) {
	onBoth(t, func(r *rig) {
		options := r.Options
		options.Limits.ReplicaWait = 20 * time.Second
		other, back := r.NewRooms(options).Flow, r.Away("google", "ana@acme.example")
		ctx, leave := context.WithCancel(t.Context())
		second := make(chan struct{})
		r.once(func() { // the other one's try is refused while this answer is held back
			leave()
			go func() { defer close(second); r.signsInAt(other, back) }()
			for r.IDP.Hits("/google/token") < 2 {
				runtime.Gosched()
			}
		})
		if _, err := r.Flow.Complete(ctx, back); fault.Of(err).Code != fault.Busy {
			r.T.Errorf("at first %v", err)
		}
		<-second
	})
}

// L4: a database that was away at the commit is brought the claims when it is back,
// and the reload may come to another replica.
func TestL4_TheDatabaseIsBackAtAnotherReplica(t *testing.T) {
	r, front := behindFront(t)
	back := r.Away("google", "ana@acme.example")
	r.once(func() { front.CloseNew(true); front.CutAll() })
	if _, err := r.Complete(back); fault.Of(err).Code != fault.Busy {
		t.Errorf("at first %v", err)
	}
	front.CloseNew(false)
	r.Must(r.Flow.Redeemed.ShareUnfinished(t.Context()))
	r.signsInAt(r.Replica(), back)
}

// L4: what replicas share opens nothing to another code, and not for long.
func TestL4_SharedClaimsAreForTheirCodeAndAMinute(t *testing.T) {
	for name, spoil := range map[string]func(*rig, signin.Return){
		"another code": func(_ *rig, back signin.Return) { back.Query.Set("code", "another") },
		"too late":     func(r *rig, _ signin.Return) { r.Clock.Add(time.Minute) },
	} {
		r := onOne(t)
		back := r.leaves()
		spoil(r, back)
		out, err := r.Replica().Complete(t.Context(), back)
		if fault.Of(err).Code != fault.CodeRejected || r.EndSessions() != 0 {
			t.Errorf("%s: got %+v, %v", name, out, err)
		}
	}
}

// L4: an ordinary sign-in shares nothing.
func TestL4_NothingIsSharedOfAnOrdinarySignIn(t *testing.T) {
	r := onOne(t)
	back := r.Away("google", "ana@acme.example")
	if _, err := r.Complete(back); err != nil {
		t.Fatal(err)
	}
	r.Must(r.Flow.Redeemed.ShareUnfinished(t.Context()))
	if _, err := r.kept(back, r.Rows(back.Visitor.Reference)[0].ID); err == nil {
		t.Error("claims are kept")
	}
}
