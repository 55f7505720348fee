package idp

import (
	"encoding/json"
	"strconv"
	"time"

	"latchkey/api/strictjson"
)

// object is a JSON object whose members are found by their exact name. Numbers
// are json.Number.
type object map[string]any

// strictObject decodes one JSON object by the rules of package strictjson. Beside
// what we read, providers may say what they like, in any case.
func strictObject(data []byte, maxDepth int) (object, error) {
	return strictjson.ObjectOf(data, maxDepth, isRead)
}

// wholeObject is strictObject for a document all of which is read.
func wholeObject(data []byte, maxDepth int) (object, error) {
	return strictjson.Object(data, maxDepth)
}

// isRead names every member that this package reads of what a provider sends: a
// variant of one beside it could be what another reader sees.
func isRead(name string) bool {
	switch name {
	case "alg", "kid", "typ", "crit", "zip", "enc", "b64", "jwk", "jku", "x5u", "x5c", // headers
		"iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "at_hash", "events", "auth_time", // ID tokens
		"email", "email_verified", "name", "preferred_username", "hd",
		"tid", "oid", "acct", "idp", "xms_edov", "roles", "groups", "hasgroups", "_claim_names",
		"id_token", "access_token", "error", "error_description", "error_codes", // the token endpoint
		"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", // metadata
		"id_token_signing_alg_values_supported", "token_endpoint_auth_methods_supported",
		"authorization_response_iss_parameter_supported", "prompt_values_supported", "claims_parameter_supported":
		return true
	}
	return false
}

// text returns a member that is a string, else "".
func (o object) text(name string) string {
	s, _ := o[name].(string)
	return s
}

// has tells whether a member is present, whatever it holds.
func (o object) has(name string) bool {
	_, ok := o[name]
	return ok
}

// texts returns the strings of a member that is a list, leaving out the rest.
func (o object) texts(name string) []string {
	list, _ := o[name].([]any)
	var texts []string
	for _, v := range list {
		if s, ok := v.(string); ok {
			texts = append(texts, s)
		}
	}
	return texts
}

// moment reads a member as seconds since 1970. Only a plain whole number counts
// (digits and nothing else), though JWT would allow fractions: a number that two
// readers could round differently is no time.
func (o object) moment(name string) (t time.Time, ok bool) {
	n, ok := o[name].(json.Number)
	if !ok || len(n) > 11 {
		return time.Time{}, false
	}
	for i := range len(n) {
		if n[i] < '0' || n[i] > '9' {
			return time.Time{}, false
		}
	}
	s, err := strconv.ParseInt(string(n), 10, 64)
	return time.Unix(s, 0), err == nil
}
