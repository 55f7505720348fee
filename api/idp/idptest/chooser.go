package idptest

import (
	"embed"
	"html/template"
	"net/http"
	"net/url"
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
	// The form may lead to the client and nowhere else, as real providers say it. Browsers
	// hold redirects against it too: the client must not redirect on to what nobody knows here.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "+
		originOf(req.query.Get("redirect_uri")))
	// The peer is gone if this fails.
	_ = tmpl.Execute(w, page{
		Title:  title(req.side.provider),
		Action: p.endpoints(req.side) + "/authorize?" + req.query.Encode(),
		People: p.peopleOf(req.side.provider),
	})
}

// originOf is the origin of an address that is registered.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
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
