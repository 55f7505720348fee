package e2e_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"latchkey/api/event"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// steps is everything that decides who people are and what they may.
func (w *walker) steps() map[string]func() string {
	return map[string]func() string{
		"create": func() string {
			return w.managed(func(o *office) answer {
				return o.ask(http.MethodPost, "users", members{"email": w.address(), "name": w.name(), "role": w.role()}, "")
			})
		},
		"change":     func() string { return w.managed(w.change) },
		"demote":     func() string { return w.managed(w.demote) },
		"demote, 2":  func() string { return w.managed(w.demote) },
		"disconnect": func() string { return w.managed(w.disconnect) },
		"upsert": func() string {
			return w.ended(w.crm.ask(http.MethodPut, "users/by-external-id/"+w.externalID(), members{"email": w.address(), "name": w.name(), "role": "agent", "active": w.coin()}, ""))
		},
		"batch":             func() string { return w.ended(w.batch(w.crm)) },
		"batch of a person": func() string { return w.managed(w.batch) },
		"import":            func() string { return w.managed(w.imports) },
		"import of a robot": func() string { return w.ended(w.imports(w.crm)) },
		"bulk":              func() string { return w.managed(w.bulk) },
		"rules":             func() string { return w.managed(w.rules) },
		"sign-in":           w.signsIn,
		"sign-in once more": w.signsIn,
		"sign-in and again": w.signsIn,
		"another process":   w.elsewhere,
		"probe":             w.probes,
		"probe once more":   w.probes,
	}
}

func (w *walker) name() string       { return fmt.Sprint("Name ", w.IntN(1000)) }
func (w *walker) externalID() string { return fmt.Sprint("crm-", w.IntN(pool)) }
func (w *walker) coin() bool         { return w.IntN(2) == 0 }
func (w *walker) role() string       { return []string{"super_admin", "agent", "desk", "agent"}[w.IntN(4)] }

// somebody reads one of the people.
func (w *walker) somebody(o *office, query string) (map[string]any, answer) {
	a := o.ask(http.MethodGet, "users?limit=200"+query, nil, "")
	items, _ := a.object()["items"].([]any)
	if a.status != http.StatusOK || len(items) == 0 {
		return nil, a
	}
	is, _ := items[w.IntN(len(items))].(map[string]any)
	return is, a
}

// demote takes a super admin away, perhaps the one who does it.
func (w *walker) demote(o *office) answer {
	is, a := w.somebody(o, "&role=super_admin&state=active")
	if is == nil {
		return a
	}
	change := []members{{"role": "agent"}, {"active": false}}[w.IntN(2)]
	return o.ask(http.MethodPatch, "users/"+idOf(is), change, etagOf(is))
}

func (w *walker) change(o *office) answer {
	is, a := w.somebody(o, "")
	if is == nil {
		return a
	}
	change := []members{
		{"email": w.address()},
		{"name": w.name()},
		{"role": w.role()},
		{"active": w.coin()},
		{"exempt": w.coin()},
		{"role": "agent", "active": w.coin(), "exempt": w.coin(), "email": w.address()},
		{"externalId": w.externalID()},
	}[w.IntN(7)]
	return o.ask(http.MethodPatch, "users/"+idOf(is), change, etagOf(is))
}

func (w *walker) disconnect(o *office) answer {
	is, a := w.somebody(o, "")
	if is == nil {
		return a
	}
	whole := o.ask(http.MethodGet, "users/"+idOf(is), nil, "")
	if whole.status != http.StatusOK {
		return whole
	}
	for _, link := range whole.object()["identities"].([]any) {
		whole = o.ask(http.MethodDelete, "users/"+idOf(is)+"/identities/"+idOf(link.(map[string]any)), nil, "")
	}
	return whole
}

func (w *walker) batch(o *office) answer {
	var list []members
	for range 5 {
		one := members{"do": []string{"upsert", "deactivate", "reactivate"}[w.IntN(3)], "externalId": w.externalID()}
		if one["do"] == "upsert" {
			one["email"], one["name"], one["role"] = w.address(), w.name(), "agent"
		}
		list = append(list, one)
	}
	return o.ask(http.MethodPost, "users/batch", members{"operations": list}, "")
}

func (w *walker) imports(o *office) answer {
	var file strings.Builder
	file.WriteString("external_id,email,name,role,active\n")
	for range 4 {
		fmt.Fprintf(&file, "%s,%s,%s,%s,%t\n", []string{"", w.externalID()}[w.IntN(2)], w.address(), w.name(), []string{"", "agent", "desk"}[w.IntN(3)], w.IntN(3) > 0)
	}
	return o.file("user-imports", "text/csv", file.String())
}

func (w *walker) bulk(o *office) answer {
	order := members{"action": []string{"deactivate", "reactivate", "reactivate", "set_role", "end_sessions", "invite"}[w.IntN(6)], "matching": members{}}
	if order["action"] == "set_role" {
		order["role"] = []string{"agent", "desk"}[w.IntN(2)]
	}
	return o.ask(http.MethodPost, "user-bulk-changes", order, "")
}

// rules are other ones from now on: who signs in gets a role by them.
func (w *walker) rules(o *office) answer {
	now := o.ask(http.MethodGet, "role-rules", nil, "")
	if now.status != http.StatusOK {
		return now
	}
	heads := ruleOf("super_admin", "heads")
	heads["superAdmin"] = true
	return o.ask(http.MethodPut, "role-rules", members{
		"mode": []string{"off", "suggest", "automatic", "provider_wins", "provider_wins"}[w.IntN(5)], "confirmSuperAdmin": true,
		"rules": []members{ruleOf("desk", "desk"), heads}, "otherwise": []string{"keep", "refuse"}[w.IntN(2)],
	}, now.text("etag"))
}

// signsIn signs somebody in: for the first time, or with another role than before.
func (w *walker) signsIn() string {
	a := w.browser().signIn("acme", "google", poolName(w.IntN(addresses))+"@acme.example")
	if a.status == http.StatusServiceUnavailable {
		return "busy"
	}
	if a.status != http.StatusSeeOther {
		w.t.Errorf("a sign-in: %d %s", a.status, a.body)
	}
	where, _, _ := strings.Cut(a.header.Get("Location"), "&")
	return where
}

// elsewhere is a process that adds somebody without looking who is there.
func (w *walker) elsewhere() string {
	ctx := w.t.Context()
	u := store.NewUser(w.id, w.address(), w.name(), store.Agent, w.clock.now())
	err := w.store.Locked(ctx, w.id, func(rows store.Rows) error {
		if err := rows.AddUser(ctx, u); err != nil {
			return err
		}
		return event.Record(ctx, rows, event.Event{
			Organization: w.id, Actor: store.ActorOperator, Kind: event.UserCreated, Subject: u.ID,
			Detail: map[string]any{"email": u.Email, "name": u.Name, "role": u.Role}, At: w.clock.now(),
		})
	})
	if errors.Is(err, store.ErrConflict) {
		return "taken"
	}
	w.unlessBusy(err)
	return "done"
}

// probes are what tells of connections: they lock nothing but the numbers of events. Their
// commit takes a moment, as on a slow disk: whoever numbers meanwhile must not be read first.
func (w *walker) probes() string {
	ctx, now, slow := w.t.Context(), store.At(w.clock.now()), time.Duration(w.IntN(30))*time.Millisecond
	w.unlessBusy(w.store.InTx(ctx, func(rows store.Rows) error {
		one := store.EventRow{ID: "evt_" + secret.NewID(), OrganizationID: w.id, Type: string(event.TypeConnectionDegraded), OccurredAt: now, Data: "{}"}
		err := rows.AddEvents(ctx, w.id, []store.EventRow{one})
		time.Sleep(slow)
		return err
	}))
	return "done"
}
