package idp_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/idp/provider"
)

func tokenAnswer(a idptest.Answer) lie { return func(_ *rig, s *idptest.Script) { s.TokenAnswer = a } }

func discoveryAnswer(a idptest.Answer) lie {
	return func(_ *rig, s *idptest.Script) { s.DiscoveryAnswer = a }
}

func keysAnswer(a idptest.Answer) lie { return func(_ *rig, s *idptest.Script) { s.KeysAnswer = a } }

func discovery(name string, value any) lie {
	return func(_ *rig, s *idptest.Script) { s.Discovery = func(doc map[string]any) { doc[name] = value } }
}

func body(status int, text string) idptest.Answer {
	return idptest.Body(status, "application/json", text)
}

// TestEndpoints holds B19, B20, B21, C29, F04, F06 and R08: what the three
// endpoints may answer, and that the code goes out once at most.
func TestEndpoints(t *testing.T) {
	const html = "<html><body>" + canaryBody + "</body></html>"
	secretBody := `"error_description":"` + canaryBody + ` canary-secret"`
	rows := map[string]struct {
		lie    lie
		code   fault.Code
		reason string
		hits   int // of the token endpoint
	}{
		"B19 HTML":               {tokenAnswer(idptest.Body(200, "text/html", html)), fault.ProviderUnreachable, "token_not_json", 1},
		"B19 form":               {tokenAnswer(idptest.Body(200, "application/x-www-form-urlencoded", "access_token=a&id_token=b")), fault.ProviderUnreachable, "token_not_json", 1},
		"B19 empty":              {tokenAnswer(body(200, "")), fault.ProviderUnreachable, "token_not_json", 1},
		"B19 truncated":          {tokenAnswer(body(200, `{"access_token":"a","id_tok`)), fault.ProviderUnreachable, "token_not_json", 1},
		"B19 list":               {tokenAnswer(body(200, `[]`)), fault.ProviderUnreachable, "token_not_json", 1},
		"B19 no id_token":        {tokenAnswer(body(200, `{"access_token":"a","token_type":"Bearer"}`)), fault.TokenInvalid, "id_token_missing", 1},
		"B19 ID_TOKEN":           {tokenAnswer(body(200, `{"access_token":"a","ID_TOKEN":"x.y.z"}`)), fault.TokenInvalid, "id_token_missing", 1},
		"B19 id_token a number":  {tokenAnswer(body(200, `{"access_token":"a","id_token":7}`)), fault.TokenInvalid, "id_token_missing", 1},
		"B19 duplicate members":  {tokenAnswer(body(200, `{"id_token":"a","id_token":"b"}`)), fault.ProviderUnreachable, "token_duplicate_member", 1},
		"B19 2 MB":               {tokenAnswer(idptest.Oversized(2 << 20)), fault.ProviderUnreachable, "token_too_large", 1},
		"B19 64 MB":              {tokenAnswer(idptest.Oversized(64 << 20)), fault.ProviderUnreachable, "token_too_large", 1},
		"B19 gzip bomb":          {tokenAnswer(idptest.GzipBomb(4 << 20)), fault.ProviderUnreachable, "token_not_json", 1},
		"B19 one byte at a time": {tokenAnswer(idptest.Drip(50 * time.Millisecond)), fault.ProviderUnreachable, "token_timeout", 1},
		"B19 hangs up":           {tokenAnswer(idptest.HangUp()), fault.ProviderUnreachable, "token_connection_failed", 1},
		"B19 204":                {tokenAnswer(idptest.Body(204, "", "")), fault.ProviderUnreachable, "token_http_204", 1},
		"B20 wrong secret": {
			func(r *rig, _ *idptest.Script) { r.idp.SetSecret(clientID, "another") },
			fault.SSOAppInvalid, "client_secret_invalid", 1,
		},
		"B21 invalid_client":      {tokenAnswer(body(401, `{"error":"invalid_client",`+secretBody+`}`)), fault.SSOAppInvalid, "client_secret_invalid", 1},
		"B21 AADSTS7000222":       {tokenAnswer(idptest.OAuthError(401, "invalid_client", "AADSTS7000222: The provided client secret keys are expired. "+canaryBody)), fault.SSOAppInvalid, "client_secret_expired", 1},
		"B21 AADSTS7000215":       {tokenAnswer(idptest.OAuthError(401, "unauthorized_client", "AADSTS7000215: Invalid client secret.")), fault.SSOAppInvalid, "client_secret_invalid", 1},
		"B21 error_codes alone":   {tokenAnswer(body(401, `{"error":"invalid_client","error_codes":[7000222]}`)), fault.SSOAppInvalid, "client_secret_expired", 1},
		"B21 invalid_grant":       {tokenAnswer(body(400, `{"error":"invalid_grant",`+secretBody+`}`)), fault.CodeRejected, "token_answer", 1},
		"B21 error with 200":      {tokenAnswer(body(200, `{"error":"invalid_grant"}`)), fault.CodeRejected, "token_answer", 1},
		"B21 consent":             {tokenAnswer(idptest.OAuthError(400, "invalid_grant", "AADSTS65001: ...")), fault.ProviderConsentRequired, "token_answer", 1},
		"B21 unauthorized_client": {tokenAnswer(body(400, `{"error":"unauthorized_client"}`)), fault.ProviderConfigError, "token_answer", 1},
		"B21 invalid_request":     {tokenAnswer(body(400, `{"error":"invalid_request"}`)), fault.ProviderConfigError, "token_answer", 1},
		"B21 redirect_uri":        {tokenAnswer(body(400, `{"error":"redirect_uri_mismatch"}`)), fault.ProviderConfigError, "token_answer", 1},
		"B21 unavailable":         {tokenAnswer(body(400, `{"error":"temporarily_unavailable"}`)), fault.ProviderUnavailable, "token_answer", 1},
		"B21 unheard of":          {tokenAnswer(body(400, `{"error":"`+canaryBody+`"}`)), fault.ProviderOther, "token_answer", 1},
		"B21 error a number":      {tokenAnswer(body(400, `{"error":7}`)), fault.ProviderOther, "token_answer", 1},
		"B21 401 HTML":            {tokenAnswer(idptest.Body(401, "text/html", html)), fault.SSOAppInvalid, "client_secret_invalid", 1},
		"B21 500":                 {tokenAnswer(body(500, `{"error":"invalid_client"}`)), fault.ProviderUnreachable, "token_http_500", 1},
		"B21 502 HTML":            {tokenAnswer(idptest.Body(502, "text/html", html)), fault.ProviderUnreachable, "token_http_502", 1},
		"B21 429":                 {tokenAnswer(body(429, `{}`)), fault.ProviderUnreachable, "token_http_429", 1},
		"F04 token redirects":     {tokenAnswer(idptest.Redirect("/google/token")), fault.ProviderUnreachable, "token_http_302", 1},

		"R08 discovery HTML":        {discoveryAnswer(idptest.Body(200, "text/html", html)), fault.ProviderUnreachable, "discovery_not_json", 0},
		"R08 discovery gzip bomb":   {discoveryAnswer(idptest.GzipBomb(4 << 20)), fault.ProviderUnreachable, "discovery_not_json", 0},
		"C29 discovery 64 MB":       {discoveryAnswer(idptest.Oversized(64 << 20)), fault.ProviderUnreachable, "discovery_too_large", 0},
		"C29 discovery redirects":   {discoveryAnswer(idptest.Redirect("/internal")), fault.ProviderUnreachable, "discovery_http_302", 0},
		"C29 discovery 404":         {discoveryAnswer(body(404, html)), fault.ProviderUnreachable, "discovery_http_404", 0},
		"C29 discovery slow":        {discoveryAnswer(idptest.Drip(50 * time.Millisecond)), fault.ProviderUnreachable, "discovery_timeout", 0},
		"C29 discovery issuer":      {discovery("issuer", "https://evil.example"), fault.SSOAppInvalid, "issuer_mismatch", 0},
		"C29 discovery no issuer":   {discovery("issuer", nil), fault.SSOAppInvalid, "issuer_mismatch", 0},
		"C29 discovery twice":       {discoveryAnswer(body(200, `{"issuer":"a","Issuer":"b"}`)), fault.ProviderUnreachable, "discovery_duplicate_member", 0},
		"C29 token elsewhere":       {discovery("token_endpoint", "https://evil.example/token"), fault.SSOAppInvalid, "endpoint_refused", 0},
		"C29 keys elsewhere":        {discovery("jwks_uri", "https://evil.example/keys"), fault.SSOAppInvalid, "endpoint_refused", 0},
		"C29 authorize elsewhere":   {discovery("authorization_endpoint", "https://evil.example/a"), fault.SSOAppInvalid, "endpoint_refused", 0},
		"C29 token missing":         {discovery("token_endpoint", nil), fault.SSOAppInvalid, "endpoint_refused", 0},
		"C29 token over http":       {discovery("token_endpoint", "http://login.example/token"), fault.SSOAppInvalid, "endpoint_refused", 0},
		"C29 token not a URL":       {discovery("token_endpoint", "javascript:alert(1)"), fault.SSOAppInvalid, "endpoint_refused", 0},
		"C29 authorize javascript":  {discovery("authorization_endpoint", "javascript:alert(1)//"), fault.SSOAppInvalid, "endpoint_refused", 0},
		"F04 token internal":        {discovery("token_endpoint", "https://169.254.169.254/token"), fault.SSOAppInvalid, "endpoint_refused", 0},
		"F04 keys on another port":  {discovery("jwks_uri", "http://127.0.0.1:1/keys"), fault.SSOAppInvalid, "endpoint_refused", 0},
		"F04 keys redirect":         {keysAnswer(idptest.Redirect("/internal")), fault.ProviderUnreachable, "keys_http_302", 1},
		"R08 keys HTML":             {keysAnswer(idptest.Body(200, "text/html", html)), fault.ProviderUnreachable, "keys_not_json", 1},
		"R08 keys 64 MB":            {keysAnswer(idptest.Oversized(64 << 20)), fault.ProviderUnreachable, "keys_too_large", 1},
		"R08 keys gzip bomb":        {keysAnswer(idptest.GzipBomb(4 << 20)), fault.ProviderUnreachable, "keys_not_json", 1},
		"R08 keys slow":             {keysAnswer(idptest.Drip(50 * time.Millisecond)), fault.ProviderUnreachable, "keys_timeout", 1},
		"F06 keys 500 with a body":  {keysAnswer(body(500, canaryBody)), fault.ProviderUnreachable, "keys_http_500", 1},
		"F06 discovery 500":         {discoveryAnswer(body(500, canaryBody)), fault.ProviderUnreachable, "discovery_http_500", 0},
		"F06 bad issuer not echoed": {discovery("issuer", canaryBody+"\n"), fault.SSOAppInvalid, "issuer_mismatch", 0},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			r := newRigLimits(t, limitFor(row.reason))
			r.lie(row.lie)
			c, err := r.ana()
			r.refused(c, err, row.code, row.reason)
			if n := r.idp.Hits("/google/token"); n != row.hits {
				t.Errorf("the code was sent %d times, want %d", n, row.hits)
			}
			if n := r.idp.Hits("/internal"); n != 0 {
				t.Error("a redirect was followed")
			}
		})
	}
}

// R08: bodies that are too large cost no memory.
func TestLargeBodiesCostNoMemory(t *testing.T) {
	r := newRig(t)
	r.lie(tokenAnswer(idptest.Oversized(64 << 20)))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := r.ana()
	runtime.ReadMemStats(&after)
	wantFault(t, err, fault.ProviderUnreachable, "token_too_large")
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
		t.Errorf("allocated %d bytes", grown)
	}
}

// A userinfo endpoint elsewhere is not worth a refusal; it is not called.
func TestUserinfoElsewhereIsNotCalled(t *testing.T) {
	r := newRig(t)
	r.lie(func(_ *rig, s *idptest.Script) {
		s.Discovery = func(doc map[string]any) { doc["userinfo_endpoint"] = "https://evil.example/userinfo" }
		s.MutateClaims = func(c map[string]any) { delete(c, "email") }
	})
	if c := r.accepted(r.ana()); c.Email != "" {
		t.Errorf("e-mail %q", c.Email)
	}
}

func TestProbe(t *testing.T) {
	rows := map[string]struct {
		lie    lie
		code   fault.Code // "" = credentials are good
		reason string
	}{
		"good":        {honest, "", ""},
		"bad secret":  {func(r *rig, _ *idptest.Script) { r.idp.SetSecret(clientID, "another") }, fault.SSOAppInvalid, "client_secret_invalid"},
		"down":        {tokenAnswer(idptest.HangUp()), fault.ProviderUnreachable, "token_connection_failed"},
		"503":         {tokenAnswer(body(503, canaryBody)), fault.ProviderUnreachable, "token_http_503"},
		"no metadata": {discoveryAnswer(body(503, "")), fault.ProviderUnreachable, "discovery_http_503"},
		"any code":    {tokenAnswer(body(200, `{"id_token":"x"}`)), fault.ProviderOther, "probe_accepted"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.lie(row.lie)
			for _, app := range []idp.Application{r.google, r.entra, r.openid} {
				err := r.p.Probe(t.Context(), app)
				if row.code == "" {
					if err != nil {
						t.Error(err)
					}
					continue
				}
				wantFault(t, err, row.code, row.reason)
				r.clean(err)
			}
		})
	}
}

// B07, B08: a code that an honest provider gave is never sent to another one.
func TestCodesStayWithTheirProvider(t *testing.T) {
	honestRig, evil := newRig(t), newRig(t)
	back, err := honestRig.answer(honestRig.google, newAttempt(), "ana@acme.example")
	if err != nil {
		t.Fatal(err)
	}
	err = evil.p.ReturnedIssuer(t.Context(), evil.google, back.Get("iss"), true)
	wantFault(t, err, fault.TokenInvalid, "iss_mismatch")
	if evil.idp.Hits("/google/token") != 0 {
		t.Error("the code reached the other provider")
	}
}

// B06, C17: an attempt accepts only what it asked for itself.
func TestCodeOfAnotherAttempt(t *testing.T) {
	r := newRig(t)
	theirs, ours := newAttempt(), newAttempt()
	back, err := r.answer(r.google, theirs, "ana@acme.example")
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.p.Exchange(t.Context(), r.google, ours, back.Get("code"))
	r.refused(c, err, fault.CodeRejected, "token_answer")

	theirs = newAttempt()
	if back, err = r.answer(r.google, theirs, "ana@acme.example"); err != nil {
		t.Fatal(err)
	}
	ours.Verifier = theirs.Verifier
	c, err = r.p.Exchange(t.Context(), r.google, ours, back.Get("code"))
	r.refused(c, err, fault.TokenInvalid, "nonce")
}

// J10: certificates and protocol versions are checked.
func TestTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of us
	server.StartTLS()
	t.Cleanup(server.Close)
	p, err := idp.New(idp.Options{GoogleIssuer: server.URL, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	_, err = p.AuthURL(t.Context(), idp.Application{Provider: provider.Google}, newAttempt())
	wantFault(t, err, fault.ProviderUnreachable, "discovery_tls")
}

// I16: https to a port that speaks http has failed at TLS.
func TestI16_HTTPSToAnHTTPPort(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	issuer := strings.Replace(server.URL, "http://", "https://", 1)
	p, err := idp.New(idp.Options{GoogleIssuer: issuer, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	_, err = p.AuthURL(t.Context(), idp.Application{Provider: provider.Google}, newAttempt())
	wantFault(t, err, fault.ProviderUnreachable, "discovery_tls")
}
