package passwords_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"latchkey/api/fault"
	"latchkey/api/password"
	"latchkey/api/signin"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// from is a visitor at an address of their own.
func (r *rig) from(address string) signin.Visitor {
	v := r.Visitor()
	v.Address = address
	return v
}

// guesses tries a wrong password at once from many addresses, and says how many
// were checked; all others must wait.
func (r *rig) guesses(email string, times int, address string) int {
	r.T.Helper()
	var all sync.WaitGroup
	faults := make([]*fault.Fault, times)
	for n := range times {
		all.Go(func() {
			for faults[n] == nil || faults[n].Code == fault.Busy { // which counts nowhere
				_, err := r.Password(r.from(fmt.Sprintf(address, n)), email, "canary-wrong")
				faults[n] = fault.Of(err)
			}
		})
	}
	all.Wait()
	looked := 0
	for _, f := range faults {
		switch {
		case f.Code == fault.CredentialsInvalid:
			looked++
		case f.Code != fault.RateLimited || f.RetryAfter < time.Second:
			r.T.Errorf("%s: %v, wait %v", email, f, f.RetryAfter)
		}
	}
	return looked
}

// S4: guesses from many addresses are slowed down together, of an account and of
// none alike. A browser that signed in there before, single sign-on, and whoever
// sets another password by mail are not.
func TestS4_GuessesFromManyAddresses(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.watch()
		known, err := r.Password(r.from("198.51.100.1"), "ana@acme.example", signintest.SecretWord)
		r.Must(err)
		for _, email := range []string{"ana@acme.example", "nobody@acme.example"} {
			if n := r.guesses(email, 60, "203.0.113.%d"); n != 11 {
				t.Errorf("%s: %d of 60 tries were looked at", email, n)
			}
		}
		r.Failed(r.Password(r.from("198.51.100.2"), "ana@acme.example", signintest.SecretWord))(fault.RateLimited, "password_pause")
		r.Failed(r.Password(r.from("198.51.100.2"), "nobody@acme.example", signintest.SecretWord))(fault.RateLimited, "password_pause")
		own := r.from("198.51.100.3")
		own.Known = known.Known
		for range 2 { // also after a slip of theirs
			r.Failed(r.Password(own, "ana@acme.example", "canary-wrong"))(fault.CredentialsInvalid, "wrong_password")
			_, err = r.Password(own, "ana@acme.example", signintest.SecretWord)
			r.Must(err)
		}
		r.Enters("google", "ana@acme.example")
		_, err = r.Password(r.from("198.51.100.2"), "bob@acme.example", signintest.SecretWord)
		r.Must(err)
		reset := r.from("198.51.100.4")
		r.Must(r.DB.InTx(t.Context(), func(rows store.Rows) error {
			return r.Passwords.Forgive(reset)(t.Context(), rows, r.Users["ana"])
		}))
		_, err = r.Password(reset, "ana@acme.example", signintest.SecretWord)
		r.Must(err)
	})
}

// S4: never a lock: who waits is looked at.
func TestS4_PausesEnd(t *testing.T) {
	r := onOne(t)
	r.watch()
	r.guesses("ana@acme.example", 20, "203.0.113.%d")
	for n := range 2 {
		f := r.Failed(r.Password(r.from("198.51.100.1"), "ana@acme.example", "canary-wrong"))(fault.RateLimited, "password_pause")
		r.Clock.Add(f.RetryAfter)
		r.Failed(r.Password(r.from(fmt.Sprintf("198.51.100.%d", 10+n)), "ana@acme.example", "canary-wrong"))(fault.CredentialsInvalid, "wrong_password")
	}
	f := r.Failed(r.Password(r.from("198.51.100.1"), "ana@acme.example", signintest.SecretWord))(fault.RateLimited, "password_pause")
	r.Clock.Add(f.RetryAfter)
	_, err := r.Password(r.from("198.51.100.1"), "ana@acme.example", signintest.SecretWord)
	r.Must(err)
}

// S4: one subscriber has one counter.
func TestS4_GuessesFromOneNetwork(t *testing.T) {
	r := onOne(t)
	r.watch()
	if n := r.guesses("ana@acme.example", 30, "2001:db8:1:2::%x"); n != 4 {
		t.Errorf("%d of 30 tries were looked at", n)
	}
	_, err := r.Password(r.from("2001:db8:1:3::1"), "ana@acme.example", signintest.SecretWord)
	r.Must(err)
}

// S4: wherever a password is asked for, the same counters count; a try that is not
// looked at spends none of the link's. A mailed code is stopped by no guesses at
// passwords.
func TestS4_EveryPasswordCountsTogether(t *testing.T) {
	r := onOne(t)
	r.Mailing()
	r.watch()
	id := r.Asked("google", "boss@acme.example")
	made, wanted := r.MakesCode(r.AsksCode(id, ""))
	if !wanted {
		t.Fatal("no code was made")
	}
	confirm := func(address, word string) error {
		_, err := r.Passwords.Confirm(t.Context(), r.Acme.ID, "boss@acme.example", word, r.from(address))
		return err
	}
	for n := range 4 { // the twelfth comes in the pause
		r.Failed(r.Password(r.from(fmt.Sprintf("203.0.113.%d", n)), "boss@acme.example", "canary-wrong"))(fault.CredentialsInvalid, "wrong_password")
		if f := fault.Of(confirm(fmt.Sprintf("203.0.114.%d", n), "canary-wrong")); f.Code != fault.CredentialsInvalid {
			t.Errorf("confirm: %v", f)
		}
		if n < 3 {
			r.Failed(r.ProveAs(r.from(fmt.Sprintf("203.0.115.%d", n)), id, "", "canary-wrong"))(fault.LinkProofFailed, "wrong_password")
		}
	}
	r.Failed(r.Password(r.from("198.51.100.1"), "boss@acme.example", signintest.SecretWord))(fault.RateLimited, "password_pause")
	if f := fault.Of(confirm("198.51.100.2", signintest.SecretWord)); f.Code != fault.RateLimited || f.RetryAfter != time.Second {
		t.Errorf("confirm: %v", f)
	}
	for range 5 {
		r.Failed(r.ProveAs(r.from("198.51.100.3"), id, "", signintest.SecretWord))(fault.LinkLocked, "password_pause")
	}
	if page, err := r.LinkPages.Read(t.Context(), id); err != nil || page.TriesLeft != 2 {
		t.Errorf("%d tries left, %v", page.TriesLeft, err)
	}
	_, err := r.ProveBy(id, "", made.Values["code"])
	r.Must(err)
}

// watched stands for the hasher: it knows everybody's password, takes no time,
// and keeps what it was asked for.
type watched struct {
	mu    sync.Mutex
	tries []password.Try
	err   error // instead of a look, if any
}

func (w *watched) Check(ctx context.Context, t password.Try) (password.Result, error) {
	w.mu.Lock()
	w.tries = append(w.tries, t)
	err := w.err
	w.mu.Unlock()
	if err == nil {
		err = t.Count(ctx)
	}
	return password.Result{Match: t.Hash != nil && t.Password == signintest.SecretWord}, err
}

func (w *watched) Hash(context.Context, string) (string, error) {
	return "", fault.New(fault.Busy)
}

// watch puts it in the place of the hasher.
func (r *rig) watch() *watched {
	w := &watched{}
	r.Options.Passwords = w
	r.Build()
	return w
}

// S7: whoever it is, each check is asked to do the work of all kinds of hash that
// the organization's people have.
func TestS7_EveryCheckKnowsTheOrganizationsKinds(t *testing.T) {
	onBoth(t, func(r *rig) {
		imported, err := bcrypt.GenerateFromPassword([]byte(signintest.SecretWord), bcrypt.MinCost)
		r.Must(err)
		hash := string(imported)
		r.ChangeUser("bob", func(u *store.User) { u.PasswordHash = &hash })
		r.ChangeUser("gita", func(u *store.User) { u.PasswordHash = nil })
		w := r.watch()
		for _, who := range []string{"ana", "bob", "gita", "omar", "nobody", "only-globex"} {
			reason := cmp.Or(map[string]string{"gita": "no_password", "nobody": "no_user", "only-globex": "no_user"}[who], "wrong_password")
			r.Failed(r.Password(r.Visitor(), who+"@acme.example", "canary-wrong"))(fault.CredentialsInvalid, reason)
			_, err := r.Passwords.Confirm(t.Context(), r.Acme.ID, who+"@acme.example", "canary-wrong", r.Visitor())
			if fault.Of(err).Code != fault.CredentialsInvalid {
				t.Errorf("%s: %v", who, err)
			}
		}
		if len(w.tries) != 12 {
			t.Errorf("%d checks", len(w.tries))
		}
		for _, try := range w.tries {
			kinds := slices.Sorted(slices.Values(try.Kinds))
			if !slices.Equal(kinds, []string{"$2a$04$", "$argon2id$v=19$m=8,t=1,p=1$"}) {
				t.Errorf("kinds %v", kinds)
			}
		}
	})
}

// S5: who is known goes first, networks share a place, and what is not looked at
// counts nowhere: not on the account, not on the link.
func TestS5_BusyCountsNowhere(t *testing.T) {
	r := onOne(t)
	id := r.Asked("google", "boss@acme.example")
	w := r.watch()
	w.err = &fault.Fault{Code: fault.Busy, Reason: "password_queue_full", RetryAfter: 2 * time.Second}
	for range 20 {
		f := r.Failed(r.Password(r.from("2001:db8:1:2::7"), "boss@acme.example", signintest.SecretWord))(fault.Busy, "password_queue_full")
		if f.RetryAfter != 2*time.Second {
			t.Errorf("wait %v", f.RetryAfter)
		}
		r.Failed(r.Prove(id, "", signintest.SecretWord))(fault.Busy, "password_queue_full")
	}
	if by := w.tries[0].By; by.Address != "2001:db8:1:2::/64" || by.Account == "" || by.Known {
		t.Errorf("by %+v", by)
	}
	w.err = nil
	out, err := r.Prove(id, "", signintest.SecretWord)
	r.Must(err)
	own := r.Visitor()
	own.Known = out.Known
	_, err = r.Password(own, "boss@acme.example", signintest.SecretWord)
	r.Must(err)
	if by := w.tries[len(w.tries)-1].By; by.Address != own.Address || by.Account != w.tries[0].By.Account || !by.Known {
		t.Errorf("by %+v", by)
	}
}
