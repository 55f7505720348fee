package middleware

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/strictjson"
)

// Bounds of a request body.
const (
	maxBody  = 64 << 10 // bytes, unless an operation takes more (x-body-limit)
	maxDepth = 16
)

// readJSON reads a body of application/json strictly, of so many bytes at most.
func readJSON(c *gin.Context, most int64) (any, error) {
	if !isOf(c, "application/json") {
		return nil, fault.Because(fault.MediaTypeUnsupported, "content_type")
	}
	data, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, most))
	if err != nil {
		return nil, Unread(err)
	}
	value, err := strictjson.Decode(data, maxDepth)
	if twice, ok := errors.AsType[strictjson.Duplicate](err); ok {
		return nil, &fault.Fault{
			Code: fault.BodyMalformed, Reason: "duplicate_member",
			Fields: []fault.Field{{Pointer: twice.Pointer, Code: "duplicate"}},
		}
	}
	if err != nil {
		return nil, fault.Wrap(fault.BodyMalformed, "json", err)
	}
	return value, nil
}

// isOf says whether a body is of one of these media types, as it is.
func isOf(c *gin.Context, kinds ...string) bool {
	kind := MediaType(c)
	return kind != "" && slices.Contains(kinds, kind) && c.GetHeader("Content-Encoding") == ""
}

// MediaType is that of a request's body, without parameters; "" if there is none.
func MediaType(c *gin.Context) string {
	kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// Unread refuses a body that could not be read to its end.
func Unread(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.Because(fault.BodyTooLarge, "size")
	}
	return fault.Wrap(fault.BodyMalformed, "unreadable", err)
}
