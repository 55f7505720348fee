package idp_test

import (
	"net/url"
	"strings"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
)

// B10 (RFC 9207). A doubled parameter never gets here: the HTTP edge refuses it.
func TestReturnedIssuer(t *testing.T) {
	for name, params := range map[string]func(r *rig, v url.Values){
		"wrong":            func(_ *rig, v url.Values) { v.Set("iss", "https://evil.example") },
		"empty":            func(_ *rig, v url.Values) { v.Set("iss", "") },
		"slash":            func(_ *rig, v url.Values) { v.Set("iss", v.Get("iss")+"/") },
		"absent":           func(_ *rig, v url.Values) { v.Del("iss") },
		"Microsoft's here": func(r *rig, v url.Values) { v.Set("iss", r.idp.MicrosoftAuthority()+"/"+tenantA+"/v2.0") },
	} {
		t.Run("B10 "+name, func(t *testing.T) {
			r := newRig(t)
			r.idp.Script(func(s *idptest.Script) { s.AuthzParams = func(v url.Values) { params(r, v) } })
			c, err := r.ana()
			r.refused(c, err, fault.TokenInvalid, "iss_mismatch")
			if r.idp.Hits("/google/token") != 0 {
				t.Error("the code was redeemed")
			}
		})
	}
}

func TestReturnedIssuerOfMicrosoft(t *testing.T) {
	r := newRig(t)
	authority := r.idp.MicrosoftAuthority()
	locked := r.entra
	locked.Tenant = tenantA
	rows := map[string]struct {
		app     idp.Application
		iss     string
		present bool
		ok      bool
	}{
		"not announced, absent":       {r.entra, "", false, true},
		"unlocked, some tenant":       {r.entra, authority + "/" + tenantB + "/v2.0", true, true},
		"unlocked, the template":      {r.entra, authority + "/{tenantid}/v2.0", true, false},
		"unlocked, organizations":     {r.entra, authority + "/organizations/v2.0", true, false},
		"unlocked, elsewhere":         {r.entra, "https://evil.example/" + tenantB + "/v2.0", true, false},
		"unlocked, empty but present": {r.entra, "", true, false},
		"locked, own tenant":          {locked, authority + "/" + tenantA + "/v2.0", true, true},
		"locked, another tenant":      {locked, authority + "/" + tenantB + "/v2.0", true, false},
	}
	for name, row := range rows {
		t.Run("B10 "+name, func(t *testing.T) {
			err := r.p.ReturnedIssuer(t.Context(), row.app, row.iss, row.present)
			if row.ok {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantFault(t, err, fault.TokenInvalid, "iss_mismatch")
		})
	}
}

// Rows 5 to 10 of the messages, and B11.
func TestAnswerFault(t *testing.T) {
	rows := map[string]struct {
		description string
		code        fault.Code
		received    string
	}{
		"access_denied":              {"", fault.ProviderDenied, "access_denied"},
		"consent_required":           {"", fault.ProviderConsentRequired, "consent_required"},
		"invalid_client":             {"AADSTS65001: needs consent", fault.ProviderConsentRequired, "invalid_client AADSTS65001"},
		"login_required":             {"", fault.ProviderInteraction, "login_required"},
		"interaction_required":       {"AADSTS650011: other", fault.ProviderInteraction, "interaction_required AADSTS650011"},
		"account_selection_required": {"", fault.ProviderInteraction, "account_selection_required"},
		"temporarily_unavailable":    {"", fault.ProviderUnavailable, "temporarily_unavailable"},
		"invalid_request":            {"", fault.ProviderConfigError, "invalid_request"},
		"unauthorized_client":        {"", fault.ProviderConfigError, "unauthorized_client"},
		"invalid_scope":              {"", fault.ProviderConfigError, "invalid_scope"},
		"unsupported_response_type":  {"", fault.ProviderConfigError, "unsupported_response_type"},
		"server_error":               {canaryBody, fault.ProviderOther, "server_error"},
		"something_new":              {"", fault.ProviderOther, "something_new"},
		"":                           {"", fault.ProviderOther, "unrecognized"},
		"Access_Denied":              {"", fault.ProviderOther, "unrecognized"},
		"<script>alert(1)</script>":  {"<script>", fault.ProviderOther, "unrecognized"},
		"a\x1b[31m\n":                {"\x1b[31m", fault.ProviderOther, "unrecognized"},
		strings.Repeat("a", 61):      {"", fault.ProviderOther, "unrecognized"},
	}
	for answer, row := range rows {
		t.Run("B11 "+answer, func(t *testing.T) {
			f := idp.AnswerFault(answer, row.description)
			if f.Code != row.code || f.Received != row.received {
				t.Errorf("got %v received %q", f, f.Received)
			}
			if strings.Contains(f.Error(), canaryBody) || f.Expected != "" {
				t.Errorf("%v says too much", f)
			}
		})
	}
}

func TestRefusalAtTheProvider(t *testing.T) {
	r := newRig(t)
	back, err := r.answer(r.google, newAttempt(), idptest.Refuse)
	if err != nil {
		t.Fatal(err)
	}
	if got := idp.AnswerFault(back.Get("error"), back.Get("error_description")).Code; got != fault.ProviderDenied {
		t.Errorf("got %s", got)
	}
}

// A code of Entra goes beside the OAuth error, whole or not at all; the words
// around it never do.
func TestEntraCodes(t *testing.T) {
	for description, want := range map[string]string{
		"AADSTS50105: Your administrator " + canaryBody: "access_denied AADSTS50105",
		"Error AADSTS50105":                             "access_denied AADSTS50105",
		"(AADSTS700016) " + canaryBody:                  "access_denied AADSTS700016",
		"AADSTS: none, then AADSTS50020.":               "access_denied AADSTS50020",
		"xAADSTS50105":                                  "access_denied",
		"AADSTS50105x":                                  "access_denied",
		"AADSTS":                                        "access_denied",
		"AADSTS" + strings.Repeat("1", 10):              "access_denied",
		"aadsts50105":                                   "access_denied",
		"":                                              "access_denied",
		"AADSTS50105\r\nSet-Cookie: a=b AADSTS7000222\x1b": "access_denied AADSTS50105",
	} {
		f := idp.AnswerFault("access_denied", description)
		if f.Received != want {
			t.Errorf("%q: got %v, received %q, want %q", description, f, f.Received, want)
		}
	}
	if f := idp.AnswerFault("<b>", "AADSTS50105"); f.Received != "unrecognized AADSTS50105" {
		t.Errorf("received %q", f.Received)
	}
}

// The token endpoint says it in the description or as a number.
func TestEntraCodesOfTheTokenEndpoint(t *testing.T) {
	for answer, want := range map[string]string{
		`{"error":"invalid_grant","error_description":"AADSTS54005: ` + canaryBody + `","error_codes":[1]}`: "invalid_grant AADSTS54005",
		`{"error":"invalid_client","error_codes":[7000222,1]}`:                                              "invalid_client AADSTS7000222",
		`{"error":"invalid_grant","error_codes":["7000222"]}`:                                               "invalid_grant",
		`{"error":"invalid_grant","error_codes":[-7]}`:                                                      "invalid_grant",
		`{"error":"invalid_grant","error_codes":[1e3]}`:                                                     "invalid_grant",
		`{"error":"invalid_grant","error_codes":[]}`:                                                        "invalid_grant",
	} {
		r := newRig(t)
		r.lie(tokenAnswer(body(400, answer)))
		_, err := r.ben()
		r.clean(err)
		if f := fault.Of(err); f.Received != want {
			t.Errorf("%s: received %q, want %q", answer, f.Received, want)
		}
	}
}
