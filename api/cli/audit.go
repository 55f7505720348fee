package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"latchkey/api/app"
	"latchkey/api/audit"
	"latchkey/api/config"
)

// auditCommand is for the log of changes.
type auditCommand struct {
	Verify auditVerify `cmd:"" help:"Look whether anybody changed or deleted what is in the log of changes, and name the first bad row. Serve goes on; it changes nothing."`
}

type auditVerify struct {
	JSON bool     `name:"json" help:"Write the report as JSON."`
	Head []string `name:"head" help:"A head that the log of serve has (\"audit events sealed\"), number:digest, to compare with: it shows a newest end that was cut off. May be given again." placeholder:"NUMBER:DIGEST"`
}

// Run walks along all that is sealed. Anything wrong is an error, for the exit code.
func (v auditVerify) Run(ctx context.Context, s *config.Settings) (err error) {
	var heads []audit.Head
	for _, text := range v.Head {
		h, err := audit.ParseHead(text)
		if err != nil {
			return fmt.Errorf("--head: %w", err)
		}
		heads = append(heads, h)
	}
	c, err := s.Inspect()
	if err != nil {
		return err
	}
	db, err := app.ReadStore(ctx, c, "serve", "demo")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	walker := audit.Verifier{Store: db, Keys: c.Ring, Now: time.Now, Tell: everyFewSeconds(os.Stderr, time.Now)}
	report, err := walker.Whole(ctx, heads...)
	if err != nil {
		return fmt.Errorf("read the log of changes: %w", err)
	}
	return v.write(os.Stdout, report)
}

// write writes a report, and gives an error if anything is wrong.
func (v auditVerify) write(to io.Writer, r audit.Report) error {
	tell := tellAudit
	if v.JSON {
		tell = tellAuditJSON
	}
	err := tell(to, r)
	if err == nil && r.Bad > 0 {
		err = fmt.Errorf("the log of changes is not what was written, first: %s", r.Findings[0])
	}
	return err
}

func tellAuditJSON(to io.Writer, r audit.Report) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// everyFewSeconds says how far it is now and then.
func everyFewSeconds(to io.Writer, now func() time.Time) func(what string, done, total int64) {
	last := now()
	return func(what string, done, total int64) {
		if now().Sub(last) < 2*time.Second {
			return
		}
		last = now()
		if total > 0 {
			_, _ = fmt.Fprintf(to, "%s: %d of %d\n", what, done, total)
		} else {
			_, _ = fmt.Fprintf(to, "%s: %d\n", what, done)
		}
	}
}
