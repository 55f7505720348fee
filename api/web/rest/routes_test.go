package rest

import (
	"net/url"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey"
)

// H02: what is served is in openapi.yaml, apart from the pages; what is in
// openapi.yaml is served.
func TestH02RoutesAreTheContract(t *testing.T) {
	t.Parallel()
	promised, err := ReadContract(latchkey.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{
		Contract: promised, Pages: fstest.MapFS{}, PublicURL: &url.URL{Scheme: "https", Host: "a.example"},
		StartsPerMin: 1, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	pages := gin.New()
	s.routePages(pages)
	page := map[string]bool{}
	for _, r := range pages.Routes() {
		page[r.Method+" "+r.Path] = true
	}
	served, ok := s.handler.(*gin.Engine)
	if !ok {
		t.Fatal("not a gin engine")
	}
	for _, r := range served.Routes() {
		name := r.Method + " " + r.Path
		_, inContract := promised.validator.routes[name]
		if inContract == page[name] {
			t.Errorf("%s: in openapi.yaml %v, a page %v", name, inContract, page[name])
		}
		delete(promised.validator.routes, name)
	}
	for name := range promised.validator.routes {
		t.Errorf("%s is in openapi.yaml and not served", name)
	}
}
