package provider

import "latchkey/api/fault"

// Preset is what is known by brand of a generic OpenID provider. It is data alone:
// no rule depends on which preset a connection was made with.
type Preset struct {
	Key  string // kept with the connection; the pages find guide and logo by it
	Name string
	// Issuer is what its issuers look like, to the slash at their end.
	Issuer string
	// Source is the page of the provider that says so.
	Source string
	// Answers are its own error codes and constant descriptions ("error: description").
	Answers map[string]Answer
}

// Presets lists the presets by name.
func Presets() []Preset {
	return []Preset{
		{
			Key: "adfs", Name: "AD FS",
			Issuer: "https://{host}/adfs",
			Source: "https://learn.microsoft.com/en-us/windows-server/identity/ad-fs/development/custom-id-tokens-in-ad-fs",
		},
		{
			Key: "auth0", Name: "Auth0",
			Issuer: "https://{domain}/",
			Source: "https://auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery",
			Answers: map[string]Answer{
				"unauthorized": {Code: fault.ProviderBlocked}, // a blocked user, or a rule that says no
			},
		},
		{
			Key: "gitlab", Name: "GitLab",
			Issuer: "https://{host}",
			Source: "https://docs.gitlab.com/integration/openid_connect_provider/",
		},
		{
			Key: "keycloak", Name: "Keycloak",
			Issuer: "https://{host}/realms/{realm}",
			Source: "https://www.keycloak.org/securing-apps/oidc-layers",
			Answers: map[string]Answer{
				// Its login page was left open for too long.
				"temporarily_unavailable: authentication_expired": {fault.AttemptExpired, "authentication_expired"},
				// Up to 18, with 400; and since, with 401.
				"unauthorized_client: Invalid client secret":                        {fault.SSOAppInvalid, "client_secret_invalid"},
				"unauthorized_client: Invalid client or Invalid client credentials": {fault.SSOAppInvalid, "client_secret_invalid"},
			},
		},
		{
			Key: "okta", Name: "Okta",
			Issuer: "https://{domain}",
			Source: "https://developer.okta.com/docs/concepts/auth-servers/",
			Answers: map[string]Answer{
				"access_denied: User is not assigned to the client application.": {Code: fault.ProviderBlocked},
			},
		},
	}
}

// IsPreset says whether there is a preset of this key.
func IsPreset(key string) bool {
	for _, p := range Presets() {
		if p.Key == key {
			return true
		}
	}
	return false
}

// presetAnswers asks the dictionaries of all presets.
func presetAnswers(said string) (Answer, bool) {
	for _, p := range Presets() {
		if a, known := p.Answers[said]; known {
			return a, true
		}
	}
	return Answer{}, false
}
