package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"latchkey/api/fault"
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

// counterOf names the counter of an account for a visitor: by the known
// browser, else by the client address. Unknown accounts have one too.
func (r *Road) counterOf(organizationID, email string, v Visitor) string {
	account := accountKey(organizationID, email)
	if r.knows(v, organizationID, email) {
		return store.Hash(account + "|browser|" + r.readKnown(v.Known).Browser)
	}
	return store.Hash(account + "|address|" + v.Address)
}

// knows says whether a visitor's browser has signed in to an account before.
func (r *Road) knows(v Visitor, organizationID, email string) bool {
	k := r.readKnown(v.Known)
	return k.Browser != "" && slices.Contains(k.Accounts, accountKey(organizationID, email))
}

func accountKey(organizationID, email string) string {
	return store.Hash(organizationID + "|" + store.LowerEmail(email))
}

// reserveTry counts a try before it is made; while a pause runs it is refused
// with the time to wait.
func (r *Road) reserveTry(ctx context.Context, counter string, refusal fault.Code) error {
	_, err := r.store.ReserveTry(ctx, counter, r.now())
	if err == nil {
		return nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("count a try: %w", err)
	}
	until, err := r.store.BlockedUntil(ctx, counter)
	if err != nil {
		return fmt.Errorf("read a counter of tries: %w", err)
	}
	return &fault.Fault{Code: refusal, Reason: "password_pause", RetryAfter: max(time.Second, until.Sub(r.now()))}
}

// Forgive gives what forgets the wrong passwords of a user that a visitor tried.
func (r *Road) Forgive(v Visitor) func(context.Context, store.Rows, store.User) error {
	return func(ctx context.Context, rows store.Rows, u store.User) error {
		return rows.ClearTries(ctx, r.counterOf(u.OrganizationID, u.Email, v))
	}
}

// remember makes the browser cookie after a success.
func (r *Road) remember(v Visitor, organizationID, email string) string {
	k := r.readKnown(v.Known)
	if k.Browser == "" {
		k.Browser = store.NewID()
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

func (r *Road) readKnown(sealed string) known {
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
