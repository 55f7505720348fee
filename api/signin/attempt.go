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
	"latchkey/api/secret"
	"latchkey/api/store"
)

// AttemptLife is how long a person may be at the provider.
const AttemptLife = 10 * time.Minute

// lateBy is how much longer the cookie stays, so that a late return can be told
// that it was too late rather than that it is unknown.
const lateBy = 20 * time.Minute

// mostAttempts is how many trips a browser may have under way.
const mostAttempts = 5

// AttemptPrefix begins the name of every attempt cookie.
const AttemptPrefix = "latchkey-attempt-"

// Purposes of a trip. Purpose stands in the attempt, so that one kind cannot be
// finished as another.
const (
	purposeSignIn   = "sign_in"
	purposePassword = "password"
	purposeLinkPage = "link_page"
	purposeTest     = "test"
	purposeLink     = "link"    // somebody who is signed in connects an account
	purposeReplace  = "replace" // or connects one in place of another
	purposeStepUp   = "step_up" // or confirms through one that it is them
)

// attempt is one trip, used once. It travels sealed in a cookie.
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
	Chosen       bool   `json:"ca,omitempty"` // the provider was asked to let them choose an account
	// AsksMore: the provider was asked for what a sign-in can do without. Plain: it
	// had refused that, and is asked without.
	AsksMore bool `json:"am,omitempty"`
	Plain    bool `json:"pl,omitempty"`
	// Who began it, where only they may finish it (all but sign-ins).
	Session string `json:"se,omitempty"`
	User    string `json:"u,omitempty"`
	// What makes it void, as it stood then: see [store.Rows.MayFinish], and the
	// application's revision.
	Begun    int64 `json:"b,omitempty"`
	Revision int64 `json:"rv,omitempty"`
}

// own says that it is a trip of somebody who is signed in, about themselves.
func (a attempt) own() bool {
	return a.Purpose == purposeLink || a.Purpose == purposeReplace || a.Purpose == purposeStepUp
}

// logged is the purpose as the sign-in log tells it: who replaces an account
// connects one.
func (a attempt) logged() string {
	if a.Purpose == purposeReplace {
		return purposeLink
	}
	return a.Purpose
}

func (a attempt) startedAt() time.Time { return time.UnixMicro(a.Started) }

// inTime refuses an attempt that took too long, or began before a restore from a
// backup: whether it is spent was forgotten.
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

// AttemptCookie is an attempt on its way to the browser.
type AttemptCookie struct {
	Name, Value string
	Life        time.Duration
}

func (r *Flow) newAttempt(l store.Live, s StartRequest) attempt {
	return attempt{
		ID: secret.NewID(), Reference: s.Visitor.Reference, Purpose: purposeSignIn,
		State: secret.NewToken(), Nonce: secret.NewToken(), Verifier: secret.NewToken(),
		Organization: l.OrganizationID, Code: l.OrganizationCode,
		Connection: l.ID, Version: l.VersionID, Provider: l.Provider,
		ReturnTo: r.returnPath(s.ReturnTo), Chosen: s.ChooseAccount, Started: r.now().UnixMicro(),
	}
}

// sealAttempt seals an attempt under its cookie's name, which is a hash of
// state: a cookie moved to another name does not open.
func (r *Flow) sealAttempt(a attempt) (AttemptCookie, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return AttemptCookie{}, fmt.Errorf("write an attempt: %w", err)
	}
	name := attemptName(a.State)
	return AttemptCookie{name, r.ring.SealCookie(name, text), AttemptLife + lateBy}, nil
}

func attemptName(state string) string {
	sum := sha256.Sum256([]byte(state))
	return AttemptPrefix + base64.RawURLEncoding.EncodeToString(sum[:12])
}

// openAttempt finds the attempt of a state among the browser's cookies: genuine,
// its state the one returned, its connection the one of the path.
func (r *Flow) openAttempt(cookies map[string]string, state, connectionID string) (attempt, error) {
	if len(cookies) == 0 {
		return attempt{}, fault.New(fault.AttemptCookieMissing)
	}
	name := attemptName(state)
	a, ok := r.unsealAttempt(name, cookies[name])
	if !ok || a.State == "" || state == "" || subtle.ConstantTimeCompare([]byte(a.State), []byte(state)) != 1 {
		return attempt{}, fault.Because(fault.AttemptUnknown, "no_attempt_for_state")
	}
	if a.Purpose != purposeSignIn && a.Purpose != purposeTest && !a.own() {
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

// crowdedOut names the cookies that must go so that a new attempt fits: those
// that do not open, then the oldest.
func (r *Flow) crowdedOut(cookies map[string]string) []string {
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
	for len(live) >= mostAttempts {
		drop = append(drop, live[0].name)
		live = live[1:]
	}
	return drop
}
