package idp_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
)

// dated answers with a Date; the answer itself stays honest.
func dated(text string) lie {
	return discoveryAnswer(func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header()["Date"] = []string{text}
		return false
	})
}

// said writes an inspection in one line: verdicts and reasons by check.
func said(list idp.Inspection) string {
	var words []string
	for _, f := range list {
		words = append(words, string(f.Check)+" "+strings.TrimSpace(string(f.Verdict)+" "+f.Reason))
	}
	return strings.Join(words, ", ")
}

// clean: nothing of the other side's text, and no secret, in any finding.
func cleanFindings(t *testing.T, list idp.Inspection) {
	t.Helper()
	for _, f := range list {
		text := f.Reason + "|" + f.Expected + "|" + f.Received
		for _, fact := range f.Facts {
			text += "|" + fact
		}
		for _, canary := range []string{"canary", canaryBody, "<"} {
			if strings.Contains(text, canary) {
				t.Errorf("%s repeats %q: %s", f.Check, canary, text)
			}
		}
	}
}

// malformedCode authenticates the client and then calls the code malformed.
func malformedCode(w http.ResponseWriter, r *http.Request) bool {
	if err := r.ParseForm(); err != nil || r.PostForm.Get("client_secret") != clientSecret {
		return false
	}
	return idptest.OAuthError(400, "invalid_request", canaryBody)(w, r)
}

const allGood = "discovery passed, keys passed, clock passed, credentials passed"

// S10, F05, C29: what an application's provider may answer to an inspection,
// and the plain word that it comes down to.
func TestInspect(t *testing.T) {
	const html = "<html>" + canaryBody + "</html>"
	nowhere := ", keys not_reached, clock not_reached, credentials not_reached"
	noKeys := func(reason string) string {
		return "discovery passed, keys failed " + reason + ", clock passed, credentials passed"
	}
	noCredentials := func(verdict string) string {
		return "discovery passed, keys passed, clock passed, credentials " + verdict
	}
	rows := map[string]struct {
		lie  lie
		want string
	}{
		"honest":              {honest, allGood},
		"HTML":                {discoveryAnswer(idptest.Body(200, "text/html", html)), "discovery failed discovery_not_json" + nowhere},
		"64 MB":               {discoveryAnswer(idptest.Oversized(64 << 20)), "discovery failed discovery_too_large" + nowhere},
		"a redirect":          {discoveryAnswer(idptest.Redirect("/internal")), "discovery failed discovery_http_302" + nowhere},
		"hangs":               {discoveryAnswer(idptest.Drip(10 * time.Millisecond)), "discovery failed discovery_timeout" + nowhere},
		"hangs up":            {discoveryAnswer(idptest.HangUp()), "discovery failed discovery_connection_failed" + nowhere},
		"another issuer":      {discovery("issuer", "https://evil.example"), "discovery failed issuer_mismatch" + nowhere},
		"an issuer of HTML":   {discovery("issuer", canaryBody+"\n"), "discovery failed issuer_mismatch" + nowhere},
		"http endpoint":       {discovery("token_endpoint", "http://login.example/token"), "discovery failed endpoint_refused" + nowhere},
		"inside endpoint":     {discovery("jwks_uri", "https://169.254.169.254/keys"), "discovery failed endpoint_refused" + nowhere},
		"keys hang":           {keysAnswer(idptest.Drip(10 * time.Millisecond)), noKeys("keys_timeout")},
		"keys of 64 MB":       {keysAnswer(idptest.Oversized(64 << 20)), noKeys("keys_too_large")},
		"keys redirect":       {keysAnswer(idptest.Redirect("/internal")), noKeys("keys_http_302")},
		"no usable key":       {keysAnswer(body(200, `{"keys":[]}`)), noKeys("keys_none_usable")},
		"wrong secret":        {func(r *rig, _ *idptest.Script) { r.idp.SetSecret(clientID, "another") }, noCredentials("failed client_secret_invalid")},
		"expired secret":      {tokenAnswer(idptest.OAuthError(401, "invalid_client", "AADSTS7000222: "+canaryBody)), noCredentials("failed client_secret_expired")},
		"unknown client":      {tokenAnswer(idptest.OAuthError(400, "unauthorized_client", "AADSTS700016: "+canaryBody)), noCredentials("failed client_unknown")},
		"token hangs":         {tokenAnswer(idptest.Drip(10 * time.Millisecond)), noCredentials("failed token_timeout")},
		"token HTML":          {tokenAnswer(idptest.Body(200, "text/html", html)), noCredentials("failed token_not_json")},
		"token redirects":     {tokenAnswer(idptest.Redirect("/internal")), noCredentials("failed token_http_302")},
		"token 502":           {tokenAnswer(idptest.Body(502, "text/html", html)), noCredentials("failed token_http_502")},
		"a malformed code":    {tokenAnswer(idptest.OAuthError(400, "invalid_request", canaryBody)), noCredentials("info not_before_sign_in")},
		"I13: the code first": {func(_ *rig, s *idptest.Script) { s.CodeFirst = true }, noCredentials("info not_before_sign_in")},
		"I13: the code first, and the secret is wrong": {
			func(r *rig, s *idptest.Script) { s.CodeFirst = true; r.idp.SetSecret(clientID, "another") },
			noCredentials("info not_before_sign_in"),
		},
		"I13: malformed, and the client first": {tokenAnswer(malformedCode), allGood},
		"consent first":                        {tokenAnswer(idptest.OAuthError(400, "invalid_grant", "AADSTS65001: "+canaryBody)), noCredentials("look token_answer")},
		"any code is good":                     {tokenAnswer(body(200, `{"id_token":"x"}`)), noCredentials("look probe_accepted")},
		"no date":                              {dated(""), strings.Replace(allGood, "clock passed", "clock info no_date", 1)},
		"an odd date":                          {dated(canaryBody), strings.Replace(allGood, "clock passed", "clock info date_unreadable", 1)},
		"half a minute":                        {dated("Mon, 04 May 2026 09:00:30 GMT"), strings.Replace(allGood, "clock passed", "clock look clock_differs", 1)},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			r := newRigLimits(t, limitFor(row.want))
			r.lie(func(r *rig, s *idptest.Script) {
				row.lie(r, s)
				if s.DiscoveryAnswer == nil {
					dated("Mon, 04 May 2026 09:00:00 GMT")(r, s)
				}
			})
			list := r.p.Inspect(t.Context(), r.google)
			if got := said(list); got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
			cleanFindings(t, list)
			if r.idp.Hits("/internal") != 0 {
				t.Error("a redirect was followed")
			}
		})
	}
}

// What a finding says beside its verdict.
func TestInspectionFacts(t *testing.T) {
	r := newRig(t)
	r.lie(dated("Mon, 04 May 2026 08:59:57 GMT"))
	list := r.p.Inspect(t.Context(), r.entra)
	host := strings.TrimPrefix(r.base, "http://")
	for i, want := range []map[string]string{
		{"host": host, "ms": "0"}, {"ms": "0", "keys": "1"}, {"seconds": "-2.5"}, {"ms": "0"},
	} {
		for name, value := range want {
			if got := list[i].Facts[name]; got != value {
				t.Errorf("%s: %s is %q, want %q", list[i].Check, name, got, value)
			}
		}
	}
	r.lie(dated("Mon, 04 May 2026 09:02:00 GMT"))
	clock := r.p.Inspect(t.Context(), r.entra)[2]
	if clock.Expected != "2026-05-04T09:00:00Z" || clock.Received != "2026-05-04T09:02:00Z" || clock.Facts["seconds"] != "120.5" {
		t.Errorf("%+v", clock)
	}
}

// A test must see what is there now, not what was kept.
func TestInspectionIsFresh(t *testing.T) {
	r := newRig(t)
	r.accepted(r.ana())
	r.lie(discoveryAnswer(idptest.HangUp()))
	if got := r.p.Inspect(t.Context(), r.google)[0]; got.Verdict != idp.Failed {
		t.Errorf("got %+v", got)
	}
	r.accepted(r.ana()) // and what is kept still serves sign-ins
}

// F04, F05: no inspection reaches an address inside.
func TestInspectionStaysOutside(t *testing.T) {
	r := newRig(t)
	p, err := idp.New(idp.Options{GoogleIssuer: strings.Replace(r.idp.GoogleIssuer(), "http://", "https://", 1), Now: r.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	list := p.Inspect(t.Context(), r.google)
	if list[0].Verdict != idp.Failed || list[0].Reason != "discovery_address_refused" {
		t.Errorf("got %s", said(list))
	}
	p, err = idp.New(idp.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Now: r.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	odd := r.entra
	odd.Tenant = "../common"
	if list := p.Inspect(t.Context(), odd); list[0].Reason != "tenant_invalid" || list[3].Verdict != idp.NotReached {
		t.Errorf("got %s", said(list))
	}
}

// A test shows what the token said, and nothing that is a key to anything.
func TestTestedClaims(t *testing.T) {
	r := newRig(t)
	r.lie(func(_ *rig, s *idptest.Script) {
		s.MutateClaims = func(c map[string]any) {
			c["roles"], c["groups"], c["acct"] = []string{"CRM.Agent", "CRM.Lead"}, []string{"g1", "g2", "g3"}, 0
			c["name"], c["xms_edov"] = "two\nlines", true
		}
	})
	attempt := newAttempt()
	back, err := r.answer(r.entra, attempt, "ben@acme.example")
	if err != nil {
		t.Fatal(err)
	}
	found, err := r.p.ExchangeForTest(t.Context(), r.entra, attempt, back.Get("code"))
	if err != nil || found.Claims.Subject != "bEn-subject" {
		t.Fatalf("%+v, %v", found.Claims, err)
	}
	got := map[string]string{}
	for _, one := range found.Disclosed {
		got[one.Name] = one.Value
	}
	for name, want := range map[string]string{
		"iss": r.idp.MicrosoftAuthority() + "/" + tenantA + "/v2.0", "sub": "bEn-su…", "aud": clientID, "email": "ben@acme.example",
		"email_verified": "false", "tid": tenantA, "oid": "0b1e0000-0000-4000-8000-000000000001", "acct": "0", "xms_edov": "true",
		"roles": "CRM.Agent, CRM.Lead", "groups": "3", "name": "unreadable",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	for _, name := range []string{"nonce", "at_hash", "exp", "azp"} {
		if _, there := got[name]; there {
			t.Errorf("%s is shown", name)
		}
	}
	if found, err = r.p.ExchangeForTest(t.Context(), r.entra, attempt, back.Get("code")); err == nil || found.Disclosed != nil {
		t.Errorf("a second exchange told %v, %v", found.Disclosed, err)
	}
}
