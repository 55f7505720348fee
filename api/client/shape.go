package client

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// The longest values of an application.
const (
	mostID   = 64 // in bytes
	mostName = 60
	mostURI  = 500 // in bytes
	mostURIs = 20
)

// OwnPages is the client_id of our own pages, which nobody else can have.
const OwnPages = "latchkey-web"

var idForm = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])$`)

// IsID says whether a text can be the client_id of an application.
func IsID(id string) bool {
	return id != OwnPages && idForm.MatchString(id)
}

// mayBeID says whether any client could have an id, a service or an application.
func mayBeID(id string) bool {
	return id != "" && len(id) <= mostID && strings.Trim(id, base62+"._-") == ""
}

// Check says what an application cannot be: by the names of its members.
func Check(c store.Client, a store.Application) []fault.Field {
	var fields []fault.Field
	note := func(member, code string) {
		if code != "" {
			fields = append(fields, fault.Field{Pointer: "/" + member, Code: code})
		}
	}
	if !IsID(c.ID) {
		note("clientId", rules.Format)
	}
	_, problem := rules.Line(c.Name, mostName)
	note("name", problem)
	note("state", oneOf(c.State, store.ClientEnabled, store.ClientDisabled))
	note("type", oneOf(a.Type, store.WebApplication, store.SPAApplication, store.NativeApplication))
	note("idTokenAlg", oneOf(a.IDTokenAlg, "RS256", "ES256"))
	note("refresh", oneOf(a.Refresh, store.RefreshNone, store.RefreshSession, store.RefreshOffline))
	if a.Type != store.WebApplication && !a.RequirePKCE {
		note("requirePkce", rules.Invalid)
	}
	if len(a.RedirectURIs) == 0 {
		note("redirectUris", rules.Required)
	}
	note("redirectUris", uris(a.RedirectURIs, func(uri string) bool {
		return isRedirect(a.Type, uri) && leavesRoom(uri, "code", "state", "iss", "error", "error_description")
	}))
	note("postLogoutRedirectUris", uris(a.PostLogoutRedirectURIs, func(uri string) bool { return isRedirect(a.Type, uri) && leavesRoom(uri, "state") }))
	note("resources", uris(a.Resources, isResource))
	note("homeUrl", address(a.HomeURL))
	note("initiateLoginUri", address(a.InitiateLoginURI))
	note("backchannelLogoutUri", address(a.BackchannelLogoutURI))
	return fields
}

func oneOf[T comparable](value T, known ...T) string {
	if slices.Contains(known, value) {
		return ""
	}
	return rules.Format
}

func uris(list []string, good func(string) bool) string {
	if len(list) > mostURIs {
		return rules.TooLong
	}
	for i, uri := range list {
		if !good(uri) || slices.Contains(list[:i], uri) {
			return rules.Format
		}
	}
	return ""
}

// address reads an optional address that browsers open, or that we call.
func address(uri string) string {
	if u, ok := absolute(uri); uri != "" && (!ok || !isWeb(u)) {
		return rules.Format
	}
	return ""
}

// absolute reads an address that has one meaning: visible ASCII, no user information, no
// fragment, no backslash, and nothing that a browser takes away.
func absolute(uri string) (*url.URL, bool) {
	visible := strings.IndexFunc(uri, func(c rune) bool { return c <= ' ' || c > '~' || strings.ContainsRune(`\"<>^{}|`+"`*", c) }) < 0
	if uri == "" || len(uri) > mostURI || !visible || strings.Contains(uri, "#") {
		return nil, false
	}
	u, err := url.Parse(uri)
	if err != nil || u.Scheme == "" || u.User != nil || u.Opaque != "" {
		return nil, false
	}
	return u, true
}

// isWeb: https; without TLS only on this machine.
func isWeb(u *url.URL) bool {
	if u.Hostname() == "" || !isPort(u.Port()) {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && (isLoopback(u.Hostname()) || isLocalhost(u.Hostname()))
}

// isLocalhost: browsers take localhost and every name below it for this machine, and ask
// nobody (RFC 6761, 6.3).
func isLocalhost(host string) bool {
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

func isPort(text string) bool {
	n, err := strconv.Atoi(text)
	return text == "" || err == nil && n > 0 && n < 65536
}

// isLoopback says whether a host is an address of this machine, never a name.
func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// isRedirect says whether an answer may go to an address. A native application has a
// scheme of its own, by a domain turned around (RFC 8252, 7.1), or listens on loopback.
func isRedirect(t store.ApplicationType, uri string) bool {
	u, ok := absolute(uri)
	switch {
	case !ok:
		return false
	case t == store.NativeApplication && strings.Contains(u.Scheme, "."):
		return true
	}
	return isWeb(u)
}

// leavesRoom says whether an address has none of the parameters that an answer brings: the
// application would read what was registered, or refuse what is there twice (RFC 6749, 3.1).
func leavesRoom(uri string, answer ...string) bool {
	u, err := url.Parse(uri)
	if err != nil {
		return false
	}
	query, err := url.ParseQuery(u.RawQuery)
	return err == nil && !slices.ContainsFunc(answer, query.Has)
}

// isResource: an absolute address without a fragment (RFC 8707, 2), of any scheme.
func isResource(uri string) bool {
	u, ok := absolute(uri)
	return ok && u.Host != ""
}

// Redirects says whether an application registered an address for answers: letter by
// letter, except that a native one on loopback may listen on any port (RFC 8252, 7.3).
func Redirects(a store.Application, uri string) bool {
	if slices.Contains(a.RedirectURIs, uri) {
		return true
	}
	if a.Type != store.NativeApplication {
		return false
	}
	asked, ok := portless(uri)
	return ok && slices.ContainsFunc(a.RedirectURIs, func(registered string) bool {
		known, ok := portless(registered)
		return ok && known == asked
	})
}

// portless is an address on loopback without its port.
func portless(uri string) (string, bool) {
	u, ok := absolute(uri)
	if !ok || u.Scheme != "http" || !isLoopback(u.Hostname()) || !isPort(u.Port()) {
		return "", false
	}
	before, after, _ := strings.Cut(uri, u.Host)
	host := u.Host
	if u.Port() != "" {
		host = strings.TrimSuffix(host, ":"+u.Port())
	}
	return before + host + after, true
}
