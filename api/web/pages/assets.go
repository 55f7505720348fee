package pages

import (
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
)

// assets serves what the build left: a file as it is, or in brotli and gzip alone,
// since nearly every browser takes one of them and the program need not hold three.
type assets struct {
	dist   fs.FS
	stored map[string]bool
}

func newAssets(dist fs.FS) (*assets, error) {
	a := &assets{dist: dist, stored: map[string]bool{}}
	err := fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			a.stored[name] = true
		}
		return err
	})
	return a, err
}

func (a *assets) has(name string) bool { return a.stored[name] || a.stored[name+".gz"] }

// plain reads a file, and unpacks it where the build left nothing but its compressions.
func (a *assets) plain(name string) ([]byte, error) {
	if a.stored[name] {
		return fs.ReadFile(a.dist, name)
	}
	f, err := a.dist.Open(name + ".gz")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	packed, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(packed)
}

// asset answers a file below assets: its name holds its hash, so it never
// changes.
func (s *Site) asset(c *gin.Context) {
	s.file(c, "assets"+path.Clean("/"+c.Param("name")), "public, max-age=31536000, immutable")
}

func (s *Site) file(c *gin.Context, name, cacheable string) {
	if !s.Pages.files.has(name) {
		s.Problems.Refuse(c, fault.Because(fault.NotFound, "no_file"))
		return
	}
	if err := s.Pages.files.send(c, name, cacheable); err != nil {
		s.Problems.Refuse(c, err)
	}
}

// send writes nothing if it fails.
func (a *assets) send(c *gin.Context, name, cacheable string) error {
	content, coding, err := a.coded(name, c.GetHeader("Accept-Encoding"))
	if err != nil {
		return fmt.Errorf("read an asset: %w", err)
	}
	c.Header("Cache-Control", cacheable)
	c.Header("Vary", "Accept-Encoding")
	if coding != "" {
		c.Header("Content-Encoding", coding)
	}
	c.Data(http.StatusOK, mime.TypeByExtension(path.Ext(name)), content)
	return nil
}

// coded gives a file in the best coding that the client takes; "" is none.
func (a *assets) coded(name, accepted string) (content []byte, coding string, err error) {
	for _, made := range []struct{ coding, ending string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if a.stored[name+made.ending] && accepts(accepted, made.coding) {
			content, err = fs.ReadFile(a.dist, name+made.ending)
			return content, made.coding, err
		}
	}
	content, err = a.plain(name)
	return content, "", err
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
