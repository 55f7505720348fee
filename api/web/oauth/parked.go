package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/oidc"
)

// A request with a long state (some libraries keep 4 KB in it) is too long for the return
// path of a sign-in. Cookies of the browser keep it meanwhile, and the path has its name.
// They have the name, too, and are sent to that path alone: tabs do not disturb each other,
// and no request carries what others wait for. The request is sealed, and its name is its
// hash, so that nobody puts another one in its place.
const (
	parkedCookie = "latchkey-request-"
	parkedPiece  = 3500 // bytes: a browser keeps 4096 of a cookie, its name with them
	parkedPieces = 2
	parkedLife   = time.Hour
	parkedStart  = "-." // no sealed request begins so: a key has a name

	// A cookie that lists the parked requests, the oldest first, so that old ones are dropped before the
	// browser's limit of cookies is reached.
	parkedList = "latchkey-requests"
	parkedPath = "/oauth/"
	mostParked = 5
)

// parkedName is what nameOf gives.
var parkedName = regexp.MustCompile(`^-\.[A-Za-z0-9_-]{22}(?:\.[0-9]{1,10})?$`)

// park makes the return path of where somebody is sent to short.
func (f *Face) park(c *gin.Context, to string) string {
	page, sealed, asked := strings.Cut(to, "?returnTo="+oidc.ContinuePath)
	if !asked || len(sealed) <= oidc.MostInPath {
		return to
	}
	name := nameOf(sealed)
	waiting := append(f.parked(c, name), name)
	for len(waiting) > mostParked {
		f.dropParked(c, waiting[0])
		waiting = waiting[1:]
	}
	f.Cookies.SetUnder(c, parkedPath, parkedList, strings.Join(waiting, "~"), parkedLife)
	for n := range parkedPieces {
		piece := sealed[:min(len(sealed), parkedPiece)]
		sealed = sealed[len(piece):]
		f.Cookies.SetUnder(c, oidc.ContinuePath+name, pieceOf(name, n), piece, parkedLife)
	}
	return page + "?returnTo=" + oidc.ContinuePath + name
}

// unpark gives the request that a path names: the path holds it, or the browser does.
func (f *Face) unpark(c *gin.Context, inPath string) string {
	if !parkedName.MatchString(inPath) {
		return inPath
	}
	var sealed strings.Builder
	for n := range parkedPieces {
		sealed.WriteString(f.Cookies.ReadUnder(c, pieceOf(inPath, n)))
	}
	if nameOf(sealed.String()) != inPath {
		return "" // gone, or changed
	}
	return sealed.String()
}

// forgetParked takes away what was answered.
func (f *Face) forgetParked(c *gin.Context, inPath string) {
	if !parkedName.MatchString(inPath) {
		return
	}
	f.dropParked(c, inPath)
	f.Cookies.SetUnder(c, parkedPath, parkedList, strings.Join(f.parked(c, inPath), "~"), parkedLife)
}

func (f *Face) dropParked(c *gin.Context, name string) {
	for n := range parkedPieces {
		f.Cookies.SetUnder(c, oidc.ContinuePath+name, pieceOf(name, n), "", 0)
	}
}

// parked lists the requests that this browser keeps, the oldest first, all but one.
func (f *Face) parked(c *gin.Context, but string) []string {
	list := strings.Split(f.Cookies.ReadUnder(c, parkedList), "~")
	list = slices.DeleteFunc(list, func(name string) bool { return name == but || !parkedName.MatchString(name) })
	return list[:min(len(list), mostParked)]
}

func pieceOf(name string, n int) string {
	hash, _, _ := strings.Cut(strings.TrimPrefix(name, parkedStart), ".")
	return parkedCookie + hash + "-" + strconv.Itoa(n)
}

// nameOf is a short name of a request, as a return path may hold it. It ends as the request
// does, in how old an authentication may be: that is read where the cookies do not come.
func nameOf(sealed string) string {
	sum := sha256.Sum256([]byte(sealed))
	name := parkedStart + base64.RawURLEncoding.EncodeToString(sum[:16])
	if parts := strings.SplitN(sealed, ".", 3); len(parts) == 3 {
		name += "." + parts[2]
	}
	return name
}
