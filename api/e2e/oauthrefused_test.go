package e2e_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	refusedrequests "latchkey/api/oidc/refusals"
)

// The codes of refused requests are those of the contract, and none is a problem code,
// with which they share a filter.
func TestAuthorizationRefusalsAreTheContract(t *testing.T) {
	t.Parallel()
	schemas := contract().Components.Schemas
	var want []refusedrequests.Code
	for _, code := range schemas["AuthorizationRefusal"].Value.Enum {
		want = append(want, refusedrequests.Code(code.(string)))
		if slices.Contains(schemas["ProblemCode"].Value.Enum, code) {
			t.Errorf("%s is a problem code, too", code)
		}
	}
	if got := refusedrequests.Codes(); !slices.Equal(got, want) {
		t.Errorf("codes %v, want %v", got, want)
	}
}

// with is the address of a request with some things changed; a thing of two values is
// there twice.
func (r *rp) with(change url.Values) string {
	r.t.Helper()
	u, err := url.Parse(r.address())
	must(r.t, err)
	q := u.Query()
	for name, values := range change {
		q[name] = values
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// logged are the refused requests that a super admin sees, newest first: code, application.
func (w *world) refusedRequests(organization, admin string) [][2]string {
	w.t.Helper()
	must(w.t, w.app.Refusals.Flush(w.t.Context()))
	b := w.browser()
	b.password(organization, admin, everybodysPassword).want(http.StatusOK, "")
	a := b.api(http.MethodGet, "/api/v1/organizations/"+organization+"/sign-in-log?limit=100", nil, "")
	a.want(http.StatusOK, "")
	if strings.Contains(string(a.body), "CANARY") {
		w.t.Errorf("something of a request is in the log: %s", a.body)
	}
	var list [][2]string
	for _, item := range a.object()["items"].([]any) {
		row := item.(map[string]any)
		if row["purpose"] != "application" {
			continue
		}
		name, _ := row["application"].(string)
		list = append(list, [2]string{row["code"].(string), name})
		if row["result"] != "refused" || row["times"] != 1.0 || row["address"] == "" {
			w.t.Errorf("row %v", row)
		}
		detail := b.api(http.MethodGet, "/api/v1/organizations/"+organization+"/sign-in-log/"+row["id"].(string), nil, "")
		if detail.want(http.StatusOK, ""); detail.text("code") != row["code"] || len(detail.object()["steps"].([]any)) != 0 {
			w.t.Errorf("detail %s", detail.body)
		}
	}
	return list
}

// What an application asked and was refused is in the log of the organization that it
// concerns: why, of which application, and nothing of what it asked.
func TestRefusedRequestsAreInTheLogOfTheOrganization(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
		asked := []struct {
			code   string
			change url.Values
		}{
			{"client_unknown", url.Values{"client_id": {"CANARY"}}},
			{"redirect_uri_unknown", url.Values{"redirect_uri": {"https://CANARY.example/"}}},
			{"redirect_uri_missing", url.Values{"redirect_uri": {""}}},
			{"parameter_twice", url.Values{"redirect_uri": {crmCallback, "https://CANARY.example/"}}},
			{"parameter_twice", url.Values{"nonce": {"CANARY", "CANARY"}}},
			{"parameter_invalid", url.Values{"prompt": {"CANARY"}}},
			{"request_object_refused", url.Values{"request": {"CANARY"}}},
			{"response_type_refused", url.Values{"response_type": {"token"}}},
			{"state_refused", url.Values{"state": {"CANARY" + strings.Repeat("x", 5000)}}},
			{"scope_without_openid", url.Values{"scope": {"CANARY"}}},
			{"pkce_missing", url.Values{"code_challenge": {""}, "code_challenge_method": {""}}},
			{"pkce_wrong", url.Values{"code_challenge_method": {"plain"}}},
			{"resource_unknown", url.Values{"resource": {"https://CANARY.example/"}}},
			{"id_token_hint_unknown", url.Values{"id_token_hint": {"CANARY"}, "prompt": {"none"}}},
		}
		var want [][2]string
		for _, a := range asked {
			name := "crm"
			if a.code == "client_unknown" {
				name = ""
			}
			b.navigate(r.with(a.change))
			want = slices.Insert(want, 0, [2]string{a.code, name})
			w.clock.add(1)
		}
		for _, quiet := range []url.Values{ // nothing is wrong with these
			{"prompt": {"none"}, "organization": {"globex"}}, {"prompt": {"none"}, "max_age": {"0"}}, {"prompt": {"login"}},
		} {
			b.navigate(r.with(quiet))
		}
		if got := w.refusedRequests("acme", "sofia@acme.example"); !slices.Equal(got, want) {
			t.Errorf("the log has\n%v, want\n%v", got, want)
		}
	})
}

// The organization that a request names hears of it, whoever is signed in; of an
// application that is not its own only that it was none.
func TestRefusedRequestsConcernOneOrganization(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	wrong := url.Values{"response_type": {"token"}}
	nobody := w.browser()
	nobody.navigate(r.with(url.Values{"organization": {"nowhere"}}))
	nobody.navigate(r.with(url.Values{"client_id": {"nowhere"}, "response_type": {"token"}})) // the operator has it alone
	wrong["organization"] = []string{"globex"}
	b.navigate(r.with(wrong))
	wrong["organization"], wrong["scope"] = nil, []string{"openid org:globex"}
	nobody.navigate(r.with(wrong))
	nobody.navigate(r.with(url.Values{"organization": {"initech"}}))
	if got := w.refusedRequests("acme", "sofia@acme.example"); len(got) != 0 {
		t.Errorf("acme's log has %v", got)
	}
	want := [][2]string{{"response_type_refused", "crm"}, {"response_type_refused", "crm"}}
	if got := w.refusedRequests("globex", "gloria@globex.example"); !slices.Equal(got, want) {
		t.Errorf("globex's log has %v, want %v", got, want)
	}
	if n := w.count(`SELECT count(*) FROM sign_ins s JOIN organizations o ON o.id = s.organization_id
		WHERE o.code = 'initech' AND s.client_id = '' AND s.code = 'application_not_for_organization'`); n != 1 {
		t.Errorf("initech's log has %d rows", n)
	}
}

// What names no organization, from nobody who is known, may concern each that has the
// application: it is counted there, and says not from where it came.
func TestRefusedRequestsOfNobodyAreCountedAtAllThatHaveTheApplication(t *testing.T) {
	w := oauthWorld(t)
	r, nobody := w.crm(), w.browser()
	for range 3 {
		nobody.navigate(r.with(url.Values{"response_type": {"token"}}))
	}
	must(t, w.app.Refusals.Flush(t.Context()))
	const counted = `SELECT count(*) FROM sign_ins s JOIN organizations o ON o.id = s.organization_id
		WHERE s.purpose = 'application' AND s.times = 3 AND s.address = '' AND s.browser = '' AND s.client_id = 'crm' AND s.code = 'response_type_refused' AND o.code IN ('acme', 'globex')`
	if n, all := w.count(counted), w.count(`SELECT count(*) FROM sign_ins WHERE purpose = 'application'`); n != 2 || all != 2 {
		t.Errorf("%d rows as they should be, of %d", n, all)
	}
}

// A request writes nothing, however often it comes.
func TestRefusedRequestsWriteNothingThemselves(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.browser()
	before := w.rows()
	for range 50 {
		b.navigate(r.with(url.Values{"organization": {"acme"}, "response_type": {"token"}}))
	}
	if grown := w.grew(before); len(grown) != 0 {
		t.Errorf("written: %v", grown)
	}
	must(t, w.app.Refusals.Flush(t.Context()))
	if grown := w.grew(before); len(grown) != 1 || grown["sign_ins"] != 21 {
		t.Errorf("written: %v", grown)
	}
}
