package doctor

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Result is how a finding is to be taken.
type Result string

// The results.
const (
	OK   Result = "ok"
	Look Result = "look" // nothing is broken; somebody should look at it
	Fail Result = "FAIL"
)

// Finding is one thing that was looked at.
type Finding struct {
	Result Result `json:"result"`
	Check  string `json:"check"` // a stable word
	Text   string `json:"text"`
	Do     string `json:"do"` // "" when there is nothing to do
}

// Report is all findings, in the order in which they were made.
type Report struct{ Findings []Finding }

// Add notes a finding.
func (r *Report) Add(result Result, check, text, do string) {
	r.Findings = append(r.Findings, Finding{result, check, oneLine(text), do})
}

// Failed tells whether something is broken.
func (r Report) Failed() bool {
	for _, f := range r.Findings {
		if f.Result == Fail {
			return true
		}
	}
	return false
}

// Write writes one line a finding.
func (r Report) Write(to io.Writer) error {
	for _, f := range r.Findings {
		text := f.Text
		if f.Do != "" {
			text += " -> " + f.Do
		}
		if _, err := fmt.Fprintf(to, "%-5s%-13s%s\n", f.Result, f.Check, text); err != nil {
			return err
		}
	}
	return nil
}

// WriteJSON writes the report for machines: {"failed": …, "findings": […]}.
func (r Report) WriteJSON(to io.Writer) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Failed   bool      `json:"failed"`
		Findings []Finding `json:"findings"`
	}{r.Failed(), r.Findings})
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
