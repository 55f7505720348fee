package rest

import (
	"strconv"
	"strings"

	"latchkey/api/fault"
)

// etag writes a revision as a strong entity tag (RFC 9110, section 8.8.3).
func etag(revision int64) string { return `"` + strconv.FormatInt(revision, 10) + `"` }

// ifMatch reads the revision that a change was made from.
func ifMatch(header string) (int64, error) {
	if strings.TrimSpace(header) == "" || header == "*" {
		return 0, fault.Because(fault.PreconditionRequired, "no_if_match")
	}
	return revisionOf(header), nil
}

// revisionOf reads an entity tag. A tag that is none of ours was never read here, so it
// matches nothing: revision 0. A proxy that compresses answers may have made it weak.
func revisionOf(tag string) int64 {
	text, opened := strings.CutPrefix(strings.TrimPrefix(strings.TrimSpace(tag), "W/"), `"`)
	text, closed := strings.CutSuffix(text, `"`)
	if !opened || !closed || text == "" || strings.Trim(text, "0123456789") != "" {
		return 0
	}
	revision, _ := strconv.ParseInt(text, 10, 64) // too large: one that nothing has
	return revision
}
