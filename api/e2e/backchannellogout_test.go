package e2e_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/store"
)

// Whatever ends a session tells the applications that got tokens in it, and no other.
func TestLogoutIsToldForEveryCause(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		r := w.crm()
		listener := r.listens(func(a *apply.Application) { a.LogoutOnRoleChange = ptr(true) })
		deaf := w.rp("spa", spaCallback, "").listens(nil)
		sofia := w.office(t, "acme", "sofia@acme.example")
		for name, end := range map[string]func(b *browser){
			"sign-out": func(b *browser) { b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "") },
			"another sign-in in this browser": func(b *browser) {
				b.password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusOK, "")
			},
			"all sessions, by a super admin": func(*browser) {
				sofia.ask(http.MethodDelete, "users/"+idOf(sofia.user("maya@acme.example"))+"/sessions", nil, "").want(http.StatusOK, "")
			},
			"another role, where it is asked for": func(*browser) {
				role := "agent"
				if sofia.user("maya@acme.example")["role"] == role {
					role = "super_admin"
				}
				sofia.change("maya@acme.example", map[string]any{"role": role}).want(http.StatusOK, "")
			},
			"deactivated": func(*browser) {
				sofia.change("maya@acme.example", map[string]any{"active": false}).want(http.StatusOK, "")
				sofia.change("maya@acme.example", map[string]any{"active": true}).want(http.StatusOK, "")
			},
		} {
			b, _, session := r.entered("acme", "maya@acme.example")
			if before := listener.heard(r); before != nil {
				t.Errorf("%s: before it told %+v", name, before)
			}
			end(b)
			if h := listener.heard(r); len(h) != 1 || h[0].SessionID != session {
				t.Errorf("%s: told %+v", name, h)
			}
			if name == "another role, where it is asked for" {
				b.fetch(http.MethodDelete, "/api/v1/session", nil)
				listener.heard(r)
			}
		}
		if len(deaf.bodies) > 0 {
			t.Error("an application was told that nobody entered")
		}
	})
}

// An application that is away is told when it is back; one that never takes it is given up
// after a day, and both are seen.
func TestLogoutIsTriedForADay(t *testing.T) {
	w := oauthWorld(t)
	r := w.crm()
	listener := r.listens(nil)
	troubles := func() []store.LogoutFailure {
		list, err := w.store.LogoutFailures(t.Context())
		must(t, err)
		return list
	}
	end := func() {
		b, _, _ := r.entered("acme", "maya@acme.example")
		b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
	}
	listener.answers(http.StatusInternalServerError)
	end()
	var ids []string
	for range 3 {
		for _, h := range listener.heard(r) {
			ids = append(ids, h.TokenID)
		}
		w.clock.add(30 * time.Second)
	}
	if len(ids) != 3 || len(slices.Compact(ids)) != 3 {
		t.Errorf("three tries were %q", ids)
	}
	if list := troubles(); len(list) != 1 || list[0].Trying != 1 || list[0].Problem != "refused" {
		t.Errorf("seen: %+v", list)
	}
	listener.answers(http.StatusNoContent)
	w.clock.add(time.Minute)
	if h := listener.heard(r); len(h) != 1 || len(troubles()) != 0 {
		t.Errorf("got %+v, seen %+v", h, troubles())
	}
	end()
	listener.answers(http.StatusFound)
	listener.heard(r)
	w.clock.add(24 * time.Hour)
	listener.heard(r)
	w.clock.add(48 * time.Hour)
	if h := listener.heard(r); h != nil {
		t.Errorf("tried after a day: %+v", h)
	}
	if list := troubles(); len(list) != 1 || list[0].GivenUp != 1 || list[0].Trying != 0 {
		t.Errorf("seen: %+v", list)
	}
	// One that is turned off, or wants to know no more, is told nothing.
	end()
	w.apply(&apply.Document{Applications: []apply.Application{{ClientID: "crm", BackchannelLogoutURI: ptr("")}}})
	w.clock.add(2 * time.Second) // the registry remembers for one
	if h := listener.heard(r); h != nil || w.count("SELECT count(*) FROM logout_messages WHERE due_at IS NOT NULL") != 0 {
		t.Errorf("got %+v", h)
	}
}
