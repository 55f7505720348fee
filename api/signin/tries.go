package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// KnownCookie is the name of the cookie of browsers that signed in before.
const KnownCookie = "latchkey-browser"

// KnownLife is how long a browser stays known.
const KnownLife = 180 * 24 * time.Hour

// knownAccounts is how many accounts a browser is known for.
const knownAccounts = 5

// known is a browser that signed in before: for those accounts it keeps a
// counter of wrong passwords of its own, so that a stranger's guessing from the
// same office does not slow its owner down.
type known struct {
	Browser  string   `json:"b"`
	Accounts []string `json:"a"`
}

// countersOf names what a visitor's tries at an account count on: for a browser
// that signed in to it before one of its own, so that nobody else slows it down;
// for the others that of their network and that of all networks, which guesses
// from many addresses fill together. Unknown accounts have them too.
func (r *Flow) countersOf(organizationID, email string, v Visitor) store.TryCounters {
	account := accountKey(organizationID, email)
	if r.knows(v, organizationID, email) {
		return store.TryCounters{Own: secret.Hash(account + "|browser|" + r.readKnown(v.Known).Browser)}
	}
	return store.TryCounters{Own: secret.Hash(account + "|network|" + Network(v.Address)), All: secret.Hash(account + "|all")}
}

// Network is what one subscriber has: the IPv4 address itself, of an IPv6
// address the first 64 bits. What is no address stays as it is.
func Network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip.WithZone(""), 64).Masked().String()
}

// knows says whether a visitor's browser has signed in to an account before.
func (r *Flow) knows(v Visitor, organizationID, address string) bool {
	k := r.readKnown(v.Known)
	return k.Browser != "" && slices.Contains(k.Accounts, accountKey(organizationID, address))
}

func accountKey(organizationID, address string) string {
	return secret.Hash(organizationID + "|" + email.Fold(address))
}

// askPause refuses a try while a pause runs, before it takes a place in the queue
// of hashes.
func (r *Flow) askPause(ctx context.Context, c store.TryCounters, refusal fault.Code) error {
	until, err := r.store.BlockedUntil(ctx, c)
	if err != nil {
		return fmt.Errorf("read the counters of tries: %w", err)
	}
	if !until.After(r.now()) {
		return nil
	}
	return paused(refusal, until.Sub(r.now()))
}

// reserveTry counts a try just before it is made, so that nobody's counts who was
// never looked at; of many at once all but the free ones find a pause.
func (r *Flow) reserveTry(ctx context.Context, c store.TryCounters, refusal fault.Code) error {
	err := r.store.ReserveTry(ctx, c, r.now())
	if err == nil {
		return nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("count a try: %w", err)
	}
	if err := r.askPause(ctx, c, refusal); err != nil {
		return err
	}
	return paused(refusal, time.Second)
}

func paused(refusal fault.Code, wait time.Duration) error {
	return &fault.Fault{Code: refusal, Reason: "password_pause", RetryAfter: max(time.Second, wait)}
}

// Forgive gives what forgets the wrong passwords of a user who has just set another
// one: what guesses from all networks held up is open again.
func (r *Flow) Forgive(v Visitor) func(context.Context, store.Rows, store.User) error {
	return func(ctx context.Context, rows store.Rows, u store.User) error {
		return rows.ForgetTries(ctx, r.countersOf(u.OrganizationID, u.Email, v))
	}
}

// remember makes the browser cookie after a success.
func (r *Flow) remember(v Visitor, organizationID, email string) string {
	k := r.readKnown(v.Known)
	if k.Browser == "" {
		k.Browser = secret.NewID()
	}
	account := accountKey(organizationID, email)
	k.Accounts = slices.DeleteFunc(k.Accounts, func(a string) bool { return a == account })
	k.Accounts = append(k.Accounts, account)
	k.Accounts = k.Accounts[max(0, len(k.Accounts)-knownAccounts):]
	text, err := json.Marshal(k)
	if err != nil {
		return ""
	}
	return r.ring.SealCookie(KnownCookie, text)
}

func (r *Flow) readKnown(sealed string) known {
	text, err := r.ring.OpenCookie(KnownCookie, sealed)
	if err != nil {
		return known{}
	}
	var k known
	if json.Unmarshal(text, &k) != nil {
		return known{}
	}
	return k
}
