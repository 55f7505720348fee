package attempt

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

// InTime refuses an attempt that took too long, or began before the database was
// restored from a backup, which does not know whether it is spent.
func (r *Attempts) InTime(a Attempt) *fault.Fault {
	late := r.Now().Sub(a.StartedAt())
	switch {
	case late > Life:
		return fault.Mismatch(fault.AttemptExpired, "too_late", Life.String(), late.Round(time.Second).String())
	case a.StartedAt().Before(r.NotBefore()):
		return fault.Because(fault.AttemptExpired, "before_restore")
	}
	return nil
}

// maxAttempts is how many attempts a browser may have at once.
const maxAttempts = 5

// Cookie is the cookie that carries an attempt.
type Cookie struct {
	Name, Value string
	Life        time.Duration
}

// Seal encrypts an attempt, bound to its cookie's name, which is a hash of
// state: a cookie that is moved to another name cannot be opened.
func (r *Attempts) Seal(a Attempt) (Cookie, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return Cookie{}, fmt.Errorf("write an attempt: %w", err)
	}
	name := cookieName(a.State)
	return Cookie{name, r.Ring.SealCookie(name, text), Life + cookieGrace}, nil
}

func cookieName(state string) string {
	sum := sha256.Sum256([]byte(state))
	return CookiePrefix + base64.RawURLEncoding.EncodeToString(sum[:12])
}

// Open finds the attempt of a state among the browser's cookies. It was
// sealed here, its state is the one that came back, its connection the one of the path.
func (r *Attempts) Open(cookies map[string]string, state, connectionID string) (Attempt, error) {
	if len(cookies) == 0 {
		return Attempt{}, fault.New(fault.AttemptCookieMissing)
	}
	name := cookieName(state)
	a, ok := r.unseal(name, cookies[name])
	if !ok || a.State == "" || state == "" || subtle.ConstantTimeCompare([]byte(a.State), []byte(state)) != 1 {
		return Attempt{}, fault.Because(fault.AttemptUnknown, "no_attempt_for_state")
	}
	if a.Purpose != SignIn && a.Purpose != Test && !a.SelfService() {
		return Attempt{}, fault.Because(fault.AttemptUnknown, "other_purpose")
	}
	if a.Connection == "" || a.Connection != connectionID {
		return Attempt{}, fault.Because(fault.AttemptUnknown, "other_connection") // mix-up: RFC 9700, 4.4
	}
	return a, nil
}

func (r *Attempts) unseal(name, sealed string) (Attempt, bool) {
	if sealed == "" {
		return Attempt{}, false
	}
	text, err := r.Ring.OpenCookie(name, sealed)
	if err != nil {
		return Attempt{}, false
	}
	var a Attempt
	return a, json.Unmarshal(text, &a) == nil
}

// Excess names the cookies to clear so that a new attempt fits: those that
// cannot be opened or have expired, then the oldest.
func (r *Attempts) Excess(cookies map[string]string) []string {
	type held struct {
		name    string
		started int64
	}
	var live []held
	var drop []string
	for name, sealed := range cookies {
		a, ok := r.unseal(name, sealed)
		if !ok || r.Now().Sub(a.StartedAt()) > Life {
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
