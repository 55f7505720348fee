package idptest

import (
	"embed"
	"html/template"
	"net/http"
)

//go:embed chooser.html style.css
var files embed.FS

// page is what the template of the chooser gets.
type page struct {
	Title  string
	Action string
	People []Person
}

// showChooser writes the page on which a person is chosen.
func (p *Provider) showChooser(w http.ResponseWriter, req request) {
	tmpl, err := template.ParseFS(files, "chooser.html")
	if err != nil {
		http.Error(w, "The page is missing.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	// No form-action: browsers hold redirects against it too, and who comes back to the
	// product may be sent on to an application that nobody knows here.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'")
	// The peer is gone if this fails.
	_ = tmpl.Execute(w, page{
		Title:  title(req.side.provider),
		Action: p.endpoints(req.side) + "/authorize?" + req.query.Encode(),
		People: p.peopleOf(req.side.provider),
	})
}

func title(provider string) string {
	switch provider {
	case Microsoft:
		return "Demo Microsoft"
	case OpenID:
		return "Demo OpenID"
	}
	return "Demo Google"
}

func style(w http.ResponseWriter, _ *http.Request) {
	css, err := files.ReadFile("style.css")
	if err != nil {
		http.Error(w, "The style is missing.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=300")
	_, _ = w.Write(css)
}
