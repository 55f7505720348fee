package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"latchkey/api/audit"
)

// J05: the first bad row is named, in the report and in the error that the exit code is of.
func TestJ05_TheFirstBadRowIsNamed(t *testing.T) {
	at := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	bad := audit.Finding{Number: 7, Organization: "acme", At: at, EventID: "aud_1", Problem: "the event was changed after it was sealed"}
	late := bad
	late.Problem = "sealed at 2026-05-05T09:00:00Z"
	for name, one := range map[string]struct {
		report audit.Report
		has    []string
		fails  bool
	}{
		"well":        {audit.Report{Head: "9:ab", From: 3, Sealed: 7, Taken: 2, Complete: true, Events: 5}, []string{"7 seals from number 3 on", "retention took 2", "5 events", "Head, to be kept outside of the database: 9:ab"}, false},
		"nothing":     {audit.Report{Complete: true}, []string{"Nothing is sealed yet"}, false},
		"all taken":   {audit.Report{Head: "9:ab", From: 10, Complete: true}, []string{"retention took them all"}, false},
		"an upgrade":  {audit.Report{Head: "9:ab", From: 1, Sealed: 9, Waiting: 4, Late: 3, LateLast: &late}, []string{"still queued", "4 events wait", "3 were sealed more than an hour", "seal 7, event aud_1 of acme"}, false},
		"a bad row":   {audit.Report{Head: "9:ab", From: 1, Sealed: 9, Bad: 1, Findings: []audit.Finding{bad}}, []string{"BAD  seal 7, event aud_1 of acme, 2026-05-04T09:00:00Z: the event was changed"}, true},
		"many of bad": {audit.Report{Bad: 102, Findings: []audit.Finding{bad, late}}, []string{"BAD  and 100 more"}, true},
	} {
		for _, asJSON := range []bool{false, true} {
			var out bytes.Buffer
			err := auditVerify{JSON: asJSON}.write(&out, one.report)
			if (err != nil) != one.fails || err != nil && !strings.Contains(err.Error(), "first: seal 7, event aud_1 of acme") {
				t.Errorf("%s: %v", name, err)
			}
			if asJSON {
				var back audit.Report
				if err := json.Unmarshal(out.Bytes(), &back); err != nil || back.Bad != one.report.Bad || back.Head != one.report.Head {
					t.Errorf("%s: %v, %s", name, err, &out)
				}
				continue
			}
			for _, want := range one.has {
				if !strings.Contains(out.String(), want) {
					t.Errorf("%s: not said: %q in\n%s", name, want, &out)
				}
			}
		}
	}
}

func TestAHeadIsReadAsTheLogHasIt(t *testing.T) {
	whole := "12:" + strings.Repeat("ab", 32)
	if h, err := audit.ParseHead(whole); err != nil || h.String() != whole {
		t.Errorf("%v, %v", h, err)
	}
	for _, text := range []string{"", "12", "12:ab", "0:" + strings.Repeat("ab", 32), "x:" + strings.Repeat("ab", 32), "1:" + strings.Repeat("zz", 32)} {
		if err := (auditVerify{Head: []string{text}}).Run(t.Context(), deployment(t.TempDir())); err == nil || !strings.Contains(err.Error(), "--head") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestHowFarItIsIsSaidNowAndThen(t *testing.T) {
	var out bytes.Buffer
	now := time.Now()
	tell := everyFewSeconds(&out, func() time.Time { return now })
	tell("seals", 1, 9)
	now = now.Add(3 * time.Second)
	tell("seals", 2, 9)
	tell("seals", 3, 9)
	now = now.Add(3 * time.Second)
	tell("events", 4, 0)
	if out.String() != "seals: 2 of 9\nevents: 4\n" {
		t.Errorf("said %q", out.String())
	}
}
