package client

import (
	"cmp"
	"encoding/base64"
	"net/url"
	"strings"

	"latchkey/api/fault"
)

// Method is how a client shows who it is (OpenID Connect Core, 9).
type Method string

// The methods that are understood.
const (
	None  Method = "none" // a public client: it says who it is and proves nothing
	Basic Method = "client_secret_basic"
	Post  Method = "client_secret_post"
	// PrivateKeyJWT is a signed assertion (RFC 7523, 2.2): by a key of the client, or by
	// another issuer that it is federated with.
	PrivateKeyJWT Method = "private_key_jwt"
)

// Methods lists them as discovery does.
func Methods() []string {
	return []string{string(Basic), string(Post), string(PrivateKeyJWT), string(None)}
}

// assertionType is the one kind of assertion that is known (RFC 7523, 2.2).
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// Credentials are what a request says of its client.
type Credentials struct {
	Method Method
	ID     string
	Secret string // or the assertion
}

// The longest credentials, in bytes.
const (
	mostCredential = 256 // an id, a secret
	mostAssertion  = 16 << 10
)

// ReadCredentials reads them from the Authorization headers, the form and the query of a
// request. One way to prove oneself is used at a time (RFC 6749, 2.3); a secret in an
// address stands in logs of others, so it counts for nothing and must be revoked.
func ReadCredentials(headers []string, form, query url.Values) (Credentials, error) {
	if query.Has("client_secret") || query.Has("client_assertion") {
		return Credentials{ID: cmp.Or(form.Get("client_id"), query.Get("client_id"))}, fault.NewOAuth(fault.InvalidRequest,
			"A secret was sent in the address, where logs keep it: revoke it, and send the next one in the Authorization header or the body.")
	}
	var c Credentials
	if len(form["client_id"]) > 1 || len(form["client_secret"]) > 1 || len(headers) > 1 {
		return c, fault.NewOAuth(fault.InvalidRequest, "client_id, client_secret and Authorization may be sent once each.")
	}
	c = Credentials{None, form.Get("client_id"), form.Get("client_secret")}
	if c.Secret != "" { // without a value it is not there (RFC 6749, 3.2)
		c.Method = Post
	}
	if form.Get("client_assertion") != "" || form.Get("client_assertion_type") != "" {
		return readAssertion(c, headers, form)
	}
	if len(headers) == 1 {
		basic, err := readBasic(headers[0])
		if err != nil {
			return c, err
		}
		if c.Method == Post {
			c.ID = cmp.Or(c.ID, basic.ID)
			return c, fault.NewOAuth(fault.InvalidRequest, "Two ways to authenticate were used at once: send the secret in the Authorization header or in the body.")
		}
		if c.ID != "" && c.ID != basic.ID {
			return c, fault.NewOAuth(fault.InvalidRequest, "client_id of the body is not that of the Authorization header.")
		}
		c = basic
	}
	if c.ID == "" {
		return c, fault.NewOAuth(fault.InvalidClient, "The request names no client.")
	}
	if len(c.ID) > mostCredential || len(c.Secret) > mostCredential {
		return c, fault.OAuthBecause(fault.InvalidClient, failed, "too_long")
	}
	return c, nil
}

// readBasic reads an Authorization header. Id and secret are form-encoded in it (RFC
// 6749, 2.3.1), so that + and % in them are not what they seem.
func readBasic(header string) (Credentials, error) {
	refused := fault.NewOAuth(fault.InvalidClient, "The Authorization header is not Basic with a form-encoded id and secret.")
	scheme, encoded, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Basic") {
		return Credentials{}, refused
	}
	text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		return Credentials{}, refused
	}
	id, secret, both := strings.Cut(string(text), ":")
	if !both {
		return Credentials{}, refused
	}
	c := Credentials{Method: Basic}
	if c.ID, err = url.QueryUnescape(id); err != nil {
		return c, refused
	}
	if c.Secret, err = url.QueryUnescape(secret); err != nil {
		return c, refused
	}
	return c, nil
}

// readAssertion reads an assertion, beside which nothing else proves anything. The id of
// the client may be left out: then it is the subject of its own assertion (RFC 7521, 4.2),
// which is verified before it is believed.
func readAssertion(c Credentials, headers []string, form url.Values) (Credentials, error) {
	switch {
	case len(headers) > 0 || c.Method == Post:
		return c, fault.NewOAuth(fault.InvalidRequest, "Two ways to authenticate were used at once: send the assertion alone.")
	case len(form["client_assertion"]) != 1 || len(form["client_assertion_type"]) != 1:
		return c, fault.NewOAuth(fault.InvalidRequest, "client_assertion and client_assertion_type must be sent once each.")
	case form.Get("client_assertion_type") != assertionType:
		return c, fault.NewOAuth(fault.InvalidRequest, "client_assertion_type must be "+assertionType+".")
	}
	c.Method, c.Secret = PrivateKeyJWT, form.Get("client_assertion")
	if len(c.ID) > mostCredential || len(c.Secret) > mostAssertion {
		return c, fault.OAuthBecause(fault.InvalidClient, failed, "too_long")
	}
	if c.ID == "" {
		c.ID = subjectOf(c.Secret)
	}
	if c.ID == "" {
		return c, fault.NewOAuth(fault.InvalidClient, "The request names no client.")
	}
	return c, nil
}
