package passwordcheck

import (
	"context"
	"encoding/json"
	"net/netip"
	"slices"
	"time"

	"latchkey/api/email"
	"latchkey/api/mail"
	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
	"latchkey/api/useragent"
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

// Knows says whether a browser has signed in to an account before.
func (c *Checker) Knows(v attempt.Visitor, organizationID, address string) bool {
	k := c.readKnown(v.Known)
	return k.Browser != "" && slices.Contains(k.Accounts, accountKey(organizationID, address))
}

// accountKey is an account in counters and cookies, without its address.
func accountKey(organizationID, address string) string {
	return secret.Hash(organizationID + "|" + email.Fold(address))
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

// Remember makes the browser cookie after a sign-in.
func (c *Checker) Remember(v attempt.Visitor, organizationID, email string) string {
	k := c.readKnown(v.Known)
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
	return c.Ring.SealCookie(KnownCookie, text)
}

// readKnown opens the browser cookie; a broken one is that of an unknown browser.
func (c *Checker) readKnown(sealed string) known {
	text, err := c.Ring.OpenCookie(KnownCookie, sealed)
	if err != nil {
		return known{}
	}
	var k known
	if json.Unmarshal(text, &k) != nil {
		return known{}
	}
	return k
}

// IsNewBrowser says whether a browser is one that a user would be told of.
func (c *Checker) IsNewBrowser(v attempt.Visitor, organizationID, address string) bool {
	return c.Mail.On && !c.Knows(v, organizationID, address)
}

// NewBrowser is a browser that signs in as a user by a method: a provider's name, or password.
type NewBrowser struct {
	OrganizationID, UserID, Email string
	Visitor                       attempt.Visitor
	Method                        string
}

// MailNewBrowser mails a user that a browser signed in as them for the first time, if
// they have signed in before. Call it before the sign-in is written.
func (c *Checker) MailNewBrowser(ctx context.Context, rows store.Rows, b NewBrowser) error {
	if !c.IsNewBrowser(b.Visitor, b.OrganizationID, b.Email) {
		return nil
	}
	return c.Mail.AddToReturning(ctx, rows, mail.Message{
		Kind: mail.NewBrowser, OrganizationID: b.OrganizationID, UserID: b.UserID,
		Values: map[string]string{"browser": useragent.Read(b.Visitor.Browser).String(), "address": b.Visitor.Address, "method": b.Method},
	})
}
