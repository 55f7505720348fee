package idptest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha256" // the hashes that hashOf names
	_ "crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"strings"
)

// The algorithms by which a [Key] signs.
const (
	RS256 = "RS256"
	RS384 = "RS384"
	RS512 = "RS512"
	PS256 = "PS256"
	PS384 = "PS384"
	PS512 = "PS512"
	ES256 = "ES256"
	ES384 = "ES384"
	ES512 = "ES512"
	EdDSA = "EdDSA"
)

// Key signs ID tokens.
type Key struct {
	ID     string // kid
	Alg    string
	Signer crypto.Signer
}

// NewKey makes a key for an algorithm, with a random key id.
func NewKey(alg string) (*Key, error) {
	var signer crypto.Signer
	var err error
	switch alg {
	case RS256, RS384, RS512, PS256, PS384, PS512:
		signer, err = rsa.GenerateKey(rand.Reader, 2048)
	case ES256:
		signer, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case ES384:
		signer, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case ES512:
		signer, err = ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case EdDSA:
		_, signer, err = ed25519.GenerateKey(rand.Reader)
	default:
		err = errors.New("idptest: unknown algorithm")
	}
	return &Key{ID: rand.Text(), Alg: alg, Signer: signer}, err
}

// Sign returns the compact JWS of a header and a payload, both as they are: the
// header may say anything about the algorithm that is really used.
func (k *Key) Sign(header, payload []byte) (string, error) {
	input := base64.RawURLEncoding.EncodeToString(header) + "." + base64.RawURLEncoding.EncodeToString(payload)
	signature, err := k.signature([]byte(input))
	if err != nil {
		return "", err
	}
	return input + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

func (k *Key) signature(input []byte) ([]byte, error) {
	if k.Alg == EdDSA {
		return k.Signer.Sign(rand.Reader, input, crypto.Hash(0))
	}
	hash := hashOf(k.Alg)
	h := hash.New()
	h.Write(input) // never fails
	digest := h.Sum(nil)
	switch k.Alg[:2] {
	case "PS":
		return k.Signer.Sign(rand.Reader, digest, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: hash})
	case "ES":
		return signEC(k.Signer, digest)
	}
	return k.Signer.Sign(rand.Reader, digest, hash)
}

// hashOf is the hash of an algorithm (RFC 7518, section 3.1); EdDSA here is
// Ed25519, with SHA-512 inside.
func hashOf(alg string) crypto.Hash {
	switch {
	case strings.HasSuffix(alg, "256"):
		return crypto.SHA256
	case strings.HasSuffix(alg, "384"):
		return crypto.SHA384
	}
	return crypto.SHA512
}

// signEC writes r and s side by side (RFC 7518, section 3.4).
func signEC(signer crypto.Signer, digest []byte) ([]byte, error) {
	key, ok := signer.(*ecdsa.PrivateKey)
	if !ok {
		return nil, errors.New("idptest: ES needs an ECDSA key")
	}
	r, s, err := ecdsa.Sign(rand.Reader, key, digest)
	if err != nil {
		return nil, err
	}
	size := (key.Curve.Params().BitSize + 7) / 8
	signature := make([]byte, 2*size)
	r.FillBytes(signature[:size])
	s.FillBytes(signature[size:])
	return signature, nil
}

// JWK returns the public key as members of a JWK (RFC 7517, RFC 8037).
func (k *Key) JWK() map[string]any {
	b64 := base64.RawURLEncoding.EncodeToString
	jwk := map[string]any{"kid": k.ID, "alg": k.Alg, "use": "sig"}
	switch public := k.Signer.Public().(type) {
	case *rsa.PublicKey:
		jwk["kty"], jwk["n"], jwk["e"] = "RSA", b64(public.N.Bytes()), b64(big.NewInt(int64(public.E)).Bytes())
	case *ecdsa.PublicKey:
		if point, err := public.Bytes(); err == nil { // 4, then x and y of the same length
			half := 1 + len(point)/2
			jwk["kty"], jwk["crv"], jwk["x"], jwk["y"] = "EC", public.Params().Name, b64(point[1:half]), b64(point[half:])
		}
	case ed25519.PublicKey:
		jwk["kty"], jwk["crv"], jwk["x"] = "OKP", "Ed25519", b64(public)
	}
	return jwk
}

// Key returns the key that signs now.
func (p *Provider) Key() *Key {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.keys[len(p.keys)-1]
}

// RotateKey signs with another key from now on (nil = a new RSA key). The old
// keys stay published, or vanish at once unless keepOld.
func (p *Provider) RotateKey(next *Key, keepOld bool) error {
	if next == nil {
		var err error
		if next, err = NewKey(RS256); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !keepOld {
		p.keys = nil
	}
	p.keys = append(p.keys, next)
	return nil
}

// keySet serves the published keys.
func (p *Provider) keySet(w http.ResponseWriter, r *http.Request, _ side) {
	lies := p.lies()
	if lies.KeysAnswer != nil && lies.KeysAnswer(w, r) {
		return
	}
	p.mu.RLock()
	list := make([]any, len(p.keys))
	for i, k := range p.keys {
		list[i] = k.JWK()
	}
	p.mu.RUnlock()
	set := map[string]any{"keys": list}
	if lies.Keys != nil {
		lies.Keys(set)
	}
	writeJSON(w, http.StatusOK, set)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// The peer is gone if this fails; there is nobody left to tell.
	_ = json.NewEncoder(w).Encode(v)
}
