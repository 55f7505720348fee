package pages

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"slices"
	"strings"
)

// route is what the build says of a path of the app.
type route struct {
	Files []string // scripts that draw its page
	Menu  bool     // it has the menu of an organization beside it, whoever comes
	// Guides are files of which the page needs one: by presets and kinds of provider, what its connection was made with.
	Guides map[string]string
}

// readRoutes reads what the build says of each page, by the paths of AppRoutes. Without a built frontend there are none.
func readRoutes(dist fs.FS, name string) (map[string]route, error) {
	text, err := fs.ReadFile(dist, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var routes map[string]route
	if err := json.Unmarshal(text, &routes); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return routes, nil
}

// head is what stands in the document of the app for a route, so that the browser fetches
// the script of the page beside that of the app, and the frame has the room of the menu.
func (r route) head() string {
	var b strings.Builder
	for _, file := range r.Files {
		b.WriteString(`<link rel="modulepreload" crossorigin href="` + html.EscapeString(file) + `">`)
	}
	if r.Menu {
		b.WriteString(`<meta name="menu">`)
	}
	return b.String()
}

// guided gives the route with the guide of what a connection was made with among its files. Where
// that is not known, the page asks for the guide itself, once it knows.
func (r route) guided(madeWith string) route {
	if guide, is := r.Guides[madeWith]; is {
		r.Files = append(slices.Clone(r.Files), guide)
	}
	return r
}
