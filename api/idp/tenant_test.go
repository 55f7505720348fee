package idp_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/idp/provider"
)

// A domain names a tenant only as far as Microsoft's own issuer says so.
func TestResolveTenant(t *testing.T) {
	issuer := func(iss func(r *rig) any) lie {
		return func(r *rig, s *idptest.Script) {
			s.Discovery = func(doc map[string]any) { doc["issuer"] = iss(r) }
		}
	}
	answers := func(a idptest.Answer) lie {
		return func(_ *rig, s *idptest.Script) { s.DiscoveryAnswer = a }
	}
	for name, row := range map[string]struct {
		domain string
		lie    lie
		tenant string
		code   fault.Code
		reason string
	}{
		"a domain":               {"other.example", honest, tenantB, "", ""},
		"nobody's domain":        {"nobody.example", honest, "", fault.SSOAppInvalid, "tenant_unknown"},
		"as Entra says it":       {"acme.example", answers(idptest.Body(http.StatusBadRequest, "application/json", `{"error":"invalid_tenant"}`)), "", fault.SSOAppInvalid, "tenant_unknown"},
		"private accounts":       {"outlook.example", honest, "", fault.SSOAppInvalid, "tenant_invalid"},
		"the template":           {"acme.example", issuer(func(r *rig) any { return r.idp.MicrosoftAuthority() + "/{tenantid}/v2.0" }), "", fault.SSOAppInvalid, "tenant_invalid"},
		"an issuer of elsewhere": {"acme.example", issuer(func(*rig) any { return "https://evil.example/" + tenantA + "/v2.0" }), "", fault.SSOAppInvalid, "tenant_invalid"},
		"no issuer":              {"acme.example", issuer(func(*rig) any { return nil }), "", fault.SSOAppInvalid, "tenant_invalid"},
		"a redirect":             {"acme.example", answers(idptest.Redirect("http://127.0.0.1:1/")), "", fault.ProviderUnreachable, "discovery_http_302"},
		"64 MB":                  {"acme.example", answers(idptest.Oversized(64 << 20)), "", fault.ProviderUnreachable, "discovery_too_large"},
		"not JSON":               {"acme.example", answers(idptest.Body(http.StatusOK, "text/html", canaryBody)), "", fault.ProviderUnreachable, "discovery_not_json"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.lie(row.lie)
			tenant, err := r.p.ResolveTenant(t.Context(), row.domain)
			if tenant != row.tenant {
				t.Errorf("resolved %q, want %q", tenant, row.tenant)
			}
			if row.code != "" {
				wantFault(t, err, row.code, row.reason)
				r.clean(err)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("a provider that hangs", func(t *testing.T) {
		r := newRigLimits(t, limitFor("timeout"))
		r.lie(answers(idptest.Drip(time.Hour)))
		_, err := r.p.ResolveTenant(t.Context(), "acme.example")
		wantFault(t, err, fault.ProviderUnreachable, "discovery_timeout")
	})
	t.Run("nobody is asked for what is no domain (F01)", func(t *testing.T) {
		r := newRig(t)
		for _, text := range []string{
			"", "acme", "acme.", ".acme", "a..b", "-a.example", "a-.example", "a_b.example", "A.example", "a.example/x", "a.example?x", "a.example#x",
			"../a.example", "a.example:80", "a@b.example", "a b.example", "bücher.example", "127.0.0.1", "a.example\n",
			strings.Repeat("a", 64) + ".example", strings.Repeat("a.", 127) + "example", tenantA, "{tenantid}",
		} {
			_, err := r.p.ResolveTenant(t.Context(), text)
			wantFault(t, err, fault.SSOAppInvalid, "domain_invalid")
		}
	})
}

func TestRealProviders(t *testing.T) {
	real, err := idp.New(idp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	if !real.IsReal(provider.Google) || !real.IsReal(provider.Microsoft) || r.p.IsReal(provider.Google) || r.p.IsReal(provider.Microsoft) {
		t.Error("the real providers and the stand-ins are taken for each other")
	}
}
