package rest

import (
	"net/http"
	"time"
)

// flowing is a client that takes a long file. However long all of it takes, it goes on while
// the client takes something (faults.md G2): the server's own limit, which is for answers that are
// short, begins anew with each part. Whoever takes nothing for so long is dropped.
type flowing struct {
	http.ResponseWriter
	connection *http.ResponseController
	stall      time.Duration
}

func newFlowing(w http.ResponseWriter, stall time.Duration) *flowing {
	return &flowing{w, http.NewResponseController(w), stall}
}

// Write writes a part.
func (f *flowing) Write(part []byte) (int, error) {
	f.wait()
	return f.ResponseWriter.Write(part)
}

// Flush hands over what was written.
func (f *flowing) Flush() error {
	f.wait()
	return f.connection.Flush()
}

// wait gives the client its time anew; a recorder of a test has no clock.
func (f *flowing) wait() { _ = f.connection.SetWriteDeadline(time.Now().Add(f.stall)) }
