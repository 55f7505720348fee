package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/api/secret"
)

// F42: a secret file that is mounted read-only and readable is taken, with a
// warning; one that others can write is not.
func TestF42_ModesOfSecretFiles(t *testing.T) {
	for mode, want := range map[os.FileMode]string{
		0o400: "", 0o440: "", 0o600: "", 0o640: "", 0o660: "",
		0o444: "warned", 0o644: "warned", 0o664: "warned",
		0o602: "refused", 0o646: "refused", 0o666: "refused", 0o777: "refused",
	} {
		folder := t.TempDir()
		for _, of := range []func(*Settings, string){
			func(s *Settings, path string) { s.EncryptionKeysFile = path },
			func(s *Settings, path string) { s.DatabaseURLFile = path },
			func(s *Settings, path string) { s.SMTPURLFile = path },
		} {
			path := filepath.Join(folder, secret.NewID())
			s := deployment(filepath.Join(folder, "data"))
			of(s, path)
			text := "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
			switch {
			case s.DatabaseURLFile != "":
				text, s.EncryptionKeys = "postgres://latchkey@localhost/none", []string{text}
			case s.SMTPURLFile != "":
				text, s.MailFrom = "smtp://localhost", "Latchkey <sso@example.com>"
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
			c, err := s.Read()
			got := ""
			switch {
			case err != nil && strings.Contains(err.Error(), "can be written by every user"):
				got = "refused"
			case err != nil:
				t.Fatal(err)
			case len(c.Warnings) == 1 && strings.Contains(c.Warnings[0], path):
				got = "warned"
			}
			if got != want {
				t.Errorf("%o: %q, want %q (%v)", mode, got, want, err)
			}
		}
	}
}
