package provider

import "time"

// Claims is what a verified ID token says about a person. Nothing in it is a
// decision; e-mail and names are the provider's word.
type Claims struct {
	Issuer  string // Google: always the form with https; generic: the application's
	Subject string // byte-exact, 1 to 255 bytes of printable ASCII
	// Email is one plain ASCII address of at most 254 bytes as the provider
	// wrote it, or "": absent, or not such an address.
	Email         string
	EmailVerified bool // email_verified is JSON true, or what a known issuer writes for it
	VerifiedAs    VerifiedType
	EDOV          EDOV
	HostedDomain  string // Google's hd, or ""; of a generic provider nothing
	TenantID      string // Microsoft's tid: a GUID in lower case
	ObjectID      string // Microsoft's oid, or ""
	// Guest tells that a Microsoft account is at home elsewhere: idp present and
	// not the issuer, or acct present and not 0.
	Guest             bool
	PreferredUsername string // never proof of anything; may prefill a form
	Name              string
	IssuedAt          time.Time
	AuthTime          time.Time // zero when absent or no plain time
	Said              []Said    // whatever else it says in texts, for the rules of roles
	Unsent            []string  // claims that are theirs and were not sent
}

// EDOV is Microsoft's optional claim xms_edov: whether the owner of the
// e-mail's domain vouches for the address.
type EDOV int

// The values of [EDOV].
const (
	Absent EDOV = iota
	No
	Yes
)

// VerifiedType is what email_verified came as.
type VerifiedType string

// The types. OpenID Connect Core 1.0, section 5.1, has a boolean.
const (
	VerifiedBoolean VerifiedType = ""     // or it is absent
	VerifiedText    VerifiedType = "text" // "true": a text, not a yes/no value
	VerifiedOther   VerifiedType = "other"
)
