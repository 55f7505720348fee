package idp_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/idp/provider"
)

// generic is an application at a generic provider of this issuer.
func generic(issuer string) idp.Application {
	return idp.Application{Provider: "okta", Issuer: issuer, ClientID: clientID, ClientSecret: clientSecret, RedirectURI: redirectURI}
}

func newProviders(t *testing.T, allow ...string) *idp.Providers {
	t.Helper()
	o := idp.Options{}
	for _, network := range allow {
		o.Allow = append(o.Allow, netip.MustParsePrefix(network))
	}
	p, err := idp.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// What a generic provider says of an account: the domain of a Workspace, a
// tenant and the like are nobody's word here.
func TestGenericClaims(t *testing.T) {
	r := newRig(t)
	r.lie(claims(func(c map[string]any) {
		c["hd"], c["tid"], c["oid"], c["xms_edov"] = "acme.example", tenantA, "o", true
	}))
	c := r.accepted(r.signIn(r.openid, "ana@acme.example"))
	if c.Issuer != r.idp.OpenIDIssuer() || c.Email != "ana@acme.example" || !c.EmailVerified ||
		c.HostedDomain != "" || c.TenantID != "" || c.ObjectID != "" || c.EDOV != provider.Absent {
		t.Errorf("got %+v", c)
	}
	r.lie(func(_ *rig, s *idptest.Script) {
		s.MutateClaims = func(c map[string]any) { delete(c, "email") }
		s.Userinfo = func(c map[string]any) { c["hd"] = "acme.example" }
	})
	if c := r.accepted(r.signIn(r.openid, "ana@acme.example")); c.Email != "ana@acme.example" || c.HostedDomain != "" {
		t.Errorf("from userinfo: %+v", c)
	}
}

// The settings of a super admin are not trusted: what no issuer can be is
// refused before anything is fetched (F01, F02).
func TestGenericIssuers(t *testing.T) {
	p := newProviders(t, "127.0.0.1/32", "10.0.0.0/8")
	for issuer, usable := range map[string]bool{
		"https://acme.okta.example":                         true,
		"https://acme.auth0.example/":                       true,
		"https://login.example:8443/realms/a":               true,
		"http://127.0.0.1:8081/openid":                      true,
		"":                                                  false,
		"http://login.example":                              false,
		"http://localhost:8081":                             false,
		"http://127.0.0.2:8081":                             false,
		"http://10.0.0.1":                                   false,
		"http://[::1]":                                      false,
		"https://login.example?tenant=a":                    false,
		"https://login.example?":                            false,
		"https://login.example#":                            false,
		"https://user@login.example":                        false,
		"https://user:pw@login.example":                     false,
		"https://":                                          false,
		"https:login.example":                               false,
		"https:///etc/passwd":                               false,
		"//login.example":                                   false,
		"login.example":                                     false,
		"file:///etc/passwd":                                false,
		"gopher://login.example":                            false,
		"javascript:alert(1)":                               false,
		" https://login.example":                            false,
		"https://login.example/a b":                         false,
		"https://login.example\\@evil.example":              false,
		"https://login.example/\x00":                        false,
		"https://login.example/\n":                          false,
		"https://l\u043egin.example":                        false,
		"https://login.example/" + strings.Repeat("a", 240): false,
	} {
		if got := p.UsableIssuer(issuer); got != usable {
			t.Errorf("%.60q is usable: %v", issuer, got)
		}
		if usable {
			continue
		}
		_, err := p.AuthURL(t.Context(), generic(issuer), newAttempt())
		wantFault(t, err, fault.SSOAppInvalid, "issuer_invalid")
	}
	if newProviders(t).UsableIssuer("http://127.0.0.1:8081/openid") {
		t.Error("plain http without an allow-list")
	}
	for name, app := range map[string]idp.Application{
		"no provider": {Issuer: "https://login.example"}, "a tenant": {Provider: "okta", Issuer: "https://login.example", Tenant: tenantA},
	} {
		_, err := p.AuthURL(t.Context(), app, newAttempt())
		if f := fault.Of(err); f.Code != fault.SSOAppInvalid || f.Reason != "provider_invalid" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// set edits one parameter of the provider's answer.
func set(name, value string) func(url.Values) {
	return func(v url.Values) { v.Set(name, value) }
}

// F02: an issuer that leads inside is not called, however it is spelled.
func TestF02GenericIssuerInside(t *testing.T) {
	p := newProviders(t)
	for _, host := range []string{
		"127.0.0.1", "127.255.255.254", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "169.254.169.254", "[::ffff:169.254.169.254]",
		"[fe80::1]", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255",
		"[fd00::1]", "[fc00::1]", "[fec0::1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]", "[2001:db8::1]", "localhost",
	} {
		_, err := p.AuthURL(t.Context(), generic("https://"+host+":1"), newAttempt())
		wantFault(t, err, fault.ProviderUnreachable, "discovery_address_refused")
	}
}

// F02, F04: a provider outside that points inside is not followed there, and a
// secret goes to no address that is not a provider's.
func TestF04GenericEndpoints(t *testing.T) {
	for name, row := range map[string]struct {
		lie    lie
		code   fault.Code
		reason string
	}{
		"token inside":           {discovery("token_endpoint", "https://169.254.169.254/token"), fault.ProviderUnreachable, "token_address_refused"},
		"token on loopback":      {discovery("token_endpoint", "https://[::1]:1/token"), fault.ProviderUnreachable, "token_address_refused"},
		"keys inside":            {discovery("jwks_uri", "https://10.0.0.1/keys"), fault.ProviderUnreachable, "keys_address_refused"},
		"token over plain http":  {discovery("token_endpoint", "http://login.example/token"), fault.SSOAppInvalid, "endpoint_refused"},
		"keys over plain http":   {discovery("jwks_uri", "http://10.0.0.1/keys"), fault.SSOAppInvalid, "endpoint_refused"},
		"authorize javascript":   {discovery("authorization_endpoint", "javascript:alert(1)//"), fault.SSOAppInvalid, "endpoint_refused"},
		"authorize over http":    {discovery("authorization_endpoint", "http://evil.example/a"), fault.SSOAppInvalid, "endpoint_refused"},
		"authorize with user":    {discovery("authorization_endpoint", "https://user@evil.example/a"), fault.SSOAppInvalid, "endpoint_refused"},
		"token missing":          {discovery("token_endpoint", nil), fault.SSOAppInvalid, "endpoint_refused"},
		"keys a file":            {discovery("jwks_uri", "file:///etc/passwd"), fault.SSOAppInvalid, "endpoint_refused"},
		"another issuer":         {discovery("issuer", "https://evil.example"), fault.SSOAppInvalid, "issuer_mismatch"},
		"no issuer":              {discovery("issuer", nil), fault.SSOAppInvalid, "issuer_mismatch"},
		"discovery redirects":    {discoveryAnswer(idptest.Redirect("/internal")), fault.ProviderUnreachable, "discovery_http_302"},
		"discovery of 64 MB":     {discoveryAnswer(idptest.Oversized(64 << 20)), fault.ProviderUnreachable, "discovery_too_large"},
		"discovery a bomb":       {discoveryAnswer(idptest.GzipBomb(4 << 20)), fault.ProviderUnreachable, "discovery_not_json"},
		"token redirects":        {tokenAnswer(idptest.Redirect("/internal")), fault.ProviderUnreachable, "token_http_302"},
		"token of 64 MB":         {tokenAnswer(idptest.Oversized(64 << 20)), fault.ProviderUnreachable, "token_too_large"},
		"keys redirect":          {keysAnswer(idptest.Redirect("/internal")), fault.ProviderUnreachable, "keys_http_302"},
		"keys of 64 MB":          {keysAnswer(idptest.Oversized(64 << 20)), fault.ProviderUnreachable, "keys_too_large"},
		"another in the answer":  {func(_ *rig, s *idptest.Script) { s.AuthzParams = set("iss", "https://evil.example") }, fault.TokenInvalid, "iss_mismatch"},
		"a slash more":           {claims(func(c map[string]any) { c["iss"] = c["iss"].(string) + "/" }), fault.TokenInvalid, "iss"},
		"Google's word for it":   {claim("iss", "https://accounts.google.com"), fault.TokenInvalid, "iss"},
		"the other side's token": {func(r *rig, s *idptest.Script) { claim("iss", r.idp.GoogleIssuer())(r, s) }, fault.TokenInvalid, "iss"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.lie(row.lie)
			c, err := r.signIn(r.openid, "ana@acme.example")
			r.refused(c, err, row.code, row.reason)
			if r.idp.Hits("/internal") != 0 {
				t.Error("a redirect was followed")
			}
		})
	}
}

// Endpoints may stand on other hosts: that is how many providers are built.
func TestGenericEndpointsElsewhere(t *testing.T) {
	r := newRig(t)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { r.idp.ServeHTTP(w, req) }))
	t.Cleanup(elsewhere.Close)
	r.lie(func(_ *rig, s *idptest.Script) {
		s.Discovery = func(doc map[string]any) {
			doc["token_endpoint"], doc["jwks_uri"] = elsewhere.URL+"/openid/token", elsewhere.URL+"/openid/keys"
		}
	})
	r.accepted(r.signIn(r.openid, "ana@acme.example"))
	_, err := r.ana() // Google's must not
	wantFault(t, err, fault.SSOAppInvalid, "endpoint_refused")
}

// Two spellings of one address are two issuers, and neither takes the other's
// metadata from the cache.
func TestGenericIssuerIsByteExact(t *testing.T) {
	r := newRig(t)
	r.accepted(r.signIn(r.openid, "ana@acme.example"))
	slash := generic(r.idp.OpenIDIssuer() + "/")
	_, err := r.signIn(slash, "ana@acme.example")
	wantFault(t, err, fault.SSOAppInvalid, "issuer_mismatch")
	r.lie(func(_ *rig, s *idptest.Script) {
		s.Discovery = func(doc map[string]any) { doc["issuer"] = slash.Issuer }
		s.AuthzParams = set("iss", slash.Issuer)
		s.MutateClaims = func(c map[string]any) { c["iss"] = slash.Issuer }
	})
	r.fresh()
	if c := r.accepted(r.signIn(slash, "ana@acme.example")); c.Issuer != slash.Issuer {
		t.Errorf("stored as %q", c.Issuer)
	}
}
