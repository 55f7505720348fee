package attempt

import (
	"time"
)

// Life is how long a person may take at the provider.
const Life = 10 * time.Minute

// cookieGrace is how much longer the cookie lives than the attempt, so that a late
// callback is refused as too late and not as unknown.
const cookieGrace = 20 * time.Minute

// CookiePrefix begins the name of every attempt cookie.
const CookiePrefix = "latchkey-attempt-"

// Purposes of an attempt. The purpose is sealed with the attempt, so that one kind
// cannot be completed as another.
const (
	SignIn   = "sign_in"
	LinkPage = "link_page"
	Test     = "test"
	// Self-service: a user who is signed in connects an account, replaces it by
	// another one, or confirms with it who they are.
	Link    = "link"
	Replace = "replace"
	StepUp  = "step_up"
)

// Attempt is one way to the provider and back, used once. It is kept encrypted in a
// cookie of the browser.
type Attempt struct {
	ID           string `json:"i"`
	Reference    string `json:"ref"`
	Purpose      string `json:"p"`
	State        string `json:"s"`
	Nonce        string `json:"n"`
	Verifier     string `json:"v"`
	Organization string `json:"o"` // id
	Code         string `json:"oc"`
	Connection   string `json:"c"`
	Version      string `json:"cv"`
	Provider     string `json:"pr"`
	ReturnTo     string `json:"r"`
	Started      int64  `json:"t"`            // microseconds since 1970
	Chosen       bool   `json:"ca,omitempty"` // the provider was asked to show its account chooser
	// AsksMore: the request had optional parameters. Plain: the provider refused
	// those, and was asked again without them.
	AsksMore bool `json:"am,omitempty"`
	Plain    bool `json:"pl,omitempty"`
	// The session and user who began it and alone may complete it (all but sign-ins).
	Session string `json:"se,omitempty"`
	User    string `json:"u,omitempty"`
	// What was current when it began, because a change makes it void: the
	// organization's counter (see [store.Rows.MayFinish]) and the connection's revision.
	Begun    int64 `json:"b,omitempty"`
	Revision int64 `json:"rv,omitempty"`
}

// SelfService says that a user who is signed in began it, for their own account.
func (a Attempt) SelfService() bool {
	return a.Purpose == Link || a.Purpose == Replace || a.Purpose == StepUp
}

// logged is the purpose in the sign-in log, where to replace an account is to
// connect one.
func (a Attempt) logged() string {
	if a.Purpose == Replace {
		return Link
	}
	return a.Purpose
}

// StartedAt is when it began.
func (a Attempt) StartedAt() time.Time { return time.UnixMicro(a.Started) }

// CookieName names the cookie that carries it: a hash of its state.
func (a Attempt) CookieName() string { return cookieName(a.State) }
