package apply_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/change"
	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/password"
	"latchkey/api/people"
	"latchkey/api/policy"
	"latchkey/api/profile"
	"latchkey/api/rules"
	"latchkey/api/session"
	"latchkey/api/setup"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// writers are all ways by which a value comes in: the operator's file, and the
// rooms behind the screens and the API. A nil error is a value that was taken.
type writers struct {
	*rig
	people      *people.People
	policies    *policy.Policies
	connections *connection.Connections
	setup       *setup.Setup
	profile     *profile.Profile
	principal   store.Principal
	n           int // counts what was made, so that nothing is taken already
}

func newWriters(t *testing.T) *writers {
	w := &writers{rig: newRig(t, storetest.Open(t, store.SQLite))}
	w.GenericAllowed, w.IdentityChanges = true, true
	w.Providers = must(idp.New(idp.Options{}))
	clock := w.Now
	w.people = people.New(people.Options{Store: w.db, Now: clock})
	w.policies = policy.New(policy.Options{Store: w.db, Now: clock})
	w.connections = connection.New(connection.Options{Store: w.db, Ring: w.ring, Providers: w.Providers, GenericAllowed: true, Now: clock})
	sessions, err := session.New(session.Options{Store: w.db, Ring: w.ring, Issuer: "i", Audience: "a", Now: clock})
	w.must(err)
	w.must(sessions.LoadKeys(t.Context()))
	empty := storetest.Open(t, store.SQLite) // where set-up is still open
	w.setup = &setup.Setup{Store: empty, Sessions: sessions, Passwords: password.NewCheap(), Now: clock}
	w.profile = profile.New(profile.Options{Store: w.db, Forget: func(string) {}, Now: clock})
	w.apply("organizations:\n  - code: acme\n    people:\n      - {email: sofia@acme.example, role: super_admin, passwordHash: '" + hashA + "'}\n")
	sofia := w.user("sofia@acme.example")
	w.stay(sofia)
	w.principal, err = w.db.SessionPrincipal(t.Context(), "s-"+sofia.ID)
	w.must(err)
	return w
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func (w *writers) actor() change.Actor {
	return change.Actor{
		OrganizationID: w.principal.OrganizationID, ID: w.principal.UserID,
		Recent: func(context.Context, store.Rows) error { return nil },
	}
}

// fresh is an address that nobody has.
func (w *writers) fresh() string { w.n++; return "p" + strconv.Itoa(w.n) + "@acme.example" }

// filed tries a person or an organization of a file, without writing.
func (w *writers) filed(o apply.Organization) error {
	_, err := w.Apply(w.t.Context(), &apply.Document{Organizations: []apply.Organization{o}}, true)
	return err
}

func (w *writers) person(p apply.Person) error {
	return w.filed(apply.Organization{Code: "acme", People: []apply.Person{p}})
}

func (w *writers) create(n people.NewUser) error {
	_, err := w.people.Create(w.t.Context(), w.actor(), n)
	return err
}

// change changes somebody new.
func (w *writers) change(c people.Change) error {
	made := must(w.people.Create(w.t.Context(), w.actor(), people.NewUser{Email: w.fresh(), Name: "P", Role: store.Agent}))
	_, err := w.people.Change(w.t.Context(), w.actor(), made.ID, made.Revision, c)
	return err
}

// first completes a set-up whose link is unknown: what is said of the values comes
// before, and set-up stays open.
func (w *writers) first(change func(*setup.First)) error {
	f := setup.First{Token: "x", Code: "acme", Organization: "Acme", Name: "Sofia", Email: "sofia@acme.example", Password: "a long sentence nobody says"}
	change(&f)
	_, _, err := w.setup.Complete(w.t.Context(), f)
	if fault.Of(err).Code == fault.SetupClosed {
		return nil
	}
	return err
}

func (w *writers) mine(c profile.Change) error {
	_, err := w.profile.Change(w.t.Context(), w.principal, c)
	return err
}

func (w *writers) policy(c policy.Change) error {
	o := must(w.db.OrganizationByID(w.t.Context(), w.principal.OrganizationID))
	_, err := w.policies.Change(w.t.Context(), w.actor(), o.Revision, c)
	return err
}

// by are the writers of a field.
type by = map[string]func(string) error

// settings are the writers of a setting of the sign-in policy.
func (w *writers) settings(of func(string) rules.SignInPolicy) by {
	return by{
		"file":   func(v string) error { return w.filed(apply.Organization{Code: "acme", SignInPolicy: of(v)}) },
		"policy": func(v string) error { return w.policy(policy.Change{SignInPolicy: of(v)}) },
	}
}

// O1, S6: no way to write one is weaker than another. Every value is taken by all writers of
// its field, or by none.
func TestO1_AllWritersGoByOneSetOfRules(t *testing.T) {
	w := newWriters(t)
	for _, field := range []struct {
		name      string
		writers   by
		good, bad []string
	}{
		{"email", by{
			"file":   func(v string) error { return w.person(apply.Person{Email: v}) },
			"create": func(v string) error { return w.create(people.NewUser{Email: v, Name: "P", Role: store.Agent}) },
			"change": func(v string) error { return w.change(people.Change{Email: &v}) },
			"setup":  func(v string) error { return w.first(func(f *setup.First) { f.Email = v }) },
		}, nil, []string{
			"", "ana", "@acme.example", "ana@", "ana@b@c", "ana @acme.example", " ana@acme.example", "ünï@acme.example", "ana@acme.example\n", "a\x00@acme.example",
			strings.Repeat("a", 250) + "@b.cd",
		}},
		{"name", by{
			"file":    func(v string) error { return w.person(apply.Person{Email: w.fresh(), Name: &v}) },
			"create":  func(v string) error { return w.create(people.NewUser{Email: w.fresh(), Name: v, Role: store.Agent}) },
			"change":  func(v string) error { return w.change(people.Change{Name: &v}) },
			"setup":   func(v string) error { return w.first(func(f *setup.First) { f.Name = v }) },
			"profile": func(v string) error { return w.mine(profile.Change{Name: &v}) },
		}, []string{"Ana", "  Ana Señor ", "王小明", "می\u200cخواهم", strings.Repeat("é", 120)}, []string{
			"", "  ", "A\nB", "A\x00B", "A\u202eB", "A\u2028B", "\ufeffA B\ufeff C", "A\x7f", "\xff", strings.Repeat("é", 121),
		}},
		{"externalId", by{
			"file": func(v string) error { return w.person(apply.Person{Email: w.fresh(), ExternalID: &v}) },
			"create": func(v string) error {
				return w.create(people.NewUser{Email: w.fresh(), Name: "P", Role: store.Agent, ExternalID: v})
			},
		}, []string{"0012", "crm 7"}, []string{" ", "a\nb", "a\x00", strings.Repeat("x", 121)}},
		{"role", by{
			"file": func(v string) error { return w.person(apply.Person{Email: w.fresh(), Role: (*store.Role)(&v)}) },
			"create": func(v string) error {
				return w.create(people.NewUser{Email: w.fresh(), Name: "P", Role: store.Role(v)})
			},
			"change": func(v string) error { return w.change(people.Change{Role: (*store.Role)(&v)}) },
		}, []string{"agent", "super_admin"}, []string{"", "operator", "Agent"}},
		{"language", by{
			"file":    func(v string) error { return w.person(apply.Person{Email: w.fresh(), Language: &v}) },
			"profile": func(v string) error { return w.mine(profile.Change{Language: &v}) },
		}, []string{"", "en", "zh-Hans"}, []string{"fr", "EN", "en-US"}},
		{"passwordHash", by{
			"file": func(v string) error { return w.person(apply.Person{Email: w.fresh(), PasswordHash: &v}) },
		}, []string{hashA, "$2b$14$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"}, []string{
			"", "secret", "$1$abc$def", "$2b$22$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
			strings.Replace(hashA, "t=1", "t=4294967295", 1), strings.Replace(hashA, "m=64", "m=4294967295", 1),
		}},
		{"code", by{
			"file":  func(v string) error { return w.filed(apply.Organization{Code: v}) },
			"setup": func(v string) error { return w.first(func(f *setup.First) { f.Code = v }) },
		}, []string{"acme", "a1", "a-b-c", strings.Repeat("a", 40)}, []string{"", "a", "0", "-a", "a-", "a--b", "A", "a_b", "ä1", "a\n", strings.Repeat("a", 41)}},
		{"organization", by{
			"file":  func(v string) error { return w.filed(apply.Organization{Code: "acme", Name: &v}) },
			"setup": func(v string) error { return w.first(func(f *setup.First) { f.Organization = v }) },
		}, []string{"Acme Support"}, []string{"", " ", "a\nb", "a\x00", strings.Repeat("x", 121)}},
		{
			"contactText", w.settings(func(v string) rules.SignInPolicy { return rules.SignInPolicy{ContactText: &v} }),
			[]string{"", "Call\nus", strings.Repeat("é", 500)},
			[]string{"a\x02", "a\u202eb", strings.Repeat("é", 501)},
		},
		{
			"logDays", w.settings(func(v string) rules.SignInPolicy { return rules.SignInPolicy{LogDays: new(must(strconv.Atoi(v)))} }),
			[]string{"7", "90", "730"},
			[]string{"-1", "0", "6", "731"},
		},
		{
			"auditDays", w.settings(func(v string) rules.SignInPolicy { return rules.SignInPolicy{AuditDays: new(must(strconv.Atoi(v)))} }),
			[]string{"180", "3650"},
			[]string{"-1", "7", "179", "3651"},
		},
		{
			"sessions", w.settings(func(v string) rules.SignInPolicy {
				idle, absolute, _ := strings.Cut(v, " ")
				return rules.SignInPolicy{SessionIdle: new(must(time.ParseDuration(idle))), SessionAbsolute: new(must(time.ParseDuration(absolute)))}
			}),
			[]string{"30m 30m", "8h 12h"},
			[]string{"29m 12h", "8h1m 12h", "30m 12h1m", "1h 30m", "-1h 1h", "1h0.5s 2h", "1h 2h0.5s"},
		},
	} {
		for value, want := range verdicts(field.good, field.bad) {
			for writer, write := range field.writers {
				if err := write(value); (err == nil) != want {
					t.Errorf("%s %.40q by %s: %v", field.name, value, writer, err)
				}
			}
		}
	}
}

func verdicts(good, bad []string) map[string]bool {
	all := map[string]bool{}
	for _, v := range good {
		all[v] = true
	}
	for _, v := range bad {
		all[v] = false
	}
	return all
}

// O1: a connection by a file is what the same values make it on the screens, or is
// refused where they refuse it.
func TestO1_ConnectionsByFileGoByTheRulesOfTheScreens(t *testing.T) {
	w := newWriters(t)
	const client = "c.apps.googleusercontent.com"
	long := strings.Repeat("x", 2000)
	for provider, fields := range map[string]map[string][]string{
		"google": {
			"clientId":   {client, " " + client + " ", "My Client.apps.googleusercontent.com", "1234", appB, "", long + client, "é.apps.googleusercontent.com"},
			"secret":     {"GOCSPX-canary", "with space", client, tenantA, "", long, "a\tb"},
			"tenant":     {"", tenantA, "acme.example"},
			"issuer":     {"", "https://evil.example"},
			"clientAuth": {"automatic", "basic", ""},
			"label":      {"Work", " Work ", "", "a\nb", "a\u202eb", strings.Repeat("x", 61)},
			"lockedTo":   {"acme.example", "ACME.example", "gmail.com", "googlemail.com", "not a domain", "acme", "*.acme.example", "", tenantA, "10.0.0.1", "ä.example", strings.Repeat("a.example,", 50) + "b"},
		},
		"microsoft": {
			"clientId":   {appB, strings.ToUpper(appB), client, "app", ""},
			"secret":     {"canary", tenantA, "GOCSPX-canary"},
			"tenant":     {tenantA, strings.ToUpper(tenantA), "common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad", "a b"},
			"clientAuth": {"automatic", "post"},
			"lockedTo":   {tenantA, strings.ToUpper(tenantA), "acme.example", "9188040d-6c67-4c5b-b112-36a304b66dad", "common"},
		},
		"okta": {
			"clientId":   {"c-1", "With Space", "", "é", long},
			"clientAuth": {"automatic", "basic", "basic_raw", " post ", "", "Basic", "client_secret_post", "none"},
			"issuer":     {"https://acme.okta.example", "http://acme.okta.example", "https://u:p@okta.example", "https://okta.example?a", "", "https://okta.example/" + long},
			"lockedTo":   {"acme.example", "acme", "a b.example"},
		},
	} {
		for field, values := range fields {
			for _, value := range values {
				onScreen, screen := w.connectionOnScreen(provider, field, value)
				byFile, file := w.connectionByFile(provider, field, value)
				if (screen == nil) != (file == nil) {
					t.Errorf("%s %s %.40q: the screen says %v, the file %v", provider, field, value, screen, file)
					continue
				}
				if screen == nil && !slices.Equal(onScreen, byFile) {
					t.Errorf("%s %s %.40q: the screen makes %q of it, the file %q", provider, field, value, onScreen, byFile)
				}
			}
		}
	}
}

// values are those of a whole connection, one of them in question.
func values(provider, field, value string) map[string]string {
	all := map[string]map[string]string{
		"google":    {"clientId": "c.apps.googleusercontent.com", "secret": "canary", "label": "Work"},
		"microsoft": {"clientId": appB, "secret": "canary", "label": "Work"},
		"okta":      {"clientId": "c-1", "secret": "canary", "label": "Work", "issuer": "https://acme.okta.example"},
	}[provider]
	all[field] = value
	return all
}

func (w *writers) connectionOnScreen(provider, field, value string) ([]string, error) {
	o := w.organization()
	view, err := w.connections.Create(w.t.Context(), connection.Beginning{OrganizationID: o.ID, Provider: provider, Label: "Work", By: "usr_1"})
	w.must(err)
	ch := connection.Change{}
	for name, value := range values(provider, field, value) {
		switch name {
		case "clientId":
			ch.ClientID = &value
		case "secret":
			ch.ClientSecret = &value
		case "label":
			ch.Label = &value
		case "tenant":
			ch.Tenant = &value
		case "issuer":
			ch.Issuer = &value
		case "clientAuth":
			ch.ClientAuth = &value
		case "lockedTo":
			list := strings.Split(value, ",")
			ch.LockedTo = &list
		}
	}
	view, err = w.connections.Change(w.t.Context(), connection.Target{By: change.Actor{OrganizationID: o.ID, ID: "usr_1"}, ConnectionID: view.ID, Revision: view.Revision}, ch)
	if err != nil {
		return nil, err
	}
	return append([]string{view.Draft.ClientID, view.Draft.Tenant, view.Draft.Issuer, view.Draft.ClientAuth, view.Label}, view.LockedTo...), nil
}

func (w *writers) connectionByFile(provider, field, value string) ([]string, error) {
	o := w.organization()
	c := apply.Connection{Provider: provider}
	for name, value := range values(provider, field, value) {
		switch name {
		case "clientId":
			c.ClientID = &value
		case "secret":
			c.Secret = &apply.Secret{Value: value}
			if value == "" {
				w.t.Setenv("APPLY_EMPTY", "")
				c.Secret.Env = "APPLY_EMPTY"
			}
		case "label":
			c.Label = &value
		case "tenant":
			c.Tenant = &value
		case "issuer":
			c.Issuer = &value
		case "clientAuth":
			c.ClientAuth = &value
		case "lockedTo":
			c.LockedTo = strings.Split(value, ",")
		}
	}
	if _, err := w.Apply(w.t.Context(), &apply.Document{Organizations: []apply.Organization{{Code: o.Code, Connections: []apply.Connection{c}}}}, false); err != nil {
		return nil, err
	}
	conn, err := w.db.ConnectionAt(w.t.Context(), o.ID, provider)
	w.must(err)
	v, err := w.db.VersionOf(w.t.Context(), o.ID, *conn.LiveVersionID)
	w.must(err)
	return append([]string{v.ClientID, v.Tenant, v.Issuer, v.ClientAuth, conn.Label}, conn.LockedTo...), nil
}

// organization makes another one.
func (w *writers) organization() store.Organization {
	w.n++
	o := store.NewOrganization("o"+strconv.Itoa(w.n), "O", w.now)
	w.must(w.db.AddOrganization(w.t.Context(), o))
	sofia := store.NewUser(o.ID, "sofia@acme.example", "Sofia", store.SuperAdmin, w.now)
	hash := hashA
	sofia.PasswordHash, sofia.PasswordUsedAt = &hash, store.At(w.now)
	w.must(w.db.AddUser(w.t.Context(), sofia))
	return o
}

// S6: the limit is named.
func TestS6_CostlyHashesAreRefusedWithTheLimit(t *testing.T) {
	w := newWriters(t)
	hash := strings.Replace(hashA, "t=1", "t=99999999", 1)
	if err := w.person(apply.Person{Email: w.fresh(), PasswordHash: &hash}); err == nil || !strings.Contains(err.Error(), password.Limits) {
		t.Errorf("got %v", err)
	}
}
