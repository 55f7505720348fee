package password_test

import (
	"strings"
	"testing"

	"latchkey/api/password"
)

func TestWeak(t *testing.T) {
	maya := []string{"Maya Ortiz Peñarrubia", "maya.o@nimbuskeg.example", "Nimbuskeg Ltd", "nimbuskeg"}
	for secret, weak := range map[string]bool{
		"correct horse ü battery":           false,
		"another sentence that nobody says": false,
		"kX9#vQ2!mZ7p":                      false,
		"kX9#vQ2!mZ7pkX9#vQ2!mZ7p":          false, // twice something good is no worse
		"一个很长的句子没有人说过":                      false,
		"جملة طويلة لا يقولها أحد":          false,
		"":                     true,
		"password1234":         true,
		"P@ssw0rd1234":         true,
		"p4$$w0rdp4$$w0rd":     true,
		"iloveyouforever":      true,
		"l3tm31nl3tm31n":       true,
		"qwertyuiopqwertyuiop": true,
		"abcdefghijkl":         true,
		"123456789012":         true,
		"aaaaaaaaaaaaaaaa":     true,
		"密码密码密码密码密码密码":         true,
		"🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑": true,
		"nimbuskeg2024":                        true,
		"N1mbuskeg2024":                        true,
		"maya.o@nimbuskeg.example":             true,
		"Peñarrubia1":                          true,
		"mayaortizmaya":                        true,
		strings.Repeat("qwertyuiop", 25):       true,
		strings.Repeat("ab", 100) + "x9!Kq":    true, // what comes late is not looked at
		strings.Repeat("x9!Kq&v2 wP", 20):      false,
		"\xff\xfe" + strings.Repeat("\x80", 9): true,
	} {
		if got := password.Weak(secret, maya...); got != weak {
			t.Errorf("%.40q: weak is %v", secret, got)
		}
	}
	if password.Weak("nimbuskeg partner tower", "Somebody") || password.Weak("correct horse ü battery") {
		t.Error("what says nothing about its owner is weak")
	}
}

// K: what anybody sends is looked at in bounded work, however it is made. The
// estimator's own look for letters in disguise would not come back from these.
func TestWeakIsBounded(t *testing.T) {
	disguises := strings.Repeat("@4({<361!|05$+7%2", 15)
	about := strings.Repeat(disguises+" ", 200)
	if password.Weak(disguises, about, about, about) {
		t.Error("a jumble of signs is weak")
	}
	for _, text := range []string{disguises, strings.Repeat("\x00", 256), strings.Repeat("é4@", 90), strings.Repeat("1234567890/", 24)} {
		password.Weak(text, about)
	}
}
