package oidc_test

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/oidc"
	"latchkey/api/store"
)

const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" // RFC 7636, B

func crm() store.Application {
	a := store.NewApplication("crm")
	a.RedirectURIs = store.Strings{"https://crm.example/cb"}
	a.Resources = store.Strings{"https://api.crm.example/"}
	return a
}

// asked is a request that is right, with one thing changed.
func asked(change string) url.Values {
	q := url.Values{
		"client_id": {"crm"}, "redirect_uri": {"https://crm.example/cb"}, "response_type": {"code"}, "scope": {"openid email"},
		"state": {"s-1"}, "nonce": {"n-1"}, "code_challenge": {challenge}, "code_challenge_method": {"S256"},
	}
	edit, _ := url.ParseQuery(change)
	for name, values := range edit {
		if values[0] == "" && len(values) == 1 {
			q.Del(name)
		} else {
			q[name] = values
		}
	}
	return q
}

// Every negative of an authorization request, by where it is specified. All but the first
// block go back to the application, with its state.
func TestWhatAnAuthorizationRequestCannotAsk(t *testing.T) {
	for name, change := range map[string]string{
		"RFC 6749, 4.1.2.1: no client_id": "client_id=", "RFC 6749, 3.1: client_id twice": "client_id=crm&client_id=crm",
		"OpenID Core, 3.1.2.1: no redirect_uri": "redirect_uri=", "RFC 6749, 3.1: redirect_uri twice": "redirect_uri=a&redirect_uri=b",
	} {
		var bad *oidc.BadTarget
		if _, _, err := oidc.ReadTarget(asked(change)); !errors.As(err, &bad) {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := strings.Repeat("a", 1025)
	for name, c := range map[string]struct {
		change string
		code   fault.OAuthCode
	}{
		"RFC 6749, 4.1.1: no response_type":                 {"response_type=", fault.InvalidRequest},
		"RFC 6749, 4.1.2.1: the implicit flow":              {"response_type=token", fault.UnsupportedResponseType},
		"OpenID Core, 3.2: an ID token in front":            {"response_type=id_token", fault.UnsupportedResponseType},
		"OpenID Core, 3.3: hybrid":                          {"response_type=code id_token", fault.UnsupportedResponseType},
		"RFC 6749, 4.1.2.1: an unknown response_type":       {"response_type=Code", fault.UnsupportedResponseType},
		"Multiple Response Types, 2.1: fragment":            {"response_mode=fragment", fault.InvalidRequest},
		"Form Post Response Mode: form_post":                {"response_mode=form_post", fault.InvalidRequest},
		"RFC 6749, 3.1: state twice":                        {"state=a&state=b", fault.InvalidRequest},
		"RFC 6749, 3.1: an unknown parameter twice":         {"x=a&x=b", fault.InvalidRequest},
		"RFC 6749, A.5: a state that cannot be seen":        {"state=%00", fault.InvalidRequest},
		"a state that is a book":                            {"state=" + long + long + long + long, fault.InvalidRequest},
		"a nonce that is a book":                            {"nonce=" + long, fault.InvalidRequest},
		"OpenID Core, 3.1.2.1: no scope":                    {"scope=", fault.InvalidScope},
		"OpenID Core, 3.1.2.1: scope without openid":        {"scope=email", fault.InvalidScope},
		"RFC 7636, 4.4.1: no challenge":                     {"code_challenge=&code_challenge_method=", fault.InvalidRequest},
		"RFC 7636, 4.3: a method without a challenge":       {"code_challenge=", fault.InvalidRequest},
		"RFC 9700, 2.1.1: plain":                            {"code_challenge_method=plain", fault.InvalidRequest},
		"RFC 7636, 4.3: plain, by leaving the method out":   {"code_challenge_method=", fault.InvalidRequest},
		"RFC 7636, 4.2: a short challenge":                  {"code_challenge=" + challenge[1:], fault.InvalidRequest},
		"RFC 7636, 4.2: a challenge of another alphabet":    {"code_challenge=" + challenge[1:] + "%2B", fault.InvalidRequest},
		"OpenID Core, 6.1: a request object":                {"request=eyJ", fault.RequestNotSupported},
		"OpenID Core, 6.2: a request object at an address":  {"request_uri=https://crm.example/r", fault.RequestURINotSupported},
		"OpenID Core, 3.1.2.1: none and more":               {"prompt=none login", fault.InvalidRequest},
		"OpenID Core, 3.1.2.1: an unknown prompt":           {"prompt=create", fault.InvalidRequest},
		"OpenID Core, 3.1.2.1: a negative max_age":          {"max_age=-1", fault.InvalidRequest},
		"OpenID Core, 3.1.2.1: a max_age that is no number": {"max_age=soon", fault.InvalidRequest},
		"RFC 8707, 2: a foreign resource":                   {"resource=https://api.other.example/", fault.InvalidTarget},
		"RFC 8707, 2: two resources":                        {"resource=https://api.crm.example/&resource=https://sso.example", fault.InvalidTarget},
		"two organizations":                                 {"organization=acme&scope=openid org:globex", fault.InvalidRequest},
		"an organization that cannot be":                    {"organization=../acme", fault.InvalidRequest},
		"a provider that cannot be":                         {"provider=../google", fault.InvalidRequest},
	} {
		r, err := oidc.ReadRequest(asked(c.change), crm(), "https://sso.example")
		if o, is := errors.AsType[*fault.OAuth](err); !is || o.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
		if !strings.Contains(name, "state") && r.State != "s-1" {
			t.Errorf("%s: the state is lost", name)
		}
	}
}

func TestWhatAnAuthorizationRequestMayAsk(t *testing.T) {
	free := crm()
	free.RequirePKCE, free.Refresh = false, store.RefreshOffline
	for name, c := range map[string]struct {
		change string
		a      store.Application
		scope  string
		org    string
	}{
		"the usual":                           {"", crm(), "openid email", ""},
		"what is unknown is ignored":          {"scope=openid foo openid email&claims={}&display=page&acr_values=1", crm(), "openid email", ""},
		"offline_access where it may be":      {"scope=openid offline_access", free, "openid offline_access", ""},
		"and not where it may not":            {"scope=openid offline_access", crm(), "openid", ""},
		"an organization by scope":            {"scope=openid org:acme", crm(), "openid", "acme"},
		"an organization by both":             {"scope=openid org:acme&organization=acme", crm(), "openid", "acme"},
		"no PKCE where it need not be":        {"code_challenge=&code_challenge_method=", free, "openid email", ""},
		"max_age 0, a resource, query":        {"max_age=0&resource=https://api.crm.example/&response_mode=query", crm(), "openid email", ""},
		"our own audience":                    {"resource=https://sso.example", crm(), "openid email", ""},
		"prompts, no state and no nonce":      {"prompt=login consent&state=&nonce=", crm(), "openid email", ""},
		"an empty parameter is an absent one": {"response_mode=", crm(), "openid email", ""},
	} {
		r, err := oidc.ReadRequest(asked(c.change), c.a, "https://sso.example")
		if err != nil || !slices.Equal(r.Scope, strings.Fields(c.scope)) || r.Organization != c.org {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	spa := free
	spa.Type = store.SPAApplication
	if _, err := oidc.ReadRequest(asked("code_challenge=&code_challenge_method="), spa, ""); err == nil {
		t.Error("an application without a secret needs no PKCE")
	}
}
