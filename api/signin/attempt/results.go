package attempt

import (
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/store"
)

// Visitor is the browser that sends a request, as the HTTP edge sees it.
type Visitor struct {
	Reference string // of this request: 7F3K-92QD
	Address   string // the client's IP address
	Browser   string // its User-Agent, cut
	Session   string // its session cookie, or ""
	Known     string // its browser cookie, or "": see package passwordcheck
}

// Outcome is what the HTTP edge does with the browser after a request.
type Outcome struct {
	ReturnTo     string // a path of the app
	Session      string // the new refresh token, or ""
	SessionUntil time.Time
	PendingLink  string  // the id of a new pending link, or "": send the browser to the link page
	Known        string  // the new browser cookie, or ""
	Organization string  // code
	SpentCookie  string  // the name of the attempt cookie to clear, or ""
	Test         *Tested // a completed test of a connection: nobody has signed in
}

// Home is where a sign-in returns to without a return path.
const Home = "/"

// Started is an attempt that has begun: the browser goes to AuthorizationURL.
type Started struct {
	AuthorizationURL string
	Cookie           Cookie
	Drop             []string // names of attempt cookies to clear, so that this one fits
}

// Refusal is a callback that ends at the refused page.
type Refusal struct {
	Fault        *fault.Fault
	Organization string // code, or "" without a valid attempt
	Provider     string
	Reference    string
	SpentCookie  string // the attempt cookie to clear, or ""
	// Chosen: the provider was asked to show its account chooser.
	Chosen bool
	// SignedIn: it was self-service, and the user is still signed in. They go back to
	// their own page.
	SignedIn bool
}

// Error names the refusal for logs.
func (r *Refusal) Error() string { return r.Fault.Error() }

// Unwrap gives the fault.
func (r *Refusal) Unwrap() error { return r.Fault }

// Tested is a completed test: what its report gains, and the code of the refusal that
// ended it, or "".
type Tested struct {
	ID           string
	Connection   string
	Organization string // id
	User         string
	Over         bool // it has ended before: there is nothing to write
	Code         fault.Code
	ClientAuth   idp.ClientAuth // how the secret was accepted, if not in the version's way
	Report       store.TestReport
}

// Busy says that there was no free slot for an attempt in time, or no database (see
// package signin). Nothing is spent and no row is written: a reload of the same address
// goes on.
type Busy struct{ Fault *fault.Fault }

// Error names the result for logs.
func (b *Busy) Error() string { return b.Fault.Error() }

// Unwrap gives the fault.
func (b *Busy) Unwrap() error { return b.Fault }

// AskAgain sends the browser to the provider once more, without the optional
// parameters: the provider had refused the request with them. Nothing is spent.
type AskAgain struct {
	Started
	SpentCookie string // of the attempt that this one replaces
}

// Error names the result for logs.
func (*AskAgain) Error() string { return "the provider is asked again, without optional parameters" }
