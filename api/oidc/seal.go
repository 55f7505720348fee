package oidc

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"latchkey/api/fault"
)

// ContinuePath is where a sign-in returns to that an application began: the sealed
// request follows.
const ContinuePath = "/oauth/continue/"

// What a request may be while somebody signs in.
const (
	sealName    = "authorization request"
	requestLife = time.Hour
	// mostSealed keeps the return path small enough for the cookie of an attempt, which
	// carries it to the provider and back.
	mostSealed = 2000
)

var errSeal = errors.New("not a request that we sealed, or too old")

// seal makes the return path of a request. Nobody can change what it says.
func (p *Provider) seal(r Request) (string, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	var small bytes.Buffer
	w, err := flate.NewWriter(&small, flate.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(text); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	kid, value, _ := strings.Cut(p.Ring.SealCookie(sealName, small.Bytes()), ".")
	path := ContinuePath + base64.RawURLEncoding.EncodeToString([]byte(kid)) + "." + value // the operator names keys as they like
	if len(path) > mostSealed {
		return "", fault.NewOAuth(fault.InvalidRequest, "The request is too long: send a shorter state.")
	}
	return path, nil
}

// unseal reads a request that was sealed lately.
func (p *Provider) unseal(sealed string) (Request, error) {
	if len(sealed) > mostSealed {
		return Request{}, errSeal
	}
	kid, value, _ := strings.Cut(sealed, ".")
	name, err := base64.RawURLEncoding.DecodeString(kid)
	if err != nil {
		return Request{}, errSeal
	}
	small, err := p.Ring.OpenCookie(sealName, string(name)+"."+value)
	if err != nil {
		return Request{}, errSeal
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(small)), 64<<10))
	if err != nil {
		return Request{}, errSeal
	}
	var r Request
	if err := json.Unmarshal(text, &r); err != nil {
		return Request{}, errSeal
	}
	if age := p.Now().Sub(time.UnixMicro(r.AskedAt)); age < -time.Minute || age > requestLife {
		return Request{}, errSeal
	}
	return r, nil
}
