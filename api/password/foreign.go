package password

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/bcrypt"
)

// bcryptReads is how many bytes of a password bcrypt looks at.
const bcryptReads = 72

// Known says whether a hash is of a kind that can be checked.
func Known(hash string) bool {
	if isBcrypt(hash) {
		_, err := bcrypt.Cost([]byte(hash))
		return err == nil && isPlainBcrypt(hash)
	}
	return checkArgon2(hash) == nil
}

func isBcrypt(hash string) bool { return strings.HasPrefix(hash, "$2") }

// isPlainBcrypt leaves out what another algorithm made: $2$, which does not read
// the end of a password, and $2x$, which reads all but ASCII wrongly.
func isPlainBcrypt(hash string) bool {
	return len(hash) == 60 && slices.Contains([]string{"$2a$", "$2b$", "$2y$"}, hash[:4])
}

// compareBcrypt matches nothing but the very password that was hashed: bcrypt
// reads 72 bytes, of the password, a zero byte, the password again and so on. So
// whoever sends more than that, or a zero byte, may have sent another password
// with the same hash, and the work is done for nothing. Whose password is longer
// than 72 bytes cannot be told from them, and needs a new one.
func compareBcrypt(password, hash string) (Result, error) {
	err := bcrypt.CompareHashAndPassword([]byte(hash), []byte(password))
	if errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) {
		return Result{}, nil
	}
	if err != nil {
		return Result{}, fmt.Errorf("read a password hash: %w", err)
	}
	whole := len(password) <= bcryptReads && !strings.Contains(password, "\x00")
	return Result{Match: whole, Upgrade: whole}, nil
}

// checkArgon2 refuses what would panic, and a hash of nothing: every password
// has that one.
func checkArgon2(hash string) error {
	p, _, key, err := argon2id.DecodeHash(hash)
	if err == nil && (p.Iterations < 1 || p.Parallelism < 1 || len(key) < 16) {
		err = argon2id.ErrInvalidHash
	}
	return err
}
