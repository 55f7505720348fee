package guess

import "math"

// repeated finds one letter or sign three times in a row and more often.
func repeated(password string) (found []piece) {
	for from := 0; from < len(password); {
		to := from + 1
		for to < len(password) && folded(password[to]) == folded(password[from]) {
			to++
		}
		if to-from > 2 {
			found = append(found, piece{from, to, math.Log2(alphabet(password[from:to]) * float64(to-from))})
		}
		from = to
	}
	return found
}

func folded(c byte) byte {
	if isUpper(c) {
		return c + 'a' - 'A'
	}
	return c
}

// sequences finds three characters and more as they stand in the alphabet, or among the
// digits, forwards or backwards.
func sequences(password string) (found []piece) {
	for from := 0; from < len(password); {
		to := from + 1
		for ; to < len(password); to++ {
			step := int(password[to]) - int(password[to-1])
			if step*step != 1 || step != int(password[from+1])-int(password[from]) || kind(password[to]) == 0 || kind(password[to]) != kind(password[from]) {
				break
			}
		}
		if to-from > 2 {
			found = append(found, piece{from, to, sequenceBits(password[from:to])})
		}
		from = to
	}
	return found
}

// kind is of how many characters the sequence is that one belongs to; the two of letters
// differ in more than that. 0 is none.
func kind(c byte) int {
	switch {
	case isLower(c):
		return 26
	case isUpper(c):
		return 26 + 1
	case isDigit(c):
		return 10
	}
	return 0
}

// sequenceBits: where it begins, which is tried first with a and 1; the direction; and how long it is.
func sequenceBits(run string) float64 {
	bits := math.Log2(float64(len(run)))
	if run[0] != 'a' && run[0] != '1' {
		bits += math.Log2(alphabet(run))
		if isUpper(run[0]) {
			bits++
		}
	}
	if run[1] < run[0] {
		bits++
	}
	return bits
}
