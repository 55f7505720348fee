package idp

import (
	"net/http"
	"net/url"
	"slices"
	"sync"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

// ClientAuth is how an application proves itself to the token endpoint (RFC 6749,
// section 2.3.1).
type ClientAuth string

// The ways. Without one the metadata says what is tried first.
const (
	AuthAutomatic ClientAuth = ""
	AuthBasic     ClientAuth = "basic"     // in the header, both form-encoded, as the specification has it
	AuthBasicRaw  ClientAuth = "basic_raw" // in the header as they are, for providers that do not decode
	AuthBody      ClientAuth = "post"      // in the body
)

// clientAuths lists the ways to try for an application, the chosen one first. The
// header goes before the body where both are announced: it is what OpenID Connect
// Core 1.0, section 9, has for clients that said nothing, and clients of many
// providers may use nothing else. The brands take either; what their
// documents show, and what was always sent to them, is the body.
func clientAuths(app Application, m *metadata) []ClientAuth {
	silent := len(m.clientAuths) == 0
	var ways []ClientAuth
	if silent || slices.Contains(m.clientAuths, "client_secret_basic") {
		ways = append(ways, AuthBasic)
	}
	if silent || slices.Contains(m.clientAuths, "client_secret_post") {
		ways = append(ways, AuthBody)
	}
	if len(ways) == 0 { // it announces what we cannot do
		ways = append(ways, AuthBasic)
	}
	if !provider.Of(app.Provider).TriesClientAuth {
		return ways[len(ways)-1:]
	}
	if slices.Contains(ways, AuthBasic) && changesByEncoding(app) {
		ways = append(ways, AuthBasicRaw)
	}
	return startingWith(app.ClientAuth, ways)
}

func startingWith(first ClientAuth, ways []ClientAuth) []ClientAuth {
	if first == AuthAutomatic {
		return ways
	}
	rest := slices.DeleteFunc(slices.Clone(ways), func(way ClientAuth) bool { return way == first })
	return append([]ClientAuth{first}, rest...)
}

func changesByEncoding(app Application) bool {
	return url.QueryEscape(app.ClientID) != app.ClientID || url.QueryEscape(app.ClientSecret) != app.ClientSecret
}

// authenticate puts the credentials where they belong: in the form, which is sent
// after this, or in the header, by what it returns.
func (way ClientAuth) authenticate(app Application, form url.Values) (header func(*http.Request)) {
	switch way {
	case AuthBody:
		form.Set("client_id", app.ClientID)
		form.Set("client_secret", app.ClientSecret)
		return func(*http.Request) {}
	case AuthBasicRaw:
		return func(r *http.Request) { r.SetBasicAuth(app.ClientID, app.ClientSecret) }
	}
	return func(r *http.Request) {
		r.SetBasicAuth(url.QueryEscape(app.ClientID), url.QueryEscape(app.ClientSecret))
	}
}

// clientRefused says whether a refusal can mean that the secret was shown in the
// wrong way. The code cannot have been taken then.
func clientRefused(err error) bool {
	if err == nil {
		return false
	}
	f := fault.Of(err)
	return f.Code == fault.SSOAppInvalid && f.Reason == "client_secret_invalid"
}

// mostWorked bounds what is remembered of applications.
const mostWorked = 4096

// worked remembers which way an application's provider accepted, so that not
// every sign-in has to find out. What a test found is kept with the version.
type worked struct {
	mu   sync.Mutex
	ways map[workedKey]ClientAuth
}

type workedKey struct{ issuer, clientID string }

func (w *worked) of(app Application) ClientAuth {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ways[workedKey{app.Issuer, app.ClientID}]
}

func (w *worked) note(app Application, way ClientAuth) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ways == nil || len(w.ways) >= mostWorked {
		w.ways = map[workedKey]ClientAuth{}
	}
	w.ways[workedKey{app.Issuer, app.ClientID}] = way
}
