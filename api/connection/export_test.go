package connection

import "latchkey/api/store"

// PublicAddress looks at the address that providers send people back to.
func PublicAddress(redirectURI, seenHost string) store.TestCheck {
	return publicAddress(redirectURI, seenHost)
}

// Described is what an address says of the issuer.
func Described(address string) string { return described(address) }
