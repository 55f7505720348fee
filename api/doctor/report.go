package doctor

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
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
	places := map[string][]int{} // of the findings of each check
	for i, f := range r.Findings {
		places[f.Check] = append(places[f.Check], i)
	}
	hidden, rests := map[int]bool{}, map[int]Finding{} // by place: which are not written, and what stands after one
	for check, list := range places {
		if len(list) <= shown {
			continue
		}
		last, n := list[len(list)-1], map[Result]int{}
		slices.SortStableFunc(list, func(a, b int) int {
			return slices.Index(worstFirst(), r.Findings[a].Result) - slices.Index(worstFirst(), r.Findings[b].Result)
		})
		for _, i := range list[shown:] {
			hidden[i] = true
			n[r.Findings[i].Result]++
		}
		rests[last] = rest(check, n)
	}
	var written []Finding
	for i, f := range r.Findings {
		if !hidden[i] {
			written = append(written, f)
		}
		if line, is := rests[i]; is {
			written = append(written, line)
		}
	}
	return written
}

// rest is the line in place of those that are not written.
func rest(check string, n map[Result]int) Finding {
	var worst Result
	var counts []string
	sum := 0
	for _, result := range worstFirst() {
		if n[result] > 0 {
			worst = cmp.Or(worst, result)
			sum += n[result]
			counts = append(counts, fmt.Sprintf("%d %s", n[result], result))
		}
	}
	return Finding{worst, check, fmt.Sprintf("and %d more (%s): see them with --all or --json", sum, strings.Join(counts, ", ")), ""}
}

func worstFirst() []Result { return []Result{Fail, Look, OK} }

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
