package cli

import (
	"fmt"
	"io"

	"latchkey/api/audit"
)

// tellAudit says what a walk found, for people.
func tellAudit(to io.Writer, r audit.Report) error {
	text := ""
	for _, f := range r.Findings {
		text += "BAD  " + f.String() + "\n"
	}
	if more := r.Bad - int64(len(r.Findings)); more > 0 {
		text += fmt.Sprintf("BAD  and %d more\n", more)
	}
	switch {
	case r.Head == "":
		text += "Nothing is sealed yet.\n"
	case r.Sealed == 0:
		text += "There is no seal to look at: retention took them all.\n"
	default:
		text += fmt.Sprintf("%d seals from number %d on: of %d events retention took %d.\n", r.Sealed, r.From, r.Sealed, r.Taken)
	}
	if r.Complete {
		text += fmt.Sprintf("%d events were looked at, whether each has a seal or waits for one.\n", r.Events)
	} else {
		text += "Events of before there were seals are still queued (job catch_up): whether each event has a seal was not looked at.\n"
	}
	if r.Waiting > 0 {
		text += fmt.Sprintf("%d events wait for their seal. What is done to them now is not seen.\n", r.Waiting)
	}
	if r.Late > 0 {
		text += fmt.Sprintf("%d were sealed more than an hour after their time, as those of before an upgrade are; the last: %s.\n", r.Late, r.LateLast)
	}
	if r.Head != "" {
		text += "Head, to be kept outside of the database: " + r.Head + "\n"
	}
	_, err := io.WriteString(to, text)
	return err
}
