package e2e_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
	"latchkey/api/store"
)

// drifts lets rules say another role of an agent of acme than they have.
func (w *world) drifts(email string, said store.Role) {
	w.t.Helper()
	w.addRole(said, "log:read")
	o, err := w.store.OrganizationByCode(w.t.Context(), "acme")
	must(w.t, err)
	must(w.t, w.execute("UPDATE users SET role = 'agent', active = TRUE, role_source = '', role_kept = '' WHERE email_lower = ? AND organization_id = ?", email, o.ID))
	must(w.t, w.store.SaveRoleRules(w.t.Context(), store.RoleRuleSet{
		OrganizationID: o.ID, Mode: "suggest", Otherwise: "keep", SeenFrom: 1, Revision: time.Now().UnixNano(), ChangedBy: store.ActorOperator,
	}, []store.RoleRule{{ID: "rul_drift", OrganizationID: o.ID, Position: 1, Source: "email_domain", Op: "is", Values: store.Strings{"acme.example"}, Role: said}}))
}

// groupsOf lets the provider send groups of everybody.
func (w *world) groupsOf(groups ...any) {
	w.provider.Script(func(s *idptest.Script) {
		s.MutateClaims = func(c map[string]any) { c["groups"] = groups }
	})
}

func ruleOf(role string, values ...string) members {
	return members{"source": "claim", "path": []string{"groups"}, "op": "one_of", "values": values, "role": role}
}

// From the rule to the role: saved, previewed, applied at the next sign-in, explained on the
// person, told in the log, and locked where the provider wins.
func TestRoleRulesFromSavingToTheRole(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		w.addRole("help_desk", "log:read")
		off := sofia.get("role-rules")
		if off["mode"] != "off" || off["etag"] != `"1"` || len(off["rules"].([]any)) != 0 {
			t.Errorf("without rules: %v", off)
		}
		set := members{"mode": "suggest", "rules": []members{ruleOf("help_desk", "Support-EU")}, "otherwise": "keep"}
		saved := sofia.ask(http.MethodPut, "role-rules", set, etagOf(off))
		saved.want(http.StatusOK, "")
		sofia.ask(http.MethodPut, "role-rules", set, etagOf(off)).want(http.StatusPreconditionFailed, "config_changed")
		sofia.ask(http.MethodPut, "role-rules", set, "").want(http.StatusPreconditionRequired, "precondition_required")

		w.groupsOf("Support-EU", "private")
		w.browser().signIn("acme", "google", "lena@acme.example")
		lena := func() map[string]any { return sofia.get("users/" + idOf(sofia.user("lena@acme.example"))) }
		if is := lena(); is["role"] != "agent" || is["roleCame"].(map[string]any)["source"] != "default" {
			t.Errorf("a suggestion changed %v", is)
		}
		drift := sofia.get("role-drift")
		if one := drift["items"].([]any)[0].(map[string]any); drift["total"] != 1.0 || one["said"] != "help_desk" || one["held"] != "suggest" || one["rule"] != 1.0 {
			t.Errorf("drift: %v", drift)
		}
		set["mode"] = "automatic"
		preview := sofia.ask(http.MethodPost, "role-rules/preview", members{"of": "people", "rules": set}, "")
		preview.want(http.StatusOK, "")
		if all := preview.object()["people"].(map[string]any); all["changes"] != 1.0 || fmt.Sprint(all["fits"]) != "[1]" || all["people"].(float64)-1 != all["unknown"] {
			t.Errorf("preview: %s", preview.body)
		}
		sofia.ask(http.MethodPut, "role-rules", set, etagOf(sofia.get("role-rules"))).want(http.StatusOK, "")
		w.browser().signIn("acme", "google", "lena@acme.example")
		came := lena()["roleCame"].(map[string]any)
		if is := lena(); is["role"] != "help_desk" || came["source"] != "rule" || came["rule"] != 1.0 || came["locked"] != false || came["at"] == nil {
			t.Errorf("applied: %v", is)
		}
		sofia.change("lena@acme.example", members{"role": "agent"}).want(http.StatusOK, "")
		w.browser().signIn("acme", "google", "lena@acme.example")
		if is := lena(); is["role"] != "agent" || is["roleCame"].(map[string]any)["source"] != "manual" {
			t.Errorf("a role by hand was not kept: %v", is)
		}
		item := sofia.get("role-drift")["items"].([]any)[0].(map[string]any)
		sofia.ask(http.MethodPost, "role-drift", members{"userId": item["userId"], "said": "super_admin", "decision": "accept"}, "").want(http.StatusConflict, "conflict")
		sofia.ask(http.MethodPost, "role-drift", members{"userId": item["userId"], "said": "help_desk", "decision": "keep"}, "").want(http.StatusNoContent, "")
		noted := sofia.get("audit-events")["items"].([]any)[0].(map[string]any)
		if sofia.get("role-drift")["total"] != 0.0 || noted["action"] != "user.changed" || fmt.Sprint(noted["detail"]) != "map[role_kept:help_desk]" {
			t.Errorf("who keeps a role leaves the report, and the log tells it: %v", noted)
		}
		sofia.ask(http.MethodPost, "role-drift", members{"userId": item["userId"], "said": "help_desk", "decision": "accept"}, "").want(http.StatusNoContent, "")
		set["mode"] = "provider_wins"
		sofia.ask(http.MethodPut, "role-rules", set, etagOf(sofia.get("role-rules"))).want(http.StatusOK, "")
		if is := lena(); is["role"] != "help_desk" || is["roleCame"].(map[string]any)["locked"] != true {
			t.Errorf("accepted: %v", is)
		}
		sofia.change("lena@acme.example", members{"role": "agent"}).want(http.StatusConflict, "role_set_by_rule")
		sofia.ask(http.MethodDelete, "roles/help_desk", nil, etagOf(sofia.get("roles/help_desk"))).want(http.StatusConflict, "role_in_use")
	})
}

// Whom no rule fits is refused where the organization says so; it says why, and super admins
// are never refused.
func TestWhomNoRuleFitsIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.office(t, "acme", "sofia@acme.example")
	set := members{"mode": "automatic", "rules": []members{ruleOf("agent", "Support")}, "otherwise": "refuse"}
	sofia.ask(http.MethodPut, "role-rules", set, etagOf(sofia.get("role-rules"))).want(http.StatusOK, "")
	w.browser().signIn("acme", "google", "lena@acme.example").wantRefused("role_required")
	w.groupsOf("Support")
	w.browser().signIn("acme", "google", "lena@acme.example")
}

// A rule that makes super admins is confirmed twice, and says so beside each tick that is
// missing; rules that cannot be are refused at their member, odd ones are warned of.
func TestRulesWithinBounds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.office(t, "acme", "sofia@acme.example")
	put := func(rules ...members) answer {
		return sofia.ask(http.MethodPut, "role-rules", members{"mode": "automatic", "rules": rules, "otherwise": "keep"}, etagOf(sofia.get("role-rules")))
	}
	pointers := func(a answer) string {
		var said string
		for _, one := range a.object()["errors"].([]any) {
			said += one.(map[string]any)["pointer"].(string) + " " + one.(map[string]any)["code"].(string) + ";"
		}
		return said
	}
	mighty := ruleOf("super_admin", "Admins")
	if said := pointers(put(mighty)); said != "/rules/0/superAdmin required;/confirmSuperAdmin required;" {
		t.Errorf("unconfirmed: %s", said)
	}
	mighty["superAdmin"] = true
	if said := pointers(put(mighty)); said != "/confirmSuperAdmin required;" {
		t.Errorf("confirmed once: %s", said)
	}
	twice := members{"mode": "automatic", "rules": []members{mighty}, "otherwise": "keep", "confirmSuperAdmin": true}
	sofia.ask(http.MethodPut, "role-rules", twice, etagOf(sofia.get("role-rules"))).want(http.StatusOK, "")
	kept := sofia.get("role-rules")["rules"].([]any)[0].(map[string]any)
	kept["superAdmin"] = true
	put(kept).want(http.StatusOK, "")
	wins := members{"mode": "provider_wins", "rules": []members{kept}, "otherwise": "keep"}
	if said := pointers(sofia.ask(http.MethodPut, "role-rules", wins, etagOf(sofia.get("role-rules")))); said != "/confirmSuperAdmin required;" {
		t.Errorf("it wins over what was given by hand: %s", said)
	}
	for want, one := range map[string]members{
		"/rules/0/role invalid;":         ruleOf("nobody_made_it", "a"),
		"/rules/0/path required;":        {"source": "claim", "op": "is", "values": []string{"a"}, "role": "agent"},
		"/rules/0/values too_long;":      {"source": "claim", "path": []string{"a"}, "op": "is", "values": []string{"a", "b"}, "role": "agent"},
		"/rules/0/op invalid;":           {"source": "email_domain", "op": "contains", "values": []string{"a.example"}, "role": "agent"},
		"/rules/0/values/0 format;":      {"source": "email_domain", "op": "is", "values": []string{"no domain"}, "role": "agent"},
		"/rules/0/connectionId invalid;": {"source": "claim", "path": []string{"a"}, "op": "is", "values": []string{"a"}, "role": "agent", "connectionId": "con_none"},
	} {
		if said := pointers(put(one)); said != want {
			t.Errorf("%s: %s", want, said)
		}
	}
	odd := put(ruleOf("agent", "a", "b"), ruleOf("agent", "b"), members{"source": "claim", "path": []string{"email"}, "op": "is", "values": []string{"a@b.example"}, "role": "agent"})
	if got := fmt.Sprint(odd.object()["warnings"]); got != "[map[code:shadowed rule:2] map[code:written_by_people rule:3]]" {
		t.Errorf("warnings %s", got)
	}
	most, groups := make([]members, 100), make([]string, 100) // as many rules as there may be, each with as many ids of groups
	for i := range groups {
		groups[i] = fmt.Sprintf("6f1c2a34-8d0e-4b57-9c11-2a7d3e5f%04d", i)
	}
	for i := range most {
		most[i] = ruleOf("agent", groups...)
	}
	put(most...).want(http.StatusOK, "")
	preview := sofia.ask(http.MethodPost, "role-rules/preview", members{
		"of": "claims", "claims": `{"groups": ["x", "b"], "level": 7}`, "rules": members{"mode": "off", "rules": []members{ruleOf("agent", "a"), ruleOf("agent", "b")}, "otherwise": "refuse"},
	}, "")
	preview.want(http.StatusOK, "")
	if one := preview.object()["account"].(map[string]any); one["fit"] != "yes" || one["rule"] != 2.0 || fmt.Sprint(one["steps"]) != "[no yes]" || len(one["claims"].([]any)) != 1 {
		t.Errorf("preview %s", preview.body)
	}
	sofia.ask(http.MethodPost, "role-rules/preview", members{"of": "test", "connectionId": "con_none", "rules": members{"mode": "off", "rules": []members{}, "otherwise": "keep"}}, "").
		want(http.StatusConflict, "test_required")
}
