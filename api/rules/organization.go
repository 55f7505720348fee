package rules

import (
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Organization are the values that somebody wants to write of an organization;
// nil ones stay.
type Organization struct {
	Code, Name, ContactText      *string
	SessionIdle, SessionAbsolute *time.Duration
	LogDays, AuditDays           *int
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

// Read gives the values as they are kept, and all that is wrong with them, each at
// its member of an object that starts with this pointer.
func (o Organization) Read(at string) (Organization, []fault.Field) {
	var r reader
	r.text(&o.Code, at+"/code", OrganizationCode)
	r.text(&o.Name, at+"/name", Name)
	r.text(&o.ContactText, at+"/contactText", ContactText)
	r.within(o.SessionIdle, at+"/sessionIdle", store.DefaultSessionIdle)
	r.within(o.SessionAbsolute, at+"/sessionAbsolute", store.DefaultSessionAbsolute)
	r.days(o.LogDays, at+"/logDays", leastLogDays, mostLogDays)
	r.days(o.AuditDays, at+"/auditDays", leastAuditDays, mostAuditDays)
	return o, r.fields
}

func (r *reader) within(length *time.Duration, pointer string, most time.Duration) {
	if length != nil && (*length < leastSession || *length > most) {
		r.refuse(pointer, OutOfRange)
	}
}

func (r *reader) days(n *int, pointer string, least, most int) {
	if n != nil && (*n < least || *n > most) {
		r.refuse(pointer, OutOfRange)
	}
}

// SessionTimes says which member is wrong when a session would idle for longer
// than it lives: the one that was given, or "".
func SessionTimes(o store.Organization, idleGiven, absoluteGiven bool) (member string) {
	switch {
	case o.SessionIdleSeconds <= o.SessionAbsoluteSeconds:
		return ""
	case idleGiven:
		return "/sessionIdle"
	case absoluteGiven:
		return "/sessionAbsolute"
	}
	return ""
}
