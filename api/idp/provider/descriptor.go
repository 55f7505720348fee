package provider

import "latchkey/api/fault"

// Key names the provider of a connection: one of the constants, or an
// organization's own key of a generic OpenID provider.
type Key string

// The providers that have rules of their own.
const (
	Google    Key = "google"
	Microsoft Key = "microsoft"
)

// Kind is what kind of provider a key stands for, as the contract has it.
type Kind string

// The kinds.
const (
	KindGoogle    Kind = "google"
	KindMicrosoft Kind = "microsoft"
	KindOpenID    Kind = "openid" // a generic provider under an organization's own key
)

// Descriptor is what is known of a brand. Functions that may be nil say so.
type Descriptor struct {
	Kind Kind
	// Name is what everybody calls it; "" where organizations name it themselves.
	Name string
	Protocol
	Accounts
	Lock
	Texts
	Values
	// Answers reads a code of its own, or a constant description behind its OAuth
	// error, "error: description"; nil when it has none.
	Answers func(said string) (Answer, bool)
}

// Protocol is how it speaks OpenID Connect.
type Protocol struct {
	// Base is what its issuers begin with, unless the operator puts another in its
	// place; Setting names that to operators. Both are "" where the connection names
	// the issuer.
	Base, Setting string
	// Issuer is the issuer that identities are stored with.
	Issuer func(Site) string
	// Metadata says where its metadata is; reason is why there is none.
	Metadata func(Site) (m Metadata, reason string)
	// TokenIssuer checks the issuer of a token and returns the form that is stored.
	TokenIssuer func(Site, Payload) (issuer string, err error)
	// AnswerIssuer checks the issuer of an answer (RFC 9207) where it is not the one
	// that the metadata names; nil where it always is.
	AnswerIssuer func(s Site, iss, announced string) bool
	// Admits runs after everything else about a token is proven, because its refusals
	// tell the person to use another account; nil admits all.
	Admits func(Site, Payload) error
	// Read takes claims of its own out of a token or a userinfo answer; nil where it
	// has none.
	Read func(p Payload, c *Claims)
	// SkipsUserinfo: its userinfo knows nothing that its ID token does not.
	SkipsUserinfo bool
	// TakesPrompts: it takes every prompt and the claims parameter, announced or not.
	TakesPrompts bool
	// ChoosesForLogin: prompt=login is not among the prompts that it documents, and what it does
	// not know it refuses on a page of its own, from which nobody comes back. A sign-in that
	// would have it has select_account.
	ChoosesForLogin bool
	// TriesClientAuth: the ways to show the secret are tried in turn, and people may
	// choose one. Else it is the body, wherever that is announced.
	TriesClientAuth bool
	// LockParameter asks it to offer the accounts of the one locked domain; "" where
	// it knows none.
	LockParameter string
	// Neighbours lists, by the host of an issuer, the hosts on which its endpoints may
	// stand beside the issuer's own; one that begins with a dot stands for all below.
	Neighbours map[string][]string
}

// Site is where a connection's provider is.
type Site struct {
	Base   string // of the brand, or what the operator put in its place
	Tenant string // Microsoft: a GUID in lower case, or "" for any
	Issuer string // that the connection names, letter by letter; else ""
}

// Metadata is where a provider publishes its metadata and what issuer the
// document must name.
type Metadata struct {
	Issuer string
	At     string // what the document stands below; no slash at its end
}

// Origin is what an account says of the place that it belongs to.
type Origin int

// The origins.
const (
	OriginNone   Origin = iota // nothing: only its e-mail has a domain
	OriginDomain               // a domain that the provider hosts
	OriginTenant               // a directory, in which it may be a guest
)

// Subjects is what becomes of somebody's subject in another application.
type Subjects int

// What becomes of it.
const (
	SubjectMayDiffer Subjects = iota // by provider: it may be pairwise
	SubjectSame
	SubjectDiffers // but the account's object id stays
)

// Accounts is what is known of its accounts before one was seen.
type Accounts struct {
	Origin   Origin
	Subjects Subjects
	// AlwaysVerified: each comes with an e-mail that the provider has verified, and
	// with no other sign-in name.
	AlwaysVerified bool
	// NamesIssuer: the connection names the issuer, and so says who speaks.
	NamesIssuer bool
	// AsksDomains: its word counts for the domains that the organization has proven.
	AsksDomains bool
	// ReadsVerified: the proof depends on email_verified.
	ReadsVerified bool
	// Prove says why its word does not prove that the person has the e-mail, which is
	// not empty; "" when it does. Rules: spec "Strong proof".
	Prove func(Trusted, Claims) (weakness string)
}

// Trusted is what an organization believes of a provider's accounts.
type Trusted struct {
	LockedTo []string // the connection's tenants or domains; empty: unlocked
	Domains  []string // that the organization has proven
}

// Lock is what a connection can be locked to.
type Lock struct {
	// Place is what a lock is held against, or "": where the account is at home.
	Place func(Claims) string
	// Outside and OutsideReason refuse an account of another place, NoPlaceReason one
	// that has none, which NoPlace says in words; "" takes the other reason.
	Outside                fault.Code
	OutsideReason          string
	NoPlaceReason, NoPlace string
	// OpenReason is what to look at while nothing is locked.
	OpenReason string
	// Entry says what is wrong with a folded entry of a lock, as a code of a field.
	Entry func(entry string) (problem string)
}

// Texts is which claims of its ID tokens are texts, by which rules may give roles.
type Texts struct {
	// Only are all of them; nil where applications choose what is in a token.
	Only []string
	// KeepsTypes: truth values are never written as texts.
	KeepsTypes bool
	// GroupsByID: groups are named by GUIDs.
	GroupsByID bool
}

// ByTenant says whether a lock names directories by their ids, which people know by
// the domains of their accounts.
func (d Descriptor) ByTenant() bool { return d.Origin == OriginTenant }

// Values is what the values of its applications look like. A problem is a code of
// a field.
type Values struct {
	// ClientID gives the id as it is kept; real tells that the provider is the brand
	// itself and not what an operator put in its place.
	ClientID func(id string, real bool) (kept, problem string)
	Secret   func(secret string) (problem string)
	// Tenant checks a folded tenant, which may be a domain of it; nil where there is
	// none.
	Tenant func(tenant string) (problem string)
}

// Answer is what an error of a provider means.
type Answer struct {
	Code   fault.Code
	Reason string // "" = nothing more than where the answer came
}
