package doctor

import (
	"cmp"
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

// shown is how many findings of a check are written unless all are asked for.
const shown = 10

// Write writes one line a finding. Of a check that found more than ten things it writes the
// worst ten, and how many more there are, unless all are asked for (G3).
func (r Report) Write(to io.Writer, all bool) error {
	findings := r.Findings
	if !all {
		findings = r.worst()
	}
	for _, f := range findings {
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

// worst are the findings that are written, in their order, each check's with a line in place of
// the rest.
func (r Report) worst() []Finding {
	most := map[string]map[Result]int{} // how many of each check may still be written
	for check, n := range r.counts() {
		room := shown
		most[check] = map[Result]int{}
		for _, result := range worstFirst() {
			most[check][result] = min(n[result], room)
			room -= most[check][result]
		}
	}
	hidden, left := map[string]map[Result]int{}, r.counts()
	var written []Finding
	for _, f := range r.Findings {
		left[f.Check][f.Result]--
		if most[f.Check][f.Result] > 0 {
			most[f.Check][f.Result]--
			written = append(written, f)
		} else {
			if hidden[f.Check] == nil {
				hidden[f.Check] = map[Result]int{}
			}
			hidden[f.Check][f.Result]++
		}
		if n := hidden[f.Check]; n != nil && sum(left[f.Check]) == 0 {
			written = append(written, rest(f.Check, n))
		}
	}
	return written
}

// rest is the line in place of those that are not written.
func rest(check string, n map[Result]int) Finding {
	var worst Result
	var counts []string
	for _, result := range worstFirst() {
		if n[result] > 0 {
			worst = cmp.Or(worst, result)
			counts = append(counts, fmt.Sprintf("%d %s", n[result], result))
		}
	}
	return Finding{worst, check, fmt.Sprintf("and %d more (%s): see them with --all or --json", sum(n), strings.Join(counts, ", ")), ""}
}

func worstFirst() []Result { return []Result{Fail, Look, OK} }

// counts says how many findings of each result a check has.
func (r Report) counts() map[string]map[Result]int {
	n := map[string]map[Result]int{}
	for _, f := range r.Findings {
		if n[f.Check] == nil {
			n[f.Check] = map[Result]int{}
		}
		n[f.Check][f.Result]++
	}
	return n
}

func sum(n map[Result]int) int { return n[Fail] + n[Look] + n[OK] }

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
