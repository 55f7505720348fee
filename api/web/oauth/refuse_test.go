package oauth

import (
	"net/http"
	"testing"

	"latchkey/api/fault"
)

// A client that asks too much is told so, and nobody takes it for an error of ours.
func TestTooMuchIsSaidToAClient(t *testing.T) {
	o := oauthOf(fault.Because(fault.RateLimited, "client"))
	if o.Code != fault.SlowDown || statusOf(o.Code) != http.StatusTooManyRequests {
		t.Errorf("%s, %d", o.Code, statusOf(o.Code))
	}
}
