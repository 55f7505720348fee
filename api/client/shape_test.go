package client_test

import (
	"strings"
	"testing"

	"latchkey/api/client"
	"latchkey/api/store"
)

func check(change func(*store.Client, *store.Application)) string {
	c := store.Client{ID: "crm", Name: "Acme CRM", State: store.ClientEnabled}
	a := store.NewApplication("crm")
	a.RedirectURIs = store.Strings{"https://crm.example/callback"}
	change(&c, &a)
	var codes []string
	for _, f := range client.Check(c, a) {
		codes = append(codes, strings.TrimPrefix(f.Pointer, "/")+" "+f.Code)
	}
	return strings.Join(codes, ", ")
}

// RFC 6749, 3.1.2; RFC 8252, 7; RFC 9700, 2.1 and 4.1.
func TestAddressesThatAnswersMayGoTo(t *testing.T) {
	for uri, taken := range map[string]map[store.ApplicationType]bool{
		"https://crm.example/callback":                    {"web": true, "spa": true, "native": true},
		"https://crm.example/cb?tenant=1":                 {"web": true},
		"https://crm.example/cb?barcode=1&error=":         {"web": false},
		"https://crm.example/cb?barcode=1":                {"web": true},
		"https://crm.example/cb?a=1&%63ode=x":             {"web": false},
		"https://crm.example/cb?iss=x":                    {"web": false, "spa": false},
		"https://crm.example/cb?state":                    {"web": false},
		"https://crm.example/cb?a;b":                      {"web": false},
		"com.example.crm:/callback?code=1":                {"native": false},
		"http://localhost:3000/callback":                  {"web": true, "spa": true, "native": true},
		"http://127.0.0.1/callback":                       {"web": true, "native": true},
		"http://[::1]:8000/callback":                      {"native": true},
		"com.example.crm:/callback":                       {"web": false, "spa": false, "native": true},
		"crm:/callback":                                   {"native": false},
		"javascript:alert(1)":                             {"web": false, "spa": false, "native": false},
		"data:text/html,x":                                {"web": false, "native": false},
		"http://crm.example/callback":                     {"web": false, "native": false},
		"http://127.0.0.1.evil.example/":                  {"web": false, "native": false},
		"https://crm.example/#x":                          {"web": false},
		"https://crm.example/#":                           {"web": false},
		"https://u:p@crm.example/":                        {"web": false},
		"https://*.crm.example/":                          {"web": false},
		"https:///callback":                               {"web": false},
		"https:crm.example":                               {"web": false},
		"//crm.example/":                                  {"web": false},
		"/callback":                                       {"web": false},
		"https://crm.example\\@evil/":                     {"web": false},
		"https://crm.example/\n":                          {"web": false},
		"https://crm.example:99999/":                      {"web": false},
		"https://crm.example/" + strings.Repeat("a", 500): {"web": false},
	} {
		for kind, good := range taken {
			problems := check(func(_ *store.Client, a *store.Application) { a.Type, a.RedirectURIs = kind, store.Strings{uri} })
			if (problems == "") != good {
				t.Errorf("%s for %s: %q", uri, kind, problems)
			}
		}
	}
}

// RFC 9700, 4.1.3: letter by letter. RFC 8252, 7.3: any port on loopback, for native ones.
func TestAnAnswerGoesWhereTheApplicationSaid(t *testing.T) {
	web := store.Application{Type: store.WebApplication, RedirectURIs: store.Strings{"https://crm.example/cb", "http://127.0.0.1/cb"}}
	native := store.Application{Type: store.NativeApplication, RedirectURIs: store.Strings{"http://127.0.0.1/cb", "http://[::1]/cb", "http://localhost/cb", "com.example.crm:/cb"}}
	for uri, want := range map[string][2]bool{
		"https://crm.example/cb":            {true, false},
		"https://crm.example/cb/":           {false, false},
		"https://crm.example/CB":            {false, false},
		"https://crm.example/cb?x=1":        {false, false},
		"https://crm.example/cb/../cb":      {false, false},
		"https://crm.example:443/cb":        {false, false},
		"https://crm.example.evil/cb":       {false, false},
		"https://crm.example/cb#":           {false, false},
		"http://127.0.0.1/cb":               {true, true},
		"http://127.0.0.1:49152/cb":         {false, true},
		"http://127.0.0.1:0/cb":             {false, false},
		"http://127.0.0.1:49152/other":      {false, false},
		"http://127.0.0.1:49152/cb?x":       {false, false},
		"http://127.0.0.2:49152/cb":         {false, false},
		"http://u@127.0.0.1:49152/cb":       {false, false},
		"https://127.0.0.1:49152/cb":        {false, false},
		"http://[::1]:49152/cb":             {false, true},
		"http://localhost:49152/cb":         {false, false},
		"http://127.0.0.1:49152@evil.ex/cb": {false, false},
		"com.example.crm:/cb":               {false, true},
		"com.example.crm:/cb2":              {false, false},
		"":                                  {false, false},
	} {
		if got := [2]bool{client.Redirects(web, uri), client.Redirects(native, uri)}; got != want {
			t.Errorf("%s: %v", uri, got)
		}
	}
}

func TestWhatAnApplicationCannotBe(t *testing.T) {
	for want, change := range map[string]func(*store.Client, *store.Application){
		"":                      func(*store.Client, *store.Application) {},
		"clientId format":       func(c *store.Client, _ *store.Application) { c.ID = client.OwnPages },
		"name required":         func(c *store.Client, _ *store.Application) { c.Name = " " },
		"state format":          func(c *store.Client, _ *store.Application) { c.State = "on" },
		"type format":           func(_ *store.Client, a *store.Application) { a.Type = "mobile" },
		"idTokenAlg format":     func(_ *store.Client, a *store.Application) { a.IDTokenAlg = "none" },
		"refresh format":        func(_ *store.Client, a *store.Application) { a.Refresh = "always" },
		"requirePkce invalid":   func(_ *store.Client, a *store.Application) { a.Type, a.RequirePKCE = store.SPAApplication, false },
		"redirectUris required": func(_ *store.Client, a *store.Application) { a.RedirectURIs = nil },
		"redirectUris format": func(_ *store.Client, a *store.Application) {
			a.RedirectURIs = append(a.RedirectURIs, a.RedirectURIs[0])
		},
		"postLogoutRedirectUris format": func(_ *store.Client, a *store.Application) {
			a.PostLogoutRedirectURIs = store.Strings{"https://crm.example/bye?code=1", "https://crm.example/bye?state=1"}
		},
		"homeUrl format":              func(_ *store.Client, a *store.Application) { a.HomeURL = "crm" },
		"backchannelLogoutUri format": func(_ *store.Client, a *store.Application) { a.BackchannelLogoutURI = "http://crm.example/" },
		"resources format":            func(_ *store.Client, a *store.Application) { a.Resources = store.Strings{"crm"} },
	} {
		if got := check(change); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
