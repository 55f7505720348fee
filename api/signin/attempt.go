package signin

import (
	"cmp"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/api/fault"
)

// AttemptLife is how long a person may take at the provider.
const AttemptLife = 10 * time.Minute

// cookieGrace is how much longer the cookie lives than the attempt, so that a late
// callback is refused as too late and not as unknown.
const cookieGrace = 20 * time.Minute

// maxAttempts is how many attempts a browser may have at once.
const maxAttempts = 5

// AttemptPrefix begins the name of every attempt cookie.
const AttemptPrefix = "latchkey-attempt-"

// Purposes of an attempt. The purpose is sealed with the attempt, so that one kind
// cannot be completed as another.
const (
	purposeSignIn   = "sign_in"
	purposePassword = "password"
	purposeLinkPage = "link_page"
	purposeTest     = "test"
	// Self-service: a user who is signed in connects an account, replaces it by
	// another one, or confirms with it who they are.
	purposeLink    = "link"
	purposeReplace = "replace"
	purposeStepUp  = "step_up"
)

// attempt is one way to the provider and back, used once. It is kept encrypted in a
// cookie of the browser.
type attempt struct {
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

// selfService says that a user who is signed in began it, for their own account.
func (a attempt) selfService() bool {
	return a.Purpose == purposeLink || a.Purpose == purposeReplace || a.Purpose == purposeStepUp
}

// logged is the purpose in the sign-in log, where to replace an account is to
// connect one.
func (a attempt) logged() string {
	if a.Purpose == purposeReplace {
		return purposeLink
	}
	return a.Purpose
}

func (a attempt) startedAt() time.Time { return time.UnixMicro(a.Started) }

// inTime refuses an attempt that took too long, or began before the database was
// restored from a backup, which does not know whether it is spent.
func (r *Flow) inTime(a attempt) *fault.Fault {
	late := r.now().Sub(a.startedAt())
	switch {
	case late > AttemptLife:
		return fault.Mismatch(fault.AttemptExpired, "too_late", AttemptLife.String(), late.Round(time.Second).String())
	case a.startedAt().Before(r.notBefore()):
		return fault.Because(fault.AttemptExpired, "before_restore")
	}
	return nil
}

// AttemptCookie is the cookie that carries an attempt.
type AttemptCookie struct {
	Name, Value string
	Life        time.Duration
}

// sealAttempt encrypts an attempt, bound to its cookie's name, which is a hash of
// state: a cookie that is moved to another name cannot be opened.
func (r *Flow) sealAttempt(a attempt) (AttemptCookie, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return AttemptCookie{}, fmt.Errorf("write an attempt: %w", err)
	}
	name := attemptName(a.State)
	return AttemptCookie{name, r.ring.SealCookie(name, text), AttemptLife + cookieGrace}, nil
}

func attemptName(state string) string {
	sum := sha256.Sum256([]byte(state))
	return AttemptPrefix + base64.RawURLEncoding.EncodeToString(sum[:12])
}

// openAttempt finds the attempt of a state among the browser's cookies. It was
// sealed here, its state is the one that came back, its connection the one of the path.
func (r *Flow) openAttempt(cookies map[string]string, state, connectionID string) (attempt, error) {
	if len(cookies) == 0 {
		return attempt{}, fault.New(fault.AttemptCookieMissing)
	}
	name := attemptName(state)
	a, ok := r.unsealAttempt(name, cookies[name])
	if !ok || a.State == "" || state == "" || subtle.ConstantTimeCompare([]byte(a.State), []byte(state)) != 1 {
		return attempt{}, fault.Because(fault.AttemptUnknown, "no_attempt_for_state")
	}
	if a.Purpose != purposeSignIn && a.Purpose != purposeTest && !a.selfService() {
		return attempt{}, fault.Because(fault.AttemptUnknown, "other_purpose")
	}
	if a.Connection == "" || a.Connection != connectionID {
		return attempt{}, fault.Because(fault.AttemptUnknown, "other_connection") // mix-up: RFC 9700, 4.4
	}
	return a, nil
}

func (r *Flow) unsealAttempt(name, sealed string) (attempt, bool) {
	if sealed == "" {
		return attempt{}, false
	}
	text, err := r.ring.OpenCookie(name, sealed)
	if err != nil {
		return attempt{}, false
	}
	var a attempt
	return a, json.Unmarshal(text, &a) == nil
}

// excessAttempts names the cookies to clear so that a new attempt fits: those that
// cannot be opened or have expired, then the oldest.
func (r *Flow) excessAttempts(cookies map[string]string) []string {
	type held struct {
		name    string
		started int64
	}
	var live []held
	var drop []string
	for name, sealed := range cookies {
		a, ok := r.unsealAttempt(name, sealed)
		if !ok || r.now().Sub(a.startedAt()) > AttemptLife {
			drop = append(drop, name)
			continue
		}
		live = append(live, held{name, a.Started})
	}
	slices.SortFunc(live, func(a, b held) int {
		return cmp.Or(cmp.Compare(a.started, b.started), strings.Compare(a.name, b.name))
	})
	for len(live) >= maxAttempts {
		drop = append(drop, live[0].name)
		live = live[1:]
	}
	return drop
}
