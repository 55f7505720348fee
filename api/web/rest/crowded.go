package rest

import (
	"bytes"
	"math/rand/v2"
	"strconv"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/contract"
)

// crowded sends a callback that found no free place to the page that comes to the
// same address again by itself. People come back at different moments, or all would
// meet again.
func (s *Server) crowded(c *gin.Context) (contract.CompleteSignInResponseObject, error) {
	body, err := s.Crowded(c)
	if err != nil {
		return nil, err
	}
	seconds := strconv.Itoa(2 + rand.IntN(4)) //nolint:gosec // no secret
	return contract.CompleteSignIn503TexthtmlResponse{
		Body: bytes.NewReader(body), ContentLength: int64(len(body)),
		Headers: contract.CompleteSignIn503ResponseHeaders{Refresh: &seconds, RetryAfter: &seconds},
	}, nil
}
