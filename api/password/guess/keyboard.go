package guess

import (
	"math"
	"strings"
)

// keyboard is where keys lie, row by row. What stands above another is on the same key.
type keyboard struct {
	plain, shifted []string
	slanted        bool    // each row lies half a key to the right of the one above
	first, next    float64 // how many keys there are to begin with, and to go on with, as zxcvbn-go counts
}

// keyboards are the usual ones, and the number pads of two makers.
func keyboards() []keyboard {
	const letters, lettersNext, pad, padNext = 94, 72.0 / 47, 15, 19.0 / 30
	return []keyboard{
		{
			[]string{"`1234567890-=", " qwertyuiop[]\\", " asdfghjkl;'", " zxcvbnm,./"},
			[]string{"~!@#$%^&*()_+", " QWERTYUIOP{}|", " ASDFGHJKL:\"", " ZXCVBNM<>?"},
			true, letters, lettersNext,
		},
		{
			[]string{"`1234567890[]", " ',.pyfgcrl/=\\", " aoeuidhtns-", " ;qjkxbmwvz"},
			[]string{"~!@#$%^&*(){}", " \"<>PYFGCRL?+|", " AOEUIDHTNS_", " :QJKXBMWVZ"},
			true, letters, lettersNext,
		},
		{[]string{" /*-", "789+", "456", "123", " 0."}, nil, false, pad, padNext},
		{[]string{" =/*", "789-", "456+", "123", " 0."}, nil, false, pad, padNext},
	}
}

// keys finds three keys and more of which each lies beside the one before.
func keys(password string) (found []piece) {
	for _, k := range keyboards() {
		for from := 0; from < len(password); {
			to, turns, shifts, was := from+1, 0, 0, place{}
			for ; to < len(password); to++ {
				step, is := k.step(password[to-1], password[to])
				if !is {
					break
				}
				if step != was {
					turns, was = turns+1, step
				}
				if k.isShifted(password[to]) {
					shifts++
				}
			}
			if to-from > 2 {
				found = append(found, piece{from, to, k.bits(to-from, turns, shifts)})
			}
			from = to
		}
	}
	return found
}

// place is a column and a row, or how far they are from others.
type place struct{ x, y int }

func (k keyboard) find(key byte) (place, bool) {
	for _, rows := range [][]string{k.plain, k.shifted} {
		for y, row := range rows {
			if x := strings.IndexByte(row, key); x >= 0 && key != ' ' {
				return place{x, y}, true
			}
		}
	}
	return place{}, false
}

func (k keyboard) isShifted(key byte) bool {
	return key != ' ' && strings.IndexByte(strings.Join(k.shifted, ""), key) >= 0
}

// step is the way from a key to one beside it.
func (k keyboard) step(from, to byte) (place, bool) {
	a, is := k.find(from)
	b, also := k.find(to)
	if !is || !also {
		return place{}, false
	}
	step := place{b.x - a.x, b.y - a.y}
	beside := step != place{} && step.x*step.x <= 1 && step.y*step.y <= 1
	if k.slanted && step.x == step.y {
		beside = false // the row below lies to the right
	}
	return step, beside
}

// bits counts the ways of this length or less, with so many turns or fewer.
func (k keyboard) bits(length, turns, shifts int) float64 {
	var ways float64
	for long := 2; long <= length+1; long++ {
		for turn := 1; turn <= min(turns, long-1)+1; turn++ {
			ways += choose(long-1, turn-1) * k.first * math.Pow(k.next, float64(turn))
		}
	}
	bits := math.Log2(ways)
	if shifts > 0 {
		bits += math.Log2(unlike(shifts, length-shifts))
	}
	return bits
}
