package oidc

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"latchkey/api/oidc/refusals"
)

// ContinuePath is where a sign-in returns to that an application began: the sealed
// request follows.
const ContinuePath = "/oauth/continue/"

// What a request may be while somebody signs in.
const (
	sealName    = "authorization request"
	requestLife = time.Hour
	mostSealed  = 7000 // in bytes, so that two cookies hold it
	// MostInPath is how long a sealed request may be to follow ContinuePath, in bytes: the
	// cookie of an attempt carries the path to the provider and back. What is longer, for
	// its state, the face keeps in the browser.
	MostInPath = 1980
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
	sealed := base64.RawURLEncoding.EncodeToString([]byte(kid)) + "." + value // the operator names keys as they like
	if len(sealed)+len(r.ending()) > mostSealed {
		return "", invalid(refusals.StateRefused, "The request is too long: send a shorter state.")
	}
	return ContinuePath + sealed + r.ending(), nil
}

// ending tells whoever starts the sign-in, who can't open a sealed request, how many seconds
// ago the person may have authenticated at their provider.
func (r Request) ending() string {
	if age, is := r.maxAge(); is {
		return "." + strconv.Itoa(age)
	}
	return ""
}

// unseal reads a request that was sealed lately.
func (p *Provider) unseal(sealed string) (Request, error) {
	if len(sealed) > mostSealed {
		return Request{}, errSeal
	}
	kid, value, _ := strings.Cut(sealed, ".")
	value, ending, ends := strings.Cut(value, ".")
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
	if ends && "."+ending != r.ending() {
		return Request{}, errSeal
	}
	if age := p.Now().Sub(time.UnixMicro(r.AskedAt)); age < -time.Minute || age > requestLife {
		return Request{}, errSeal
	}
	return r, nil
}
