package password

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"
)

// MostKinds is how many kinds of hash an organization's checks even out.
const MostKinds = 8

// decoy is a hash of the hasher's cost that no password is known for: it is
// compared when there is nothing to compare, so that time tells nothing.
func (h *Hasher) decoy() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d", argon2.Version, h.cost.Memory, h.cost.Iterations, h.cost.Parallelism) + decoyArgon2
}

// What stands behind the kind in hashes that no password is known for.
const (
	decoyArgon2 = "$V8dYmXJDxBnazDzo63blTA$LUhC8/WCgQ9ctQ8PGnkJLeXwH9xCYDtEcbh/YgEITdk"
	decoyBcrypt = "$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"
)

// kindOf is what says how a hash is made: two hashes of one kind cost the same.
// bcrypt has one kind for each cost, whatever its letter.
func kindOf(hash string) string {
	if isBcrypt(hash) {
		return "$2a" + hash[3:6]
	}
	salt := strings.LastIndexByte(hash[:strings.LastIndexByte(hash, '$')], '$')
	return hash[:salt]
}

// decoyOf makes a hash that starts like the others of its kind.
func decoyOf(start string) string {
	start = strings.TrimSuffix(start, "$")
	if isBcrypt(start) {
		return start + decoyBcrypt
	}
	return start + decoyArgon2
}

// workOf lists the hashes that one check compares: one of each kind that the
// organization's people have, always in one order. The own one, if any, stands
// for its kind. So each check of an organization does the same work, whoever it
// is of, and be it of nobody.
func workOf(kinds []string, own *string, decoy string) []string {
	work := map[string]string{}
	for _, start := range kinds[:min(len(kinds), MostKinds)] {
		if hash := decoyOf(start); Usable(hash) {
			work[kindOf(hash)] = hash
		}
	}
	if own != nil {
		work[kindOf(*own)] = *own
	}
	if len(work) == 0 {
		return []string{decoy}
	}
	order := slices.Sorted(maps.Keys(work))
	hashes := make([]string, len(order))
	for i, kind := range order {
		hashes[i] = work[kind]
	}
	return hashes
}

// Usable says whether a hash can be checked ([Known]), and is worth it
// ([TooCostly]). Any other opens nothing: its owner needs a new password.
func Usable(hash string) bool { return Known(hash) && !TooCostly(hash) }

// UsableKind is Usable for hashes that begin in a way, up to their salt.
func UsableKind(start string) bool { return Usable(decoyOf(start)) }

// memoryOf is what to compare a hash takes, in KiB.
func memoryOf(hash string) int {
	if isBcrypt(hash) {
		return 8
	}
	p, _, _, err := argon2id.DecodeHash(hash)
	if err != nil {
		return 0
	}
	return int(p.Memory)
}
