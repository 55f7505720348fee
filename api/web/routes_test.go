package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"

	"latchkey"
	"latchkey/api/web/pages"
)

// H02: what is served is in openapi.yaml, apart from the pages; what is in
// openapi.yaml is served.
func TestH02RoutesAreTheContract(t *testing.T) {
	t.Parallel()
	s, _ := correctingServer(t)
	pageRoutes := gin.New()
	(&pages.Site{}).Mount(pageRoutes)
	page := map[string]bool{}
	for _, r := range pageRoutes.Routes() {
		page[r.Method+" "+r.Path] = true
	}
	promised := operations(t)
	for _, r := range s.engine.Routes() {
		if r.Method == http.MethodOptions {
			continue // a preflight is no operation
		}
		name := r.Method + " " + r.Path
		if promised[name] == page[name] {
			t.Errorf("%s: in openapi.yaml %v, a page %v", name, promised[name], page[name])
		}
		delete(promised, name)
	}
	for name := range promised {
		t.Errorf("%s is in openapi.yaml and not served", name)
	}
}

// operations are the routes of openapi.yaml, as Gin writes them.
func operations(t *testing.T) map[string]bool {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(latchkey.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			routes[method+" "+strings.NewReplacer("{", ":", "}", "").Replace(path)] = true
		}
	}
	return routes
}
