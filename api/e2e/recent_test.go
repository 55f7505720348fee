package e2e_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey/api/store"
	"latchkey/api/web/middleware"
)

// asks says of each operation of the contract whether it asks for recent
// authentication, see "Recent authentication" there.
func asks(t *testing.T) map[string]string {
	t.Helper()
	said := map[string]string{}
	eachOperation(func(_, path string, op *openapi3.Operation) {
		answer, _ := op.Extensions["x-recent-authentication"].(string)
		if !slices.Contains([]string{"never", "always", "when-weakening"}, answer) {
			t.Errorf("%s of %s does not say whether it gives somebody a sign-in method or more power: %q", op.OperationID, path, answer)
		}
		said[op.OperationID] = answer
	})
	return said
}

func eachOperation(do func(method, path string, op *openapi3.Operation)) {
	for path, item := range contract().Paths.Map() {
		for method, op := range item.Operations() {
			if !slices.Contains(op.Tags, middleware.OAuthTag) { // a face of its own, which takes no token of our pages
				do(method, path, op)
			}
		}
	}
}

// try is a request, after what makes it one that gives power, or does not.
type try struct {
	operation, name string
	before          func()
	send            func() answer
}

// S1: one table over all operations of the contract. What gives somebody a sign-in method
// or more power is refused to a session whose authentication is older than five
// minutes, and writes nothing; a fresh one may. What gives none is not asked.
func TestS1WhatGivesPowerIsProven(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.stale()
		said, tried := asks(t), map[string]bool{}
		weakening := sofia.weakening()
		for _, c := range weakening {
			if said[c.operation] == "never" {
				t.Errorf("%s: %s never asks, says the contract", c.name, c.operation)
			}
			tried[c.operation] = true
			c.before()
			rows := w.rows()
			if a := c.send(); a.status != http.StatusUnauthorized || a.text("code") != "reauth_required" {
				t.Errorf("%s (%s): %d %s", c.name, c.operation, a.status, a.body)
			}
			if grown := w.grew(rows); len(grown) > 0 {
				t.Errorf("%s (%s) wrote %v", c.name, c.operation, grown)
			}
		}
		for _, c := range sofia.harmless() {
			if said[c.operation] == "always" {
				t.Errorf("%s: %s always asks, says the contract", c.name, c.operation)
			}
			c.before()
			if a := c.send(); a.status >= 300 {
				t.Errorf("%s (%s): %d %s", c.name, c.operation, a.status, a.body)
			}
		}
		for operation, asks := range said {
			if asks != "never" && !tried[operation] {
				t.Errorf("%s asks (%s) and is not in the table", operation, asks)
			}
		}
		for _, c := range weakening {
			c.before()
			must(t, w.execute("UPDATE sessions SET authenticated_at = ?", store.At(w.clock.now())))
			if a := c.send(); a.status >= 300 {
				t.Errorf("%s (%s), just proven: %d %s", c.name, c.operation, a.status, a.body)
			}
		}
	})
}

// S1: what never asks is not refused to an old session for its age.
func TestS1WhatNeverAsks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.stale()
	said := asks(t)
	eachOperation(func(method, path string, op *openapi3.Operation) {
		if said[op.OperationID] != "never" {
			return
		}
		h := http.Header{"Sec-Fetch-Site": {"same-origin"}, "Authorization": {"Bearer " + sofia.token}}
		if a := w.browser().send(method, w.anyPath(path), nil, h); a.status == http.StatusUnauthorized && a.text("code") == "reauth_required" {
			t.Errorf("%s asks", op.OperationID)
		}
	})
}

// S1: the chain that made a stolen session permanent ends at its first link.
func TestS1AStolenSessionStaysAsOldAsItIs(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		sofia := w.stale()
		must(t, w.execute("DELETE FROM mails")) // of the way here
		sofia.creates(store.SuperAdmin)().want(http.StatusUnauthorized, "reauth_required")
		sofia.change("gita@partner.example", members{"email": "thief@evil.example"}).want(http.StatusUnauthorized, "reauth_required")
		sofia.change("maya@acme.example", members{"role": "super_admin"}).want(http.StatusUnauthorized, "reauth_required")
		w.browser().fetch(http.MethodPost, "/api/v1/sign-in/password-reset", members{"organization": "acme", "email": "thief@evil.example"}).want(http.StatusAccepted, "")
		w.noMessage("thief@evil.example")
		sofia.me.ask(http.MethodPost, "/reauthentication", proof(everybodysPassword)).want(http.StatusOK, "")
		sofia.change("maya@acme.example", members{"role": "super_admin"}).want(http.StatusOK, "")
		tells(t, w.message("sofia@acme.example"), "super admins changed", "Someone was made a super admin.", "maya@acme.example", "/sign-in-log/changes")
	})
}
