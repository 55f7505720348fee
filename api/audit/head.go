package audit

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Head is where the chain ended when the program wrote it in its log.
type Head struct {
	Number int64
	Digest string
}

// String is how the log has it: number:digest.
func (h Head) String() string { return decimal(h.Number) + ":" + h.Digest }

// ParseHead reads what the log has.
func ParseHead(text string) (Head, error) {
	number, digest, _ := strings.Cut(strings.TrimSpace(text), ":")
	n, err := strconv.ParseInt(number, 10, 64)
	if raw, bad := hex.DecodeString(digest); err != nil || bad != nil || n < 1 || len(raw) != 32 {
		return Head{}, fmt.Errorf("want a head as the log has it, number:digest")
	}
	return Head{n, digest}, nil
}
