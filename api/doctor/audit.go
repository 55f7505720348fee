package doctor

import (
	"context"
	"fmt"

	"latchkey/api/audit"
)

// newestSeals is how far back a doctor looks, which takes no time; latchkey audit verify looks at all.
const newestSeals = 2000

// changes looks whether the newest of the log of changes is what was written (J05).
func (d *Doctor) changes(ctx context.Context, r *Report) {
	const check = "audit"
	report, err := audit.Verifier{Store: d.Database, Keys: d.Keys, Now: d.Now}.Newest(ctx, newestSeals)
	if err != nil {
		unreadable(r, check, err)
		return
	}
	for _, f := range report.Findings {
		r.Add(Fail, check, f.String(), "somebody changed the log of changes in the database: keep a copy of it, run latchkey audit verify, and see docs/operations/audit.md")
	}
	if len(report.Findings) == 0 {
		r.Add(OK, check, fmt.Sprintf("the newest %d of the log of changes are what was written", report.Sealed), "")
	}
	d.unsealed(ctx, r, check)
}

// unsealed looks for changes that have waited long for their seals.
func (d *Doctor) unsealed(ctx context.Context, r *Report, check string) {
	ends, err := d.Database.AuditEnds(ctx)
	if err != nil {
		unreadable(r, check, err)
		return
	}
	if ends.Waiting == 0 || d.Now().Sub(ends.Since.Time) < patience {
		return
	}
	r.Add(Look, check, fmt.Sprintf("%d changes wait for their seals, the oldest of %s: who changes them now is not seen", ends.Waiting, clock(ends.Since)),
		"start latchkey serve of this version; if it runs, see what is said of the job seal_audit_events here. After an upgrade it takes minutes")
}
