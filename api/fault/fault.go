package fault

import (
	"errors"
	"time"
)

// Fault is a refusal. Code, Fields, RetryAfter, who changed it, how many
// have it and who was told may be shown
// to whoever asked; Reason, Expected, Received and the cause are for the log and the
// super admin's inspector and never leave in a response.
type Fault struct {
	Code       Code
	Reason     string // inner reason: a stable short word such as no_user
	Expected   string // what we wanted to see, when a comparison failed
	Received   string // what we saw; never a secret, capped by whoever sets it
	Fields     []Field
	RetryAfter time.Duration
	ChangedBy  string // with ConfigChanged: the name of who saved meanwhile
	ChangedAt  time.Time
	People     int // with RoleInUse: how many
	// AdministratorTold is with SSOAppInvalid: a mail about it was sent to a super admin.
	AdministratorTold bool
	cause             error
}

// Field names one refused member of a request by JSON pointer (RFC 6901) and a
// short code; the value itself is never repeated.
type Field struct {
	Pointer string
	Code    string
}

// New returns a refusal with nothing but its code.
func New(c Code) *Fault { return &Fault{Code: c} }

// Because returns a refusal with its inner reason.
func Because(c Code, reason string) *Fault { return &Fault{Code: c, Reason: reason} }

// Mismatch returns a refusal that says what was expected and what came.
func Mismatch(c Code, reason, expected, received string) *Fault {
	return &Fault{Code: c, Reason: reason, Expected: expected, Received: received}
}

// Wrap returns a refusal with its inner reason and the error behind it.
func Wrap(c Code, reason string, cause error) *Fault {
	return &Fault{Code: c, Reason: reason, cause: cause}
}

// Error is for logs: the code and the inner reason, never the cause's text,
// which may hold what anybody sent.
func (f *Fault) Error() string {
	if f.Reason == "" {
		return string(f.Code)
	}
	return string(f.Code) + " (" + f.Reason + ")"
}

// Unwrap gives the cause to errors.Is and errors.As.
func (f *Fault) Unwrap() error { return f.cause }

// Of returns the fault in err, or an internal_error that wraps it.
func Of(err error) *Fault {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	return Wrap(InternalError, "unexpected", err)
}

// Invalid refuses members of a request.
func Invalid(fields ...Field) *Fault {
	return &Fault{Code: ValidationFailed, Reason: "value", Fields: fields}
}
