package idptest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// request is an authorization request whose client and redirect URI are known
// to be right, so that its answer may go back there.
type request struct {
	side  side
	query url.Values
}

// authorize answers at once when a person is chosen beforehand, else with the
// page to choose one (OpenID Connect Core 1.0, section 3.1.2).
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request, s side) {
	req, ok := p.open(w, r, s)
	if !ok {
		return
	}
	if code := refusal(req.query); code != "" {
		p.sendError(w, r, req, code)
		return
	}
	if lies := p.lies(); lies.AuthzRefuses != nil {
		if code := lies.AuthzRefuses(req.query); code != "" {
			p.sendError(w, r, req, code)
			return
		}
	}
	p.mu.RLock()
	who, auto := p.chosen, p.script.AutoByLoginHint
	p.mu.RUnlock()
	if auto && who == "" {
		who = req.query.Get("login_hint")
	}
	if who == "" {
		p.showChooser(w, req)
		return
	}
	p.finish(w, r, req, who)
}

// choose takes the button that was pressed on the page.
func (p *Provider) choose(w http.ResponseWriter, r *http.Request, s side) {
	req, ok := p.open(w, r, s)
	if !ok {
		return
	}
	if code := refusal(req.query); code != "" {
		p.sendError(w, r, req, code)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	who := r.PostFormValue("person")
	if r.PostFormValue("refuse") != "" {
		who = Refuse
	}
	p.finish(w, r, req, who)
}

// open checks what must be right before anybody is sent anywhere.
func (p *Provider) open(w http.ResponseWriter, r *http.Request, s side) (request, bool) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || slices.ContainsFunc(values(query), func(v []string) bool { return len(v) > 1 }) {
		http.Error(w, "Malformed request.", http.StatusBadRequest)
		return request{}, false
	}
	client, ok := p.client(query.Get("client_id"))
	if !ok {
		http.Error(w, "Unknown client_id.", http.StatusBadRequest)
		return request{}, false
	}
	if !client.takes(query.Get("redirect_uri")) {
		http.Error(w, "redirect_uri_mismatch: this address is not registered for the application.", http.StatusBadRequest)
		return request{}, false
	}
	return request{side: s, query: query}, true
}

func (c Client) takes(redirectURI string) bool {
	return slices.Contains(c.RedirectURIs, redirectURI) ||
		c.RedirectsBelow != "" && strings.HasPrefix(redirectURI, c.RedirectsBelow)
}

func values(query url.Values) [][]string {
	var all [][]string
	for _, v := range query {
		all = append(all, v)
	}
	return all
}

// refusal returns the OAuth error of a request that cannot be served, or "".
func refusal(query url.Values) string {
	switch {
	case query.Get("response_type") != "code":
		return "unsupported_response_type"
	case !slices.Contains(strings.Fields(query.Get("scope")), "openid"):
		return "invalid_scope"
	case query.Get("code_challenge") == "" || query.Get("code_challenge_method") != "S256":
		return "invalid_request"
	case query.Get("prompt") == "none":
		return "login_required"
	}
	return ""
}

func (p *Provider) finish(w http.ResponseWriter, r *http.Request, req request, who string) {
	if who == Refuse {
		p.sendError(w, r, req, "access_denied")
		return
	}
	person, ok := p.person(req.side.provider, who)
	if !ok {
		http.Error(w, "Nobody of that name has an account here.", http.StatusBadRequest)
		return
	}
	var asked time.Time
	if req.query.Has("max_age") {
		asked = p.now()
	}
	code := p.issueCode(grant{
		asked:       asked,
		side:        req.side,
		person:      person,
		clientID:    req.query.Get("client_id"),
		redirectURI: req.query.Get("redirect_uri"),
		nonce:       req.query.Get("nonce"),
		challenge:   req.query.Get("code_challenge"),
	})
	p.send(w, r, req, url.Values{"code": {code}})
}

func (p *Provider) sendError(w http.ResponseWriter, r *http.Request, req request, code string) {
	p.send(w, r, req, url.Values{"error": {code}})
}

// send redirects back to the application. Providers name
// themselves in the answer (RFC 9207), but Entra does not.
func (p *Provider) send(w http.ResponseWriter, r *http.Request, req request, params url.Values) {
	if state := req.query.Get("state"); state != "" {
		params.Set("state", state)
	}
	if req.side.provider != Microsoft {
		params.Set("iss", p.root(req.side))
	}
	if lies := p.lies(); lies.AuthzParams != nil {
		lies.AuthzParams(params)
	}
	target, err := url.Parse(req.query.Get("redirect_uri"))
	if err != nil {
		http.Error(w, "Malformed redirect_uri.", http.StatusBadRequest)
		return
	}
	separator := ""
	if target.RawQuery != "" {
		separator = "&"
	}
	target.RawQuery += separator + params.Encode()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, target.String(), http.StatusSeeOther)
}
