package decision

// Linking is how an organization connects accounts at their first sign-in.
type Linking string

// The values of [Linking], as the database and the API write them.
const (
	LinkAutomatic   Linking = "automatic"    // by the e-mail address, if its proof is strong
	LinkConfirm     Linking = "confirm"      // after a proof on the link page
	LinkProfileOnly Linking = "profile_only" // by people who are signed in
)

// WeakProof is what happens to a first sign-in whose proof is weak.
type WeakProof string

// The values of [WeakProof], as the database and the API write them.
const (
	WeakAsk    WeakProof = "ask"
	WeakRefuse WeakProof = "refuse"
)

// Rules is what an organization decided about first sign-ins.
type Rules struct {
	Linking   Linking
	WeakProof WeakProof
}
