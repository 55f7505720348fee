package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"latchkey/api/apply"
	"latchkey/api/client"
	"latchkey/api/store"
)

// toldCalls are the refused calls that the log of an organization has: code, reason and
// application, as often as they came, sorted.
func (w *world) toldCalls(organization, admin string) []string {
	w.t.Helper()
	must(w.t, w.app.Refusals.Flush(w.t.Context()))
	b := w.browser()
	b.password(organization, admin, everybodysPassword).want(http.StatusOK, "")
	a := b.api(http.MethodGet, "/api/v1/organizations/"+organization+"/sign-in-log?limit=100", nil, "")
	a.want(http.StatusOK, "")
	var told []string
	for _, item := range a.object()["items"].([]any) {
		row := item.(map[string]any)
		if row["purpose"] != "application" {
			continue
		}
		name, _ := row["application"].(string)
		line := strings.TrimSpace(row["code"].(string)+" "+row["reason"].(string)) + " " + name
		told = append(told, slices.Repeat([]string{line}, int(row["times"].(float64)))...)
	}
	slices.Sort(told)
	return told
}

// What a client is refused at the token endpoint, at introspection and revocation is in the
// log of the organization that it concerns, and in no other's.
func TestRefusedCallsAreInTheLogOfTheOrganization(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
		exchange := func(code string, change ...string) {
			pairs := []string{"grant_type", "authorization_code", "code", code, "redirect_uri", crmCallback, "code_verifier", r.verifier}
			for i := 0; i < len(change); i += 2 {
				pairs[slices.Index(pairs, change[i])+1] = change[i+1]
			}
			if a := r.post(pairs...); a.status == http.StatusOK {
				t.Errorf("%v: not refused", change)
			}
		}
		exchange(r.code(b), "code_verifier", oauth2.GenerateVerifier())
		exchange(r.code(b), "redirect_uri", crmCallback+"/")
		late := r.code(b)
		w.clock.add(61 * time.Second)
		exchange(late)
		code := r.code(b)
		got, _, _ := r.tokens(code)
		exchange(code)
		r.refresh(got.RefreshToken) // it has ended with the code, which is nobody's mistake any more
		want := []string{"code_redirect_uri_other crm", "code_replayed crm", "code_unknown crm", "code_verifier_wrong crm"}
		if told := w.toldCalls("acme", "sofia@acme.example"); !slices.Equal(told, want) {
			t.Errorf("acme's log has %q, want %q", told, want)
		}
		if told := w.toldCalls("globex", "gloria@globex.example"); len(told) != 0 {
			t.Errorf("globex's log has %q", told)
		}
		// Of a code that was never given nobody knows whose it is.
		exchange("made-up")
		if a := r.post("grant_type", "password"); a.status != http.StatusBadRequest {
			t.Errorf("%d", a.status)
		}
		want = []string{"code_unknown crm", "token_request_invalid crm"}
		if told := w.toldCalls("globex", "gloria@globex.example"); !slices.Equal(told, want) {
			t.Errorf("globex's log has %q, want %q", told, want)
		}
	})
}

// Whoever only says that they are a client makes one row a day, wherever they ask; nothing
// of what they send is in it.
func TestCallsThatProveNothingAreCounted(t *testing.T) {
	w := oauthWorld(t)
	before := w.rows()
	for _, path := range []string{"/oauth/token", "/oauth/introspect", "/oauth/revoke"} {
		for range 20 {
			a := w.form(path, nil, "client_id", "crm", "client_secret", "CANARY", "grant_type", "authorization_code", "token", "CANARY")
			if a.status != http.StatusUnauthorized && a.status != http.StatusTooManyRequests {
				t.Fatalf("%d %s", a.status, a.body)
			}
		}
	}
	w.form("/oauth/token", nil, "client_id", "nowhere", "client_secret", "CANARY", "grant_type", "authorization_code")
	w.form("/oauth/token", nil, "client_id", "spa", "grant_type", "authorization_code", "code", "CANARY", "x", "CANARY")
	must(t, w.app.Refusals.Flush(t.Context()))
	if grown := w.grew(before); len(grown) != 1 || grown["sign_ins"] != 4 { // crm and spa, at acme and globex
		t.Errorf("written: %v", grown)
	}
	told := w.toldCalls("acme", "sofia@acme.example")
	if !slices.Contains(told, "client_unproven secret_wrong crm") || !slices.Contains(told, "code_unknown spa") {
		t.Errorf("acme's log has %q", told)
	}
	if n := w.count(`SELECT count(*) FROM sign_ins WHERE purpose = 'application' AND (address <> '' OR reason LIKE '%CANARY%')`); n != 0 {
		t.Errorf("%d rows say too much", n)
	}
}

// A service is of one organization, which reads why its calls are refused.
func TestRefusedCallsOfServicesAreInTheLogOfTheirOrganization(t *testing.T) {
	w := oauthWorld(t)
	m := w.machine("acme", "users:read")
	w.form("/oauth/token", nil, "grant_type", "client_credentials", "client_id", m.id, "client_secret", m.key, "scope", "users:write")
	w.form("/oauth/introspect", nil, "client_id", m.id, "client_secret", m.key, "token", "no-token")
	w.form("/oauth/token", nil, "grant_type", "client_credentials", "client_id", m.id, "client_secret", "guessed")
	w.form("/oauth/token", nil, "grant_type", "client_credentials", "client_id", m.id,
		"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion", "a.b.c")
	twice := basicOf(m.id, m.key) // which alone says who calls
	w.form("/oauth/token", twice, "grant_type", "client_credentials", "client_secret", m.key).want(http.StatusBadRequest, "")
	want := []string{
		"client_assertion_refused assertion_issuer Back end", "client_unproven secret_wrong Back end", "scope_exceeded Back end", "scope_exceeded introspect Back end",
		"token_request_invalid Back end",
	}
	if told := w.toldCalls("acme", "sofia@acme.example"); !slices.Equal(told, want) {
		t.Errorf("acme's log has %q, want %q", told, want)
	}
	if told := w.toldCalls("globex", "gloria@globex.example"); len(told) != 0 {
		t.Errorf("globex's log has %q", told)
	}
}

// A request to sign out that is refused is in the log of whoever is signed in.
func TestRefusedSignOutsAreInTheLogOfTheOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{edit: func(d *apply.Document) {
		withApplications(d)
		d.Applications[0].PostLogoutRedirectURIs = []string{"https://crm.example/bye"}
	}})
	b := w.signedIn("acme", "maya@acme.example")
	for _, query := range []string{
		"client_id=crm&post_logout_redirect_uri=https://CANARY.example/", "client_id=CANARY", "id_token_hint=CANARY",
		"post_logout_redirect_uri=https://crm.example/bye", "client_id=crm&client_id=crm",
	} {
		b.navigate("/oauth/logout?" + query)
	}
	want := []string{"client_id_missing", "client_unknown", "id_token_hint_unknown", "parameter_invalid", "post_logout_redirect_uri_unknown crm"}
	told := w.toldCalls("acme", "sofia@acme.example")
	for i := range told {
		told[i] = strings.TrimSpace(told[i])
	}
	if !slices.Equal(told, want) {
		t.Errorf("acme's log has %q, want %q", told, want)
	}
}

// What a service brings to the API itself and is refused: to the caller unknown, expired and
// revoked are alike, and the log of its organization tells them apart (H17).
func TestRefusedKeysDifferInTheLogAlone(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		expired, revoked, over, gone, narrow := w.machine("acme", "users:read"), w.machine("acme", "users:read"),
			w.machine("acme", "users:read"), w.machine("acme", "users:read"), w.machine("acme", "introspect")
		tokenOf := func(m machine) string {
			a := w.form("/oauth/token", nil, "grant_type", "client_credentials", "client_id", m.id, "client_secret", m.key)
			a.want(http.StatusOK, "")
			return a.text("access_token")
		}
		late, ended := tokenOf(revoked), tokenOf(gone)
		w.form("/oauth/revoke", nil, "client_id", gone.id, "client_secret", gone.key, "token", ended).want(http.StatusOK, "")
		must(t, w.execute("UPDATE client_secrets SET expires_at = ? WHERE id = ?", store.At(w.clock.now()), expired.secretID))
		must(t, w.store.RevokeClientSecret(t.Context(), revoked.id, revoked.secretID, w.clock.now()))
		sofia.ask(http.MethodDelete, "services/"+over.id, nil, etagOf(sofia.get("services/"+over.id))).want(http.StatusNoContent, "")
		w.clock.add(time.Second)
		unlike := map[string]bool{}
		for _, token := range []string{client.NewSecret(client.ServiceSecret), "lks_CANARY", expired.key, revoked.key, over.key, late, ended} {
			o := &office{t, w, token, "acme"}
			a := o.ask(http.MethodGet, "users", nil, "")
			a.want(http.StatusUnauthorized, "unauthenticated")
			said := a.object()
			delete(said, "ref")
			unlike[fmt.Sprint(a.header.Get("WWW-Authenticate"), said)] = true
		}
		if len(unlike) != 1 {
			t.Errorf("the callers read %v", unlike)
		}
		narrow.office(t, w, "acme").ask(http.MethodGet, "users", nil, "").want(http.StatusForbidden, "insufficient_scope")
		w.form("/oauth/token", nil, "grant_type", "client_credentials", "client_id", over.id, "client_secret", over.key).want(http.StatusUnauthorized, "")
		want := []string{
			"access_token_over credential_over Back end", "access_token_over token_revoked Back end", "client_over client_over Back end",
			"client_over client_over Back end", "client_secret_expired secret_expired Back end", "client_secret_revoked secret_revoked Back end",
			"scope_exceeded users:read Back end",
		}
		if told := w.toldCalls("acme", "sofia@acme.example"); !slices.Equal(told, want) {
			t.Errorf("acme's log has %q, want %q", told, want)
		}
		if told := w.toldCalls("globex", "gloria@globex.example"); len(told) != 0 {
			t.Errorf("globex's log has %q", told)
		}
	})
}

// Where there is one organization alone, whose key nobody knows concerns it: once a day.
func TestUnknownKeysAreInTheLogOfTheOnlyOrganization(t *testing.T) {
	w := oauthWorld(t)
	must(t, w.execute("UPDATE organizations SET active = ? WHERE code <> ?", false, "acme"))
	o := &office{t, w, client.NewSecret(client.ServiceSecret), "acme"}
	for range 3 {
		o.ask(http.MethodGet, "users", nil, "").want(http.StatusUnauthorized, "unauthenticated")
	}
	w.form("/oauth/token", nil, "grant_type", "client_credentials", "client_id", "nobody", "client_secret", o.token)
	want := slices.Repeat([]string{"api_key_unknown key_unknown "}, 3)
	want = append(want, "client_unknown client_unknown ")
	if told := w.toldCalls("acme", "sofia@acme.example"); !slices.Equal(told, want) {
		t.Errorf("acme's log has %q, want %q", told, want)
	}
	if n := w.count("SELECT count(*) FROM sign_ins WHERE purpose = 'application'"); n != 2 {
		t.Errorf("%d rows", n)
	}
}
