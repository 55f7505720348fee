package audit

import (
	"fmt"
	"time"
)

// Finding is one thing that is wrong.
type Finding struct {
	Number       int64     `json:"number"`       // of the link; 0: of an event without one, or of the chain itself
	Organization string    `json:"organization"` // its code
	At           time.Time `json:"at"`           // of the event; zero: of none
	EventID      string    `json:"eventId"`
	Problem      string    `json:"problem"`
}

// String says it in one line.
func (f Finding) String() string {
	if f.EventID == "" {
		return f.Problem
	}
	text := fmt.Sprintf("event %s of %s, %s: %s", f.EventID, f.Organization, f.At.UTC().Format(time.RFC3339), f.Problem)
	if f.Number > 0 {
		text = fmt.Sprintf("seal %d, ", f.Number) + text
	}
	return text
}

// Report is what a verification found.
type Report struct {
	Head     string    `json:"head"` // number:digest, to be kept outside of the database; "": nothing is sealed
	From     int64     `json:"from"` // the first number that was looked at
	Sealed   int64     `json:"sealed"`
	Taken    int64     `json:"taken"`   // of these, whose events retention took
	Waiting  int64     `json:"waiting"` // events that wait for their seals
	Late     int64     `json:"late"`    // that were sealed more than an hour after their time
	LateLast *Finding  `json:"lateLast"`
	Bad      int64     `json:"bad"` // all that is wrong
	Findings []Finding `json:"findings"`
	Events   int64     `json:"events"`   // that were looked at for a seal
	Complete bool      `json:"complete"` // false: those of before there were seals are still queued, and none was looked at for its seal
}

// mostFindings is how many are kept, the first of the chain first.
const mostFindings = 100

func (r *Report) add(f Finding) {
	if r.Bad++; len(r.Findings) < mostFindings {
		r.Findings = append(r.Findings, f)
	}
}

func (r *Report) chain(problem string) { r.add(Finding{Problem: problem}) }
