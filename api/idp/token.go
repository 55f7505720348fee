package idp

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/strictjson"
)

const (
	maxToken  = 64 << 10
	tokenDeep = 16
)

// token is a compact JWS taken apart, not yet believed.
type token struct {
	alg, kid string
	payload  []byte
	claims   object
}

// parseToken takes an ID token apart. Size, shape and alphabet are checked
// before anything is decoded, the header before the payload, so that nonsense
// costs next to nothing (RFC 8725, sections 3.1, 3.2, 3.11).
func parseToken(raw string, algorithms []string) (*token, error) {
	if len(raw) > maxToken || strings.Count(raw, ".") != 2 {
		return nil, fault.Because(fault.TokenInvalid, "malformed")
	}
	first, rest, _ := strings.Cut(raw, ".")
	second, third, _ := strings.Cut(rest, ".")
	header, err := decodePart(first)
	if err != nil {
		return nil, err
	}
	t := &token{alg: header.text("alg"), kid: header.text("kid")}
	if err := checkHeader(header, algorithms); err != nil {
		return nil, err
	}
	if third != "" { // an empty signature is for the verifier to refuse
		if _, err := decodeBase64(third); err != nil {
			return nil, err
		}
	}
	if t.payload, err = decodeBase64(second); err != nil {
		return nil, err
	}
	t.claims, err = decodeObject(t.payload)
	return t, err
}

// checkHeader refuses every header that changes how the token is to be read.
// Keys that a header brings along (jwk, jku, x5u, x5c) are not looked at.
func checkHeader(h object, algorithms []string) error {
	alg := h.text("alg")
	if !slices.Contains(algorithms, alg) {
		return fault.Mismatch(fault.TokenInvalid, "alg", strings.Join(algorithms, " "), provider.Shown(alg))
	}
	for _, name := range [...]string{"crit", "zip", "enc", "b64"} {
		if h.has(name) {
			return fault.Mismatch(fault.TokenInvalid, "header", "", name)
		}
	}
	if _, isText := h["kid"].(string); h.has("kid") && !isText {
		return fault.Because(fault.TokenInvalid, "malformed")
	}
	// An access token (RFC 9068) or a logout token is signed by the same keys.
	typ := h.text("typ")
	if h.has("typ") && !strings.EqualFold(typ, "JWT") && !strings.EqualFold(typ, "application/jwt") {
		return fault.Mismatch(fault.TokenInvalid, "typ", "JWT", provider.Shown(typ))
	}
	return nil
}

func decodePart(part string) (object, error) {
	data, err := decodeBase64(part)
	if err != nil {
		return nil, err
	}
	return decodeObject(data)
}

// decodeBase64 accepts one spelling only: the decoder by itself skips line
// breaks, and lets unused bits vary.
func decodeBase64(part string) ([]byte, error) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(part)
	if err != nil || len(data) == 0 || strings.ContainsAny(part, "\r\n") {
		return nil, fault.Because(fault.TokenInvalid, "malformed")
	}
	return data, nil
}

func decodeObject(data []byte) (object, error) {
	o, err := strictObject(data, tokenDeep)
	if _, twice := errors.AsType[strictjson.Duplicate](err); twice {
		return nil, fault.Because(fault.TokenInvalid, "duplicate_member")
	}
	if err != nil {
		return nil, fault.Because(fault.TokenInvalid, "malformed")
	}
	return o, nil
}
