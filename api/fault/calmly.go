package fault

import (
	"fmt"
	"runtime/debug"
)

// Panic is the error that [Calmly] makes of a panic. What it says is for the log.
type Panic struct {
	Cause any
	Stack []byte
}

// Error names the cause and where it was.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v\n%s", p.Cause, p.Stack) }

// Calmly runs work and makes a [Panic] of a panic: one kind of background work that
// breaks stops neither the process nor the others, and no plain text lands among the
// lines of the log. Whatever runs beside a request needs it; the recovery of requests
// sees their own goroutine alone.
func Calmly(work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &Panic{Cause: cause, Stack: debug.Stack()}
		}
	}()
	return work()
}
