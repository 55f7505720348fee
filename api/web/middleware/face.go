package middleware

import (
	"log/slog"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
)

// Refuse answers a request with an error, in the format of a face, and ends it.
type Refuse func(c *gin.Context, err error)

// FaceOptions are what the faces have in common, and how one of them refuses.
type FaceOptions struct {
	PublicURL *url.URL
	Within    map[string]time.Duration // for routes that wait for others, see Deadline
	Log       *slog.Logger
	Refuse    Refuse
	// CrossOrigin lets other origins send unsafe requests: none of this face trusts a
	// cookie to change anything.
	CrossOrigin bool
}

// Face gives what stands before every route of a face, in this order.
func Face(o FaceOptions) (gin.HandlersChain, error) {
	origin, err := Origin(o.PublicURL, o.Refuse)
	if err != nil {
		return nil, err
	}
	common := gin.HandlersChain{PathValues, RequestLog(o.Log), Recover(o.Log, o.Refuse), Deadline(o.Within), Headers(IsSecure(o.PublicURL))}
	if o.CrossOrigin {
		return common, nil
	}
	return append(common, origin), nil
}

// IsSecure says whether people come over TLS; without it only to this machine.
func IsSecure(public *url.URL) bool { return public.Scheme == "https" }
