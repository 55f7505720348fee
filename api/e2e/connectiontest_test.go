package e2e_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// S10: the whole attempt of a test, and that it writes its report and nothing else.
func TestConnectionTests(t *testing.T) {
	for name, c := range map[string]struct {
		provider, who string
		lie           func(w *world)
		state, code   string
		verdicts      string
		outcome, of   string
		changed       []string
	}{
		"it passes": {"google", "maya@acme.example", nil, "passed", "", "roles info", "silent", "maya@acme.example", []string{"connection_versions"}},
		"as herself": {
			"google", "sofia@acme.example", nil, "passed", "", "person info, roles info", "ask", "sofia@acme.example",
			[]string{"connection_versions"},
		},
		"nobody matches": {"google", "stranger@acme.example", nil, "passed", "", "person look, roles info", "refused", "", []string{"connection_versions"}},
		"weak proof":     {"google", unproven, nil, "passed", "", "proof look, person look, roles info", "ask", "maya@acme.example", []string{"connection_versions"}},
		"another hosted domain": {
			"google", "maya@other.example", nil, "failed", "wrong_hosted_domain",
			"lock failed, person not_reached, roles info", "refused", "", nil,
		},
		"another tenant, which the authority refuses": {
			"microsoft", "ben@elsewhere.example", nil, "failed", "wrong_tenant",
			"lock failed, email not_reached, proof not_reached, person not_reached, roles not_reached", "", "", nil,
		},
		"she cancels": {
			"google", idptest.Refuse, nil, "failed", "provider_denied",
			"token failed, signature not_reached, nonce not_reached, lock not_reached, email not_reached, proof not_reached, person not_reached, roles not_reached",
			"", "", nil,
		},
		"a nonce of another attempt": {
			"google", "maya@acme.example", func(w *world) {
				w.lie(func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { c["nonce"] = "another" } })
			}, "failed", "token_invalid",
			"nonce failed, lock not_reached, email not_reached, proof not_reached, person not_reached, roles not_reached", "", "", nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			engines(t, func(t *testing.T, w *world) {
				sofia := w.tester(t, c.provider)
				if c.lie != nil {
					c.lie(w)
				}
				before, sessions := w.everything(), w.count("SELECT count(*) FROM sessions")
				started, back := sofia.beforeCallback(c.who)
				if len(sofia.attempts()) != 1 || started.Report.State != "running" || started.Report.StartedBy != "sofia@acme.example" {
					t.Errorf("%v, %+v", sofia.attempts(), started.Report)
				}
				a := sofia.navigate(back)
				a.wantTestPage(sofia.connection, started.Report.ID)
				if a.cookie("latchkey-session") != nil || len(sofia.attempts()) != 0 {
					t.Errorf("cookies %v", a.set)
				}
				got := sofia.report(started.Report.ID)
				code := ""
				if got.Code != nil {
					code = *got.Code
				}
				if got.State != c.state || code != c.code || got.verdicts() != c.verdicts || got.FinishedAt == nil || !got.Current {
					t.Errorf("%s %q %s", got.State, code, got.verdicts())
				}
				outcome, of := "", ""
				if got.Person != nil {
					if outcome = got.Person.Outcome; got.Person.Name != nil {
						of = *got.Person.Name
					}
					if got.Person.IsMe != (of == "sofia@acme.example") {
						t.Errorf("%+v", got.Person)
					}
				}
				if outcome != c.outcome || of != c.of {
					t.Errorf("%s by %q", outcome, of)
				}
				if changed := w.changed(before); !slices.Equal(changed, c.changed) || w.count("SELECT count(*) FROM sessions") != sessions {
					t.Errorf("it wrote %v", changed)
				}
				if n := w.count("SELECT count(*) FROM audit_events WHERE action = ?", "connection.test_"+c.state); n != 1 {
					t.Errorf("%d audit events", n)
				}
			})
		})
	}
}

// A wrong secret ends the test before any attempt, in plain words; the live version
// and its health stay as they were.
func TestConnectionTestOfAWrongSecret(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.tester(t, "google")
		before := w.everything()
		w.provider.SetSecret("acme-google", "another")
		for range 3 {
			got := sofia.start()
			if got.AuthorizationURL != nil || got.Report.State != "failed" || got.Report.verdicts() != "credentials failed" || len(sofia.attempts()) != 0 {
				t.Errorf("%+v", got)
			}
		}
		if changed := w.changed(before); len(changed) > 0 {
			t.Errorf("it wrote %v", changed)
		}
		var list struct{ Items []testReport }
		a := sofia.ask(http.MethodGet, "acme", "tests")
		must(t, json.Unmarshal(a.body, &list))
		if a.want(http.StatusOK, ""); len(list.Items) != 3 {
			t.Errorf("%s", a.body)
		}
	})
}

// A test of a broken draft leaves the live version alone, and people come in by
// it; a draft that passes is live at once.
func TestConnectionTestOfADraft(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.tester(t, "google")
		live := w.live("acme", "google")
		draft := live.Version()
		draft.ID, draft.Number, draft.ClientID, draft.State = secret.NewID(), 2, "acme-google-2", store.VersionDraft
		draft.CreatedAt, draft.CreatedBy = store.At(w.clock.now()), "operator"
		draft.SecretSealed = w.ring.SealRow(draft.SecretPlace(), []byte(clientSecret))
		must(t, w.store.AddVersion(t.Context(), draft))
		_, err := w.raw.ExecContext(t.Context(), w.raw.Rebind("UPDATE connections SET draft_version_id = ? WHERE id = ?"), draft.ID, live.ID)
		must(t, err)
		before := w.everything()
		if got := sofia.start(); got.Report.verdicts() != "credentials failed" || got.Report.VersionNumber != 2 {
			t.Errorf("%+v", got)
		}
		if changed := w.changed(before); len(changed) > 0 {
			t.Errorf("it wrote %v", changed)
		}
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()

		w.provider.AddClient(idptest.Client{ID: "acme-google-2", Secret: clientSecret, RedirectURIs: []string{w.callback("acme", "google")}})
		started, back := sofia.beforeCallback("maya@acme.example")
		sofia.navigate(back).wantTestPage(live.ID, started.Report.ID)
		if got := sofia.report(started.Report.ID); got.State != "passed" || got.Person.Outcome != "linked" || !got.Learned.Locked {
			t.Errorf("%+v", got)
		}
		if now := w.live("acme", "google"); now.VersionID != draft.ID {
			t.Error("the draft is not live")
		}
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
	})
}
