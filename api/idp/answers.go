package idp

import (
	"encoding/json"
	"slices"
	"strings"

	"latchkey/api/fault"
)

// Codes of Entra that say more than the OAuth error beside them.
const (
	entraSecretWrong     = "AADSTS7000215"
	entraSecretExpired   = "AADSTS7000222"
	entraConsentRequired = "AADSTS65001"
)

// AnswerFault maps the error parameter of the provider's answer (RFC 6749,
// section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6) to a refusal. Of
// the description only Entra's code for missing consent is looked for. The
// refusal's Received holds the short code, or "unrecognized".
func AnswerFault(providerError, description string) *fault.Fault {
	code := answerCode(providerError)
	if namesCode(description, entraConsentRequired) {
		code = fault.ProviderConsentRequired
	}
	return fault.Mismatch(code, "provider_answer", "", shortCode(providerError))
}

func answerCode(providerError string) fault.Code {
	switch providerError {
	case "access_denied":
		return fault.ProviderDenied
	case "consent_required":
		return fault.ProviderConsentRequired
	case "login_required", "interaction_required", "account_selection_required":
		return fault.ProviderInteraction
	case "temporarily_unavailable":
		return fault.ProviderUnavailable
	case "invalid_request", "unauthorized_client", "invalid_scope", "unsupported_response_type":
		return fault.ProviderConfigError
	}
	return fault.ProviderOther
}

// tokenRefused maps an error of the token endpoint (RFC 6749, section 5.2).
// Entra's own codes go before the OAuth error, which is coarser.
func tokenRefused(doc object) *fault.Fault {
	switch {
	case entraSays(doc, entraSecretExpired):
		return fault.Mismatch(fault.SSOAppInvalid, "client_secret_expired", "", entraSecretExpired)
	case entraSays(doc, entraSecretWrong):
		return fault.Mismatch(fault.SSOAppInvalid, "client_secret_invalid", "", entraSecretWrong)
	case entraSays(doc, entraConsentRequired):
		return fault.Mismatch(fault.ProviderConsentRequired, "token_answer", "", entraConsentRequired)
	}
	providerError := doc.text("error")
	short := shortCode(providerError)
	switch providerError {
	case "invalid_client":
		return fault.Mismatch(fault.SSOAppInvalid, "client_secret_invalid", "", short)
	case "invalid_grant":
		return fault.Mismatch(fault.CodeRejected, "token_answer", "", short)
	case "unsupported_grant_type", "redirect_uri_mismatch":
		return fault.Mismatch(fault.ProviderConfigError, "token_answer", "", short)
	}
	return fault.Mismatch(answerCode(providerError), "token_answer", "", short)
}

// entraSays looks for a code of Entra in the description and in error_codes,
// where it stands as a number.
func entraSays(doc object, code string) bool {
	if namesCode(doc.text("error_description"), code) {
		return true
	}
	codes, _ := doc["error_codes"].([]any)
	return slices.Contains(codes, any(json.Number(strings.TrimPrefix(code, "AADSTS"))))
}

// namesCode tells whether a description holds a code of Entra, whole.
func namesCode(description, code string) bool {
	_, after, found := strings.Cut(description, code)
	return found && (after == "" || after[0] < '0' || after[0] > '9')
}

// shortCode lets only what looks like an OAuth error code through to logs.
func shortCode(s string) string {
	if s == "" || len(s) > 60 {
		return "unrecognized"
	}
	for i := range len(s) {
		if (s[i] < 'a' || s[i] > 'z') && s[i] != '_' {
			return "unrecognized"
		}
	}
	return s
}
