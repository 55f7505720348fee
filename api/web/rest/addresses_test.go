package rest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"testing"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/contract"
)

// Nobody trusts a list of warnings whose first line is wrong on the first screen of a trial.
func TestAddressesOfATrialAreNotWarnedOf(t *testing.T) {
	t.Parallel()
	s := &Server{}
	for public, want := range map[string][]contract.AddressWarning{
		"http://localhost:8080":  {},
		"https://sso.example":    {},
		"http://127.0.0.1:8080":  {},
		"http://[::1]:8080":      {},
		"http://10.0.0.7":        {contract.NotHttps, contract.IpAddress},
		"https://192.0.2.7":      {contract.IpAddress},
		"http://trial.localhost": {contract.NotHttps},
	} {
		u, err := url.Parse(public)
		if err != nil {
			t.Fatal(err)
		}
		s.PublicURL = u
		c, _ := gin.CreateTestContext(httptest.NewRecorder())
		c.Request = httptest.NewRequest(http.MethodGet, public+"/", http.NoBody)
		if got := s.addressWarnings(c); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: warns %v, want %v", public, got, want)
		}
	}
}
