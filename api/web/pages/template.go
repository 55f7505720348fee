package pages

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"strings"

	"github.com/oapi-codegen/nullable"
)

// pageTemplate is a page with one place to fill.
type pageTemplate struct{ before, after []byte }

// The places that the frontend leaves for us, once each.
const (
	jsonPlace  = `id="page">null<`
	noncePlace = `nonce=""`
)

// readTemplate cuts a page at its place. Without a built frontend (a fresh clone
// that only runs Go) a bare page says how to get one.
func readTemplate(dist fs.FS, name, place, before, after string) (pageTemplate, error) {
	html, err := fs.ReadFile(dist, name)
	if errors.Is(err, fs.ErrNotExist) {
		html = []byte(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Latchkey</title>` +
			`<meta name="csp-nonce" nonce=""><script type="application/json" id="page">null</script>` +
			`<p>The pages are not built: run make build.</p></html>`)
	} else if err != nil {
		return pageTemplate{}, err
	}
	left, right, found := bytes.Cut(html, []byte(place))
	if !found || place != noncePlace && bytes.Contains(right, []byte(place)) {
		return pageTemplate{}, fmt.Errorf("%s: want %q once", name, place)
	}
	return pageTemplate{append(left, before...), append([]byte(after), right...)}, nil
}

// linked gives the page with one more stylesheet, after its own; without an address, the page
// as it is.
func (h pageTemplate) linked(address nullable.Nullable[string]) pageTemplate {
	stylesheet, err := address.Get()
	if err != nil {
		return h
	}
	link := []byte(`<link rel="stylesheet" href="` + html.EscapeString(stylesheet) + `"></head>`)
	return pageTemplate{bytes.Replace(h.before, []byte("</head>"), link, 1), bytes.Replace(h.after, []byte("</head>"), link, 1)}
}

// appTemplate is the page of the app. It has places for its nonce, and one for what belongs to a route.
type appTemplate struct{ page, scripts string } // with the hashes of the scripts that stand in it

// routePlace is where the frontend leaves us room in the head of the app.
const routePlace = "<!--route-->"

func readAppTemplate(dist fs.FS, name string) (appTemplate, error) {
	page, err := readTemplate(dist, name, noncePlace, noncePlace, "")
	whole := string(page.before) + string(page.after)
	return appTemplate{whole, scriptHashes(whole)}, err
}

func (h appTemplate) dressed(theme string) appTemplate {
	return appTemplate{string(pageTemplate{before: []byte(h.page)}.dressed(theme).before), h.scripts}
}

// fill gives the page with its nonce, and with what its route has the browser fetch ahead.
func (h appTemplate) fill(nonce string, r route) []byte {
	return []byte(strings.NewReplacer(noncePlace, `nonce="`+nonce+`"`, routePlace, r.head()).Replace(h.page))
}

func (h pageTemplate) fill(with []byte) []byte {
	return bytes.Join([][]byte{h.before, with, h.after}, nil)
}
