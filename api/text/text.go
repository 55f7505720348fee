package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// IsLine says whether a text can be shown on one line, as it was meant.
func IsLine(s string) bool { return isClean(s, false) }

// IsNote is IsLine for a text of several lines: they end with LF or CRLF.
func IsNote(s string) bool { return isClean(strings.ReplaceAll(s, "\r\n", "\n"), true) }

func isClean(s string, lines bool) bool {
	if !utf8.ValidString(s) {
		return false
	}
	turns := strings.ContainsFunc(s, isFromTheRight)
	before := rune(0)
	for i, c := range s {
		switch {
		case c == '\n' && lines:
		case c == zwnj || c == zwj:
			after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(c):])
			if !joins(before, after) {
				return false
			}
		case unicode.Is(marks(), c):
			if !turns {
				return false
			}
		case isHidden(c):
			return false
		}
		before = c
	}
	return true
}

// The joiners: some scripts cannot be written without, and families of emoji.
const (
	zwnj = '\u200c'
	zwj  = '\u200d'
)

// joins says whether a joiner between two characters can be seen: each belongs to
// a script with forms, or to a picture.
func joins(before, after rune) bool { return isJoined(before) && isJoined(after) }

func isJoined(c rune) bool {
	return c != utf8.RuneError && unicode.In(c, unicode.Mn, unicode.Mc, unicode.So, unicode.Sk) || // accents of such a script; emoji and their colours
		unicode.IsLetter(c) && !unicode.In(c, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana,
			unicode.Katakana, unicode.Hangul, unicode.Armenian, unicode.Georgian, unicode.Hebrew) ||
		c == '\u2640' || c == '\u2642' || c == '\ufe0f'
}

// marks are the signs that give a direction to what has none (a number beside
// Arabic words), without turning anything that has.
func marks() *unicode.RangeTable {
	return &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x061c, Hi: 0x061c, Stride: 1}, {Lo: 0x200e, Hi: 0x200f, Stride: 1}}}
}

func isFromTheRight(c rune) bool {
	return unicode.In(c, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam) && unicode.IsLetter(c)
}

// isHidden reports a character that is not visible, or that stands for bytes that were lost.
func isHidden(c rune) bool {
	switch {
	case c == unicode.ReplacementChar, // a lone surrogate, or bytes that were no text
		c == '\u034f', c == '\u115f', c == '\u1160', c == '\u17b4', c == '\u17b5', c == '\u3164', c == '\uffa0', // fillers without a width
		c&0xfffe == 0xfffe, c >= 0xfdd0 && c <= 0xfdef: // no characters
		return true
	}
	return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs, unicode.Co)
}
