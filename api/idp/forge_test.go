package idp_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"

	"latchkey/api/idp/idptest"
)

// Ways to make an ID token that no honest provider makes.

func b64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func text(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

func sign(k *idptest.Key, header, payload []byte) string {
	raw, err := k.Sign(header, payload)
	if err != nil {
		panic(err)
	}
	return raw
}

// unsigned claims an algorithm and has no signature.
func unsigned(alg string) func(*rig, *idptest.Script) {
	return func(_ *rig, s *idptest.Script) {
		s.RawIDToken = func(h, c map[string]any, _ *idptest.Key) string {
			h["alg"] = alg
			return b64(text(h)) + "." + b64(text(c)) + "."
		}
	}
}

// spoilt signs other bytes than it sends.
func spoilt(_ *rig, s *idptest.Script) {
	s.RawIDToken = func(h, c map[string]any, k *idptest.Key) string {
		other := maps.Clone(c)
		other["sub"] = "other"
		signed := sign(k, text(h), text(other))
		return b64(text(h)) + "." + b64(text(c)) + signed[lastDot(signed):]
	}
}

func lastDot(s string) int {
	for i := len(s) - 1; ; i-- {
		if s[i] == '.' {
			return i
		}
	}
}

// signHS256 signs with a secret that everybody may know.
func signHS256(secret []byte) func(h, c map[string]any, k *idptest.Key) string {
	return func(h, c map[string]any, _ *idptest.Key) string {
		h["alg"] = "HS256"
		input := b64(text(h)) + "." + b64(text(c))
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(input))
		return input + "." + b64(mac.Sum(nil))
	}
}

func publicPEM(k *idptest.Key) []byte {
	der, err := x509.MarshalPKIXPublicKey(k.Signer.Public())
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// payload sends a signed payload that is written by hand from the honest one.
func payload(write func(honest []byte) string) func(*rig, *idptest.Script) {
	return func(_ *rig, s *idptest.Script) {
		s.RawIDToken = func(h, c map[string]any, k *idptest.Key) string {
			return sign(k, text(h), []byte(write(text(c))))
		}
	}
}

// header sends a signed token with a header that is written by hand.
func header(write func(honest []byte) string) func(*rig, *idptest.Script) {
	return func(_ *rig, s *idptest.Script) {
		s.RawIDToken = func(h, c map[string]any, k *idptest.Key) string {
			return sign(k, []byte(write(text(h))), text(c))
		}
	}
}

// raw replaces the token by a text made from the honest one.
func raw(write func(honest string) string) func(*rig, *idptest.Script) {
	return func(_ *rig, s *idptest.Script) {
		s.RawIDToken = func(h, c map[string]any, k *idptest.Key) string {
			return write(sign(k, text(h), text(c)))
		}
	}
}

// claim sets one claim; nil-valued names are removed with drop.
func claim(name string, value any) func(*rig, *idptest.Script) {
	return claims(func(c map[string]any) { c[name] = value })
}

func drop(name string) func(*rig, *idptest.Script) {
	return claims(func(c map[string]any) { delete(c, name) })
}

func claims(edit func(map[string]any)) func(*rig, *idptest.Script) {
	return func(_ *rig, s *idptest.Script) { s.MutateClaims = edit }
}

func headers(edit func(map[string]any)) func(*rig, *idptest.Script) {
	return func(_ *rig, s *idptest.Script) { s.MutateHeader = edit }
}

// rotate signs with a new key and forgets the old one.
func (r *rig) rotate(alg string) {
	if err := r.idp.RotateKey(mustKey(alg), false); err != nil {
		panic(err)
	}
}
