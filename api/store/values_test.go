package store_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"latchkey/api/secret"
	"latchkey/api/store"
)

func TestTimeKeepsMicroseconds(t *testing.T) {
	east := time.FixedZone("east", 5*3600)
	for _, at := range []time.Time{
		{},
		time.Unix(0, 0), time.Unix(-1, 999_999_999), time.Date(1969, 12, 31, 23, 59, 59, 1, east),
		time.Date(2026, 5, 4, 1, 2, 3, 123_456_789, east), time.Date(2400, 1, 1, 0, 0, 0, 0, time.UTC), time.Now(),
	} {
		kept := store.At(at)
		value, err := kept.Value()
		if err != nil || (value == nil) != at.IsZero() {
			t.Errorf("%v: value %v, %v", at, value, err)
		}
		var back store.Time
		if err := back.Scan(value); err != nil || back != kept {
			t.Errorf("%v: wrote %v, read %v, %v", at, kept, back, err)
		}
		if lost := at.Sub(kept.Time); lost < 0 || lost >= time.Microsecond || kept.Location() != time.UTC {
			t.Errorf("%v was cut to %v", at, kept)
		}
	}
	for _, wrong := range []any{"2026-05-04", 1.5, []byte("1"), true} {
		if err := new(store.Time).Scan(wrong); err == nil {
			t.Errorf("%T was read", wrong)
		}
	}
}

func TestStringsAreKeptAsJSON(t *testing.T) {
	for _, list := range []store.Strings{{}, {"a"}, {"", "é \U0001F511", "\"\\\n", "<&>"}} {
		text, err := list.Value()
		if err != nil {
			t.Fatal(err)
		}
		for _, src := range []any{text, []byte(text.(string))} {
			got := store.Strings{"from before"}
			if err := got.Scan(src); err != nil || !reflect.DeepEqual(got, list) {
				t.Errorf("%q: read %q, %v", list, got, err)
			}
		}
	}
	if text, err := store.Strings(nil).Value(); text != "[]" || err != nil {
		t.Errorf("nil is written as %v, %v", text, err)
	}
	got := store.Strings{"from before"}
	if err := got.Scan(nil); err != nil || got != nil {
		t.Errorf("NULL is read as %q, %v", got, err)
	}
	if err := new(store.Strings).Scan(7); err == nil {
		t.Error("a number was read")
	}
}

// R01 to R05: asking again helps, or does not.
func TestUnavailable(t *testing.T) {
	code := func(c pqerror.Code) error { return fmt.Errorf("write: %w", &pq.Error{Code: c}) }
	_, away := store.Open(t.Context(), store.File("/nowhere/at/all"))
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"connection lost":          {code("08006"), true},
		"deadlock":                 {code("40P01"), true},
		"serialization":            {code("40001"), true},
		"too many connections":     {code("53300"), true},
		"disk full":                {code("53100"), true},
		"lock not available":       {code("55P03"), true},
		"shutting down":            {code("57P01"), true},
		"statement timeout":        {code("57014"), true},
		"I/O error":                {code("58030"), true},
		"read-only standby":        {code("25006"), true},
		"begin on a standby":       {code("0A000"), true},
		"the database starts":      {code("57P03"), true},
		"bad connection":           {fmt.Errorf("read: %w", driver.ErrBadConn), true},
		"connection done":          {sql.ErrConnDone, true},
		"out of time":              {fmt.Errorf("read: %w", context.DeadlineExceeded), true},
		"no such folder":           {away, true},
		"unique key":               {code("23505"), false},
		"failed transaction":       {code("25P02"), false},
		"syntax":                   {code("42601"), false},
		"not found":                {store.ErrNotFound, false},
		"conflict":                 {store.ErrConflict, false},
		"the caller went away":     {context.Canceled, false},
		"something else":           {errors.New("x"), false},
		"nothing":                  {nil, false},
		"the sealed does not open": {secret.ErrUnsealed, false},
	} {
		if got := store.Unavailable(c.err); got != c.want {
			t.Errorf("%s: got %v (%v)", name, got, c.err)
		}
	}
}
