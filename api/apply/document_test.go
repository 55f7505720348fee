package apply_test

import (
	"strings"
	"testing"

	"latchkey/api/apply"
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
		"a text in place of a yes":  {"organizations:\n  - code: acme\n    active: canary\n", "line 3: "},
		"no YAML":                   {"organizations: [canary\n", "line 1: "},
		"a tab":                     {"organizations:\n\t- code: canary\n", "line "},
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
	_, err := apply.Read(strings.NewReader(`
organizations:
  - code: Acme
    sessionIdle: 29m
    sessionAbsolute: 13h
  - code: acme
    sessionIdle: long
    connections:
      - {provider: Okta, issuer: "https://acme.okta.example", label: " "}
      - {provider: google, issuer: "https://evil.example", state: removed, linking: always, weakProof: maybe, tenant: ` + tenantA + `, secret: {}}
      - {provider: microsoft, tenant: common, lockedTo: [acme.example], secret: {env: A, file: B}}
    people:
      - {email: "ana acme.example", role: operator, passwordHash: canary}
      - {email: "ünï@acme.example"}
      - {role: agent}
      - {email: zoe@acme.example, language: fr}
`))
	if err == nil {
		t.Fatal("read")
	}
	for _, want := range []string{
		"organization Acme: code:", "organization Acme: sessionIdle:", "organization Acme: sessionAbsolute:", "organization acme: sessionIdle:",
		"connection Okta: provider:", "connection Okta: label:", "connection google: issuer:", "connection google: state:", "connection google: linking:", "connection google: weakProof:",
		"connection google: tenant:", "connection google: secret:", "connection microsoft: tenant:", "connection microsoft: lockedTo:",
		"connection microsoft: secret:", "person ana acme.example: email:", "person ana acme.example: role:",
		"person ana acme.example: passwordHash:", "person ünï@acme.example: email:", "person : email:", "person zoe@acme.example: language:",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not listed: %s", want)
		}
	}
	if n := strings.Count(err.Error(), "\n") + 1; n != 21 || strings.Contains(err.Error(), "canary") {
		t.Errorf("%d problems:\n%v", n, err)
	}
}

func TestCodesOfOrganizations(t *testing.T) {
	for code, good := range map[string]bool{
		"acme": true, "a1": true, "a-b-c": true, "0": false, "a": false, "": false, "-a": false, "a-": false, "a--b": false, "A": false, "a_b": false, "ä1": false,
		strings.Repeat("a", 40): true, strings.Repeat("a", 41): false,
	} {
		_, err := apply.Read(strings.NewReader("organizations:\n  - code: \"" + code + "\"\n"))
		if (err == nil) != good {
			t.Errorf("%q: %v", code, err)
		}
	}
}
