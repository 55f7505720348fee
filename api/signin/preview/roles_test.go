package preview_test

import (
	"testing"

	"latchkey/api/fault"
	"latchkey/api/signin/decision"
	"latchkey/api/store"
)

// Rules that refuse whom none fits are in the forecast: refused who certainly is, not known
// of whom nobody has seen what the rules ask for.
func TestTheForecastKnowsWhomRulesRefuse(t *testing.T) {
	onBoth(t, func(r *rig) {
		rules := func(mode, source string, values ...string) {
			one := store.RoleRule{
				ID: "rul_1", OrganizationID: r.Acme.ID, Position: 1, Source: source, Op: "one_of", Values: values, Role: store.Agent,
			}
			if source == "claim" {
				one.Path = store.Strings{"roles"}
			}
			set := store.RoleRuleSet{OrganizationID: r.Acme.ID, Mode: mode, Otherwise: "refuse", SeenFrom: 1, Revision: 1, ChangedBy: store.ActorOperator}
			r.Must(r.DB.SaveRoleRules(r.T.Context(), set, []store.RoleRule{one}))
		}
		of := func(user string) decision.Prediction {
			p, err := r.Forecasts.Preview(r.T.Context(), r.Acme.ID, r.Google.ID)
			r.Must(err)
			for _, e := range p.Entries {
				if e.UserID == r.Users[user].ID {
					return e.Prediction
				}
			}
			r.T.Fatalf("no %s", user)
			return decision.Prediction{}
		}
		before, boss := of("ana"), of("boss")
		if before.Outcome == decision.Refused || boss.Outcome == decision.Refused {
			r.T.Fatalf("without rules: %+v %+v", before, boss)
		}
		refused := decision.Prediction{Outcome: decision.Refused, Code: fault.RoleRequired, Reason: "no_rule"}
		unseen := decision.Prediction{Outcome: decision.Unknown, Reason: "roles_unseen"}
		for name, c := range map[string]struct {
			mode, source, value string
			want                decision.Prediction
		}{
			"a rule fits":               {"automatic", "email_domain", "acme.example", before},
			"none does":                 {"automatic", "email_domain", "other.example", refused},
			"they only suggest":         {"suggest", "email_domain", "other.example", before},
			"nobody knows what is sent": {"provider_wins", "claim", "Desk", unseen},
		} {
			rules(c.mode, c.source, c.value)
			if got := of("ana"); got != c.want {
				r.T.Errorf("%s: %+v, want %+v", name, got, c.want)
			}
			if got := of("boss"); got != boss {
				r.T.Errorf("%s: a super admin: %+v, want %+v", name, got, boss)
			}
		}
	})
}
