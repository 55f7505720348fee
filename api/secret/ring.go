package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/chacha20poly1305"
)

// Ring holds the encryption keys by their ids. One seals, all open: a new key is
// put in front, and seals when every process has it; the old one stays until
// nothing needs it. Safe for concurrent use.
type Ring struct {
	ids   []string // in the order in which they were given
	keys  map[string]key
	seals atomic.Pointer[string]
}

type key struct{ rest, travel cipher.AEAD }

// KeySize is the size of an encryption key in bytes.
const KeySize = 32

// ErrUnsealed is all that is said of a value that does not open.
var ErrUnsealed = errors.New("the sealed value does not open")

// NewRing builds a ring from "id:base64" entries, the sealing key first.
// Errors name the id, never the key.
func NewRing(entries []string) (*Ring, error) {
	r := &Ring{keys: map[string]key{}}
	for n, entry := range entries {
		id, text, ok := strings.Cut(strings.TrimSpace(entry), ":")
		if !ok || id == "" || strings.ContainsAny(id, ". ") || len(id) > 40 {
			return nil, fmt.Errorf("encryption key %d: want id:base64, the id without dots and spaces", n+1)
		}
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(raw) != KeySize {
			return nil, fmt.Errorf("encryption key %q: want %d bytes in base64", id, KeySize)
		}
		if _, twice := r.keys[id]; twice {
			return nil, fmt.Errorf("encryption key %q stands there twice", id)
		}
		k, err := newKey(raw)
		if err != nil {
			return nil, fmt.Errorf("encryption key %q: %w", id, err)
		}
		r.ids = append(r.ids, id)
		r.keys[id] = k
	}
	if len(r.ids) == 0 {
		return nil, errors.New("no encryption key")
	}
	r.SealWith(r.ids[0])
	return r, nil
}

// IDs are the ids of the keys in the order in which they were given.
func (r *Ring) IDs() []string { return slices.Clone(r.ids) }

// Seals is the id of the key that seals.
func (r *Ring) Seals() string { return *r.seals.Load() }

// SealWith seals with another key of the ring from now on; one that is not in it
// changes nothing.
func (r *Ring) SealWith(id string) {
	if _, ok := r.keys[id]; ok {
		r.seals.Store(&id)
	}
}

// FirstWhere is the first key for which this holds, or the one that seals now when
// there is none.
func (r *Ring) FirstWhere(holds func(id string) bool) string {
	if at := slices.IndexFunc(r.ids, holds); at >= 0 {
		return r.ids[at]
	}
	return r.Seals()
}

func (r *Ring) sealing() (string, key) {
	id := r.Seals()
	return id, r.keys[id]
}

// newKey derives one key per use, so that rows and cookies never share one.
func newKey(raw []byte) (key, error) {
	rest, err := hkdf.Key(sha256.New, raw, nil, "latchkey rows", KeySize)
	if err != nil {
		return key{}, err
	}
	block, err := aes.NewCipher(rest)
	if err != nil {
		return key{}, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return key{}, err
	}
	travel, err := hkdf.Key(sha256.New, raw, nil, "latchkey cookies", KeySize)
	if err != nil {
		return key{}, err
	}
	// Cookies are sealed by the million: 192-bit nonces cannot repeat by chance.
	x, err := chacha20poly1305.NewX(travel)
	return key{rest: gcm, travel: x}, err
}

// SealRow seals a value for its place in the database: AES-256-GCM, place is
// the associated data. The result names its key: "id.base64url".
func (r *Ring) SealRow(place string, value []byte) string {
	id, k := r.sealing()
	return seal(id, k.rest, place, value)
}

// OpenRow opens what SealRow sealed for the same place.
func (r *Ring) OpenRow(place, sealed string) ([]byte, error) {
	k, text, err := r.find(sealed)
	if err != nil {
		return nil, err
	}
	return open(k.rest, place, text)
}

// SealCookie seals a value that travels through the browser under a name.
func (r *Ring) SealCookie(name string, value []byte) string {
	id, k := r.sealing()
	return seal(id, k.travel, name, value)
}

// OpenCookie opens what SealCookie sealed under the same name.
func (r *Ring) OpenCookie(name, sealed string) ([]byte, error) {
	k, text, err := r.find(sealed)
	if err != nil {
		return nil, err
	}
	return open(k.travel, name, text)
}

// KeyOf names the key that a sealed value needs.
func KeyOf(sealed string) string {
	id, _, _ := strings.Cut(sealed, ".")
	return id
}

func (r *Ring) find(sealed string) (key, string, error) {
	id, text, _ := strings.Cut(sealed, ".")
	k, ok := r.keys[id]
	if !ok {
		return key{}, "", fmt.Errorf("%w: no encryption key with that id", ErrUnsealed)
	}
	return k, text, nil
}

func seal(id string, with cipher.AEAD, place string, value []byte) string {
	nonce := make([]byte, with.NonceSize(), with.NonceSize()+len(value)+with.Overhead())
	rand.Read(nonce)
	return id + "." + base64.RawURLEncoding.EncodeToString(with.Seal(nonce, nonce, value, []byte(place)))
}

func open(with cipher.AEAD, place, text string) ([]byte, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) < with.NonceSize() {
		return nil, ErrUnsealed
	}
	n := with.NonceSize()
	value, err := with.Open(nil, raw[:n], raw[n:], []byte(place))
	if err != nil {
		return nil, ErrUnsealed
	}
	return value, nil
}

// Missing names the keys that rows of this database need and the ring lacks:
// a start with a lost key is refused at once, not at the first sign-in.
func (r *Ring) Missing(sealed []string) []string {
	var missing []string
	for _, s := range sealed {
		id := KeyOf(s)
		if _, ok := r.keys[id]; !ok && !slices.Contains(missing, id) {
			missing = append(missing, id)
		}
	}
	return missing
}
