package feed

import (
	"encoding/base64"
	"strconv"
	"strings"

	"latchkey/api/store"
)

// Latest is the cursor of whoever wants what comes from now on.
const Latest = "latest"

// idLetters is what the ids of epochs are made of.
const idLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// cursorOf writes a place for the client to bring back. It opens nothing: every query is
// bound to its organization.
func cursorOf(p store.EventPlace) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(p.Sequence, 10) + "." + p.Epoch))
}

// readCursor reads what cursorOf wrote; "" is the beginning.
func readCursor(given string) (p store.EventPlace, ok bool) {
	if given == "" {
		return p, true
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(given)
	number, epoch, _ := strings.Cut(string(text), ".")
	n, notNumber := strconv.ParseInt(number, 10, 64)
	p = store.EventPlace{Epoch: epoch, Sequence: n}
	return p, err == nil && notNumber == nil && n >= 0 && strings.Trim(epoch, idLetters) == "" && cursorOf(p) == given
}
