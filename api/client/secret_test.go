package client_test

import (
	"regexp"
	"strings"
	"testing"

	"latchkey/api/client"
)

// A secret has the form that scanners look for, 256 bits, and a checksum that a typing
// error does not survive.
func TestFormOfSecrets(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range []client.Kind{client.ApplicationSecret, client.ServiceSecret, client.WebhookSecret} {
		for range 200 {
			s := client.NewSecret(k)
			if !regexp.MustCompile(`^\blk[saw]_[0-9A-Za-z]{49}\b$`).MatchString(s) || seen[s] || !client.IsSecret(k, s) {
				t.Fatalf("%s", s)
			}
			seen[s] = true
		}
	}
	s := client.NewSecret(client.ApplicationSecret)
	for name, wrong := range map[string]string{
		"another kind": "lks_" + s[4:], "cut": s[:len(s)-1], "longer": s + "0", "empty": "", "our start alone": "lka_",
		"two swapped":   s[:10] + string(s[11]) + string(s[10]) + s[12:],
		"not base62":    s[:10] + "-" + s[11:],
		"another case":  strings.ToUpper(s),
		"a space ahead": " " + s,
	} {
		if wrong != s && client.IsSecret(client.ApplicationSecret, wrong) {
			t.Errorf("%s is taken: %s", name, wrong)
		}
	}
}

func TestSecretsThatWereMadeElsewhere(t *testing.T) {
	good := strings.Repeat("a7", 16)
	for name, c := range map[string]struct {
		value string
		taken bool
	}{
		"32 characters": {good, true}, "31": {good[1:], false}, "257": {strings.Repeat("a", 257), false},
		"a space in it": {good + " b", false}, "a letter beyond ASCII": {good + "é", false},
		"one of ours": {client.NewSecret(client.ApplicationSecret), true}, "one of a service": {client.NewSecret(client.ServiceSecret), false},
		"one that looks like ours": {"lka_" + good, false}, "nothing": {"", false},
	} {
		if _, err := client.GivenSecret(client.ApplicationSecret, c.value); (err == nil) != c.taken {
			t.Errorf("%s: %v", name, err)
		}
	}
	given, err := client.GivenSecret(client.ApplicationSecret, good)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := client.GivenHash("sha256:" + given.Hash); err != nil || same.Hash != given.Hash {
		t.Errorf("the hash alone: %v", err)
	}
	hex := "sha256:7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
	if one, err := client.GivenHash(hex); err != nil || one.Hash != client.HashOf("one") {
		t.Errorf("in hexadecimal: %v", err)
	}
	for _, wrong := range []string{"", "sha256:", "md5:" + given.Hash, given.Hash, "sha256:" + given.Hash + "A", hex[:len(hex)-1], "sha256:" + client.HashOf(""), "sha256:" + client.HashOf("\n")} {
		if _, err := client.GivenHash(wrong); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
