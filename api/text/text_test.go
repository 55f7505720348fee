package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"latchkey/api/text"
)

// I7: what is refused, and what names are made of.
func TestI7Texts(t *testing.T) {
	for s, want := range map[string]bool{
		"": true, "Maya Ortiz": true, "O'Neil-Łukasz, 3rd": true, "Γιώργος": true, "Søren Ærø": true, "张伟": true, "さくら": true, "e\u0301": true,
		"محمد": true, "می\u200cخواهم": true, "क्\u200dष": true, "श्रीमान्\u200cको": true, "👩\u200d💻": true, "👩🏽\u200d🚀": true, "❤\ufe0f\u200d🔥": true, "🏳\ufe0f\u200d🌈": true,
		"שלום \u200f(3)": true, "داخلي 4100\u200e": true, "a\u00a0b": true,
		"\x00": false, "a\x02": false, "a\tb": false, "a\nb": false, "a\r\nb": false, "\x1b[31m": false, "a\x7f": false, "a\u0085b": false, "\u009f": false,
		"a\u202eb": false, "\u202a": false, "\u2066a\u2069": false, "محمد\u202e": false, "\u2068": false,
		"a\u200bb": false, "\ufeffa": false, "a\u2060": false, "a\u00adb": false, "a\u034fb": false, "\u3164": false, "\u2028": false, "\u2029": false, "\u180e": false, "\u206a": false,
		"a\u200db": false, "\u200d": false, "محمد\u200c": false, "\u200cم": false, "م\u200d\u200dم": false, "ana\u200e": false, "1\u200d2": false,
		"a\ufffd": false, "\ufffe": false, "\U0001ffff": false, "\ufdd0": false, "\ue000": false, "\U000e0041": false, "a\xff": false, "\xed\xa0\x80": false,
	} {
		if text.IsLine(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
	for s, want := range map[string]bool{"Call us,\nplease.": true, "a\r\nb": true, "a\rb": false, "a\tb": false, "a\x02": false, "\u202e": false} {
		if text.IsNote(s) != want {
			t.Errorf("note %q: %v", s, !want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"\x02", "contact\u0002", "a\u202eb", "می\u200cخواهم", "👩\u200d💻", "\xff", "a\r\nb", "\xed\xa0\xbd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !text.IsLine(s) {
			return
		}
		if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) || strings.ContainsAny(s, "\u202e\u2066\u200b\ufeff") {
			t.Errorf("%q", s)
		}
		if !text.IsNote(s) {
			t.Errorf("%q is a line and no note", s)
		}
	})
}
