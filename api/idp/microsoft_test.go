package idp_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/idp/provider"
)

// TestMicrosoftTenants holds row C09 for an unlocked and for a locked application.
func TestMicrosoftTenants(t *testing.T) {
	issuer := func(c map[string]any, tenant string) { // swaps the tenant inside iss
		c["iss"] = strings.Replace(c["iss"].(string), tenantA, tenant, 1)
	}
	rows := map[string]struct {
		tenant string // of the application
		lie    lie
		who    string
		code   fault.Code // "" = accepted
		reason string
	}{
		"own tenant, unlocked":              {"", honest, "ben@acme.example", "", ""},
		"own tenant, locked":                {tenantA, honest, "ben@acme.example", "", ""},
		"another tenant, unlocked":          {"", honest, "cleo@other.example", "", ""},
		"another tenant, locked":            {tenantA, honest, "cleo@other.example", fault.WrongTenant, "tenant_mismatch"},
		"another tenant, locked, bad nonce": {tenantA, claim("nonce", "x"), "cleo@other.example", fault.TokenInvalid, "nonce"},
		"another tenant, locked, unsigned":  {tenantA, unsigned("none"), "cleo@other.example", fault.TokenInvalid, "alg"},
		"personal account, unlocked":        {"", honest, "pat@outlook.example", fault.WrongTenant, "personal_account"},
		"personal account, locked":          {tenantA, honest, "pat@outlook.example", fault.WrongTenant, "personal_account"},
		"iss of another tenant":             {"", claims(func(c map[string]any) { issuer(c, tenantB) }), "ben@acme.example", fault.TokenInvalid, "tid_mismatch"},
		"iss of another tenant, locked":     {tenantA, claims(func(c map[string]any) { issuer(c, tenantB) }), "ben@acme.example", fault.TokenInvalid, "tid_mismatch"},
		"tid of another tenant":             {tenantA, claim("tid", tenantB), "ben@acme.example", fault.TokenInvalid, "tid_mismatch"},
		"tid missing":                       {"", drop("tid"), "ben@acme.example", fault.TokenInvalid, "tid_mismatch"},
		"tid null":                          {"", claim("tid", nil), "ben@acme.example", fault.TokenInvalid, "tid_mismatch"},
		"tid list":                          {"", claim("tid", []any{tenantA}), "ben@acme.example", fault.TokenInvalid, "tid_mismatch"},
		"tid and iss in upper case":         {"", claims(func(c map[string]any) { c["tid"] = strings.ToUpper(tenantB); issuer(c, strings.ToUpper(tenantB)) }), "ben@acme.example", fault.TokenInvalid, "iss"},
		"tid and iss organizations":         {"", claims(func(c map[string]any) { c["tid"] = "organizations"; issuer(c, "organizations") }), "ben@acme.example", fault.TokenInvalid, "iss"},
		"iss the template":                  {"", claims(func(c map[string]any) { c["tid"] = "{tenantid}"; issuer(c, "{tenantid}") }), "ben@acme.example", fault.TokenInvalid, "iss"},
		"iss empty, tid empty":              {"", claims(func(c map[string]any) { c["tid"], c["iss"] = "", "" }), "ben@acme.example", fault.TokenInvalid, "iss"},
		"iss elsewhere, same path":          {"", claim("iss", "https://evil.example/microsoft/"+tenantA+"/v2.0"), "ben@acme.example", fault.TokenInvalid, "iss"},
		"iss with slash":                    {"", claims(func(c map[string]any) { c["iss"] = c["iss"].(string) + "/" }), "ben@acme.example", fault.TokenInvalid, "iss"},
		"iss of version 1":                  {"", claims(func(c map[string]any) { c["iss"] = strings.TrimSuffix(c["iss"].(string), "v2.0") }), "ben@acme.example", fault.TokenInvalid, "iss"},
		"a key for this tenant":             {"", keyIssuer(tenantA), "ben@acme.example", "", ""},
		"a key for the template":            {"", keyIssuer("{tenantid}"), "ben@acme.example", "", ""},
		"a key for another tenant":          {"", keyIssuer(tenantB), "ben@acme.example", fault.TokenInvalid, "key_unknown"},
		"discovery of another tenant":       {tenantA, discoveryIssuer(tenantB), "ben@acme.example", fault.SSOAppInvalid, "issuer_mismatch"},
		"organizations, issuer filled in":   {"", discoveryIssuer(tenantB), "ben@acme.example", fault.SSOAppInvalid, "issuer_mismatch"},
	}
	for name, row := range rows {
		t.Run("C09 "+name, func(t *testing.T) {
			r := newRig(t)
			r.lie(row.lie)
			r.entra.Tenant = row.tenant
			c, err := r.signIn(r.entra, row.who)
			if row.code != "" {
				r.refused(c, err, row.code, row.reason)
				return
			}
			r.accepted(c, err)
			if c.Issuer != r.idp.MicrosoftAuthority()+"/"+c.TenantID+"/v2.0" {
				t.Errorf("issuer %q, tid %q", c.Issuer, c.TenantID)
			}
		})
	}
}

func keyIssuer(tenant string) lie {
	return func(r *rig, s *idptest.Script) {
		s.Keys = func(set map[string]any) {
			for _, k := range set["keys"].([]any) {
				k.(map[string]any)["issuer"] = r.idp.MicrosoftAuthority() + "/" + tenant + "/v2.0"
			}
		}
	}
}

func discoveryIssuer(tenant string) lie {
	return func(r *rig, s *idptest.Script) {
		s.Discovery = func(doc map[string]any) { doc["issuer"] = r.idp.MicrosoftAuthority() + "/" + tenant + "/v2.0" }
	}
}

// F01: only a GUID names a tenant, and never the one of private accounts.
func TestTenantMustBeGUID(t *testing.T) {
	r := newRig(t)
	for _, tenant := range []string{
		"common", "consumers", "organizations", "acme.example", "../../evil", "%2e%2e", "https://evil.example", "evil.example/x",
		strings.ToUpper(tenantB), tenantA + "/", " " + tenantA, tenantA[:35], strings.ReplaceAll(tenantA, "-", "0"), personal,
	} {
		app := r.entra
		app.Tenant = tenant
		_, err := r.p.AuthURL(t.Context(), app, newAttempt())
		wantFault(t, err, fault.SSOAppInvalid, "tenant_invalid")
	}
	app := r.google
	app.Tenant = tenantA
	_, err := r.p.AuthURL(t.Context(), app, newAttempt())
	wantFault(t, err, fault.SSOAppInvalid, "provider_invalid")
}

func TestMicrosoftClaims(t *testing.T) {
	r := newRig(t)
	c := r.accepted(r.ben())
	want := idp.Claims{
		Issuer: r.idp.MicrosoftAuthority() + "/" + tenantA + "/v2.0", Subject: "bEn-subject", Email: "ben@acme.example",
		TenantID: tenantA, ObjectID: "0b1e0000-0000-4000-8000-000000000001",
		PreferredUsername: "ben@acme.example", Name: "Ben Okoro", IssuedAt: c.IssuedAt,
	}
	c.Said = nil // texts_test
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

func TestGuestAndDomainOwnerVerified(t *testing.T) {
	r := newRig(t)
	rows := map[string]struct {
		lie   lie
		guest bool
		edov  provider.EDOV
	}{
		"plain":               {honest, false, provider.Absent},
		"idp is the issuer":   {claims(func(c map[string]any) { c["idp"] = c["iss"] }), false, provider.Absent},
		"idp elsewhere":       {claim("idp", "https://sts.windows.net/x/"), true, provider.Absent},
		"idp a list":          {claim("idp", []any{"x"}), true, provider.Absent},
		"idp null":            {claim("idp", nil), true, provider.Absent},
		"acct 0":              {claim("acct", 0), false, provider.Absent},
		`acct "0"`:            {claim("acct", "0"), false, provider.Absent},
		"acct 1":              {claim("acct", 1), true, provider.Absent},
		`acct "1"`:            {claim("acct", "1"), true, provider.Absent},
		"acct 2":              {claim("acct", 2), true, provider.Absent},
		"xms_edov true":       {claim("xms_edov", true), false, provider.Yes},
		"xms_edov 1":          {claim("xms_edov", 1), false, provider.Yes},
		`xms_edov "1"`:        {claim("xms_edov", "1"), false, provider.Yes},
		`xms_edov "true"`:     {claim("xms_edov", "true"), false, provider.Yes},
		`xms_edov "True"`:     {claim("xms_edov", "True"), false, provider.No},
		"xms_edov false":      {claim("xms_edov", false), false, provider.No},
		"xms_edov 0":          {claim("xms_edov", 0), false, provider.No},
		"xms_edov 1.0":        {claim("xms_edov", json.Number("1.0")), false, provider.No},
		"xms_edov null":       {claim("xms_edov", nil), false, provider.No},
		"xms_edov list":       {claim("xms_edov", []any{true}), false, provider.No},
		"xms_edov other case": {claim("XMS_EDOV", true), false, provider.Absent},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			r.lie(row.lie)
			if c := r.accepted(r.ben()); c.Guest != row.guest || c.EDOV != row.edov {
				t.Errorf("guest %v, edov %v", c.Guest, c.EDOV)
			}
		})
	}
	r.idp.Script(func(s *idptest.Script) { *s = idptest.Script{} })
	if c := r.accepted(r.signIn(r.entra, "gus@acme.example")); !c.Guest {
		t.Error("the provider's guest is none")
	}
}

func TestEntraIsNotAskedForUserinfo(t *testing.T) {
	r := newRig(t)
	r.idp.Script(func(s *idptest.Script) { drop("email")(r, s) })
	if c := r.accepted(r.ben()); c.Email != "" || r.idp.Hits("/microsoft/userinfo") != 0 {
		t.Errorf("e-mail %q, userinfo asked %d times", c.Email, r.idp.Hits("/microsoft/userinfo"))
	}
}

func TestIssuer(t *testing.T) {
	p, err := idp.New(idp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for want, app := range map[string]idp.Application{
		"https://accounts.google.com":                            {Provider: provider.Google},
		"https://login.microsoftonline.com/{tenantid}/v2.0":      {Provider: provider.Microsoft},
		"https://login.microsoftonline.com/" + tenantA + "/v2.0": {Provider: provider.Microsoft, Tenant: tenantA},
		"https://acme.okta.example/":                             {Provider: "okta", Issuer: "https://acme.okta.example/"},
	} {
		if got := p.Issuer(app); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
