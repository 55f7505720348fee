package rest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/web/middleware"
)

// userCursorOf writes a place in a list of people for the client to bring back, with which
// list it is of. It opens nothing: every query is bound to its organization.
func userCursorOf(q store.UserQuery, place store.UserPlace) string {
	text, err := json.Marshal(append([]string{listOf(q)}, place...))
	if err != nil {
		panic(err) // texts always have a form in JSON
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// readUserCursor reads what userCursorOf wrote for the same list; none is nil.
func readUserCursor(q store.UserQuery, given *string) (store.UserPlace, error) {
	if given == nil {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(*given)
	var parts []string
	if err != nil || json.Unmarshal(text, &parts) != nil || len(parts) < 2 {
		return nil, middleware.InvalidQuery(fault.Field{Pointer: "?cursor", Code: "format"})
	}
	if place := store.UserPlace(parts[1:]); parts[0] == listOf(q) && q.Sort.Fits(place) {
		return place, nil
	}
	return nil, middleware.InvalidQuery(fault.Field{Pointer: "?cursor", Code: "invalid"})
}

// listOf is a short text that two queries have alone if they find the same list in the
// same order.
func listOf(q store.UserQuery) string {
	active := "any"
	if q.Active != nil {
		active = fmt.Sprint(*q.Active)
	}
	if q.Sort == "" {
		q.Sort = store.ByName
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{q.Search, string(q.Filter), active, string(q.Role), q.Connection, string(q.Sort)}))
	return hex.EncodeToString(sum[:6])
}
