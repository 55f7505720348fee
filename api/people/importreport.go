package people

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// effect is what came of a row.
type effect string

// The effects. The last two are of people who are not in the file: too many, so that they
// stay, or deactivated.
const (
	added       effect = "added"
	changed     effect = "changed"
	unchanged   effect = "same"
	wrong       effect = "wrong"
	notInFile   effect = "missing"
	deactivated effect = "deactivated"
)

// wouldBe says of what a file that is only checked would do that it was not done.
const wouldBe = "would_be_"

// told is how a report has it.
func (e effect) told(dry bool) string {
	if dry && (e == added || e == changed || e == deactivated) {
		return wouldBe + string(e)
	}
	return string(e)
}

// verdict is what was decided about a row.
type verdict struct {
	row    int // 0: of somebody who is in none
	effect effect
	WrongRow
	user  string // id; "" if it is nobody
	retry bool   // another row may make way for it
}

// refused says why a row is wrong.
func (v verdict) refused(f *fault.Fault) verdict {
	v.effect, v.Row, v.Code = wrong, v.row, string(f.Code)
	v.retry = f.Code == fault.EmailTaken || f.Code == fault.LastSuperAdmin
	if len(f.Fields) > 0 {
		v.Column, v.Problem = strings.TrimPrefix(f.Fields[0].Pointer, "/"), f.Fields[0].Code
	}
	return v
}

// count counts a row that is done.
func (v verdict) count(i *store.UserImport) {
	i.Done++
	switch v.effect {
	case added:
		i.Added++
	case changed:
		i.Changed++
	case unchanged:
		i.Same++
	default:
		i.Wrong++
	}
}

// ReportColumns are those of a report.
func ReportColumns() []string { return []string{"row", "effect", "code", "column", "problem", "id"} }

// reportOf writes what came of rows, as lines of CSV, but of those that are tried again. It
// tells where they stand and never what they say; of a dry run, what would come of them.
func reportOf(verdicts []verdict, again []bool, dry bool) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for n, v := range verdicts {
		if again != nil && again[n] {
			continue
		}
		row := ""
		if v.row > 0 {
			row = strconv.Itoa(v.row)
		}
		_ = w.Write([]string{row, v.effect.told(dry), v.Code, v.Column, v.Problem, v.user}) // a builder takes everything
	}
	w.Flush()
	return b.String()
}

// addWrong adds wrong rows to the first of them, which are shown.
func addWrong(shown string, verdicts []verdict, again []bool) (string, error) {
	var list []WrongRow
	if err := json.Unmarshal([]byte(shown), &list); err != nil {
		return "", fmt.Errorf("read the wrong rows: %w", err)
	}
	for n, v := range verdicts {
		if v.effect == wrong && !again[n] && len(list) < wrongShown {
			list = append(list, v.WrongRow)
		}
	}
	if len(list) == 0 {
		return shown, nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}
