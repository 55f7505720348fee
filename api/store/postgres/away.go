package postgres

import (
	"database/sql/driver"
	"errors"
	"io"

	"github.com/lib/pq"
)

// Away says that the database could not be reached, or was lost on the way. What
// was asked may have been done: whoever asks again must be safe from doing it twice.
type Away struct{ cause error }

// Error tells the cause, which never names a secret.
func (a *Away) Error() string { return "the database is away: " + a.cause.Error() }

// Unwrap gives the cause.
func (a *Away) Unwrap() error { return a.cause }

// errOnlyReads says that a server answers and takes no writes.
var errOnlyReads = errors.New("the server only reads")

// away makes an error an Away, once. driver.ErrBadConn must not be seen through
// it: database/sql would run the statement again, which may have run already.
func away(err error) error {
	if _, already := errors.AsType[*Away](err); already {
		return err
	}
	if errors.Is(err, driver.ErrBadConn) {
		err = errors.New("the connection was lost")
	}
	return &Away{cause: err}
}

// answered says whether an error is the server's answer, after which the
// connection is as good as before.
func answered(err error) bool {
	if errors.Is(err, io.EOF) { // the end of the rows; a lost connection is driver.ErrBadConn
		return true
	}
	e, ok := errors.AsType[*pq.Error](err)
	return ok && !e.Fatal()
}

// ReadsOnly says whether a server answered that it cannot write or is going down:
// a standby, or one that is stopping. 0A000 is its answer to BEGIN READ WRITE, and
// to a statement that was prepared for other tables; a new connection mends both.
func ReadsOnly(err error) bool {
	e, ok := errors.AsType[*pq.Error](err)
	if !ok {
		return false
	}
	switch e.Code {
	case "25006", "0A000", "57P01", "57P02", "57P03":
		return true
	}
	return false
}
