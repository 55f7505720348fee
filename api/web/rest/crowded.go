package rest

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"math/rand/v2"
	"strconv"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/contract"
)

// The page of a callback that found no free place, a file per language. It stands
// alone: it must not ask for anything else while there is too much to do.
//
//go:embed waiting/*.html
var waiting embed.FS

// crowded sends the page that comes to the same address again by itself. People
// come back at different moments, or all would meet again.
func (s *Server) crowded(c *gin.Context) (contract.CompleteSignInResponseObject, error) {
	body, err := waiting.ReadFile("waiting/" + s.waitingLanguage(c) + ".html")
	if err != nil {
		return nil, err
	}
	c.Header("Content-Security-Policy", waitingPolicy(body))
	seconds := strconv.Itoa(2 + rand.IntN(4)) //nolint:gosec // no secret
	return contract.CompleteSignIn503TexthtmlResponse{
		Body: bytes.NewReader(body), ContentLength: int64(len(body)),
		Headers: contract.CompleteSignIn503ResponseHeaders{Refresh: &seconds, RetryAfter: &seconds},
	}, nil
}

func (s *Server) waitingLanguage(c *gin.Context) string {
	s.pages.localized(c)
	chosen := c.Writer.Header().Get("Content-Language")
	if _, err := waiting.Open("waiting/" + chosen + ".html"); err != nil {
		return fallbackLanguage
	}
	return chosen
}

// waitingPolicy lets the page have its own few lines of style and nothing else.
func waitingPolicy(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	sum := sha256.Sum256(style)
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
