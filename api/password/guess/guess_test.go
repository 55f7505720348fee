package guess_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ccojocar/zxcvbn-go"
	"github.com/ccojocar/zxcvbn-go/frequency"
	"github.com/ccojocar/zxcvbn-go/match"
	"github.com/ccojocar/zxcvbn-go/matching"

	"latchkey/api/password/guess"
)

var update = flag.Bool("update", false, "write the words of zxcvbn-go into words.txt")

// The words are those of zxcvbn-go, each where it is most common, in the order that they
// are searched in.
func TestWordsAreThoseOfTheLibrary(t *testing.T) {
	places := map[string]int{}
	for _, list := range frequency.Lists {
		for i, word := range list.List {
			if was, is := places[word]; !is || i+1 < was {
				places[word] = i + 1
			}
		}
	}
	var want strings.Builder
	for _, word := range slices.Sorted(func(yield func(string) bool) {
		for word := range places {
			if !yield(word) {
				return
			}
		}
	}) {
		fmt.Fprintf(&want, "%s %d\n", word, places[word])
	}
	if *update {
		if err := os.WriteFile("words.txt", []byte(want.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if guess.Common() != want.String() {
		t.Error("words.txt is not what zxcvbn-go has: go test ./api/password/guess -update")
	}
	for word, place := range places {
		if got := guess.PlaceOf(word); got != place {
			t.Errorf("%s: place %d, want %d", word, got, place)
		}
		if got := guess.PlaceOf(word + "\x7f"); got != 0 {
			t.Errorf("%s is found with a character more", word)
		}
	}
}

// What people take, and what they put together of it, is as hard to guess as zxcvbn-go
// says. It is easier only where that looks past something: a capital that is the last letter.
func TestBitsAreThoseOfTheLibrary(t *testing.T) {
	known := []string{"maya ortiz", "maya", "ortiz", "nimbuskeg"}
	random := rand.New(rand.NewPCG(1, 2)) // the same list in each run
	words := strings.Fields(guess.Common())
	looked, weak := 0, 0
	for range 700 {
		password := made(random, words)
		if otherwise.MatchString(password) {
			continue
		}
		theirs := zxcvbn.PasswordStrength(password, known, func(m match.Matcher) bool { return m.ID == matching.L33TMatcherName })
		ours := guess.Bits(password, known)
		if ours > theirs.Entropy+0.001 || ours < theirs.Entropy-0.001 && !lastCapital.MatchString(password) {
			t.Errorf("%q: %.3f bits, zxcvbn-go says %.3f: %v", password, ours, theirs.Entropy, theirs.MatchSequence)
		}
		looked++
		if theirs.Score < 3 {
			weak++
		}
	}
	if looked < 450 || weak < looked/4 || weak > looked*3/4 {
		t.Errorf("a list that shows little: %d, of which %d are weak", looked, weak)
	}
}

var (
	lastCapital = regexp.MustCompile(`[^A-Z][A-Z]`)
	// otherwise is what zxcvbn-go sees where it is not: it takes the character behind a date,
	// and the one behind a run backwards to the first letter, for a part of them.
	otherwise = regexp.MustCompile(`\d{6}|\d[-_./\\ ]\d+[-_./\\ ]\d|(ba|BA|10).`)
)

// A date is guessed as one, wherever it stands.
func TestDates(t *testing.T) {
	const short, long, sign = 15.183, 15.434, 2
	for text, want := range map[string]float64{
		"311299": short, "991228": short, "122899": short, "31121999": long, "19991228": long, "12282026": long,
		"31/12/1999": long + sign, "1999-12-31": long + sign, "1.2.99": short + sign, "99 1 2": short + sign, "12_31_99": short + sign,
		"x31121999": long + 5.170, "31121999x": long + 5.170,
	} {
		if got := guess.Bits(text, nil); math.Abs(got-want) > 0.001 {
			t.Errorf("%s: %.3f bits, want %.3f", text, got, want)
		}
	}
	for _, text := range []string{"331399", "003399", "18991331", "31/12-1999", "31/13/1999", "1//2", "31/12/199", "1/2/3"} {
		if got := guess.Bits(text, nil); math.Abs(got-short) < 3 {
			t.Errorf("%s: %.3f bits, as a date", text, got)
		}
	}
}

// made puts together what people take.
func made(random *rand.Rand, words []string) string {
	keys := []string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx", "qweasdzxc", "!QAZ@WSX", "789456123", "aoeuidhtns", ";qjkx", "=/*-+", "poiuy"}
	runs := []string{"aaa", "1111", "!!!!!", "AAAaaa", "abcdef", "zyxwv", "3456", "98765", "XYZ", "DCB", "dcb!", "Maya", "nimbuskeg", "ORTIZ"}
	var text strings.Builder
	for range 1 + random.IntN(4) {
		switch random.IntN(6) {
		case 0, 1:
			word := words[2*random.IntN(len(words)/2)]
			switch random.IntN(6) {
			case 0:
				word = strings.ToUpper(word[:1]) + word[1:]
			case 1:
				word = strings.ToUpper(word)
			case 2:
				n := random.IntN(len(word))
				word = word[:n] + strings.ToUpper(word[n:n+1]) + word[n+1:]
			}
			text.WriteString(word)
		case 2:
			key := keys[random.IntN(len(keys))]
			text.WriteString(key[:3+random.IntN(len(key)-2)])
		case 3:
			text.WriteString(runs[random.IntN(len(runs))])
		case 4:
			for range 1 + random.IntN(5) {
				text.WriteByte(byte(' ' + random.IntN('~'-' ')))
			}
		default:
			fmt.Fprintf(&text, "%d", random.IntN(100000))
		}
	}
	return text.String()
}
