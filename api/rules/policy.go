package rules

import (
	"fmt"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// SignInPolicy are the settings that somebody wants to write of how people of an organization
// sign in; nil ones stay. Their tags are what the operator's file calls them.
type SignInPolicy struct {
	ContactText        *string        `yaml:"contactText"`
	SessionIdle        *time.Duration `yaml:"sessionIdle"`
	SessionAbsolute    *time.Duration `yaml:"sessionAbsolute"`
	LogDays            *int           `yaml:"logDays"`            // how long the sign-in log is kept
	AuditDays          *int           `yaml:"auditDays"`          // how long the log of changes is kept
	StraightToProvider *bool          `yaml:"straightToProvider"` // passes the sign-in page while one provider is on and passwords are off
}

// How many days the sign-in log and the log of changes are kept.
const (
	leastLogDays   = 7
	mostLogDays    = 730
	leastAuditDays = store.DefaultAuditDays
	mostAuditDays  = 3650
)

// leastSession is the shortest that a session may live or idle.
const leastSession = 30 * time.Minute

// Settings are the settings that were given, to be written into an organization, and all that is wrong
// with them. This list is the one place that says what is kept where, and within what bounds.
func (p SignInPolicy) Settings(o *store.Organization) ([]Setting, []fault.Field) {
	var s settings
	setting(&s, "contactText", p.ContactText, &o.ContactText, ContactText)
	setting(&s, "sessionIdle", p.SessionIdle, &o.SessionIdleSeconds, session(store.DefaultSessionIdle))
	setting(&s, "sessionAbsolute", p.SessionAbsolute, &o.SessionAbsoluteSeconds, session(store.DefaultSessionAbsolute))
	setting(&s, "logDays", p.LogDays, &o.LogDays, within(leastLogDays, mostLogDays))
	setting(&s, "auditDays", p.AuditDays, &o.AuditDays, within(leastAuditDays, mostAuditDays))
	setting(&s, "straightToProvider", p.StraightToProvider, &o.StraightToProvider, either)
	return s.list, s.fields
}

// Together says what is wrong with the settings beside each other, once those of the policy are
// written: a session cannot idle for longer than it lives. The wrong one is of those that were given.
func (p SignInPolicy) Together(o store.Organization) []fault.Field {
	switch {
	case o.SessionIdleSeconds <= o.SessionAbsoluteSeconds:
		return nil
	case p.SessionIdle != nil:
		return []fault.Field{{Pointer: "/sessionIdle", Code: OutOfRange}}
	case p.SessionAbsolute != nil:
		return []fault.Field{{Pointer: "/sessionAbsolute", Code: OutOfRange}}
	}
	return nil
}

// Setting is a value that was given and read.
type Setting struct {
	Member string // as the operator's file calls it
	Says   string // as it is kept
	Same   bool   // as that of the organization
	Write  func() // makes it that of the organization
}

type settings struct {
	reader
	list []Setting
}

// setting reads a value that was given with its rule, for the place where it is kept.
func setting[G any, K comparable](s *settings, member string, given *G, place *K, rule func(G) (kept K, problem string)) {
	if given == nil {
		return
	}
	kept, problem := rule(*given)
	if problem != "" {
		s.refuse("/"+member, problem)
		return
	}
	s.list = append(s.list, Setting{
		Member: member, Says: fmt.Sprint(kept), Same: *place == kept, Write: func() { *place = kept },
	})
}

// session is the rule of a length of time, kept in seconds.
func session(most time.Duration) func(time.Duration) (seconds int64, problem string) {
	return func(length time.Duration) (int64, string) {
		if length < leastSession || length > most || length%time.Second != 0 {
			return 0, OutOfRange
		}
		return int64(length / time.Second), ""
	}
}

func within(least, most int) func(int) (kept int64, problem string) {
	return func(n int) (int64, string) {
		if n < least || n > most {
			return 0, OutOfRange
		}
		return int64(n), ""
	}
}

func either(on bool) (kept bool, problem string) { return on, "" }
