package store

import (
	"database/sql/driver"
	"reflect"
)

// hidden says of which columns the values never go into an audit event.
func hidden(column string) bool {
	return column == "password_hash" || column == "secret_sealed" || column == "jwks" // which is long
}

// bookkeeping says which columns are no change of anything.
func bookkeeping(column string) bool {
	switch column {
	case "revision", "changed_by", "changed_at", "updated_at",
		"role_source", "role_rule_id", "role_at": // who changed the role and when, says the event
		return true
	}
	return false
}

// Difference lists the columns in which two rows of one table differ, before
// and after; secrets only as changed.
func Difference[T any](before, after T) map[string]any {
	detail := map[string]any{}
	compare(reflect.ValueOf(before), reflect.ValueOf(after), detail)
	return detail
}

func compare(a, b reflect.Value, detail map[string]any) {
	for i := range a.NumField() {
		field := a.Type().Field(i)
		if field.Anonymous {
			compare(a.Field(i), b.Field(i), detail)
			continue
		}
		column := field.Tag.Get("db")
		x, y := plain(a.Field(i)), plain(b.Field(i))
		switch {
		case column == "" || bookkeeping(column) || reflect.DeepEqual(x, y):
		case hidden(column):
			detail[column] = "changed"
		default:
			detail[column] = map[string]any{"before": x, "after": y}
		}
	}
}

// plain gives what the database would hold.
func plain(v reflect.Value) any {
	if valuer, ok := v.Interface().(driver.Valuer); ok {
		if value, err := valuer.Value(); err == nil {
			return value
		}
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		return v.Elem().Interface()
	}
	return v.Interface()
}
