package email_test

import (
	"strings"
	"testing"

	"latchkey/api/email"
)

func TestDomainNames(t *testing.T) {
	label := strings.Repeat("a", 63)
	for name, want := range map[string]bool{
		"acme.example": true, "a.b.c.d.acme.test": true, "1und1.de": true, "xn--bcher-kva.example": true, label + ".example": true,
		"": false, ".": false, "acme": false, "acme.": false, ".acme.example": false, "acme..example": false, "acme.example.": false,
		"Acme.example": false, "-acme.example": false, "acme-.example": false, "ac_me.example": false, "acme example.com": false,
		"äcme.example": false, "acme.example\x00": false, "acme.example:53": false, "*.acme.example": false, "maya@acme.example": false,
		"10.0.0.1": false, "127.1": false, "[::1]": false, "acme.123": false, label + "a.example": false,
		strings.Repeat("a.", 123) + "example": true, strings.Repeat("a.", 124) + "example": false,
	} {
		if email.IsDomain(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}

func TestPublicDomains(t *testing.T) {
	for name, want := range map[string]bool{
		"gmail.com": true, "mail.gmail.com": true, "googlemail.com": true, "outlook.com": true, "qq.com": true,
		"notgmail.com": false, "acme.example": false, "com": false, "": false, "# one": false,
	} {
		if email.IsPublicDomain(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
	for _, name := range email.GmailDomains() {
		if !email.IsGmail(name) || !email.IsPublicDomain(name) {
			t.Errorf("%s is not everybody's", name)
		}
	}
	if email.IsGmail("outlook.com") || email.IsGmail("") {
		t.Error("more than Gmail is Gmail")
	}
}
