package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/oidc"
)

// A request with a long state (some libraries keep 4 KB in it) is too long for the return
// path of a sign-in. Cookies of the browser keep it meanwhile, one such request at a time,
// and the path has its name. They are sent where it goes on and nowhere else; the request
// is sealed, and its name is its hash, so that nobody puts another one in its place.
const (
	parkedCookie = "latchkey-request-"
	parkedPiece  = 3500 // bytes: a browser keeps 4096 of a cookie, its name with them
	parkedPieces = 2
	parkedLife   = time.Hour
	parkedStart  = "-." // no sealed request begins so: a key has a name
)

// park makes the return path of where somebody is sent to short.
func (f *Face) park(c *gin.Context, to string) string {
	page, sealed, asked := strings.Cut(to, "?returnTo="+oidc.ContinuePath)
	if !asked || len(sealed) <= oidc.MostInPath {
		return to
	}
	name := nameOf(sealed)
	for n := range parkedPieces {
		piece := sealed[:min(len(sealed), parkedPiece)]
		sealed = sealed[len(piece):]
		f.Cookies.SetUnder(c, oidc.ContinuePath, parkedCookie+strconv.Itoa(n), piece, parkedLife)
	}
	return page + "?returnTo=" + oidc.ContinuePath + name
}

// unpark gives the request that a path names: the path holds it, or the browser does.
func (f *Face) unpark(c *gin.Context, inPath string) string {
	if !strings.HasPrefix(inPath, parkedStart) {
		return inPath
	}
	var sealed strings.Builder
	for n := range parkedPieces {
		sealed.WriteString(f.Cookies.ReadUnder(c, parkedCookie+strconv.Itoa(n)))
	}
	if nameOf(sealed.String()) != inPath {
		return "" // of another request, or gone
	}
	return sealed.String()
}

// nameOf is a short name of a request, as a return path may hold it.
func nameOf(sealed string) string {
	sum := sha256.Sum256([]byte(sealed))
	return parkedStart + base64.RawURLEncoding.EncodeToString(sum[:16])
}
