package guess

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
)

// common are the words that people take: a line a word, sorted by its bytes, with its
// place among those of its kind, the most common one first.
//
//go:embed words.txt
var common string

// longest is how many characters the longest common word has.
const longest = 22

// words finds common words and known ones, in whatever capitals.
func words(password string, known []string) (found []piece) {
	lower, places := strings.ToLower(password), map[string]int{}
	for i, word := range known {
		places[word] = i + 1
	}
	for from := range lower {
		for to := from + 1; to <= len(lower); to++ {
			for _, place := range []int{places[lower[from:to]], placeOf(lower[from:to])} {
				if place > 0 {
					found = append(found, piece{from, to, math.Log2(float64(place)) + capitals(password[from:to])})
				}
			}
		}
	}
	return found
}

// placeOf searches the common words where they stand; 0 is none.
func placeOf(word string) int {
	if len(word) > longest {
		return 0
	}
	from, to := 0, len(common) // where lines begin
	for from < to {
		middle := from + (to-from)/2
		line := strings.LastIndexByte(common[from:middle], '\n') + 1 + from
		entry, _, _ := strings.Cut(common[line:], "\n")
		has, place, _ := strings.Cut(entry, " ")
		switch strings.Compare(word, has) {
		case 0:
			n, _ := strconv.Atoi(place) // the tests read them all
			return n
		case -1:
			to = line
		default:
			from = line + len(entry) + 1
		}
	}
	return 0
}

// capitals is what the capitals of a word add: those of all, of its first and of its last
// letter are tried at once.
func capitals(word string) float64 {
	var upper, lower int
	for _, c := range []byte(word) {
		if isUpper(c) {
			upper++
		} else if isLower(c) {
			lower++
		}
	}
	switch {
	case upper == 0:
		return 0
	case upper == len(word), upper == 1 && (isUpper(word[0]) || isUpper(word[len(word)-1])):
		return 1
	}
	return math.Log2(unlike(upper, lower))
}
