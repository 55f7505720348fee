package apply_test

import (
	"strings"
	"testing"

	"latchkey/api/apply"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A file that cannot be read is refused with its line and without its values.
func TestUnreadableFiles(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"an unknown key":            {"organizations:\n  - code: acme\n    nam: canary\n", "line 3: "},
		"an unknown key, deeper":    {"organizations:\n  - code: acme\n    people:\n      - email: a@x\n        passwordhash: canary\n", "line 5: "},
		"an unknown key at the top": {"organisations: []\n", "line 1: "},
		"a secret in the file":      {"organizations:\n  - code: acme\n    connections:\n      - provider: google\n        secret: canary\n", "line 5: "},
		"a secret's value":          {"organizations:\n  - code: acme\n    connections:\n      - provider: google\n        secret: {value: canary}\n", "line 5: "},
		"a key twice":               {"organizations:\n  - code: acme\n    name: canary\n    name: b\n", "line 4: "},
		"a list in place of a text": {"organizations:\n  - code: acme\n    name: [canary]\n", "line 3: "},
		"a colon in a list in braces": {
			"organizations:\n  - code: acme\n    services: [{ clientId: canary, scopes: [users:read] }]\n", "line 3: scopes: want a text here, not a mapping: quote what has a colon",
		},
		"a text in place of a yes": {"organizations:\n  - code: acme\n    active: canary\n", "line 3: "},
		"a text for a number":      {"organizations:\n  - code: acme\n    logDays: canary\n", "line 3: "},
		"a number in quotes":       {"organizations:\n  - code: acme\n    logDays: \"90\"\n", "line 3: "},
		"a number of another base": {"organizations:\n  - code: acme\n    logDays: 0132\n", "line 3: "},
		"no length of time":        {"organizations:\n  - code: acme\n    sessionIdle: canary\n", "line 3: sessionIdle: want a length of time, such as 8h or 30m"},
		"a length without a unit":  {"organizations:\n  - code: acme\n    sessionIdle: \"90\"\n", "line 3: sessionIdle: want a length of time"},
		"a length of nothing":      {"organizations:\n  - code: acme\n    sessionIdle: \"\"\n", "line 3: sessionIdle: want a length of time"},
		"a number with a fraction": {"organizations:\n  - code: acme\n    logDays: 90.0\n", "line 3: "},
		"no number at all":         {"organizations:\n  - code: acme\n    logDays:\n", "line 3: "},
		"no YAML":                  {"organizations: [canary\n", "line 1: "},
		"a tab":                    {"organizations:\n\t- code: canary\n", "line "},
	} {
		_, err := apply.Read(strings.NewReader(c.text))
		switch {
		case err == nil:
			t.Errorf("%s: read", name)
		case !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "\n"):
			t.Errorf("%s: %q", name, err)
		}
	}
}

// Every bad value is listed, with where it stands.
func TestBadValuesAreAllListed(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	_, err := r.Apply(t.Context(), r.document(`
organizations:
  - code: Acme
    sessionIdle: 29m
    sessionAbsolute: 13h
  - code: acme
    sessionIdle: 1h0.5s
    connections:
      - {provider: Okta, issuer: "https://acme.okta.example", label: " ", clientAuth: body}
      - {provider: google, issuer: "https://evil.example", state: removed, linking: always, weakProof: maybe, tenant: `+tenantA+`, secret: {}}
      - {provider: microsoft, tenant: common, lockedTo: [acme.example], secret: {env: A, file: B}}
    people:
      - {email: "ana acme.example", role: operator, passwordHash: canary}
      - {email: "ünï@acme.example"}
      - {role: agent}
      - {email: zoe@acme.example, language: xx}
`), true)
	if err == nil {
		t.Fatal("applied")
	}
	for _, want := range []string{
		"organization Acme: code:", "organization Acme: sessionIdle:", "organization Acme: sessionAbsolute:", "organization acme: sessionIdle:",
		"connection Okta: provider:", "connection Okta: label:", "connection Okta: clientAuth:", "connection google: issuer:", "connection google: state:", "connection google: linking:", "connection google: weakProof:",
		"connection google: tenant:", "connection google: secret:", "connection microsoft: tenant:", "connection microsoft: lockedTo:",
		"connection microsoft: secret:", "person ana acme.example: email:", "person ana acme.example: role:",
		"person ana acme.example: passwordHash:", "person ünï@acme.example: email:", "person : email:", "person zoe@acme.example: language:",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not listed: %s", want)
		}
	}
	if n := strings.Count(err.Error(), "\n") + 1; n != 23 || strings.Contains(err.Error(), "canary") { // the key of Okta has two faults
		t.Errorf("%d problems:\n%v", n, err)
	}
}

// F1: what YAML takes for a number, a truth, a time or nothing is no text; who an
// operator means is never guessed. Each is refused with its line, in every field
// that holds a text.
func TestF1_TextsMustBeTexts(t *testing.T) {
	const file = "organizations:\n  - code: acme\n    people:\n      - email: bruno@acme.example\n        externalId: "
	for _, value := range []string{
		"0012", "00042", "1_000", "1.10", "0x1F", "0o17", "0b11", "08", "1e3", "+1", "-1", "1,000", ".inf", ".NaN",
		"null", "~", "Null", "", "true", "True", "yes", "No", "on", "OFF", "y", "2026-01-01", "2026-01-01T00:00:00Z",
		"12:30:45", "190:20:30", "=", "!!str 0012", "!crm 12", "&a x", "*a",
	} {
		_, err := apply.Read(strings.NewReader(file + value + "\n"))
		if err == nil || !strings.HasPrefix(err.Error(), "line 5: ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v", value, err)
		}
	}
	for value, want := range map[string]string{
		`"0012"`: "0012", "'1_000'": "1_000", "crm-0012": "crm-0012", "|-\n          0012": "0012", "1.2.3": "1.2.3", "0012 a": "0012 a", "A 12": "A 12",
	} {
		d, err := apply.Read(strings.NewReader(file + value + "\n"))
		if err != nil || *d.Organizations[0].People[0].ExternalID != want {
			t.Errorf("%q: %v", value, err)
		}
	}
	for field, at := range map[string]string{
		"code": "- %", "name": "- code: a\n  %", "contactText": "- code: a\n  %", "sessionIdle": "- code: a\n  %", "sessionAbsolute": "- code: a\n  %",
		"provider": "- connections:\n    - %", "label": "- connections:\n    - %", "issuer": "- connections:\n    - %", "state": "- connections:\n    - %",
		"clientId": "- connections:\n    - %", "clientAuth": "- connections:\n    - %", "tenant": "- connections:\n    - %", "linking": "- connections:\n    - %", "weakProof": "- connections:\n    - %",
		"env": "- connections:\n    - secret:\n        %", "file": "- connections:\n    - secret:\n        %",
		"email": "- people:\n    - %", "role": "- people:\n    - %", "passwordHash": "- people:\n    - %", "externalId": "- people:\n    - %", "language": "- people:\n    - %",
	} {
		for _, value := range []string{"0012", "1.10", "null", "true"} {
			text := "organizations:\n" + strings.Replace(at, "%", field+": "+value, 1) + "\n"
			if _, err := apply.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), "want a text: quote it") {
				t.Errorf("%s: %s: %v", field, value, err)
			}
		}
	}
	_, err := apply.Read(strings.NewReader("organizations:\n  - people: [{name: 08, externalId: 0012, nome: x, email: a@x.example}]\n    code: 7\n"))
	if want := "line 2: name: want a text: quote it\nline 2: externalId: want a text: quote it\nline 2: people: unknown key\nline 3: code: want a text: quote it"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := apply.Read(strings.NewReader("organizations:\n- connections:\n    - lockedTo: [0012]\n")); err == nil {
		t.Error("a number in a list was read")
	}
}

// F1: a file has one meaning.
func TestF1_FilesWithTwoMeanings(t *testing.T) {
	for name, text := range map[string]string{
		"a second document":        "organizations: []\n---\norganizations: []\n",
		"a merge key":              "organizations:\n  - &a {code: acme}\n  - {<<: *a}\n",
		"an alias of a list":       "organizations:\n  - code: acme\n    people: *x\n",
		"a key twice, one quoted":  "organizations:\n  - code: acme\n    \"code\": globex\n",
		"a key in capitals":        "organizations:\n  - Code: acme\n",
		"a key that is no text":    "organizations:\n  - 1: acme\n",
		"a key that is a mapping":  "organizations:\n  - ? {a: b}\n    : acme\n",
		"a truth in quotes":        "organizations:\n  - code: acme\n    active: \"true\"\n",
		"a mapping for a list":     "organizations: {code: acme}\n",
		"a list for a mapping":     "organizations: [[acme]]\n",
		"a list at the top":        "- code: acme\n",
		"bytes that are not UTF-8": "organizations:\n  - code: acme\n    name: \"\xff\"\n",
	} {
		if _, err := apply.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := apply.Read(strings.NewReader("organizations:\n  - code: 12\n    nam: a\n    active: 1\n"))
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("not all problems at once: %v", err)
	}
}

// F1: a text that goes on behind a # would be cut short unseen: YAML takes the rest
// for a comment. It is refused with its line, and what is plainly a comment is none
// of it.
func TestF1_TextsThatAHashWouldCut(t *testing.T) {
	const file = "organizations:\n  - code: acme\n    people:\n      - email: ana@acme.example\n        externalId: "
	for _, value := range []string{
		"CRM #12", "CRM  #12", "CRM\t#12", "CRM ##12", "CRM #", "CRM # ", "CRM #12 # a comment", "CRM\n          number #12", "\n          CRM #12", "CRM #12\r",
	} {
		_, err := apply.Read(strings.NewReader(file + value + "\n"))
		if err == nil || !strings.Contains(err.Error(), ": externalId: YAML takes") || !strings.Contains(err.Error(), "quote the whole text") || strings.Contains(err.Error(), "12") {
			t.Errorf("%q: %v", value, err)
		}
	}
	for value, want := range map[string]string{
		"CRM # a comment": "CRM", "CRM ## a comment": "CRM", "CRM #\ta comment": "CRM", "CRM\n#12": "CRM", "CRM\n          #12": "CRM", "CRM # a comment\r": "CRM",
		"CRM#12": "CRM#12", `"CRM #12"`: "CRM #12", `'CRM #12' #12`: "CRM #12", "|-\n          CRM #12": "CRM #12",
	} {
		d, err := apply.Read(strings.NewReader(file + value + "\n"))
		if err != nil || *d.Organizations[0].People[0].ExternalID != want {
			t.Errorf("%q: %v", value, err)
		}
	}
	for at, line := range map[string]string{
		"- code: acme #12": "2: code", "- name: Acme #12": "2: name", "- code: a\n  contactText: Desk #12": "3: contactText",
		"- connections:\n    - label: Work #12": "3: label", "- connections:\n    - lockedTo:\n      - acme.example #12": "4: lockedTo",
		"- connections:\n    - lockedTo: [a.example, b.example #12\n      ]": "3: lockedTo", "- connections:\n    - secret:\n        env: APP #12": "4: env",
		"- people: [{name: Ana #12\n    , email: a@b}]": "2: name", "- people:\n    - passwordHash: $2b$ #12": "3: passwordHash", "- people:\n    - role: agent #12": "3: role",
		"- logDays: 30 #0": "2: logDays", "- people: [{active: false #, exempt: true\n    , email: a@b}]": "2: active",
	} {
		_, err := apply.Read(strings.NewReader("organizations:\n" + at + "\n"))
		if err == nil || !strings.HasPrefix(err.Error(), "line "+line+": YAML takes") {
			t.Errorf("%q: %v", at, err)
		}
	}
	if _, err := apply.Read(strings.NewReader("organizations:\n- active: true # since 2024\n  logDays: 30 # days\n  people: #none\n")); err != nil {
		t.Errorf("where no text could be cut: %v", err)
	}
}
