package e2e_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// report is one row of the table for the README, and the benchmark's metrics.
type report struct {
	b    *testing.B
	row  string
	once bool // there is no trial run before it
}

// table keeps the rows by name, so that a repeated run replaces its own.
var table = map[string][]string{}

func (r report) add(value float64, unit string) {
	r.b.ReportMetric(value, unit)
	if r.once || r.b.N > 1 { // not the trial run of one
		table[r.row] = append(slices.DeleteFunc(table[r.row], func(cell string) bool { return strings.HasSuffix(cell, " "+unit) }),
			strconv.FormatFloat(value, 'f', 2, 64)+" "+unit)
	}
}

func printTable() {
	if len(table) == 0 {
		return
	}
	fmt.Print("\n| measured | figures |\n|---|---|\n")
	for _, row := range slices.Sorted(maps.Keys(table)) {
		fmt.Printf("| %s | %s |\n", row, strings.Join(table[row], ", "))
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
