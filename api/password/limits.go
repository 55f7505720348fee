package password

import (
	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/bcrypt"
)

// What a hash that somebody brings may cost. Two that are checked at once stay
// under 150 MB, and none keeps a core for much longer than a second: 64 MiB and
// four passes are what PHP, Python and Node.js make by default.
const (
	mostBcrypt   = 14
	mostMemory   = 64 << 10 // KiB
	mostWork     = 4 * mostMemory
	mostLanes    = 16
	mostHashSize = 512 // bytes of its text
)

// Limits says what [TooCostly] takes for too much, for operators to read.
const Limits = "bcrypt of cost 14 at most; argon2id with 64 MiB of memory at most, memory times passes of 256 MiB at most, and 16 lanes at most"

// TooCostly says that a hash would keep a core, or hold memory, for so long that
// others could not sign in meanwhile. No writer takes such a one; of somebody who
// has one already it opens nothing, and they need a new password.
func TooCostly(hash string) bool {
	if len(hash) > mostHashSize {
		return true
	}
	if isBcrypt(hash) {
		cost, err := bcrypt.Cost([]byte(hash))
		return err == nil && cost > mostBcrypt
	}
	p, _, _, err := argon2id.DecodeHash(hash)
	return err == nil && (p.Memory > mostMemory || uint64(p.Memory)*uint64(p.Iterations) > mostWork || p.Parallelism > mostLanes)
}
