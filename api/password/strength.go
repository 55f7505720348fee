package password

import (
	"strings"
	"unicode"

	"latchkey/api/password/guess"
)

// Bounds of a look at a password: what lies beyond is neither guessed nor needed.
const (
	looked   = 100 // characters of a password, and of each text about its owner
	aboutMax = 50  // words about its owner
	variety  = 5   // different characters, at least
)

// strong is the least that is kept, as a binary logarithm: ten billion guesses find it as
// likely as not, which is a score of 3 in zxcvbn.
const strong = 34.22

// Weak says whether a password is easily guessed, also by whoever knows these
// texts about its owner: a name, an address, an organization.
func Weak(password string, about ...string) bool {
	plain := once(characters(password))
	if different(plain) < variety {
		return true
	}
	known := wordsOf(about)
	for _, read := range []string{plain, unmasked(plain, 'i'), unmasked(plain, 'l')} {
		if guess.Bits(read, known) < strong {
			return true
		}
	}
	return false
}

// unmasked puts letters in place of the characters that commonly stand for them;
// one is what 1, ! and | are read as. It takes the place of zxcvbn's own look, which a
// hundred such characters keep busy for minutes.
func unmasked(text string, one rune) string {
	return strings.Map(func(c rune) rune {
		switch c {
		case '1', '!', '|':
			return one
		case '@', '4':
			return 'a'
		case '3':
			return 'e'
		case '0':
			return 'o'
		case '$', '5':
			return 's'
		case '7', '+':
			return 't'
		}
		return c
	}, text)
}

// others stand for the characters that the estimator, which knows ASCII, does not. None of them is read as a letter.
const others = `#&*-.:;=?^_~`

// characters gives the first of a text as ASCII: the others keep their number
// and their repetitions.
func characters(text string) string {
	var b strings.Builder
	for n, c := range []rune(text) {
		if n == looked {
			break
		}
		if c > unicode.MaxASCII {
			c = rune(others[int(c)%len(others)])
		}
		b.WriteRune(c)
	}
	return b.String()
}

// once gives what a text repeats, which is no harder to guess than once.
func once(text string) string {
	for n := 1; n <= len(text)/2; n++ {
		if strings.HasPrefix(text, text[n:]) {
			return text[:n]
		}
	}
	return text
}

func different(text string) int {
	seen := map[rune]bool{}
	for _, c := range text {
		seen[c] = true
	}
	return len(seen)
}

// wordsOf takes texts apart, and keeps each whole as well. Words of one or two
// letters are in every password.
func wordsOf(texts []string) []string {
	var words []string
	for _, text := range texts {
		text = characters(strings.ToLower(text))
		words = append(words, text)
		for _, word := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" .,-_+@'\"<>()/", c) }) {
			if len(word) > 2 {
				words = append(words, word)
			}
		}
	}
	return words[:min(len(words), aboutMax)]
}
