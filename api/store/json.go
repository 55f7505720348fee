package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// Strings is a list of strings kept as JSON text.
type Strings []string

// Value gives JSON text; nil is "[]".
func (s Strings) Value() (driver.Value, error) {
	if s == nil {
		return "[]", nil
	}
	b, err := json.Marshal([]string(s))
	return string(b), err
}

// Scan reads what Value wrote.
func (s *Strings) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*s = nil
		return nil
	case string:
		return json.Unmarshal([]byte(v), (*[]string)(s))
	case []byte:
		return json.Unmarshal(v, (*[]string)(s))
	default:
		return fmt.Errorf("scan strings from %T", src)
	}
}
