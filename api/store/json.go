package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
)

// Strings is a list of strings kept as JSON text.
type Strings []string

// unreadable is the one entry of a list whose text is no JSON list of strings. It
// names no tenant and no domain: what is locked to it lets nobody pass, and whoever
// saves the list must enter it anew.
const unreadable = "?unreadable"

// Unreadable says that nobody knows what the list was.
func (s Strings) Unreadable() bool { return slices.Contains(s, unreadable) }

// Value gives JSON text; nil is "[]".
func (s Strings) Value() (driver.Value, error) {
	if s == nil {
		return "[]", nil
	}
	b, err := json.Marshal([]string(s))
	return string(b), err
}

// Scan reads what Value wrote, and anything else as an unreadable list: one bad row
// must not take the others with it, and no lock must become none.
func (s *Strings) Scan(src any) error {
	if src == nil {
		*s = nil
		return nil
	}
	text, err := textOf(src)
	if err != nil {
		return err
	}
	var list []string
	if json.Unmarshal(text, &list) != nil || list == nil {
		list = []string{unreadable}
	}
	*s = list
	return nil
}

// Counts are numbers by a name, kept as JSON text.
type Counts map[string]int64

// Value gives JSON text.
func (c Counts) Value() (driver.Value, error) {
	if c == nil {
		return "{}", nil
	}
	b, err := json.Marshal(map[string]int64(c))
	return string(b), err
}

// Scan reads what Value wrote.
func (c *Counts) Scan(src any) error {
	text, err := textOf(src)
	if err != nil {
		return err
	}
	*c = nil
	return json.Unmarshal(text, (*map[string]int64)(c))
}

// textOf is a JSON column as a driver gives it.
func textOf(src any) ([]byte, error) {
	switch v := src.(type) {
	case string:
		return []byte(v), nil
	case []byte:
		return v, nil
	default:
		return nil, fmt.Errorf("scan JSON from %T", src)
	}
}
