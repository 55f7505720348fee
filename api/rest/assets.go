package rest

import (
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

// assets serves hashed files with the compression that the build made.
type assets struct {
	dist  fs.FS
	known map[string]bool
}

func newAssets(dist fs.FS) (*assets, error) {
	a := &assets{dist: dist, known: map[string]bool{}}
	err := fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			a.known[name] = true
		}
		return err
	})
	return a, err
}

// serve answers a file below assets: its name holds its hash, so it never
// changes.
func (a *assets) serve(c *gin.Context) {
	name := "assets" + path.Clean("/"+c.Param("name"))
	if !a.known[name] {
		http.NotFound(c.Writer, c.Request)
		return
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	a.send(c, name)
}

func (a *assets) serveIcon(c *gin.Context) {
	c.Header("Cache-Control", "public, max-age=86400")
	a.send(c, "latchkey.svg")
}

func (a *assets) send(c *gin.Context, name string) {
	c.Header("Vary", "Accept-Encoding")
	file := name
	for _, coding := range []struct{ name, ending string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if a.known[name+coding.ending] && accepts(c.GetHeader("Accept-Encoding"), coding.name) {
			c.Header("Content-Encoding", coding.name)
			file = name + coding.ending
			break
		}
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		c.Header("Content-Type", kind)
	}
	f, err := a.dist.Open(file)
	if err != nil {
		status := http.StatusInternalServerError
		if errors.Is(err, fs.ErrNotExist) {
			status = http.StatusNotFound
		}
		c.Status(status)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	c.DataFromReader(http.StatusOK, info.Size(), c.Writer.Header().Get("Content-Type"), io.Reader(f), nil)
}

// accepts reads Accept-Encoding: listed, and not with q=0 (RFC 9110, 12.5.3).
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			q = strings.ReplaceAll(q, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
