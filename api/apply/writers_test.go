package apply_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/password"
	"latchkey/api/people"
	"latchkey/api/profile"
	"latchkey/api/rules"
	"latchkey/api/setup"
	"latchkey/api/store"
)

// O1, S6: no way to write one is weaker than another. Every value is taken by all writers of
// its field, or by none.
func TestO1_AllWritersGoByOneSetOfRules(t *testing.T) {
	w := newWriters(t)
	for _, field := range []struct {
		name      string
		writers   by
		good, bad []string
	}{
		{"email", by{
			"file":   func(v string) error { return w.person(apply.Person{Email: v}) },
			"create": func(v string) error { return w.create(people.NewUser{Email: v, Name: "P", Role: store.Agent}) },
			"change": func(v string) error { return w.change(people.Change{Email: &v}) },
			"setup":  func(v string) error { return w.first(func(f *setup.First) { f.Email = v }) },
		}, nil, []string{
			"", "ana", "@acme.example", "ana@", "ana@b@c", "ana @acme.example", " ana@acme.example", "ünï@acme.example", "ana@acme.example\n", "a\x00@acme.example",
			strings.Repeat("a", 250) + "@b.cd",
		}},
		{"name", by{
			"file":    func(v string) error { return w.person(apply.Person{Email: w.fresh(), Name: &v}) },
			"create":  func(v string) error { return w.create(people.NewUser{Email: w.fresh(), Name: v, Role: store.Agent}) },
			"change":  func(v string) error { return w.change(people.Change{Name: &v}) },
			"setup":   func(v string) error { return w.first(func(f *setup.First) { f.Name = v }) },
			"profile": func(v string) error { return w.mine(profile.Change{Name: &v}) },
		}, []string{"Ana", "  Ana Señor ", "王小明", "می\u200cخواهم", strings.Repeat("é", 120)}, []string{
			"", "  ", "A\nB", "A\x00B", "A\u202eB", "A\u2028B", "\ufeffA B\ufeff C", "A\x7f", "\xff", strings.Repeat("é", 121),
		}},
		{"externalId", by{
			"file": func(v string) error { return w.person(apply.Person{Email: w.fresh(), ExternalID: &v}) },
			"create": func(v string) error {
				return w.create(people.NewUser{Email: w.fresh(), Name: "P", Role: store.Agent, ExternalID: v})
			},
		}, []string{"0012", "crm 7"}, []string{" ", "a\nb", "a\x00", strings.Repeat("x", 121)}},
		{"role", by{
			"file": func(v string) error { return w.person(apply.Person{Email: w.fresh(), Role: (*store.Role)(&v)}) },
			"create": func(v string) error {
				return w.create(people.NewUser{Email: w.fresh(), Name: "P", Role: store.Role(v)})
			},
			"change": func(v string) error { return w.change(people.Change{Role: (*store.Role)(&v)}) },
		}, []string{"agent", "super_admin"}, []string{"", "operator", "Agent"}},
		{"language", by{
			"file":    func(v string) error { return w.person(apply.Person{Email: w.fresh(), Language: &v}) },
			"profile": func(v string) error { return w.mine(profile.Change{Language: &v}) },
		}, []string{"", "en", "zh-Hans"}, []string{"xx", "EN", "en-US"}},
		{"passwordHash", by{
			"file": func(v string) error { return w.person(apply.Person{Email: w.fresh(), PasswordHash: &v}) },
		}, []string{hashA, "$2b$14$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"}, []string{
			"", "secret", "$1$abc$def", "$2b$22$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
			strings.Replace(hashA, "t=1", "t=4294967295", 1), strings.Replace(hashA, "m=64", "m=4294967295", 1),
		}},
		{"code", by{
			"file":  func(v string) error { return w.filed(apply.Organization{Code: v}) },
			"setup": func(v string) error { return w.first(func(f *setup.First) { f.Code = v }) },
		}, []string{"acme", "a1", "a-b-c", strings.Repeat("a", 40)}, []string{"", "a", "0", "-a", "a-", "a--b", "A", "a_b", "ä1", "a\n", strings.Repeat("a", 41)}},
		{"organization", by{
			"file":  func(v string) error { return w.filed(apply.Organization{Code: "acme", Name: &v}) },
			"setup": func(v string) error { return w.first(func(f *setup.First) { f.Organization = v }) },
		}, []string{"Acme Support"}, []string{"", " ", "a\nb", "a\x00", strings.Repeat("x", 121)}},
		{
			"contactText", w.settings(func(v string) rules.SignInPolicy { return rules.SignInPolicy{ContactText: &v} }),
			[]string{"", "Call\nus", strings.Repeat("é", 500)},
			[]string{"a\x02", "a\u202eb", strings.Repeat("é", 501)},
		},
		{
			"logDays", w.settings(func(v string) rules.SignInPolicy { return rules.SignInPolicy{LogDays: new(must(strconv.Atoi(v)))} }),
			[]string{"7", "90", "730"},
			[]string{"-1", "0", "6", "731"},
		},
		{
			"auditDays", w.settings(func(v string) rules.SignInPolicy { return rules.SignInPolicy{AuditDays: new(must(strconv.Atoi(v)))} }),
			[]string{"180", "3650"},
			[]string{"-1", "7", "179", "3651"},
		},
		{
			"sessions", w.settings(func(v string) rules.SignInPolicy {
				idle, absolute, _ := strings.Cut(v, " ")
				return rules.SignInPolicy{SessionIdle: new(must(time.ParseDuration(idle))), SessionAbsolute: new(must(time.ParseDuration(absolute)))}
			}),
			[]string{"30m 30m", "8h 12h"},
			[]string{"29m 12h", "8h1m 12h", "30m 12h1m", "1h 30m", "-1h 1h", "1h0.5s 2h", "1h 2h0.5s"},
		},
	} {
		for value, want := range verdicts(field.good, field.bad) {
			for writer, write := range field.writers {
				if err := write(value); (err == nil) != want {
					t.Errorf("%s %.40q by %s: %v", field.name, value, writer, err)
				}
			}
		}
	}
}

func verdicts(good, bad []string) map[string]bool {
	all := map[string]bool{}
	for _, v := range good {
		all[v] = true
	}
	for _, v := range bad {
		all[v] = false
	}
	return all
}

// S6: the limit is named.
func TestS6_CostlyHashesAreRefusedWithTheLimit(t *testing.T) {
	w := newWriters(t)
	hash := strings.Replace(hashA, "t=1", "t=99999999", 1)
	if err := w.person(apply.Person{Email: w.fresh(), PasswordHash: &hash}); err == nil || !strings.Contains(err.Error(), password.Limits) {
		t.Errorf("got %v", err)
	}
}
