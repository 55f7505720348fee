package idp_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
)

// F5: what a provider need not understand is sent where the brand has it or the
// metadata announce it, and what is left out is told.
func TestF5_OptionalParameters(t *testing.T) {
	choose, fresh := idp.Attempt{Prompt: "select_account"}, idp.Attempt{Fresh: true, LoginHint: "ana@acme.example"}
	plain := idp.Attempt{Fresh: true, LoginHint: "ana@acme.example", Plain: true}
	lately, old := idp.Attempt{MaxAge: new(600), Prompt: "select_account"}, idp.Attempt{MaxAge: new(0), Prompt: "select_account"}
	rows := map[string]struct {
		generic bool
		prompts []any // announced; nil: nothing
		claims  bool  // announced
		attempt idp.Attempt
		sent    string
		leftOut string
	}{
		"Google chooses":                {false, nil, false, choose, "prompt=select_account", ""},
		"it says nothing":               {true, nil, false, choose, "", "prompt=select_account"},
		"it announces others":           {true, []any{"none", "login", "consent"}, false, choose, "", "prompt=select_account"},
		"it announces it":               {true, []any{"select_account"}, false, choose, "prompt=select_account", ""},
		"anew, it says nothing":         {true, nil, false, fresh, "login_hint max_age prompt=login", "claims"},
		"anew, announced":               {true, []any{"login"}, true, fresh, "claims login_hint max_age prompt=login", ""},
		"anew, no login":                {true, []any{"none"}, false, fresh, "login_hint max_age", "claims prompt=login"},
		"Google anew":                   {false, nil, false, fresh, "claims login_hint max_age prompt=login", ""},
		"lately":                        {true, nil, false, lately, "max_age", "prompt=select_account"},
		"Google lately":                 {false, nil, false, lately, "max_age prompt=select_account", ""},
		"Google just now":               {false, nil, false, old, "max_age prompt=select_account", ""},
		"just now":                      {true, nil, false, old, "max_age prompt=login", ""},
		"just now, no login":            {true, []any{"none"}, false, old, "max_age", "prompt=login"},
		"plainly, after it was refused": {true, []any{"login"}, true, plain, "", "claims login_hint max_age prompt=login"},
	}
	short := func(names []string) string {
		for i, name := range names {
			if !strings.HasPrefix(name, "prompt=") {
				names[i], _, _ = strings.Cut(name, "=")
			}
		}
		slices.Sort(names)
		return strings.Join(names, " ")
	}
	for name, row := range rows {
		t.Run("F5 "+name, func(t *testing.T) {
			r := newRig(t)
			r.lie(func(_ *rig, s *idptest.Script) {
				s.Discovery = func(doc map[string]any) {
					delete(doc, "prompt_values_supported")
					if row.prompts != nil {
						doc["prompt_values_supported"] = row.prompts
					}
					doc["claims_parameter_supported"] = row.claims
				}
			})
			app := r.google
			if row.generic {
				app = r.openid
			}
			sent := newAttempt()
			sent.Prompt, sent.Fresh, sent.LoginHint, sent.Plain = row.attempt.Prompt, row.attempt.Fresh, row.attempt.LoginHint, row.attempt.Plain
			sent.MaxAge = row.attempt.MaxAge
			to, err := r.p.AuthURL(t.Context(), app, sent)
			if err != nil {
				t.Fatal(err)
			}
			u, err := url.Parse(to)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range []string{"login_hint", "prompt", "max_age", "claims"} {
				if u.Query().Has(p) {
					got = append(got, p+"="+u.Query().Get(p))
				}
			}
			if s := short(got); s != row.sent || idp.AsksMore(to) != (row.sent != "") {
				t.Errorf("sent %q, want %q", s, row.sent)
			}
			if s := short(r.p.LeftOut(t.Context(), app, sent)); s != row.leftOut {
				t.Errorf("left out %q, want %q", s, row.leftOut)
			}
		})
	}
}
