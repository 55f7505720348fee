package pages

import (
	"strings"
	"testing"
	"testing/fstest"
)

// A script that stands in the document of the app runs because the policy names its hash; one
// that somebody slipped in does not.
func TestThePolicyOfTheAppNamesTheScriptOfItsDocument(t *testing.T) {
	t.Parallel()
	page, err := readAppTemplate(fstest.MapFS{"en/app.html": {Data: []byte(`<html lang="en"><meta nonce=""><script>alert(1)</script><script type="module" src="/a.js"></script>`)}}, "en/app.html")
	if err != nil {
		t.Fatal(err)
	}
	const hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='" // of alert(1)
	for _, dressed := range []appTemplate{page, page.dressed("dark")} {
		policy := appPolicy(dressed.scripts, "n")
		for _, want := range []string{"script-src 'self' " + hash + ";", "style-src 'self' 'nonce-n';", "; trusted-types default"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%q lacks %q", policy, want)
			}
		}
		if !strings.Contains(string(dressed.fill("n", route{})), "<script>alert(1)</script>") {
			t.Error("the script is not what its hash says")
		}
	}
	if got := appPolicy(scriptHashes("<p>"), "n"); !strings.Contains(got, "script-src 'self';") {
		t.Errorf("without a script: %q", got)
	}
}
