package mail

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// everyKind is what each kind is sent with.
func everyKind() map[Kind]map[string]string {
	account := map[string]string{"provider": "google", "account": "ana@acme.example", "how": "profile"}
	return map[Kind]map[string]string{
		Linked: account, Unlinked: account,
		Replaced:        {"provider": "microsoft", "account": "ana@acme.example", "old": "ana@old.example"},
		RefusedMismatch: {"provider": "Okta <b>", "account": "ana@acme.example", "ref": "7F3K-92QD"},
		PasswordChanged: {},
		NewBrowser:      {"browser": "Firefox, Windows", "address": "203.0.113.7", "method": "password"},
		Degraded:        {"provider": "google", "reason": "client_secret_expired"},
		SecretExpiring:  {"provider": "google", "day": "2026-12-01", "days": "9"},
		KeyExpiring:     {"service": "CRM <b>", "key": "lks_0123", "day": "2026-12-01", "days": "9"},
		WebhookOff:      {"host": "crm.example <b>", "reason": "failing"},
		SuperAdmin:      {"what": "email", "person": "Bruno Sala", "email": "bruno@acme.example", "before": "b@acme.example", "by": "Ana"},
		BypassLink:      {"url": "https://sso.example.com/o/acme/bypass#secret", "address": "203.0.113.7"},
		PasswordReset:   {"url": "https://sso.example.com/o/acme/reset#secret"},
		LinkCode:        {"provider": "google", "account": "ana@acme.example", "code": "4821-7730"},
		SSORequired:     {"from": "2026-12-01T08:00:00Z", "providers": "google\nOkta <b>", "account": "ana@acme.example", "todo": "once"},
		SSOTomorrow:     {"from": "2026-12-01T08:00:00Z", "providers": "google\nOkta <b>", "account": "ana@acme.example", "todo": "once"},
		Invitation:      {"providers": "microsoft", "account": "ana@acme.example"},
		SetupLink:       {"url": "https://sso.example.com/connect#secret", "provider": "google", "sender": "Sofia <b>, sofia@acme.example", "day": "2026-12-01"},
	}
}

// names lists the placeholders of a text.
func names(text string) []string {
	found := regexp.MustCompile(`\{[^}]*\}`).FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// form is a language without its words: which texts there are, and what they name.
func form(t *texts) map[string][]string {
	f := map[string][]string{
		"greeting": names(t.Common.Greeting), "notYou": names(t.Common.NotYou), "notAsked": names(t.Common.NotAsked),
		"reference": names(t.Common.Reference), "footer": names(t.Common.Footer),
	}
	for name := range t.Facts {
		f["fact "+name] = nil
	}
	for name, text := range t.Words {
		f["word "+name] = names(text)
	}
	for kind, k := range t.Kinds {
		f[string(kind)+" subject"], f[string(kind)+" heading"] = names(k.Subject), names(k.Heading)
		f[string(kind)+" lines"] = names(strings.Join(k.Lines, " "))
		if k.Action != "" {
			f[string(kind)+" action"] = names(k.Action)
		}
	}
	return f
}

func TestEveryLanguageSaysTheSame(t *testing.T) {
	all, err := readTexts()
	if err != nil {
		t.Fatal(err)
	}
	english := form(all["en"])
	for tag, texts := range all {
		f := form(texts)
		for _, name := range slices.Sorted(maps.Keys(english)) {
			if !reflect.DeepEqual(f[name], english[name]) {
				t.Errorf("%s: %s names %v, in English %v", tag, name, f[name], english[name])
			}
		}
		if len(f) != len(english) {
			t.Errorf("%s has %d texts, English %d", tag, len(f), len(english))
		}
		for kind, k := range texts.Kinds {
			for _, text := range append(k.Lines, k.Subject, k.Heading) {
				if text == "" || strings.ContainsAny(text, "!！¡") {
					t.Errorf("%s %s: %q", tag, kind, text)
				}
			}
			if s, ok := shapeOf(kind); !ok || (k.Action == "") != (s.page == "" && s.secret != "url") {
				t.Errorf("%s %s: action %q", tag, kind, k.Action)
			}
		}
		for name := range everyKind() {
			if _, ok := texts.Kinds[name]; !ok {
				t.Errorf("%s has no %s", tag, name)
			}
			s, _ := shapeOf(name)
			for _, fact := range s.facts {
				if texts.Facts[fact] == "" {
					t.Errorf("%s %s: no word for %s", tag, name, fact)
				}
			}
		}
	}
}

func due(kind Kind, language string) store.DueMail {
	return store.DueMail{
		Mail:             store.Mail{Kind: string(kind), CreatedAt: store.At(time.Date(2026, 11, 22, 8, 14, 0, 0, time.UTC))},
		Reader:           store.Reader{Name: "Ana", Language: language, TimeZone: "Europe/Madrid"},
		OrganizationName: "Acme & Söhne",
	}
}

func TestEveryKindIsWrittenInEveryLanguage(t *testing.T) {
	w, err := newWriter("https://sso.example.com")
	if err != nil {
		t.Fatal(err)
	}
	for kind, values := range everyKind() {
		for _, language := range store.Languages() {
			l, err := w.write(due(kind, language), values)
			if err != nil {
				t.Errorf("%s %s: %v", kind, language, err)
				continue
			}
			direction := map[bool]string{true: "rtl", false: "ltr"}[language == "ar"]
			for _, want := range []string{`<html lang="` + language + `" dir="` + direction + `">`, "Acme &amp; Söhne"} {
				if !strings.Contains(l.HTML, want) {
					t.Errorf("%s %s: no %q in\n%s", kind, language, want, l.HTML)
				}
			}
			for name, v := range values {
				if strings.ContainsAny(v, "@-") && name != "from" && !strings.Contains(l.Text, v) {
					t.Errorf("%s %s: %s is not told\n%s", kind, language, name, l.Text)
				}
			}
			if !strings.Contains(l.Text, "https://sso.example.com") || strings.Contains(l.Text+l.HTML+l.Subject, "{") && strings.Contains(l.Text, "{") ||
				strings.Contains(l.HTML, "src=") || strings.Contains(l.HTML, "<b>") {
				t.Errorf("%s %s:\n%s\n%s", kind, language, l.Text, l.HTML)
			}
			if s, _ := shapeOf(kind); slices.Contains(s.facts, "time") && !strings.Contains(l.Text, "2026-11-22 09:14 (Europe/Madrid)") {
				t.Errorf("%s %s: no time in\n%s", kind, language, l.Text)
			}
		}
	}
}

func TestAMessageAsItIsRead(t *testing.T) {
	w, err := newWriter("https://sso.example.com/")
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.write(due(LinkCode, "xx"), everyKind()[LinkCode])
	if err != nil {
		t.Fatal(err)
	}
	const want = `Your code to connect a Google account

Hello Ana,

Enter this code on the page that asked for it, to connect a Google account to your account at Acme & Söhne. It works once, within a few minutes.

No one at Acme & Söhne will ask you for it. Anyone who has it can connect their account to yours.

    4821-7730

Account: ana@acme.example

If you did not ask for this, you do not need to do anything. Nothing has changed.

--
Sent automatically by Acme & Söhne at https://sso.example.com. Replies are not read.
`
	if l.Text != want || l.Subject != "Acme & Söhne: your code" || strings.Contains(l.Subject, "4821") {
		t.Errorf("%s\n%s", l.Subject, l.Text)
	}
}

// A message without what it is for is none, and a name that looks like an address
// greets nobody.
func TestHalfAMessageIsNone(t *testing.T) {
	w, err := newWriter("https://sso.example.com")
	if err != nil {
		t.Fatal(err)
	}
	for kind, values := range map[Kind]map[string]string{
		LinkCode: {"provider": "google"}, PasswordReset: {"url": "https://evil.example/"}, BypassLink: nil, Linked: nil, "unknown": nil,
	} {
		if l, err := w.write(due(kind, "en"), values); err == nil && kind != Linked {
			t.Errorf("%s: %s", kind, l.Text)
		}
	}
	for name, greeted := range map[string]bool{
		"Ana Señor": true, "J. R. Ortiz": true, "张伟": true, "O'Neil Jr.": true,
		"": false, "win at evil.example": false, "https://evil.example": false, "ana@acme.example": false, "Ana {code}": false,
	} {
		m := due(PasswordChanged, "en")
		m.Name = name
		l, err := w.write(m, nil)
		if err != nil || strings.Contains(l.Text, "Hello") != greeted || !greeted && name != "" && strings.Contains(l.Text+l.HTML, name) {
			t.Errorf("%q: %v\n%s", name, err, l.Text)
		}
	}
}

// The messages about SSO name the moment in the reader's zone and each provider by
// itself, and lead to the organization's own sign-in page.
func TestMessagesAboutSSONameTheProviders(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"From: 2026-12-01 09:00 (Europe/Madrid)", "Sign in with: Google, Okta <b>", "Account: ana@acme.example"},
		"ar": {"\u2068Google\u2069، \u2068Okta <b>\u2069"},
	} {
		m := due(SSORequired, language)
		m.OrganizationCode = "acme"
		l, err := Show("https://sso.example.com", m, everyKind()[SSORequired])
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range append(want, "https://sso.example.com/o/acme/sign-in") {
			if !strings.Contains(l.Text, part) {
				t.Errorf("%s: no %q in\n%s", language, part, l.Text)
			}
		}
	}
}
