package oidc

import (
	"slices"

	"latchkey/api/client"
	"latchkey/api/session"
)

// Metadata is what libraries discover (OpenID Connect Discovery, 3; RFC 8414, 2).
type Metadata struct {
	Issuer                string   `json:"issuer"`
	AuthorizationEndpoint string   `json:"authorization_endpoint"`
	TokenEndpoint         string   `json:"token_endpoint"`
	UserinfoEndpoint      string   `json:"userinfo_endpoint"`
	IntrospectionEndpoint string   `json:"introspection_endpoint"`
	RevocationEndpoint    string   `json:"revocation_endpoint"`
	EndSessionEndpoint    string   `json:"end_session_endpoint"` // RP-Initiated Logout, 2.1
	JWKSURI               string   `json:"jwks_uri"`
	ScopesSupported       []string `json:"scopes_supported"`
	ResponseTypes         []string `json:"response_types_supported"`
	ResponseModes         []string `json:"response_modes_supported"`
	GrantTypes            []string `json:"grant_types_supported"`
	SubjectTypes          []string `json:"subject_types_supported"`
	IDTokenAlgs           []string `json:"id_token_signing_alg_values_supported"`
	TokenAuthMethods      []string `json:"token_endpoint_auth_methods_supported"`
	TokenAuthAlgs         []string `json:"token_endpoint_auth_signing_alg_values_supported"`
	IntrospectionMethods  []string `json:"introspection_endpoint_auth_methods_supported"`
	IntrospectionAlgs     []string `json:"introspection_endpoint_auth_signing_alg_values_supported"`
	RevocationMethods     []string `json:"revocation_endpoint_auth_methods_supported"`
	RevocationAlgs        []string `json:"revocation_endpoint_auth_signing_alg_values_supported"`
	ChallengeMethods      []string `json:"code_challenge_methods_supported"`
	Prompts               []string `json:"prompt_values_supported"`
	Claims                []string `json:"claims_supported"`
	Locales               []string `json:"ui_locales_supported"`
	ClaimsParameter       bool     `json:"claims_parameter_supported"`
	RequestParameter      bool     `json:"request_parameter_supported"`
	RequestURIParameter   bool     `json:"request_uri_parameter_supported"`
	BackchannelLogout     bool     `json:"backchannel_logout_supported"` // Back-Channel Logout, 2.1
	BackchannelSession    bool     `json:"backchannel_logout_session_supported"`
	IssInResponse         bool     `json:"authorization_response_iss_parameter_supported"`
}

// Metadata says where everything is, and what of it is understood. How clients authenticate
// where no tokens are given is said, too: else it is client_secret_basic alone (RFC 8414, 2).
func (p *Provider) Metadata(locales []string) Metadata {
	algs, all := []string{"RS256", "PS256", "ES256"}, client.Methods()
	ofConfidential := slices.DeleteFunc(client.Methods(), func(m string) bool { return m == string(client.None) })
	return Metadata{
		Issuer: p.Issuer, AuthorizationEndpoint: p.Issuer + "/oauth/authorize", TokenEndpoint: p.Issuer + "/oauth/token",
		UserinfoEndpoint: p.Issuer + "/oauth/userinfo", JWKSURI: p.Issuer + "/.well-known/jwks.json",
		EndSessionEndpoint: p.Issuer + "/oauth/logout", BackchannelLogout: true, BackchannelSession: true,
		ScopesSupported: Scopes(), ResponseTypes: []string{"code"}, ResponseModes: []string{"query"}, GrantTypes: GrantTypes(),
		SubjectTypes: []string{"public"}, IDTokenAlgs: session.IDTokenAlgs(), TokenAuthMethods: all,
		TokenAuthAlgs: algs, IntrospectionMethods: ofConfidential, IntrospectionAlgs: algs, RevocationMethods: all, RevocationAlgs: algs, IntrospectionEndpoint: p.Issuer + "/oauth/introspect", RevocationEndpoint: p.Issuer + "/oauth/revoke",
		ChallengeMethods: []string{"S256"}, Prompts: Prompts(),
		Claims: []string{
			"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "sid", "amr", "idp", "at_hash", "org", "org_code", "email",
			"email_verified", "name", "role", "roles", "groups", "external_id", "locale", "zoneinfo",
		},
		Locales: locales, IssInResponse: true,
	}
}
