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

// KnownCookie is the name of the cookie of browsers that have signed in before.
const KnownCookie = "latchkey-browser"

// KnownLife is how long a browser stays known.
const KnownLife = 180 * 24 * time.Hour

// knownAccounts is how many accounts a browser is known for.
const knownAccounts = 5

// known is a browser that has signed in before. For each of its accounts it has a counter
// of wrong passwords of its own, so that guesses of others on the same network do not slow
// the account's owner down.
type known struct {
	Browser  string   `json:"b"`
	Accounts []string `json:"a"`
}

// countersOf names the counters of wrong passwords for a visitor and an account. A browser
// that has signed in to the account has one of its own, so that nobody else slows it down.
// The others share that of their network and that of all networks, which guesses from many
// addresses fill together. Accounts that do not exist have them, too.
func (r *Flow) countersOf(organizationID, email string, v Visitor) store.TryCounters {
	account := accountKey(organizationID, email)
	if r.knows(v, organizationID, email) {
		return store.TryCounters{Own: secret.Hash(account + "|browser|" + r.readKnown(v.Known).Browser)}
	}
	return store.TryCounters{Own: secret.Hash(account + "|network|" + Network(v.Address)), All: secret.Hash(account + "|all")}
}

// Network is what one subscriber has: the IPv4 address, or the first 64 bits of an IPv6
// address. What is no address stays as it is.
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

// checkPause refuses a password during a pause, before it takes a place in the queue for
// hashing.
func (r *Flow) checkPause(ctx context.Context, c store.TryCounters, refusal fault.Code) error {
	until, err := r.store.BlockedUntil(ctx, c)
	if err != nil {
		return fmt.Errorf("read the counters of wrong passwords: %w", err)
	}
	if !until.After(r.now()) {
		return nil
	}
	return paused(refusal, until.Sub(r.now()))
}

// reserveAttempt counts a password just before it is checked, so that one that is never
// checked does not count; of many at once, all but the free ones are refused by a pause.
func (r *Flow) reserveAttempt(ctx context.Context, c store.TryCounters, refusal fault.Code) error {
	err := r.store.ReserveTry(ctx, c, r.now())
	if err == nil {
		return nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("count a password: %w", err)
	}
	if err := r.checkPause(ctx, c, refusal); err != nil {
		return err
	}
	return paused(refusal, time.Second)
}

func paused(refusal fault.Code, wait time.Duration) error {
	return &fault.Fault{Code: refusal, Reason: "password_pause", RetryAfter: max(time.Second, wait)}
}

// Forgive gives the function that resets the counters of a user who has just set another
// password: a pause from guesses on any network ends.
func (r *Flow) Forgive(v Visitor) func(context.Context, store.Rows, store.User) error {
	return func(ctx context.Context, rows store.Rows, u store.User) error {
		return rows.ForgetTries(ctx, r.countersOf(u.OrganizationID, u.Email, v))
	}
}

// remember makes the browser cookie after a sign-in.
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

// readKnown opens the browser cookie; a broken one is that of an unknown browser.
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
