package store

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Time is an instant as both engines keep it: UTC microseconds in a BIGINT. The
// zero Time is NULL. (TIMESTAMP loses the offset through lib/pq, and TIMESTAMPTZ
// does not scan on SQLite.)
type Time struct{ time.Time }

// At cuts t to the precision of the database, so that what was written equals
// what is read.
func At(t time.Time) Time { return Time{t.UTC().Truncate(time.Microsecond)} }

// Value gives microseconds since 1970, or NULL.
func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return t.UnixMicro(), nil
}

// Scan reads what Value wrote.
func (t *Time) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t = Time{}
	case int64:
		*t = Time{time.UnixMicro(v).UTC()}
	default:
		return fmt.Errorf("scan time from %T", src)
	}
	return nil
}
