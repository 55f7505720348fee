package session

import "crypto/ecdsa"

// Signer gives the key that signs now, for forging.
func (s *Sessions) Signer() (kid string, key *ecdsa.PrivateKey) {
	k, _ := s.keys.Load().signer(signing, s.now())
	private, _ := k.private.(*ecdsa.PrivateKey)
	return k.id, private
}

// RefreshKeyID gives the id of a refresh key.
func (s *Sessions) RefreshKeyID() string { return s.keys.Load().refresh[0].id }
