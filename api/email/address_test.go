package email_test

import (
	"strings"
	"testing"

	"latchkey/api/email"
)

// Spec "Who is it", 2: A to Z and nothing else.
func TestFold(t *testing.T) {
	for given, want := range map[string]string{
		"Ana.O'Hara+CRM@ACME.Example": "ana.o'hara+crm@acme.example",
		"AZ[]`az@{}":                  "az[]`az@{}",
		"\u0130@x":                    "\u0130@x", // Turkish I with a dot
		"\u0131@x":                    "\u0131@x", // and i without
		"\u212a@x":                    "\u212a@x", // the Kelvin sign is no k
		"ÉÀ@X":                        "ÉÀ@x",
		"ſ@x":                         "ſ@x",
		"a.b+c@gmail.com":             "a.b+c@gmail.com",
		"":                            "",
		"\xff\xc4A":                   "\xff\xc4a",
	} {
		if got := email.Fold(given); got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
}

// C21: an address has one reading or is none.
func TestPlainAddress(t *testing.T) {
	for _, s := range []string{
		"ana@acme.example", "Ana.Silva+tag@Sub.Acme.Example", "a@b.co", "o'neil@acme.example", "a..b@acme.example", "root@localhost",
	} {
		if !email.IsPlain(s) {
			t.Errorf("%q was taken for none", s)
		}
	}
	for _, s := range []string{
		"", "@", "a@", "@b", "ana", "a@evil.com@company.com", `"a b"@acme.example`, `"a@evil"@acme.example`, "(note)ana@acme.example",
		"ana(note)@acme.example", " ana@acme.example", "ana@acme.example ", "ana@acme.example\r\nBcc: x", "ana\x00@acme.example",
		"ana@acme.example\x00", "аna@acme.example", "ana@аcme.example", "İana@acme.example", "ana@acme.example\n", "<ana@acme.example>",
		"Ana <ana@acme.example>", "ana@[127.0.0.1]", "ana@acme..example", "ana@.acme.example", "ana@acme.example.", "ana@-acme.example",
		"ana@acme.example,bob@acme.example", "ana;@acme.example", `ana\@acme.example`, "ana@acme_x.example", "a%b@c@d",
		strings.Repeat("a", 65) + "@acme.example", "a@" + strings.Repeat("b.", 150) + "com", "a@" + strings.Repeat("b", 64) + ".com",
	} {
		if email.IsPlain(s) {
			t.Errorf("%q was taken for an address", s)
		}
	}
}

func TestMaskKeepsTheFirstLetterAndTheDomain(t *testing.T) {
	for address, want := range map[string]string{
		"gita@partner.example": "g••••@partner.example", "g@x": "g••••@x", "": "", "gita": "", "@partner.example": "", "éa@x": "é••••@x",
	} {
		if got := email.Mask(address); got != want {
			t.Errorf("%q became %q, want %q", address, got, want)
		}
	}
}

// Each question is narrower than the one before: what has one reading may be a
// user's, and what may be a user's has the form of an address.
func TestWhatAnAddressMayBe(t *testing.T) {
	for text, want := range map[string]struct{ looks, user, plain bool }{
		"ana@acme.example":     {true, true, true},
		"root@localhost":       {true, true, true},
		"a(b)@acme_x.example":  {true, true, false},
		"аna@acme.example":     {true, false, false}, // Cyrillic
		"ana@bücher.example":   {true, false, false},
		`"ana"@acme.example`:   {false, true, false},
		"ana b@acme.example":   {},
		"ana\u202e@acme.com":   {},
		"ana@acme.example\r\n": {},
		"ana@b@acme.example":   {},
		"ana":                  {}, "@acme.example": {}, "ana@": {}, "@": {}, "": {},
		"a@" + strings.Repeat("b.", 125) + "cc":  {true, true, true}, // 254 bytes
		"a@" + strings.Repeat("b.", 125) + "ccc": {},
	} {
		if email.LooksLike(text) != want.looks || email.IsAddress(text) != want.user || email.IsPlain(text) != want.plain {
			t.Errorf("%q: looks %v, user %v, plain %v", text, email.LooksLike(text), email.IsAddress(text), email.IsPlain(text))
		}
	}
}

func TestDomainOfAnAddress(t *testing.T) {
	for address, want := range map[string]string{
		"maya@acme.example": "acme.example", "Maya@ACME.Example": "acme.example", "a@b@acme.example": "acme.example", "maya@\u212aK": "\u212ak",
		"maya": "", "maya@": "", "": "",
	} {
		if got := email.Domain(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

func TestSame(t *testing.T) {
	if !email.Same("Ana@acme.example", "ana@ACME.example") || email.Same("ana@acme.example", "an@acme.example") || email.Same("", "") || email.Same("ana@\u212a", "ana@k") {
		t.Error("addresses are compared in another way than folded, byte by byte")
	}
}
