package e2e_test

import (
	"encoding/json"
	"maps"
	"net/http"
)

const anotherPassword = "another sentence that nobody says"

// person is somebody with a page of ours open.
type person struct {
	*browser
	token string
}

// person of acme signs in with the password.
func (w *world) person(email string) person {
	w.t.Helper()
	w.secrets.add(anotherPassword)
	b := w.browser()
	b.password("acme", email, everybodysPassword).want(http.StatusOK, "")
	return person{b, b.token()}
}

// withoutPassword is ben, who has none and signs in through Microsoft.
func (w *world) withoutPassword() person {
	w.t.Helper()
	_, err := w.raw.ExecContext(w.t.Context(), "UPDATE users SET password_hash = NULL WHERE email_lower = 'ben@acme.example'")
	must(w.t, err)
	b := w.browser()
	b.signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
	return person{b, b.token()}
}

// ask calls the API about oneself. No answer may hold a secret that the test knows.
func (p person) ask(method, path string, body any) answer {
	p.w.t.Helper()
	asking := *p.browser
	asking.header = maps.Clone(p.header)
	if p.token != "" {
		asking.header.Set("Authorization", "Bearer "+p.token)
	}
	a := asking.fetch(method, "/api/v1/me"+path, body)
	if found := p.w.secrets.in(string(a.body)); len(found) > 0 {
		p.w.t.Errorf("%s %s: secrets in the answer: %q", method, path, found)
	}
	return a
}

// items lists what a path holds.
func (p person) items(path string) []map[string]any {
	p.w.t.Helper()
	a := p.ask(http.MethodGet, path, nil)
	a.want(http.StatusOK, "")
	var list struct{ Items []map[string]any }
	must(p.w.t, json.Unmarshal(a.body, &list))
	return list.Items
}

func changeOf(current, wanted string) map[string]any {
	return map[string]any{"currentPassword": current, "newPassword": wanted}
}

func proof(password string) map[string]any { return map[string]any{"password": password} }

// audited counts the events of an action.
func (w *world) audited(action string) int {
	w.t.Helper()
	return w.count("SELECT count(*) FROM audit_events WHERE action = ?", action)
}
