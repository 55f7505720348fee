// Package fault is the catalogue of refusals: every answer that is a "no" has a
// stable code, an HTTP status and a title here, and nowhere else.
//
// A [Fault] carries what the person may know (the code) apart from what only
// the log and the super admin may know (the inner reason, expected against
// received, the cause). The HTTP edge writes the first half and never the
// second. Codes and texts: spec "Messages by cause"; form: RFC 9457.
package fault
