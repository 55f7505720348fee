package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/client"
	"latchkey/api/store"
)

// What the operator takes away of an application counts at once, for a code that was given a
// moment before, too (RFC 9700, 2.1 and 2.1.1).
func TestOAuthACodeIsWorthWhatTheApplicationIsNow(t *testing.T) {
	for name, c := range map[string]struct {
		change func(a *store.Application)
		works  bool
	}{
		"nothing":                  {func(*store.Application) {}, true},
		"an address more":          {func(a *store.Application) { a.RedirectURIs = append(a.RedirectURIs, "https://crm.example/new") }, true},
		"the address taken away":   {func(a *store.Application) { a.RedirectURIs = store.Strings{"https://crm.example/new"} }, false},
		"PKCE demanded":            {func(a *store.Application) { a.RequirePKCE = true }, false},
		"no secret any more":       {func(a *store.Application) { a.Type = store.SPAApplication }, false},
		"for nobody in particular": {func(a *store.Application) { a.AllOrganizations, a.OrganizationIDs = false, nil }, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := oauthWorld(t)
			is, err := w.store.ApplicationByID(t.Context(), "crm")
			must(t, err)
			is.RequirePKCE = false
			must(t, w.store.SetApplication(t.Context(), is))
			r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
			code := r.back(b.navigate(r.config.AuthCodeURL(r.state))).Get("code")
			c.change(&is)
			must(t, w.store.SetApplication(t.Context(), is))
			w.clock.add(time.Second)
			if is.Type == store.SPAApplication {
				r.config.ClientSecret = ""
			}
			a := r.post("grant_type", "authorization_code", "code", code, "redirect_uri", crmCallback)
			if (a.status == http.StatusOK) != c.works || !c.works && a.text("error") != "invalid_grant" {
				t.Errorf("%d %s", a.status, a.body)
			}
		})
	}
}

// RFC 6749, 5.1 and 5.2; RFC 8414, 2: what clients in other origins and strict ones look at.
func TestOAuthWhatStandsBesideTheAnswers(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	a := r.post("grant_type", "authorization_code", "code", r.code(b), "redirect_uri", crmCallback, "code_verifier", r.verifier)
	a.want(http.StatusOK, "")
	if a.header.Get("Pragma") != "no-cache" || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("tokens: %v", a.header)
	}
	bearer := http.Header{"Authorization": {"Bearer " + a.text("access_token")}, "Content-Type": {"application/json"}}
	if a := w.browser().send(http.MethodPost, "/oauth/userinfo", nil, bearer); a.status != http.StatusOK {
		t.Errorf("userinfo, with the type of a body that is not there: %d %s", a.status, a.body)
	}
	for path, shared := range map[string]bool{
		"/oauth/token": true, "/oauth/revoke": true, "/oauth/introspect": false,
	} {
		a := w.browser().send(http.MethodGet, path, nil, http.Header{"Origin": {"https://spa.example"}})
		if a.status != http.StatusMethodNotAllowed || a.text("error") != "invalid_request" || !strings.Contains(a.header.Get("Allow"), "POST") ||
			(a.header.Get("Access-Control-Allow-Origin") == "*") != shared {
			t.Errorf("GET %s: %d %s %v", path, a.status, a.body, a.header)
		}
	}
	for _, path := range []string{"/oauth/token", "/oauth/userinfo", "/oauth/revoke", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks.json"} {
		a := w.browser().send(http.MethodOptions, path, nil, http.Header{"Origin": {"https://spa.example"}, "Access-Control-Request-Method": {"GET"}})
		if a.status != http.StatusNoContent || a.header.Get("Access-Control-Allow-Origin") != "*" || a.header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("a preflight of %s: %d %v", path, a.status, a.header)
		}
	}
	refused := w.userinfo("none")
	if exposed := refused.header.Get("Access-Control-Expose-Headers"); !strings.Contains(exposed, "WWW-Authenticate") {
		t.Errorf("a page of another origin may read %q", exposed)
	}
	found := w.browser().send(http.MethodGet, "/.well-known/oauth-authorization-server", nil, nil).object()
	for name, public := range map[string]bool{"token": true, "revocation": true, "introspection": false} {
		methods, _ := found[name+"_endpoint_auth_methods_supported"].([]any)
		if !slices.Contains(methods, any(string(client.PrivateKeyJWT))) || slices.Contains(methods, any(string(client.None))) != public ||
			found[name+"_endpoint_auth_signing_alg_values_supported"] == nil {
			t.Errorf("%s: %v", name, methods)
		}
	}
}
