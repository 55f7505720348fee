package decision

import (
	"slices"
	"testing"
)

// What the link page may ask for, and whose proof it takes.
func TestLinkStep(t *testing.T) {
	const ana, other = "ana@acme.example", "ana@home.example"
	strong := LinkStep{Email: ana, Proof: Strong}
	weak := LinkStep{Email: ana, Proof: Weak}
	none := LinkStep{Proof: Weak}
	with := func(s LinkStep, edit func(*LinkStep)) LinkStep { edit(&s); return s }
	open := func(s *LinkStep) { s.PasswordsOpen = true }
	typed := func(s *LinkStep) { s.PasswordsOpen, s.DifferentEmail = true, true }
	mailed := func(s *LinkStep) { s.Mail = true }
	for name, c := range map[string]struct {
		step     LinkStep
		proofs   []string
		prove    string // the address that is proven when another one is typed
		password bool   // Ana's is a proof
		shown    string
	}{
		"strong, passwords are off":          {strong, []string{PasswordProof}, ana, true, ana},
		"strong, passwords are on":           {with(strong, open), []string{PasswordProof}, ana, true, ana},
		"weak, passwords are off":            {weak, nil, ana, false, "a••••@acme.example"},
		"weak, passwords are on":             {with(weak, open), []string{PasswordProof}, ana, true, "a••••@acme.example"},
		"weak, codes are mailed":             {with(weak, mailed), []string{CodeProof}, ana, false, "a••••@acme.example"},
		"strong, codes are mailed":           {with(strong, mailed), []string{PasswordProof, CodeProof}, ana, true, ana},
		"another address may be proven":      {with(strong, typed), []string{PasswordProof}, other, true, ana},
		"another address, passwords are off": {with(strong, func(s *LinkStep) { s.DifferentEmail = true }), []string{PasswordProof}, ana, true, ana},
		"no address came":                    {none, nil, other, false, ""},
		"no address came, passwords are on":  {with(none, open), []string{PasswordProof}, other, true, ""},
	} {
		if got := c.step.Proofs(); !slices.Equal(got, c.proofs) {
			t.Errorf("%s: asks for %v", name, got)
		}
		if got := c.step.EmailToProve(other); got != c.prove {
			t.Errorf("%s: %q is proven", name, got)
		}
		if got := c.step.PasswordProves("Ana@ACME.example"); got != c.password {
			t.Errorf("%s: a password is a proof: %v", name, got)
		}
		if got := c.step.ShownAccount(); got != c.shown {
			t.Errorf("%s: shows %q", name, got)
		}
	}
	for _, s := range []LinkStep{strong, weak, none} {
		if s.PasswordProves("") || s.PasswordProves(other) {
			t.Errorf("%+v: the password of another address is a proof", s)
		}
	}
}
