package oidc

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/oidc/refusals"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Request is an authorization request that was read. As the return path of a sign-in it
// travels sealed, so its names are short.
type Request struct {
	ClientID     string   `json:"c"`
	RedirectURI  string   `json:"u"`
	State        string   `json:"s,omitempty"`
	Nonce        string   `json:"n,omitempty"`
	Scope        []string `json:"o,omitempty"` // that is granted
	Challenge    string   `json:"h,omitempty"`
	Prompt       []string `json:"p,omitempty"`
	MaxAge       *int     `json:"m,omitempty"` // seconds
	Organization string   `json:"g,omitempty"` // a code
	LoginHint    string   `json:"l,omitempty"`
	Provider     string   `json:"v,omitempty"` // of which connection
	Resource     string   `json:"r,omitempty"`
	Hint         string   `json:"i,omitempty"` // id_token_hint; once it was read, the subject
	// AskedAt is when the person was led to the sign-in page, in microseconds: what came
	// after satisfies prompt=login and max_age.
	AskedAt int64 `json:"a,omitempty"`
	// Chosen is the person who is signed in and chose to go on as they are, of those who
	// were asked. It never travels.
	Chosen string `json:"-"`
}

// BadTarget says that nobody registered what a request names as its application or its
// address, so that nothing may be sent there. What is a word for the developer.
type BadTarget struct{ What string }

// Error is for logs.
func (b *BadTarget) Error() string { return "the request names no target: " + b.What }

// The longest values, in bytes. A request travels through the browser.
const (
	mostState = 4096
	mostNonce = 512
	mostValue = 512
	mostHint  = 8192
)

// ReadTarget reads where an answer may go: before it is known, nothing may go anywhere.
func ReadTarget(q url.Values) (clientID, redirectURI string, err error) {
	switch {
	case len(q["client_id"]) > 1:
		return "", "", &BadTarget{"client_id_twice"}
	case q.Get("client_id") == "":
		return "", "", &BadTarget{"client_id_missing"}
	case len(q["redirect_uri"]) > 1:
		return "", "", &BadTarget{"redirect_uri_twice"}
	case q.Get("redirect_uri") == "":
		return "", "", &BadTarget{"redirect_uri_missing"}
	}
	return q.Get("client_id"), q.Get("redirect_uri"), nil
}

// invalid is a refusal that says what the developer must mend.
func invalid(why refusals.Code, description string) error {
	return because(fault.InvalidRequest, why, description)
}

func because(code fault.OAuthCode, why refusals.Code, description string) error {
	return fault.OAuthBecause(code, description, string(why))
}

// ReadRequest reads what is asked of a target that is known. The state is given even with
// an error: it goes back with it.
func ReadRequest(q url.Values, a store.Application, audience string) (Request, error) {
	r := Request{ClientID: a.ClientID, RedirectURI: q.Get("redirect_uri")}
	if len(q["state"]) == 1 && len(q.Get("state")) <= mostState && visible(q.Get("state")) {
		r.State = q.Get("state")
	}
	for _, read := range []func(url.Values) error{
		onlyOnce, r.readForm, r.readValues, r.readScope, r.readPrompt,
		func(q url.Values) error { return r.readPKCE(q, a) },
		func(q url.Values) error { return r.readResource(q, a, audience) },
	} {
		if err := read(q); err != nil {
			return r, err
		}
	}
	if a.Refresh != store.RefreshOffline {
		r.Scope = slices.DeleteFunc(r.Scope, func(s string) bool { return s == "offline_access" })
	}
	return r, nil
}

// onlyOnce: parameters must not be repeated (RFC 6749, 3.1).
func onlyOnce(q url.Values) error {
	for name, values := range q {
		if len(values) > 1 && name == "resource" {
			return because(fault.InvalidTarget, refusals.ParameterTwice, "One resource at a time.")
		}
		if len(values) > 1 {
			return invalid(refusals.ParameterTwice, "A parameter is there twice.")
		}
	}
	return nil
}

// readForm reads which flow is asked for: that of the code, answered by a query.
func (r *Request) readForm(q url.Values) error {
	switch {
	case q.Get("request") != "":
		return because(fault.RequestNotSupported, refusals.RequestObject, "Request objects are not supported.")
	case q.Get("request_uri") != "":
		return because(fault.RequestURINotSupported, refusals.RequestObject, "Request objects are not supported.")
	case q.Get("response_type") == "":
		return invalid(refusals.ResponseType, "response_type is missing.")
	case q.Get("response_type") != "code":
		return because(fault.UnsupportedResponseType, refusals.ResponseType, "response_type must be code.")
	case q.Get("response_mode") != "" && q.Get("response_mode") != "query":
		return invalid(refusals.ResponseType, "response_mode must be query.")
	}
	return nil
}

func (r *Request) readValues(q url.Values) error {
	r.Nonce, r.LoginHint, r.Organization, r.Provider = q.Get("nonce"), q.Get("login_hint"), q.Get("organization"), q.Get("provider")
	r.Hint = q.Get("id_token_hint")
	switch {
	case len(q.Get("state")) > mostState || !visible(q.Get("state")):
		return invalid(refusals.StateRefused, "state is too long, or not of visible ASCII characters.")
	case len(r.Nonce) > mostNonce || !visible(r.Nonce):
		return invalid(refusals.StateRefused, "nonce is too long, or not of visible ASCII characters.")
	case len(r.LoginHint) > mostValue || len(r.Hint) > mostHint:
		return invalid(refusals.ParameterInvalid, "A hint is too long.")
	case r.Provider != "" && !rules.IsProviderKey(r.Provider):
		return invalid(refusals.ParameterInvalid, "provider is not the key of a connection.")
	}
	if text := q.Get("max_age"); text != "" {
		seconds, err := strconv.Atoi(text)
		if err != nil || seconds < 0 || seconds > int((100*365*24*time.Hour)/time.Second) {
			return invalid(refusals.ParameterInvalid, "max_age is not a number of seconds.")
		}
		r.MaxAge = &seconds
	}
	return nil
}

// readScope keeps the scopes that mean something. org:<code> names an organization, for
// libraries that cannot add parameters.
func (r *Request) readScope(q url.Values) error {
	for scope := range strings.FieldsSeq(q.Get("scope")) {
		if code, names := strings.CutPrefix(scope, "org:"); names {
			if r.Organization != "" && r.Organization != code {
				return invalid(refusals.ParameterInvalid, "Two organizations are named.")
			}
			r.Organization = code
			continue
		}
		if slices.Contains(Scopes(), scope) && !slices.Contains(r.Scope, scope) {
			r.Scope = append(r.Scope, scope)
		}
	}
	if !slices.Contains(r.Scope, "openid") {
		return because(fault.InvalidScope, refusals.ScopeWithoutOpenID, "scope must contain openid.")
	}
	if r.Organization == "" {
		return nil
	}
	if _, problem := rules.OrganizationCode(r.Organization); problem != "" {
		return invalid(refusals.ParameterInvalid, "organization is not the code of an organization.")
	}
	return nil
}

func (r *Request) readPrompt(q url.Values) error {
	for prompt := range strings.FieldsSeq(q.Get("prompt")) {
		if !slices.Contains(Prompts(), prompt) {
			return invalid(refusals.ParameterInvalid, "prompt has a value that is not known.")
		}
		r.Prompt = append(r.Prompt, prompt)
	}
	if r.silent() && len(r.Prompt) > 1 {
		return invalid(refusals.ParameterInvalid, "prompt=none stands alone.")
	}
	return nil
}

func (r *Request) silent() bool { return slices.Contains(r.Prompt, "none") }

// readPKCE reads the challenge (RFC 7636): S256 alone, and never less than was asked.
func (r *Request) readPKCE(q url.Values, a store.Application) error {
	r.Challenge = q.Get("code_challenge")
	method := q.Get("code_challenge_method")
	switch {
	case r.Challenge == "" && method != "":
		return invalid(refusals.PKCEMissing, "code_challenge is missing.")
	case r.Challenge == "" && (a.RequirePKCE || a.Type != store.WebApplication):
		return invalid(refusals.PKCEMissing, "code_challenge is missing: this application needs PKCE (RFC 7636).")
	case r.Challenge == "":
		return nil
	case method != "S256":
		return invalid(refusals.PKCEWrong, "code_challenge_method must be S256.")
	case !challengeForm.MatchString(r.Challenge):
		return invalid(refusals.PKCEWrong, "code_challenge is not the SHA-256 of a verifier in base64url.")
	}
	return nil
}

// readResource reads for which API tokens are meant (RFC 8707).
func (r *Request) readResource(q url.Values, a store.Application, audience string) error {
	r.Resource = q.Get("resource")
	if r.Resource != "" && r.Resource != audience && !slices.Contains(a.Resources, r.Resource) {
		return because(fault.InvalidTarget, refusals.ResourceUnknown, "resource is not one of this application.")
	}
	return nil
}

// isRegistered says whether an application may be answered at an address.
func isRegistered(a store.Application, uri string) bool { return client.Redirects(a, uri) }

// visible: ASCII from ! to ~ and the space (RFC 6749, A.5).
func visible(text string) bool {
	return strings.IndexFunc(text, func(c rune) bool { return c < ' ' || c > '~' }) < 0
}
