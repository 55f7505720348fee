package e2e_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"latchkey/api/apply"
)

// A super admin gives the sign-in page a look; whoever is not signed in sees it, and
// everything of it comes from addresses that never change what they hold.
func TestTheSignInPageHasTheOrganizationsLook(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		var logo bytes.Buffer
		must(t, png.Encode(&logo, image.NewGray(image.Rect(0, 0, 400, 100))))
		o := w.office(t, "acme", "sofia@acme.example")
		was := o.get("branding")
		look := members{"name": "Acme", "accent": "#7A1F5C", "welcome": "Welcome </script><script>", "logo": base64.StdEncoding.EncodeToString(logo.Bytes())}
		o.ask(http.MethodPatch, "branding", look, "").want(http.StatusPreconditionRequired, "precondition_required")
		a := o.ask(http.MethodPatch, "branding", look, etagOf(was))
		a.want(http.StatusOK, "")
		o.ask(http.MethodPatch, "branding", members{"name": "Other"}, etagOf(was)).want(http.StatusPreconditionFailed, "config_changed")
		if a.text("accent") != "#7a1f5c" || a.header.Get("ETag") != a.text("etag") {
			t.Errorf("%s", a.body)
		}

		page := w.browser().send(http.MethodGet, "/api/v1/organizations/acme/sign-in", nil, nil).object()
		brand := page["branding"].(map[string]any)
		if name := page["organization"].(map[string]any)["name"]; name != "Acme" || brand["welcome"] != look["welcome"] {
			t.Errorf("%v", page)
		}
		document := string(w.browser().navigate(w.url + "/o/acme/sign-in").body)
		if strings.Contains(document, "</script><script>") || !strings.Contains(document, `href="`+brand["stylesheet"].(string)+`"`) {
			t.Errorf("the document: %s", document)
		}
		css := w.browser().send(http.MethodGet, brand["stylesheet"].(string), nil, nil)
		picture := w.browser().send(http.MethodGet, brand["logo"].(string), nil, nil)
		for kind, file := range map[string]answer{"text/css; charset=utf-8": css, "image/png": picture} {
			file.want(http.StatusOK, "")
			if h := file.header; h.Get("Content-Type") != kind || h.Get("Cache-Control") != "public, max-age=31536000, immutable" {
				t.Errorf("%s: %v", kind, h)
			}
		}
		if !strings.Contains(string(css.body), "--primary:light-dark(#7a1f5c,") || !strings.Contains(string(css.body), brand["logo"].(string)) {
			t.Errorf("%s", css.body)
		}
		if c, err := png.DecodeConfig(bytes.NewReader(picture.body)); err != nil || c.Width != 400 {
			t.Errorf("the logo: %+v, %v", c, err)
		}
		w.browser().send(http.MethodGet, strings.Replace(brand["logo"].(string), "/acme/", "/globex/", 1), nil, nil).want(http.StatusNotFound, "not_found")

		cleared := o.ask(http.MethodPatch, "branding", members{"name": "", "accent": "", "welcome": "", "logo": ""}, a.text("etag"))
		cleared.want(http.StatusOK, "")
		w.browser().send(http.MethodGet, brand["logo"].(string), nil, nil).want(http.StatusNotFound, "not_found")
		w.browser().send(http.MethodGet, brand["stylesheet"].(string), nil, nil).want(http.StatusNotFound, "not_found")
		if n := w.count("SELECT count(*) FROM audit_events WHERE action = 'branding.changed'"); n != 2 {
			t.Errorf("%d changes are recorded", n)
		}
	})
}

func TestWhatIsNoLookIsRefused(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		o := w.office(t, "acme", "sofia@acme.example")
		svg := base64.StdEncoding.EncodeToString([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`))
		for name, body := range map[string]members{
			"/logo svg":       {"logo": svg},
			"/accent format":  {"accent": "red"},
			"/welcome format": {"welcome": "two\nlines"},
			"/name too_long":  {"name": strings.Repeat("x", 121)},
		} {
			a := o.ask(http.MethodPatch, "branding", body, `"1"`)
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if p := a.pointers(); len(p) != 1 || p[0] != name {
				t.Errorf("%s: %v", name, p)
			}
		}
		o.ask(http.MethodPatch, "branding", members{"logo": strings.Repeat("A", 800_000)}, `"1"`).want(http.StatusRequestEntityTooLarge, "body_too_large")
		shades := o.get("branding/shades?accent=%23ffffff")
		if light := shades["light"].(map[string]any); light["adjusted"] != true || light["edgeContrast"].(float64) < 3 {
			t.Errorf("%v", light)
		}
		w.office(t, "acme", "lena@acme.example").ask(http.MethodGet, "branding", nil, "").want(http.StatusNotFound, "not_found")
	})
}

// The file of the operator sets the same; applied again it changes nothing.
func TestTheFileGivesTheSignInPageALook(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{Branding: &apply.Branding{Name: ptr("Acme"), Accent: ptr("#7a1f5c"), Welcome: ptr("Welcome.")}}, apply.Connection{})
		o := w.office(t, "acme", "sofia@acme.example")
		was := o.get("branding")
		if was["accent"] != "#7a1f5c" || was["welcome"] != "Welcome." {
			t.Errorf("%v", was)
		}
		w.policy(apply.Organization{Branding: &apply.Branding{Welcome: ptr("Welcome."), Logo: &apply.Icon{}}}, apply.Connection{})
		if is := o.get("branding"); etagOf(is) != etagOf(was) {
			t.Errorf("the same file changed something: %v", is)
		}
	})
}
