package middleware

import (
	"errors"
	"io"
	"mime"
	"net/http"

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
	kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || kind != "application/json" || c.GetHeader("Content-Encoding") != "" {
		return nil, fault.Because(fault.MediaTypeUnsupported, "content_type")
	}
	data, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, most))
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, fault.Because(fault.BodyTooLarge, "size")
		}
		return nil, fault.Wrap(fault.BodyMalformed, "unreadable", err)
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
