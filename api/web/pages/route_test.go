package pages

import (
	"testing"
	"testing/fstest"
)

// What a page needs stands in its document: a file that only its script names is asked for half a
// second later on a slow line.
func TestTheDocumentNamesWhatItsRouteNeeds(t *testing.T) {
	t.Parallel()
	routes, err := readRoutes(fstest.MapFS{"routes.json": {Data: []byte(`{
		"/a": {"files": ["/assets/page.js", "/assets/part.js"], "menu": true},
		"/b": {"files": ["/assets/b.js"], "guides": {"google": "/assets/g.js", "okta": "/assets/o.js"}}
	}`)}}, "routes.json")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/a": `<link rel="modulepreload" crossorigin href="/assets/page.js">` +
			`<link rel="modulepreload" crossorigin href="/assets/part.js"><meta name="menu">`,
		"/b": `<link rel="modulepreload" crossorigin href="/assets/b.js">`,
		"/c": "",
	} {
		if got := routes[path].head(); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
}

// The guide of a provider is fetched beside the page of its connection, not after its answer; of a
// connection of which who asks may not know, none is.
func TestTheDocumentOfAConnectionNamesItsGuide(t *testing.T) {
	t.Parallel()
	r := route{Files: []string{"/assets/b.js"}, Guides: map[string]string{"google": "/assets/g.js", "okta": "/assets/o.js"}}
	const page = `<link rel="modulepreload" crossorigin href="/assets/b.js">`
	for madeWith, want := range map[string]string{
		"google": page + `<link rel="modulepreload" crossorigin href="/assets/g.js">`,
		"okta":   page + `<link rel="modulepreload" crossorigin href="/assets/o.js">`,
		"":       page, "adfs": page,
	} {
		if got := r.guided(madeWith).head(); got != want {
			t.Errorf("%q: %s", madeWith, got)
		}
	}
	if len(r.Files) != 1 {
		t.Errorf("the route of everybody has %q", r.Files)
	}
}
