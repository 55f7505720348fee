package rest

import (
	"encoding/base64"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/web/middleware"
)

// userCursorOf writes the last person of a page for the client to bring back:
// the order of the list and the id. It opens nothing: every query is bound to
// its organization.
func userCursorOf(sort store.UserSort, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(string(sort) + "." + id))
}

// readUserCursor reads what userCursorOf wrote for the same order; none is "".
func readUserCursor(sort store.UserSort, given *string) (string, error) {
	if given == nil {
		return "", nil
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(*given)
	id, ours := strings.CutPrefix(string(text), string(sort)+".usr_")
	if err != nil || !ours || !secret.IsID(id) {
		return "", middleware.InvalidQuery(fault.Field{Pointer: "?cursor", Code: "format"})
	}
	return "usr_" + id, nil
}
