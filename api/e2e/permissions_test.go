package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/api/store"
)

// caller is one kind of caller, seen from acme.
type caller struct {
	name, token string
	active      bool // the token is of an active session
	superAdmin  bool // of acme
	service     bool
	of          string   // the service's organization
	scopes      []string // of the service
	permits     []string // what the own role of a person of acme does
}

// callers makes one caller of each kind.
func (w *world) callers() []caller {
	w.t.Helper()
	tokenOf := func(organization, email string) string { return w.reader(w.t, organization, email).token }
	expired := tokenOf("acme", "sofia@acme.example")
	w.clock.add(10 * time.Minute)

	ended := w.browser()
	ended.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
	signedOut := ended.token()
	ended.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")

	w.ownRole("desk", "ben@acme.example", "log:read", "events:read")
	w.ownRole("reception", "gita@partner.example", "users:read", "log:read")
	w.ownRole("supervisor", "omar@acme.example")

	admin := tokenOf("acme", "sofia@acme.example")
	deactivated := tokenOf("acme", "lena@acme.example")
	(&office{w.t, w, admin, "acme"}).change("lena@acme.example", members{"active": false}).want(http.StatusOK, "")
	return append([]caller{
		{name: "nobody"},
		{name: "with a broken token", token: "garbage"},
		{name: "with an expired token", token: expired},
		{name: "signed out", token: signedOut},
		{name: "deactivated", token: deactivated},
		{name: "an agent", token: tokenOf("acme", "maya@acme.example"), active: true},
		{name: "a super admin of globex", token: tokenOf("globex", "gloria@globex.example"), active: true},
		{name: "of a role that reads logs and events", token: tokenOf("acme", "ben@acme.example"), active: true, permits: []string{"log:read", "events:read"}},
		{name: "of a role that reads people and logs", token: tokenOf("acme", "gita@partner.example"), active: true, permits: []string{"users:read", "log:read"}},
		{name: "of a role that permits nothing", token: tokenOf("acme", "omar@acme.example"), active: true},
		{name: "a super admin", token: admin, active: true, superAdmin: true},
	}, w.machines()...)
}

// machines makes one service of each kind, by key and by token.
func (w *world) machines() []caller {
	w.t.Helper()
	all := []string{"users:read", "users:write", "roles:read", "roles:write", "connections:read", "connections:write", "log:read", "events:read", "introspect"}
	whole, bare, globex := w.machine("acme", all...), w.machine("acme", "introspect"), w.machine("globex", all...)
	revoked, expired := w.machine("acme", all...), w.machine("acme", all...)
	ctx, now := w.t.Context(), w.clock.now()
	must(w.t, w.store.RevokeClientSecret(ctx, revoked.id, revoked.secretID, now))
	must(w.t, w.execute("UPDATE client_secrets SET expires_at = ? WHERE id = ?", store.At(now), expired.secretID))
	return []caller{
		{name: "a service with every scope", token: whole.key, active: true, service: true, of: "acme", scopes: all},
		{name: "a service without the scope", token: bare.key, active: true, service: true, of: "acme", scopes: []string{"introspect"}},
		{name: "a service of globex", token: globex.key, active: true, service: true, of: "globex", scopes: all},
		{name: "a service with a revoked key", token: revoked.key},
		{name: "a service with an expired key", token: expired.key},
	}
}

// refusal is what x-permission makes of a caller; "" lets them through.
func (c caller) refusal(op *openapi3.Operation) (int, string) {
	permission := op.Extensions["x-permission"]
	if c.service && permission != "public" {
		return c.machineRefusal(op, fmt.Sprint(permission))
	}
	switch {
	case permission == "public":
		return 0, ""
	case !c.active:
		return http.StatusUnauthorized, "unauthenticated"
	case permission == "signed-in" || c.superAdmin || slices.Contains(c.permits, fmt.Sprint(permission)):
		return 0, ""
	}
	return http.StatusNotFound, "not_found"
}

// machineRefusal is what the scopes of an operation's security make of a service.
func (c caller) machineRefusal(op *openapi3.Operation, permission string) (int, string) {
	var scopes []string
	if op.Security != nil {
		for _, requirement := range *op.Security {
			scopes = append(scopes, requirement["serviceKey"]...)
		}
	}
	switch {
	case permission != "signed-in" && c.of != "acme":
		return http.StatusNotFound, "not_found"
	case len(scopes) == 0:
		return http.StatusForbidden, "person_required"
	case !slices.Contains(c.scopes, scopes[0]):
		return http.StatusForbidden, "insufficient_scope"
	}
	return 0, ""
}

// serviceScopes are those of the contract.
func serviceScopes() (scopes []string) {
	for scope := range contract().Components.SecuritySchemes["serviceToken"].Value.Flows.ClientCredentials.Scopes {
		scopes = append(scopes, scope)
	}
	return scopes
}

// H01, E01: every operation with every kind of caller. Whom its x-permission does
// not let through is refused before anything is written; all others are not.
func TestH01EveryOperationWithEveryCaller(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{starts: 100_000})
	callers := w.callers()
	eachOperation(func(method, template string, op *openapi3.Operation) {
		nobodys := 0 // the status
		path := ""
		for _, c := range callers {
			if path == "" { // what there was may have been changed by whom it let through
				path = w.readablePath(template, op)
			}
			rows, a := w.rows(), w.call(method, path, c.token)
			if c.token == "" {
				nobodys = a.status
			}
			name := op.OperationID + ", called by " + c.name
			if status, code := c.refusal(op); code != "" {
				if grown := w.grew(rows); a.status != status || a.text("code") != code || len(grown) > 0 {
					t.Errorf("%s: %d %s, wrote %v; want %d %s", name, a.status, a.body, grown, status, code)
				}
				if code == "insufficient_scope" && a.text("scope") != op.Extensions["x-permission"] {
					t.Errorf("%s: the answer names the scope %q", name, a.text("scope"))
				}
				if got := a.header.Get("WWW-Authenticate"); got != c.challenge(status, code, op) {
					t.Errorf("%s: WWW-Authenticate %q", name, got)
				}
			} else if op.Extensions["x-permission"] == "public" {
				if a.status != nobodys || a.status == http.StatusNotFound || a.status >= 500 {
					t.Errorf("%s: %d %s, to nobody %d", name, a.status, a.body, nobodys)
				}
			} else {
				letThrough(t, name, method, template, a, c.service)
				if method != http.MethodGet {
					path = ""
				}
			}
		}
	})
	if code := w.browser().me(callers[6].token).object()["organization"].(map[string]any)["code"]; code != "globex" {
		t.Errorf("E05: the token of globex reads %v", code)
	}
}

// readablePath is a path of an operation, with what its query must have.
func (w *world) readablePath(template string, op *openapi3.Operation) string {
	w.t.Helper()
	path := w.anyPath(template)
	switch {
	case strings.HasSuffix(template, "/export") && op.OperationID != "exportUsers": // of one kind
		path += "?format=csv"
	case strings.HasSuffix(template, "/shades"):
		path += "?accent=%230f5670"
	}
	return path
}

// challenge is what a refused caller is told of how to prove itself (RFC 6750, 3).
func (c caller) challenge(status int, code string, op *openapi3.Operation) string {
	switch {
	case code == "insufficient_scope":
		return fmt.Sprintf(`Bearer realm="latchkey", error="insufficient_scope", scope="%v"`, op.Extensions["x-permission"])
	case status == http.StatusUnauthorized && c.token == "":
		return `Bearer realm="latchkey"`
	case status == http.StatusUnauthorized:
		return `Bearer realm="latchkey", error="invalid_token"`
	}
	return ""
}

// letThrough: who reads gets an answer, who changes gets as far as a change without
// a body, or one of an id that is nobody's, gets.
func letThrough(t *testing.T, name, method, template string, a answer, service bool) {
	t.Helper()
	if method == http.MethodGet {
		if a.status != http.StatusOK {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		return
	}
	nobodysID := strings.HasPrefix(template, "/api/v1/me/") && strings.Contains(template, "{")
	dead := a.status == http.StatusUnauthorized && (service || a.text("code") != "reauth_required")
	if dead || a.status == http.StatusNotFound && !nobodysID || a.status >= 500 {
		t.Errorf("%s: %d %s", name, a.status, a.body)
	}
}

// call sends a request without a body, as a page of ours does.
func (w *world) call(method, path, token string) answer {
	h := http.Header{"Sec-Fetch-Site": {"same-origin"}}
	if token != "" {
		h.Set("Authorization", "Bearer "+token)
	}
	return w.browser().send(method, path, nil, h)
}

// E01, E10, B31: to whoever is no super admin of it an organization is not there, in
// the words of one that never was; and what is in it is nothing in another one. The
// requests are whole, so that nothing but that refuses them.
func TestE01OrganizationsAreApart(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
		must(t, w.app.Flow.Counts.Flush(t.Context()))
		maya, gloria := w.reader(t, "acme", "maya@acme.example").token, w.reader(t, "globex", "gloria@globex.example").token
		sofia := w.reader(t, "acme", "sofia@acme.example").token
		theirs := w.machine("globex", serviceScopes()...).key
		eachOperation(func(method, template string, op *openapi3.Operation) {
			if !strings.Contains(fmt.Sprint(op.Extensions["x-permission"]), ":") {
				return
			}
			path, before := w.anyPath(template), w.everything()
			at := func(organization, token string) answer {
				return w.whole(method, strings.Replace(path, "/acme", "/"+organization, 1), op, token)
			}
			never := faceless(at("nobody", sofia))
			for who, a := range map[string]answer{
				"an agent": at("acme", maya), "another's super admin": at("acme", gloria), "a super admin, elsewhere": at("globex", sofia),
				"the code in capitals": at("ACME", sofia), "a code that cannot be": at("%00%ff", sofia), "nobody, elsewhere": at("nobody", gloria),
				"another's service": at("acme", theirs), "a service, elsewhere": at("nobody", theirs),
			} {
				if a.status != http.StatusNotFound || a.text("code") != "not_found" || faceless(a) != never {
					t.Errorf("%s by %s: %d %s", op.OperationID, who, a.status, a.body)
				}
			}
			if strings.HasSuffix(template, "{externalId}") && method == http.MethodPut {
				at("globex", gloria).want(http.StatusPreconditionFailed, "config_changed") // such an id of theirs is nobody's yet
			} else if strings.Count(template, "{") > 1 {
				at("globex", gloria).want(http.StatusNotFound, "not_found") // with ids of acme
				if scopes := serviceScopes(); slices.Contains(scopes, fmt.Sprint(op.Extensions["x-permission"])) && op.Security != nil && len((*op.Security)) > 1 {
					at("globex", theirs).want(http.StatusNotFound, "not_found")
				}
			}
			if changed := w.changed(before); len(changed) > 0 {
				t.Errorf("%s wrote %v", op.OperationID, changed)
			}
		})
	})
}

// faceless is a refusal without its reference.
func faceless(a answer) string { return strings.Replace(string(a.body), a.text("ref"), "", 1) }

// whole sends a request that has all that the contract asks for: its example.
func (w *world) whole(method, path string, op *openapi3.Operation, token string) answer {
	h := http.Header{"Sec-Fetch-Site": {"same-origin"}, "Authorization": {"Bearer " + token}, "If-Match": {`"1"`}}
	var body any
	if op.RequestBody != nil {
		media := op.RequestBody.Value.Content["application/json"]
		if media == nil { // a file
			h.Set("Content-Type", "text/csv")
			return w.browser().send(method, path, []byte(fmt.Sprint(op.RequestBody.Value.Content["text/csv"].Example)), h)
		}
		body = media.Example
	}
	if strings.HasSuffix(path, "/export") {
		path += "?format=csv"
	}
	return w.browser().send(method, path, encoded(w.t, h, body), h)
}
