package guess

import (
	"math"
	"strings"
)

// What a date is guessed from: a day of any month in this or the last century.
const (
	days       = 31 * 12
	shortYears = 100
	longYears  = 119
)

// dates finds days: six or eight digits, or three numbers with one sign between them, the
// year first or last.
func dates(password string) (found []piece) {
	for from := range password {
		for _, length := range []int{6, 8} {
			if to := from + length; to <= len(password) && number(password[from:to]) >= 0 {
				year := length - 4
				text := password[from:to]
				if isDate(text[:year], text[year:year+2], text[year+2:]) || isDate(text[4:], text[2:4], text[:2]) {
					found = append(found, piece{from, to, dateBits(year)})
				}
			}
		}
		for to := from + 6; to <= min(len(password), from+10); to++ {
			if year, is := separated(password[from:to]); is {
				found = append(found, piece{from, to, dateBits(year) + 2})
			}
		}
	}
	return found
}

// separated says whether a text is a date with signs, and of how many digits its year is.
func separated(text string) (year int, is bool) {
	first := strings.IndexAny(text, " -/\\_.")
	if first < 0 {
		return 0, false
	}
	parts := strings.Split(text, text[first:first+1])
	if len(parts) != 3 {
		return 0, false
	}
	if isDate(parts[0], parts[1], parts[2]) {
		return len(parts[0]), true
	}
	return len(parts[2]), isDate(parts[2], parts[1], parts[0])
}

// isDate takes the two numbers beside the year in either order.
func isDate(year, a, b string) bool {
	x, y := number(a), number(b)
	if len(a) > 2 || len(b) > 2 || min(x, y) < 1 || min(x, y) > 12 || max(x, y) > 31 {
		return false
	}
	n := number(year)
	return len(year) == 2 && n >= 0 || len(year) == 4 && n >= 1900 && n < 2100
}

// number reads digits; -1 says that there is something else.
func number(text string) (n int) {
	if text == "" {
		return -1
	}
	for _, c := range []byte(text) {
		if !isDigit(c) {
			return -1
		}
		n = 10*n + int(c-'0')
	}
	return n
}

func dateBits(year int) float64 {
	if year == 2 {
		return math.Log2(days * shortYears)
	}
	return math.Log2(days * longYears)
}
