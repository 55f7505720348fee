package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/store"
)

const organizationApplications = "/api/v1/organizations/acme/applications"

// tiles are the links of the applications that somebody sees at home, by client_id.
func (b *browser) tiles() map[string]string {
	b.w.t.Helper()
	tiles := map[string]string{}
	for _, item := range b.api(http.MethodGet, "/api/v1/me/applications", nil, "").ok().object()["items"].([]any) {
		tile := item.(map[string]any)
		tiles[tile["clientId"].(string)], _ = tile["link"].(string)
	}
	return tiles
}

// ok wants an answer with a body.
func (a answer) ok() answer {
	a.t.Helper()
	a.want(http.StatusOK, "")
	return a
}

// api calls an operation as who is signed in in a browser; match is an etag, or "".
func (b *browser) api(method, path string, body any, match string) answer {
	b.w.t.Helper()
	h := http.Header{"Authorization": {"Bearer " + b.token()}, "Sec-Fetch-Site": {"same-origin"}, "Origin": {b.w.url}}
	if match != "" {
		h.Set("If-Match", match)
	}
	if body == nil {
		return b.send(method, path, nil, h)
	}
	h.Set("Content-Type", "application/json")
	return b.send(method, path, []byte(body.(string)), h)
}

// listed is an application as the super admins of acme see it.
func (b *browser) listed(id string) map[string]any {
	b.w.t.Helper()
	for _, item := range b.api(http.MethodGet, organizationApplications, nil, "").ok().object()["items"].([]any) {
		if is := item.(map[string]any); is["clientId"] == id {
			return is
		}
	}
	b.w.t.Fatalf("%s is not listed", id)
	return nil
}

// openable gives the applications of the tests addresses that people open; native has none.
func openable(d *apply.Document) {
	withApplications(d)
	d.Applications[0].InitiateLoginURI = ptr("https://crm.example/login?from=tile")
	d.Applications[1].HomeURL = ptr("https://spa.example/")
	d.Applications[1].Organizations = &apply.OrganizationChoice{Codes: []string{"globex"}}
}

func superAdmin(t *testing.T, w *world) *browser {
	t.Helper()
	b := w.browser()
	b.password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusOK, "")
	return b
}

func TestTilesAreTheApplicationsOfOnesOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{edit: openable})
	maya := w.signedIn("acme", "maya@acme.example")
	want := "https://crm.example/login?from=tile&iss=" + url.QueryEscape(w.url)
	if tiles := maya.tiles(); len(tiles) != 1 || tiles["crm"] != want {
		t.Errorf("acme has %v", tiles)
	}
	if tiles := w.signedIn("globex", "gloria@globex.example").tiles(); len(tiles) != 2 || tiles["spa"] != "https://spa.example/" {
		t.Errorf("globex has %v", tiles)
	}
	maya.api(http.MethodGet, organizationApplications, nil, "").want(http.StatusNotFound, "not_found")
	maya.api(http.MethodPost, organizationApplications+"/crm/disable", nil, `"1"`).want(http.StatusNotFound, "not_found")
}

// What super admins switch off is off within a second: where people go on to it, and where
// it asks for tokens. Other organizations do not notice.
func TestApplicationThatIsSwitchedOffSignsNobodyIn(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		r, admin, maya := w.crm("offline_access"), superAdmin(t, w), w.signedIn("acme", "maya@acme.example")
		got, _, _ := r.tokens(r.code(maya))
		pending := r.code(maya)
		must(t, w.app.Clients.FlushUse(t.Context()))
		crm := admin.listed("crm")
		if crm["on"] != true || crm["lastUsedAt"] == nil || crm["changedAt"] != nil {
			t.Errorf("before: %v", crm)
		}
		off := admin.api(http.MethodPost, organizationApplications+"/crm/disable", nil, crm["etag"].(string)).ok().object()
		if off["on"] != false || off["etag"] == crm["etag"] || off["changedBy"] == "" || off["lastUsedAt"] == nil {
			t.Errorf("after: %v", off)
		}
		w.clock.add(1100 * time.Millisecond)
		r.refused(maya, "access_denied", "organization", "acme")
		r.refused(w.browser(), "access_denied", "organization", "acme")
		if _, err := r.exchange(pending); err == nil || !strings.Contains(err.Error(), "invalid_grant") {
			t.Errorf("a code that waited: %v", err)
		}
		if a, _ := r.refresh(got.RefreshToken); a.status != http.StatusBadRequest {
			t.Errorf("refresh %d %s", a.status, a.body)
		}
		if a := w.userinfo(got.AccessToken); a.status != http.StatusUnauthorized {
			t.Errorf("userinfo %d", a.status)
		}
		r.code(w.signedIn("globex", "gloria@globex.example"))

		admin.api(http.MethodPost, organizationApplications+"/crm/enable", nil, crm["etag"].(string)).want(http.StatusPreconditionFailed, "config_changed")
		admin.api(http.MethodPost, organizationApplications+"/crm/enable", nil, "").want(http.StatusPreconditionRequired, "precondition_required")
		admin.api(http.MethodPost, organizationApplications+"/crm/disable", nil, off["etag"].(string)).want(http.StatusConflict, "conflict")
		admin.api(http.MethodPost, organizationApplications+"/other/disable", nil, `"1"`).want(http.StatusNotFound, "not_found")
		admin.api(http.MethodPost, organizationApplications+"/crm/enable", nil, off["etag"].(string)).want(http.StatusOK, "")
		w.clock.add(1100 * time.Millisecond)
		r.code(maya)
		events := string(admin.api(http.MethodGet, "/api/v1/organizations/acme/audit-events", nil, "").ok().body)
		for _, action := range []string{`"application.switched_off"`, `"application.switched_on"`, `"subjectName":"crm"`} {
			if !strings.Contains(events, action) {
				t.Errorf("the log of changes lacks %s", action)
			}
		}
	})
}

// Whoever signs in at our own page goes on to the one application of their organization,
// if the operator wants that. Super admins stay: they have something to do here.
func TestOwnPageLeadsOnToTheOnlyApplication(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{edit: func(d *apply.Document) {
		openable(d)
		d.Applications[2].State = ptr(store.ClientDisabled) // native
		d.GoToOnlyApplication = ptr(true)
	}})
	opens := func(b *browser, want string) {
		t.Helper()
		if to := b.navigate("/oauth/open").header.Get("Location"); to != want {
			t.Errorf("leads to %q, want %q", to, want)
		}
	}
	maya := w.browser()
	if to := maya.throughGoogle("acme", "maya@acme.example", "/").header.Get("Location"); to != "/oauth/open" {
		t.Errorf("the callback leads to %q", to)
	}
	opens(maya, "https://crm.example/login?from=tile&iss="+url.QueryEscape(w.url))
	gloria := w.browser()
	if to := gloria.password("globex", "gloria@globex.example", everybodysPassword).ok().text("returnTo"); to != "/oauth/open" {
		t.Errorf("the password form leads to %q", to)
	}
	opens(gloria, "/") // globex has two, and she is a super admin
	opens(superAdmin(t, w), "/")
	opens(w.browser(), "/")
}

func TestOwnPageLeadsNowhereElseUnlessTheOperatorWantsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{edit: openable})
	maya := w.browser()
	if to := maya.throughGoogle("acme", "maya@acme.example", "/").header.Get("Location"); to != "/" {
		t.Errorf("the callback leads to %q", to)
	}
	if to := maya.navigate("/oauth/open").header.Get("Location"); to != "/" {
		t.Errorf("leads to %q", to)
	}
}

// The sign-in page names the application that somebody is going to, on all its faces.
func TestSignInPageNamesTheApplication(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{edit: func(d *apply.Document) {
		withApplications(d)
		d.Applications[0].Name = ptr("Acme CRM")
	}})
	r, b := w.crm(), w.browser()
	page := func(b *browser, path string) string { return string(b.navigate(path).ok().body) }
	const named = `"application":"Acme CRM"`
	for _, request := range []string{r.address("organization", "acme"), r.address()} {
		to := b.navigate(request).header.Get("Location")
		if text := page(b, to); !strings.Contains(text, named) {
			t.Errorf("%.40s: no name in %.200s", to, text)
		}
	}
	for _, path := range []string{"/o/acme/sign-in", "/o/acme/sign-in?returnTo=/profile", "/o/acme/sign-in?returnTo=/oauth/continue/a.b"} {
		if text := page(b, path); strings.Contains(text, `"application"`) {
			t.Errorf("%s names one", path)
		}
	}
}

// Who is signed in may go on as they are where the application wants an account to be
// chosen, and where it only hinted at somebody of another organization. Nobody else may.
func TestWhoIsSignedInGoesOnAsTheyAreIfTheyChoose(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		r, maya, lena := w.crm(), w.signedIn("acme", "maya@acme.example"), w.signedIn("acme", "lena@acme.example")
		to := maya.navigate(r.address("prompt", "select_account")).header.Get("Location")
		page := string(maya.navigate(to).ok().body)
		_, as, found := strings.Cut(page, `"as":{"name":`)
		_, link, _ := strings.Cut(as, `"to":"`)
		link, _, _ = strings.Cut(link, `"`)
		if !found || !strings.Contains(as, `"email":"maya@acme.example"`) {
			t.Fatalf("nobody is offered: %.300s", page)
		}
		if strings.Contains(string(maya.navigate(strings.Replace(to, "?", "?stay=1&", 1)).ok().body), `"as":`) {
			t.Error("who wants another account is asked again")
		}
		if got := lena.navigate(link).header.Get("Location"); !strings.HasPrefix(got, "/o/acme/sign-in?") && !strings.HasPrefix(got, "/sign-in?") {
			t.Errorf("somebody else goes on to %q", got)
		}
		if q := r.back(maya.navigate(link)); q.Get("code") == "" {
			t.Errorf("no code: %v", q)
		}
		for name, more := range map[string][]string{
			"prompt=login":         {"prompt", "login"},
			"another organization": {"organization", "globex"},
		} {
			to := maya.navigate(r.address(more...)).header.Get("Location")
			if strings.Contains(string(maya.navigate(to).ok().body), `"as":`) {
				t.Errorf("%s: they are offered to go on as they are", name)
			}
		}
	})
}

// An organization whose people sign in by one provider may have its page passed; `stay`
// keeps it.
func TestOrganizationGoesStraightToItsOnlyProvider(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{edit: withApplications})
	admin, b := superAdmin(t, w), w.browser()
	const policy = "/api/v1/organizations/acme/sign-in-policy"
	is := admin.api(http.MethodGet, policy, nil, "").ok().object()
	if is["straightToProvider"] != false {
		t.Errorf("policy %v", is)
	}
	now := admin.api(http.MethodPatch, policy, `{"straightToProvider":true}`, is["etag"].(string)).ok().object()
	if now["straightToProvider"] != true {
		t.Errorf("policy %v", now)
	}
	straight := func(path string) bool {
		t.Helper()
		return strings.Contains(string(b.navigate(path).ok().body), `"straight":"google"`)
	}
	if straight("/o/acme/sign-in") {
		t.Error("straight although passwords are on and two providers are")
	}
	o, err := w.store.OrganizationByCode(t.Context(), "acme")
	must(t, err)
	o.PasswordSignIn = false
	must(t, w.store.UpdateOrganization(t.Context(), o))
	if straight("/o/acme/sign-in") {
		t.Error("straight although two providers are on")
	}
	_, err = w.raw.ExecContext(t.Context(), "UPDATE connections SET state = 'disabled' WHERE provider = 'microsoft'")
	must(t, err)
	if !straight("/o/acme/sign-in") || straight("/o/acme/sign-in?stay=1") {
		t.Error("with one provider the page is passed, unless one wants to stay")
	}
}
