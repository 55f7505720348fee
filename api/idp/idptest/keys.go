package idptest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
)

// The algorithms by which a [Key] signs.
const (
	RS256 = "RS256"
	PS256 = "PS256"
	ES256 = "ES256"
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
	case RS256, PS256:
		signer, err = rsa.GenerateKey(rand.Reader, 2048)
	case ES256:
		signer, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
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
	digest := sha256.Sum256(input)
	switch k.Alg {
	case EdDSA:
		return k.Signer.Sign(rand.Reader, input, crypto.Hash(0))
	case PS256:
		options := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}
		return k.Signer.Sign(rand.Reader, digest[:], options)
	case ES256:
		return signES256(k.Signer, digest[:])
	}
	return k.Signer.Sign(rand.Reader, digest[:], crypto.SHA256)
}

// signES256 writes r and s side by side (RFC 7518, section 3.4).
func signES256(signer crypto.Signer, digest []byte) ([]byte, error) {
	key, ok := signer.(*ecdsa.PrivateKey)
	if !ok {
		return nil, errors.New("idptest: ES256 needs an ECDSA key")
	}
	r, s, err := ecdsa.Sign(rand.Reader, key, digest)
	if err != nil {
		return nil, err
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
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
		if point, err := public.Bytes(); err == nil { // 4, then x and y of 32 bytes
			jwk["kty"], jwk["crv"], jwk["x"], jwk["y"] = "EC", "P-256", b64(point[1:33]), b64(point[33:])
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
