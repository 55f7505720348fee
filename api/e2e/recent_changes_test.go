package e2e_test

import (
	"fmt"
	"net/http"
	"time"

	"latchkey/api/apply"
	"latchkey/api/profile"
	"latchkey/api/store"
)

// stale is Sofia, super admin with a Google account, and Ben, who has no
// password: both signed in more than five minutes ago.
type stale struct {
	*office
	me, ben person
	attempt string // of a refused unknown user
	google  store.LiveConnection
	first   string // version of google, which worked too
	added   int
}

func (w *world) stale() *stale {
	w.t.Helper()
	w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
	s := &stale{google: w.live("acme", "google"), ben: w.withoutPassword()}
	must(w.t, w.raw.GetContext(w.t.Context(), &s.attempt, "SELECT id FROM sign_ins WHERE code <> '' LIMIT 1"))
	s.me = w.person("sofia@acme.example")
	s.me.signIn("acme", "google", "sofia@acme.example")
	s.me.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusOK, "")
	s.first = s.google.VersionID
	w.policy(apply.Organization{}, apply.Connection{Provider: "google", ClientID: ptr("acme-google-2"), Secret: &apply.Secret{Value: clientSecret}})
	s.google = w.live("acme", "google")
	must(w.t, w.execute("UPDATE connection_versions SET passed_at = created_at"))
	w.clock.add(profile.Recent)
	s.me.token, s.ben.token = s.me.browser.token(), s.ben.browser.token()
	s.office = &office{w.t, w, s.me.token, "acme"}
	return s
}

// weakening is what gives somebody a sign-in method or more power.
func (s *stale) weakening() []try {
	w, nothing := s.w, func() {}
	policy := func(o apply.Organization) func() { return func() { w.policy(o, apply.Connection{}) } }
	google := func(c apply.Connection) func() {
		c.Provider = "google"
		return func() { w.policy(apply.Organization{}, c) }
	}
	passwords := func(open bool) func() { return policy(apply.Organization{PasswordSignIn: &open}) }
	user := func(name, email string, before func(), change func() map[string]any) try {
		return try{"changeUser", name, before, func() answer { return s.change(email, change()) }}
	}
	always := func(change map[string]any) func() map[string]any { return func() map[string]any { return change } }
	plain := func(email string) func() {
		return func() {
			must(w.t, w.execute("UPDATE users SET role = 'agent', active = TRUE, exempt = FALSE, external_id = NULL WHERE email_lower = ?", email))
		}
	}
	inactive := func() {
		must(w.t, w.execute("UPDATE users SET active = FALSE WHERE email_lower = 'omar@acme.example'"))
	}
	service := func(name string, change members) try {
		var id string
		return try{"changeService", name, func() { id = w.machine("acme", "users:read").id }, func() answer {
			return s.ask(http.MethodPatch, "services/"+id, change, etagOf(s.get("services/"+id)))
		}}
	}
	role := func(name string, change members) try {
		return try{"changeRole", name, func() {
			must(w.t, w.execute("DELETE FROM roles WHERE key = 'desk'"))
			w.addRole("desk")
		}, func() answer { return s.ask(http.MethodPatch, "roles/desk", change, `"1"`) }}
	}
	federated := members{"issuer": w.provider.GoogleIssuer(), "jwksUri": w.provider.GoogleIssuer() + "/keys", "subject": "s", "audience": "a"}
	return []try{
		{"createService", "a service", nothing, func() answer {
			return s.ask(http.MethodPost, "services", members{"name": "CRM", "scopes": []string{"users:read"}}, "")
		}},
		{"createWebhook", "a webhook", nothing, func() answer {
			return s.ask(http.MethodPost, "webhooks", members{"url": "https://203.0.114.7/new"}, "")
		}},
		{"changeWebhook", "another address of a webhook", nothing, func() answer {
			return s.ask(http.MethodPatch, "webhooks/"+s.w.plainHook(), members{"url": "https://203.0.114.8/"}, `"1"`)
		}},
		{"rotateWebhookSecret", "another secret of a webhook", nothing, func() answer {
			return s.ask(http.MethodPost, "webhooks/"+s.w.plainHook()+"/secret", nil, `"1"`)
		}},
		{"addServiceSecret", "a secret", nothing, func() answer {
			return s.ask(http.MethodPost, "services/"+w.machine("acme", "users:read").id+"/secrets", members{}, "")
		}},
		service("a scope more", members{"scopes": []string{"users:read", "users:write"}}),
		service("another who is it", members{"federation": federated}),
		{"createRole", "a role that permits something", func() { must(w.t, w.execute("DELETE FROM roles WHERE key = 'made'")) }, func() answer {
			return s.ask(http.MethodPost, "roles", members{"key": "made", "name": "Made", "permissions": []string{"log:read"}}, "")
		}},
		role("a permission more", members{"permissions": []string{"log:read"}}),
		{"putRoleRules", "rules that act", nothing, func() answer {
			return s.ask(http.MethodPut, "role-rules", members{"mode": "automatic", "rules": []members{}, "otherwise": "keep"}, etagOf(s.get("role-rules")))
		}},
		{"putRoleChoice", "a role more", func() { must(w.t, w.execute("DELETE FROM role_choices")) }, func() answer {
			return s.letChoose("google", members{"choices": []string{"agent"}})
		}},
		{"decideRoleDrift", "a role of power", func() { w.drifts("maya@acme.example", "drifted") }, func() answer {
			return s.ask(http.MethodPost, "role-drift", members{"userId": idOf(s.user("maya@acme.example")), "said": "drifted", "decision": "accept"}, "")
		}},
		{"createUser", "a super admin", nothing, s.creates(store.SuperAdmin)},
		{"putUserByExternalID", "a super admin", nothing, s.keeps(store.SuperAdmin)},
		{"createUser", "of an own role that permits something", func() { w.addRole("other", "log:read") }, s.creates("other")},
		{"startUserImport", "a file of people", nothing, s.imports("")},
		user("made a super admin", "maya@acme.example", plain("maya@acme.example"), always(members{"role": "super_admin"})),
		user("exempt", "maya@acme.example", plain("maya@acme.example"), always(members{"exempt": true})),
		user("whom the operator's file means", "maya@acme.example", plain("maya@acme.example"), always(members{"externalId": "crm-1"})),
		user("reactivated", "omar@acme.example", inactive, always(members{"active": true})),
		{"createUserBulkChange", "reactivated", inactive, s.bulk(members{"action": "reactivate", "matching": members{"state": "inactive"}})},
		{"createUserBulkChange", "of an own role", func() { w.addRole("bulk", "log:read") }, s.bulk(members{"action": "set_role", "role": "bulk", "matching": members{"search": "maya"}})},
		user("another's e-mail", "gita@partner.example", nothing, always(members{"email": "other@partner.example"})),
		user("the own e-mail", "sofia@acme.example", func() {
			must(w.t, w.execute("UPDATE users SET email = 'sofia@acme.example', email_lower = 'sofia@acme.example' WHERE id = ?", idOf(s.user("sofia"))))
		}, always(members{"email": "sofia2@acme.example"})),
		{"connectUser", "an account", func() {
			must(w.t, w.execute("DELETE FROM identities WHERE subject = '100000000000000000006'"))
			must(w.t, w.execute("DELETE FROM identities WHERE user_id = ?", idOf(s.user("lena@acme.example"))))
		}, func() answer {
			return s.ask(http.MethodPost, "users/"+idOf(s.user("lena@acme.example"))+"/identities", members{"signInId": s.attempt}, "")
		}},
		{"addDomain", "a domain", nothing, func() answer {
			s.added++
			return s.ask(http.MethodPost, "domains", members{"domain": fmt.Sprintf("acme%d.example", s.added)}, "")
		}},
		{"changeConnection", "a wider lock", google(apply.Connection{LockedTo: []string{"acme.example"}}), s.connection(members{"lockedTo": []string{"acme.example", "b.example"}})},
		{"changeConnection", "no lock", google(apply.Connection{LockedTo: []string{"acme.example"}}), s.connection(members{"lockedTo": []string{}, "confirm": acmesName})},
		{"changeConnection", "another application", nothing, s.connection(members{"clientId": "another-client", "clientSecret": clientSecret})},
		{"restoreVersion", "another application", nothing, s.restore},
		{"enableConnection", "turned on", func() {
			w.setState("google", store.Disabled)
			must(w.t, w.execute("UPDATE connection_versions SET passed_at = created_at"))
		}, func() answer {
			return s.ask(http.MethodPost, "connections/"+s.google.ID+"/enable", members{"confirm": acmesName, "personalAddresses": true}, etagOf(s.get("connections/"+s.google.ID)))
		}},
		{"createSetupLink", "a link", func() { must(w.t, w.execute("DELETE FROM guest_links")) }, func() answer {
			return s.ask(http.MethodPost, "connections/"+s.google.ID+"/setup-links", members{"guest": "Ines"}, "")
		}},
		{"changePolicy", "linking", google(apply.Connection{Linking: ptr(store.LinkConfirm)}), s.atFirstSignIn("linking", "automatic")},
		{"changePolicy", "weak proof", google(apply.Connection{WeakProof: ptr(store.WeakRefuse)}), s.atFirstSignIn("weakProof", "ask")},
		{"changePolicy", "another e-mail", google(apply.Connection{DifferentEmail: ptr(false)}), s.atFirstSignIn("differentEmail", true)},
		{"changePolicy", "longer sessions", func() {
			must(w.t, w.execute("UPDATE organizations SET session_idle_seconds = 3600, session_absolute_seconds = 7200"))
		}, s.patches(members{"sessionIdleMinutes": 90})},
		{"allowPasswords", "passwords", passwords(false), func() answer {
			return s.ask(http.MethodDelete, "sign-in-policy/requirement", nil, etagOf(s.get("sign-in-policy")))
		}},
		{"proveBreakGlass", "somebody exempt", func() {
			passwords(false)()
			must(w.t, w.execute("UPDATE users SET exempt = FALSE"))
		}, func() answer {
			u := s.user("sofia")
			return s.ask(http.MethodPost, "sign-in-policy/break-glass", members{"email": u["email"], "password": everybodysPassword}, "")
		}},
		{"requireSso", "later than it was", func() {
			passwords(true)()
			w.setState("google", store.Enabled)
			must(w.t, w.execute("UPDATE users SET exempt = TRUE WHERE role = 'super_admin'"))
			must(w.t, w.execute("UPDATE organizations SET sso_required_at = ? WHERE code = 'acme'", store.At(w.clock.now().Add(time.Hour))))
		}, func() answer { return s.require(w.clock.now().Add(48 * time.Hour)) }},
		{"changeMyPassword", "the first one", func() {
			must(w.t, w.execute("UPDATE users SET password_hash = NULL WHERE email_lower = 'ben@acme.example'"))
		}, func() answer { return s.ben.ask(http.MethodPut, "/password", members{"newPassword": anotherPassword}) }},
		{"startLink", "an account", nothing, func() answer { return s.me.ask(http.MethodPost, "/identities/microsoft", nil) }},
		{"startReplacement", "another account", func() { w.setState("google", store.Enabled) }, func() answer { return s.me.ask(http.MethodPost, "/identities/google/replacement", nil) }},
		{"unlinkMyIdentity", "an account", policy(apply.Organization{PasswordSignIn: ptr(true)}), func() answer { return s.me.ask(http.MethodDelete, "/identities/google", nil) }},
	}
}

// harmless gives nobody anything.
func (s *stale) harmless() []try {
	w, nothing := s.w, func() {}
	change := func(name string, m members) try {
		return try{"changeUser", name, nothing, func() answer { return s.change("maya@acme.example", m) }}
	}
	return []try{
		{"changeService", "fewer scopes and a name", nothing, func() answer {
			id := w.machine("acme", "users:read", "log:read").id
			return s.ask(http.MethodPatch, "services/"+id, members{"scopes": []string{"log:read"}, "name": "Other", "federation": nil}, `"1"`)
		}},
		{"changeWebhook", "a webhook, off and of fewer types", nothing, func() answer {
			return s.ask(http.MethodPatch, "webhooks/"+w.plainHook(), members{"enabled": false, "types": []string{"user.created"}, "description": "CRM"}, `"1"`)
		}},
		{"deleteWebhook", "a webhook", nothing, func() answer {
			return s.ask(http.MethodDelete, "webhooks/"+w.plainHook(), nil, `"1"`)
		}},
		{"revokeService", "a service", nothing, func() answer {
			return s.ask(http.MethodDelete, "services/"+w.machine("acme", "users:read").id, nil, `"1"`)
		}},
		{"changeRole", "a name and fewer permissions", func() { w.addRole("fewer", "log:read", "users:read") }, func() answer {
			return s.ask(http.MethodPatch, "roles/fewer", members{"name": "Fewer", "permissions": []string{"log:read"}}, `"1"`)
		}},
		{"deleteRole", "a role", func() { w.addRole("gone", "log:read") }, func() answer {
			return s.ask(http.MethodDelete, "roles/gone", nil, `"1"`)
		}},
		{"putRoleRules", "rules that only suggest", nothing, func() answer {
			return s.ask(http.MethodPut, "role-rules", members{"mode": "suggest", "rules": []members{}, "otherwise": "keep"}, etagOf(s.get("role-rules")))
		}},
		{"createRole", "a role that permits nothing", func() { must(w.t, w.execute("DELETE FROM roles WHERE key = 'made'")) }, func() answer {
			return s.ask(http.MethodPost, "roles", members{"key": "made", "name": "Made"}, "")
		}},
		{"decideRoleDrift", "a role is kept", func() { w.drifts("maya@acme.example", "drifted") }, func() answer {
			return s.ask(http.MethodPost, "role-drift", members{"userId": idOf(s.user("maya@acme.example")), "said": "drifted", "decision": "keep"}, "")
		}},
		{"createUser", "an agent", nothing, s.creates(store.Agent)},
		{"putUserByExternalID", "an agent", nothing, s.keeps(store.Agent)},
		{"createUserBulkChange", "turned away", nothing, s.bulk(members{"action": "deactivate", "matching": members{"search": "maya"}})},
		{"createUserBulkChange", "of a role that permits nothing", func() { w.addRole("powerless") }, s.bulk(members{"action": "set_role", "role": "powerless", "matching": members{"search": "maya"}})},
		{"createUserBulkChange", "agents", nothing, s.bulk(members{"action": "set_role", "role": "agent", "matching": members{}})},
		{"startUserImport", "what would come of a file", nothing, s.imports("?dryRun=true")},
		change("a name", members{"name": "Maya O."}),
		change("capitals", members{"email": "MAYA@acme.example"}),
		change("turned away", members{"active": false}),
		{"changeConnection", "a label", nothing, s.connection(members{"label": "Ours"})},
		{"changeConnection", "a new secret", nothing, s.connection(members{"clientSecret": "another-secret-x"})},
		{"restoreVersion", "the same with another secret", func() {
			w.policy(apply.Organization{}, apply.Connection{Provider: "google", LockedTo: []string{"acme.example"}})
			must(w.t, w.execute("UPDATE connection_versions SET client_id = ? WHERE id = ?", s.google.ClientID, s.first))
		}, s.restore},
		{"tickGuideStep", "a step done", nothing, func() answer {
			return s.ask(http.MethodPut, "connections/"+s.google.ID+"/guide/G1", members{"done": true}, "")
		}},
		{"changePolicy", "shorter sessions", nothing, s.patches(members{"sessionIdleMinutes": 45})},
		{"changePolicy", "from the profile only", nothing, s.atFirstSignIn("linking", "profile_only")},
		{"disableConnection", "turned off", func() { w.setState("google", store.Enabled) }, func() answer {
			return s.ask(http.MethodPost, "connections/"+s.google.ID+"/disable", members{"keepSessions": true}, etagOf(s.get("connections/"+s.google.ID)))
		}},
		{"changeMyPassword", "with the one before", nothing, func() answer {
			return w.person("lena@acme.example").ask(http.MethodPut, "/password", changeOf(everybodysPassword, anotherPassword))
		}},
	}
}

func (s *stale) creates(role store.Role) func() answer {
	return func() answer {
		s.added++
		return s.ask(http.MethodPost, "users", members{"email": fmt.Sprintf("new%d@acme.example", s.added), "name": "New", "role": role}, "")
	}
}

func (s *stale) imports(query string) func() answer {
	return func() answer {
		return s.file("user-imports"+query, "text/csv", "email,name\nimported@acme.example,Imported\n")
	}
}

func (s *stale) keeps(role store.Role) func() answer {
	return func() answer {
		s.added++
		body := members{"email": fmt.Sprintf("kept%d@acme.example", s.added), "name": "Kept", "role": role}
		return s.ask(http.MethodPut, fmt.Sprintf("users/by-external-id/kept-%d", s.added), body, "")
	}
}

func (s *stale) bulk(order members) func() answer {
	return func() answer { return s.ask(http.MethodPost, "user-bulk-changes", order, "") }
}

func (s *stale) connection(change members) func() answer {
	return func() answer {
		return s.ask(http.MethodPatch, "connections/"+s.google.ID, change, etagOf(s.get("connections/"+s.google.ID)))
	}
}

// restore goes back to the version of google that is not live.
func (s *stale) restore() answer {
	version := s.first
	if s.w.live("acme", "google").VersionID == s.first {
		version = s.google.VersionID
	}
	return s.ask(http.MethodPost, "connections/"+s.google.ID+"/versions/"+version+"/restore", nil, etagOf(s.get("connections/"+s.google.ID)))
}

func (s *stale) patches(change members) func() answer {
	return func() answer {
		return s.ask(http.MethodPatch, "sign-in-policy", change, etagOf(s.get("sign-in-policy")))
	}
}

// atFirstSignIn changes what google does at a first sign-in.
func (s *stale) atFirstSignIn(member string, value any) func() answer {
	return s.patches(members{"firstSignIn": []any{members{"connectionId": s.google.ID, member: value}}})
}
