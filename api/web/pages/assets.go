package pages

import (
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

// asset answers a file below assets: its name holds its hash, so it never
// changes.
func (s *Site) asset(c *gin.Context) {
	s.file(c, "assets"+path.Clean("/"+c.Param("name")), "public, max-age=31536000, immutable")
}

func (s *Site) file(c *gin.Context, name, cacheable string) {
	if !s.Pages.files.known[name] {
		s.Problems.Refuse(c, fault.Because(fault.NotFound, "no_file"))
		return
	}
	if err := s.Pages.files.send(c, name, cacheable); err != nil {
		s.Problems.Refuse(c, err)
	}
}

// send writes nothing if it fails.
func (a *assets) send(c *gin.Context, name, cacheable string) error {
	file, coding := name, ""
	for _, made := range []struct{ name, ending string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if a.known[name+made.ending] && accepts(c.GetHeader("Accept-Encoding"), made.name) {
			file, coding = name+made.ending, made.name
			break
		}
	}
	f, err := a.dist.Open(file)
	if err != nil {
		return fmt.Errorf("open an asset: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read an asset: %w", err)
	}
	c.Header("Cache-Control", cacheable)
	c.Header("Vary", "Accept-Encoding")
	if coding != "" {
		c.Header("Content-Encoding", coding)
	}
	c.DataFromReader(http.StatusOK, info.Size(), mime.TypeByExtension(path.Ext(name)), io.Reader(f), nil)
	return nil
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
