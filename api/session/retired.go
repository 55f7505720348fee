package session

import (
	"strconv"
	"strings"
	"time"
)

// The column "retired" holds the generations that were replaced within the
// grace time, "n:microseconds" by spaces: a handful at most.

// retire adds a generation and drops those whose grace is over.
func retire(retired string, n int64, now time.Time) string {
	kept := []string{}
	for entry := range strings.FieldsSeq(retired) {
		if _, at := readRetired(entry); now.Sub(at) <= Grace {
			kept = append(kept, entry)
		}
	}
	return strings.Join(append(kept, strconv.FormatInt(n, 10)+":"+strconv.FormatInt(now.UnixMicro(), 10)), " ")
}

// retiredAt says when a generation was replaced; long ago if it is not listed.
func retiredAt(retired string, n int64) time.Time {
	for entry := range strings.FieldsSeq(retired) {
		if m, at := readRetired(entry); m == n {
			return at
		}
	}
	return time.Time{}
}

func readRetired(entry string) (n int64, at time.Time) {
	left, right, _ := strings.Cut(entry, ":")
	n, err := strconv.ParseInt(left, 10, 64)
	if err != nil {
		return 0, time.Time{}
	}
	micros, err := strconv.ParseInt(right, 10, 64)
	if err != nil {
		return 0, time.Time{}
	}
	return n, time.UnixMicro(micros)
}
