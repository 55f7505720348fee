package idp

import "latchkey/api/fault"

// fine is the dictionary of what says more than the OAuth error beside it: a code
// of Entra, a word of a provider's own, or a description that is a constant of
// one. It decides what a refusal is, and so what the person reads and who must
// act, wherever the answer came: with the browser or from the token endpoint. The
// pages explain the same codes (frontend/src/text/provider-codes.ts); a test holds
// both together.
func fine(word, description, entra string) (verdict, bool) {
	if v, ok := fineCode(entra); ok {
		return v, true
	}
	if v, ok := fineDescription(word, description); ok {
		return v, true
	}
	return fineCode(word)
}

// fineCode reads one code: of Entra (Microsoft's reference of AADSTS codes), of
// Google, or a common word that is in no specification.
func fineCode(code string) (verdict, bool) {
	switch code {
	case "AADSTS16000", "AADSTS50053", "AADSTS50055", "AADSTS50058", "AADSTS50126", "AADSTS50132", "AADSTS50133",
		"AADSTS50140", "AADSTS50144", "AADSTS50173",
		"AADSTS50072", "AADSTS50074", "AADSTS50076", "AADSTS50079", "AADSTS50158",
		"unmet_authentication_requirements": // OpenID Connect Core Unmet Authentication Requirements 1.0
		return verdict{code: fault.ProviderInteraction}, true
	case "AADSTS50020", "AADSTS50034", "AADSTS51004", "AADSTS90072":
		return verdict{code: fault.WrongTenant}, true
	case "org_internal": // Google
		return verdict{code: fault.WrongHostedDomain}, true
	case "AADSTS65004", "user_cancelled_login", "user_cancelled_authorize": // LinkedIn's words
		return verdict{code: fault.ProviderDenied}, true
	case "AADSTS65001", "AADSTS650056", "AADSTS90094", "AADSTS90095":
		return verdict{code: fault.ProviderConsentRequired}, true
	case "AADSTS50105", "AADSTS50057", "AADSTS500021", // not assigned, disabled, a network of another tenant
		"AADSTS50097", "AADSTS50129", "AADSTS50131", // Conditional Access, and what follows
		"AADSTS53000", "AADSTS53001", "AADSTS53002", "AADSTS53003", "AADSTS53004", "AADSTS53011",
		"admin_policy_enforced", "access_blocked", // Google
		"unauthorized": // Auth0: a blocked user, or a rule that says no
		return verdict{code: fault.ProviderBlocked}, true
	case "AADSTS54005", "AADSTS70000", "AADSTS70008", "AADSTS501481":
		return verdict{code: fault.CodeRejected}, true
	case "AADSTS90033":
		return verdict{code: fault.ProviderUnavailable}, true
	}
	return fineApplication(code)
}

// fineApplication reads the codes that are about the application.
func fineApplication(code string) (verdict, bool) {
	switch code {
	case "AADSTS7000215":
		return verdict{fault.SSOAppInvalid, "client_secret_invalid"}, true
	case "AADSTS7000222":
		return verdict{fault.SSOAppInvalid, "client_secret_expired"}, true
	case "AADSTS70001", "AADSTS700016", "deleted_client":
		return verdict{fault.SSOAppInvalid, "client_unknown"}, true
	case "AADSTS7000112", "disabled_client":
		return verdict{fault.SSOAppInvalid, "client_disabled"}, true
	case "AADSTS50011", "AADSTS500112", "AADSTS500113", // redirect URI
		"AADSTS9002326", "AADSTS9002327", "AADSTS700025", "AADSTS7000218", // another kind of client
		"AADSTS700051", "AADSTS700054", "AADSTS50194", "AADSTS50059", "AADSTS50128", "AADSTS90002", // another tenant
		"AADSTS65005", "AADSTS650052", "AADSTS70011", "AADSTS50001", "AADSTS500011", // permissions
		"AADSTS900144", "AADSTS9002313":
		return verdict{code: fault.ProviderConfigError}, true
	}
	return verdict{}, false
}

// fineDescription reads descriptions that are no prose but constants of one
// provider, compared whole.
func fineDescription(word, description string) (verdict, bool) {
	switch word + ": " + description {
	case "temporarily_unavailable: authentication_expired": // Keycloak: its login page was left open for too long
		return verdict{fault.AttemptExpired, "authentication_expired"}, true
	case "access_denied: User is not assigned to the client application.": // Okta
		return verdict{code: fault.ProviderBlocked}, true
	case "invalid_request: Invalid or expired code parameter.": // Dex up to 2.31
		return verdict{code: fault.CodeRejected}, true
	case "unauthorized_client: Invalid client secret", // Keycloak up to 18, with 400
		"unauthorized_client: Invalid client or Invalid client credentials": // and since, with 401
		return verdict{fault.SSOAppInvalid, "client_secret_invalid"}, true
	}
	return verdict{}, false
}
