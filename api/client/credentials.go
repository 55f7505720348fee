package client

import (
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
)

// Methods lists them as discovery does.
func Methods() []string { return []string{string(Basic), string(Post), string(None)} }

// Credentials are what a request says of its client.
type Credentials struct {
	Method Method
	ID     string
	Secret string
}

// mostCredential caps an id and a secret, in bytes.
const mostCredential = 256

// ReadCredentials reads them from the Authorization headers, the form and the query of a
// request. One way to prove oneself is used at a time (RFC 6749, 2.3); a secret in an
// address stands in logs of others, so it counts for nothing and must be revoked.
func ReadCredentials(headers []string, form, query url.Values) (Credentials, error) {
	if query.Has("client_secret") || query.Has("client_assertion") {
		return Credentials{}, fault.NewOAuth(fault.InvalidRequest,
			"A secret was sent in the address, where logs keep it: revoke it, and send the next one in the Authorization header or the body.")
	}
	var c Credentials
	if len(form["client_id"]) > 1 || len(form["client_secret"]) > 1 || len(headers) > 1 {
		return c, fault.NewOAuth(fault.InvalidRequest, "client_id, client_secret and Authorization may be sent once each.")
	}
	c = Credentials{None, form.Get("client_id"), form.Get("client_secret")}
	if form.Has("client_secret") {
		c.Method = Post
	}
	if len(headers) == 1 {
		basic, err := readBasic(headers[0])
		if err != nil {
			return c, err
		}
		if c.Method == Post {
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
