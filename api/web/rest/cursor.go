package rest

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/oapi-codegen/nullable"

	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/web/middleware"
)

// pageSize is how many rows a page has unless the request says otherwise.
const pageSize = 25

// idLetters is what our ids are made of.
const idLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// cursorOf writes a place in a list for the client to bring back. It opens
// nothing: every query is bound to its organization.
func cursorOf(c store.Cursor) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(c.At.UnixMicro(), 10) + "." + c.ID))
}

// readCursor reads what cursorOf wrote; none is the zero cursor.
func readCursor(given *string) (store.Cursor, error) { return readCursorOf("?cursor", given) }

// readCursorOf is readCursor of a parameter of another name.
func readCursorOf(pointer string, given *string) (store.Cursor, error) {
	if given == nil {
		return store.Cursor{}, nil
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(*given)
	micros, id, _ := strings.Cut(string(text), ".")
	n, notNumber := strconv.ParseInt(micros, 10, 64)
	c := store.Cursor{At: store.At(time.UnixMicro(n)), ID: id}
	if err != nil || notNumber != nil || id == "" || strings.Trim(id, idLetters) != "" || n <= 0 || cursorOf(c) != *given {
		return store.Cursor{}, middleware.InvalidQuery(fault.Field{Pointer: pointer, Code: "format"})
	}
	return c, nil
}

// page cuts the row that was read beyond a page, and gives the cursor of the
// next one if there was such a row.
func page[T interface{ Cursor() store.Cursor }](rows []T, size int) ([]T, nullable.Nullable[string]) {
	if len(rows) <= size {
		return rows, nullable.NewNullNullable[string]()
	}
	rows = rows[:size]
	return rows, nullable.NewNullableWithValue(cursorOf(rows[size-1].Cursor()))
}

// sizeOf is the size of the wanted page.
func sizeOf(limit *int) int {
	if limit == nil {
		return pageSize
	}
	return *limit
}
