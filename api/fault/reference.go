package fault

import "crypto/rand"

// crockford is Crockford's base 32: no I, L, O, U, so that it can be read out
// on the phone.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewReference returns a random reference such as 7F3K-92QD: 40 bits, enough to
// find one attempt among an organization's; it is not a key and opens nothing.
func NewReference() string {
	var b [8]byte
	rand.Read(b[:])
	text := make([]byte, 0, 9)
	for i, c := range b {
		if i == 4 {
			text = append(text, '-')
		}
		text = append(text, crockford[c&31])
	}
	return string(text)
}
