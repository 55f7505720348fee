package pages

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"hash/crc32"
	"math"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/middleware"
)

// sendPacked answers a page, packed for whoever takes that: it is sent anew each time, and
// everything waits for it. Nothing that somebody may choose stands beside a secret in it, so that
// its size tells nothing (BREACH); where that cannot be said it is sendFilled.
func sendPacked(c *gin.Context, status int, page []byte) {
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if accepts(c.GetHeader("Accept-Encoding"), "gzip") {
		var small bytes.Buffer
		packer := gzip.NewWriter(&small)
		_, err := packer.Write(page)
		if err == nil && packer.Close() == nil {
			c.Header("Content-Encoding", "gzip")
			page = small.Bytes()
		}
	}
	c.Data(status, middleware.HTMLType, page)
}

// sendFilled answers a page with what it says to this reader alone in its one place. The page around that
// is packed; what is said stands in it as it is, so that the size of the answer tells nothing of it
// but its length, whatever else somebody has put beside it (BREACH).
func sendFilled(c *gin.Context, status int, page pageTemplate, said []byte) {
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	whole := page.fill(said)
	if accepts(c.GetHeader("Accept-Encoding"), "gzip") {
		c.Header("Content-Encoding", "gzip")
		whole = packAround(page, said, crc32.ChecksumIEEE(whole), uint32(len(whole)&math.MaxUint32))
	}
	c.Data(status, middleware.HTMLType, whole)
}

// packAround writes the format of gzip (RFC 1952) by its parts: nothing in one of them refers to another.
func packAround(page pageTemplate, said []byte, sum, size uint32) []byte {
	out := bytes.NewBuffer([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255})
	writePart(out, flate.BestCompression, page.before, (*flate.Writer).Flush)
	writePart(out, flate.NoCompression, said, (*flate.Writer).Flush)
	writePart(out, flate.BestCompression, page.after, (*flate.Writer).Close)
	out.Write(binary.LittleEndian.AppendUint32(nil, sum))
	out.Write(binary.LittleEndian.AppendUint32(nil, size))
	return out.Bytes()
}

// writePart writes a part by a packer of its own. After a flush it ends at a whole byte, so that the
// next can follow; a close ends the whole.
func writePart(out *bytes.Buffer, level int, part []byte, end func(*flate.Writer) error) {
	packer, _ := flate.NewWriter(out, level) // one of the levels that there are
	_, _ = packer.Write(part)                // a buffer takes everything
	_ = end(packer)
}
