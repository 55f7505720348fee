package idptest

import (
	"net/http"
	"regexp"
	"strings"
)

// organizations is Microsoft's authority for people of any tenant.
const organizations = "organizations"

// discovery serves the metadata of a side (OpenID Connect Discovery 1.0).
func (p *Provider) discovery(w http.ResponseWriter, r *http.Request, s side) {
	lies := p.lies()
	if lies.DiscoveryAnswer != nil && lies.DiscoveryAnswer(w, r) {
		return
	}
	if s.provider == Microsoft && s.authority != organizations && !isTenant(s.authority) {
		tenant, known := p.tenantAt(s.authority)
		if !known {
			http.NotFound(w, r)
			return
		}
		s.authority = tenant
	}
	doc := p.metadata(s)
	if lies.Discovery != nil {
		lies.Discovery(doc)
	}
	writeJSON(w, http.StatusOK, doc)
}

func (p *Provider) metadata(s side) map[string]any {
	doc := map[string]any{
		"issuer":                                p.root(s),
		"authorization_endpoint":                p.endpoints(s) + "/authorize",
		"token_endpoint":                        p.endpoints(s) + "/token",
		"jwks_uri":                              p.root(s) + "/keys",
		"userinfo_endpoint":                     p.base + "/" + s.provider + "/userinfo",
		"response_types_supported":              []string{"code"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{p.Key().Alg},
		"scopes_supported":                      []string{"openid", "email", "profile"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "client_secret_basic"},
		"code_challenge_methods_supported":      []string{"S256"},
		"prompt_values_supported":               []string{"none", "login", "consent", "select_account"},
		"claims_parameter_supported":            true,
	}
	if s.provider != Microsoft {
		doc["authorization_response_iss_parameter_supported"] = true
		return doc
	}
	tenant := s.authority
	if tenant == organizations {
		tenant = "{tenantid}"
	}
	doc["issuer"] = p.MicrosoftAuthority() + "/" + tenant + "/v2.0"
	doc["jwks_uri"] = p.root(s) + "/discovery/v2.0/keys"
	doc["subject_types_supported"] = []string{"pairwise"}
	return doc
}

// tenantAt is the tenant of the people with addresses at a domain.
func (p *Provider) tenantAt(domain string) (tenant string, known bool) {
	for _, person := range p.peopleOf(Microsoft) {
		if _, at, _ := strings.Cut(person.Email, "@"); at == domain && !person.Guest {
			return person.TenantID, true
		}
	}
	return "", false
}

func isTenant(s string) bool {
	ok, err := regexp.MatchString(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, s)
	return ok && err == nil
}
