package fault

import (
	"fmt"
	"runtime/debug"
)

// Calmly runs work and makes an error of a panic, with where it was: one kind of
// background work that breaks stops neither the process nor the others, and no
// plain text lands among the lines of the log. Whatever runs beside a request needs
// it; the recovery of requests sees their own goroutine alone.
func Calmly(work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return work()
}
