package guess

import "math"

// piece is a part of a password that can be guessed as a whole.
type piece struct {
	from, to int // the first character, and the one behind the last
	bits     float64
}

// Bits gives the binary logarithm of the guesses that find a password of ASCII
// characters, also for whoever tries these words, in lower case, first.
func Bits(password string, known []string) float64 {
	var pieces []piece
	for _, find := range []func(string) []piece{repeated, sequences, keys, dates} {
		pieces = append(pieces, find(password)...)
	}
	return fewest(password, append(pieces, words(password, known)...))
}

// fewest finds the cut that takes the fewest guesses, from the left to the right.
func fewest(password string, pieces []piece) float64 {
	single := math.Log2(alphabet(password))
	upTo := make([]float64, len(password)+1)
	for end := 1; end <= len(password); end++ {
		upTo[end] = upTo[end-1] + single
		for _, p := range pieces {
			if p.to == end {
				upTo[end] = min(upTo[end], upTo[p.from]+p.bits)
			}
		}
	}
	return upTo[len(password)]
}

// alphabet is from how many characters a text seems to be made.
func alphabet(text string) float64 {
	var lower, upper, digits, others float64
	for _, c := range []byte(text) {
		switch {
		case isLower(c):
			lower = 26
		case isUpper(c):
			upper = 26
		case isDigit(c):
			digits = 10
		default:
			others = 33
		}
	}
	return lower + upper + digits + others
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// unlike is in how many ways some of a number of characters can differ from the others,
// of two kinds of which there are so many: capitals among letters, say.
func unlike(a, b int) (ways float64) {
	for i := 0; i <= min(a, b); i++ {
		ways += choose(a+b, i)
	}
	return ways
}

// choose is in how many ways k of n are chosen.
func choose(n, k int) float64 {
	if k > n {
		return 0
	}
	ways := 1.0
	for i := 1; i <= k; i++ {
		ways = ways * float64(n-k+i) / float64(i)
	}
	return ways
}
