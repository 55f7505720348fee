package e2e_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"io"
	"math/big"
	"slices"
)

// cheapKey signs by RS256 for a provider whose signatures cost next to nothing, so that a
// benchmark of the product is not one of the provider. Its modulus has many small primes:
// anybody could factor it. It has 2,048 bits exactly, as theirs do: verifying with one of a few
// more takes another path of the library, which allocates a third of all that a sign-in does.
type cheapKey struct {
	public rsa.PublicKey
	parts  []cheapPart
}

// cheapPart is a prime with the exponent and the share of the answer that belong to it.
type cheapPart struct{ prime, exponent, share *big.Int }

func newCheapKey() (*cheapKey, error) {
	const primes, bits, all, e = 16, 128, 2048, 65537
	for {
		k := &cheapKey{public: rsa.PublicKey{N: big.NewInt(1), E: e}}
		for n := range primes {
			size := bits
			if n == primes-1 {
				size = all - k.public.N.BitLen() + 1 // what the others lack
			}
			p, err := rand.Prime(rand.Reader, size)
			if err != nil {
				return nil, err
			}
			d := new(big.Int).ModInverse(big.NewInt(e), new(big.Int).Sub(p, big.NewInt(1)))
			if d == nil {
				break
			}
			k.parts = append(k.parts, cheapPart{prime: p, exponent: d})
			k.public.N.Mul(k.public.N, p)
		}
		if len(k.parts) < primes || k.public.N.BitLen() != all {
			continue
		}
		for i, part := range k.parts {
			rest := new(big.Int).Div(k.public.N, part.prime)
			k.parts[i].share = new(big.Int).Mul(rest, new(big.Int).ModInverse(rest, part.prime))
		}
		return k, nil
	}
}

// Public is the key that verifies.
func (k *cheapKey) Public() crypto.PublicKey { return &k.public }

// Sign makes a signature of RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2.1).
func (k *cheapKey) Sign(_ io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	if o.HashFunc() != crypto.SHA256 {
		return nil, errors.New("SHA-256 only")
	}
	info := []byte{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}
	tail := slices.Concat(info, digest)
	size := k.public.Size()
	padded := append([]byte{0, 1}, bytes.Repeat([]byte{0xff}, size-len(tail)-3)...)
	m := new(big.Int).SetBytes(append(append(padded, 0), tail...))
	sum, of := new(big.Int), new(big.Int)
	for _, part := range k.parts {
		of.Exp(new(big.Int).Mod(m, part.prime), part.exponent, part.prime)
		sum.Add(sum, of.Mul(of, part.share))
	}
	return sum.Mod(sum, k.public.N).FillBytes(make([]byte, size)), nil
}
