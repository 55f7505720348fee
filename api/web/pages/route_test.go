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
		"/b": {"files": [], "later": {"google": "/assets/g.js"}}
	}`)}}, "routes.json")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/a": `<link rel="modulepreload" crossorigin href="/assets/page.js">` +
			`<link rel="modulepreload" crossorigin href="/assets/part.js"><meta name="menu">`,
		"/b": `<meta name="later" content="{&#34;google&#34;:&#34;/assets/g.js&#34;}">`,
		"/c": "",
	} {
		if got := routes[path].head(); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
}
