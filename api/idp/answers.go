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
// the description only a code of Entra is looked for. The refusal's Received
// holds the short code, or "unrecognized", and that code of Entra, such as
// "access_denied AADSTS50105"; never a word of the description.
func AnswerFault(providerError, description string) *fault.Fault {
	code := answerCode(providerError)
	if namesCode(description, entraConsentRequired) {
		code = fault.ProviderConsentRequired
	}
	return fault.Mismatch(code, "provider_answer", "", withEntra(shortCode(providerError), entraCode(description)))
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
	providerError := doc.text("error")
	received := withEntra(shortCode(providerError), entraCodeOf(doc))
	switch {
	case entraSays(doc, entraSecretExpired):
		return fault.Mismatch(fault.SSOAppInvalid, "client_secret_expired", "", received)
	case entraSays(doc, entraSecretWrong):
		return fault.Mismatch(fault.SSOAppInvalid, "client_secret_invalid", "", received)
	case entraSays(doc, entraConsentRequired):
		return fault.Mismatch(fault.ProviderConsentRequired, "token_answer", "", received)
	}
	switch providerError {
	case "invalid_client":
		return fault.Mismatch(fault.SSOAppInvalid, "client_secret_invalid", "", received)
	case "invalid_grant":
		return fault.Mismatch(fault.CodeRejected, "token_answer", "", received)
	case "unsupported_grant_type", "redirect_uri_mismatch":
		return fault.Mismatch(fault.ProviderConfigError, "token_answer", "", received)
	}
	return fault.Mismatch(answerCode(providerError), "token_answer", "", received)
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

// entraPrefix begins every code of Entra; digits follow.
const entraPrefix = "AADSTS"

// maxEntraDigits is more than Entra's longest code has.
const maxEntraDigits = 9

// entraCode gives the first whole code of Entra in a description, or "".
func entraCode(description string) string {
	for rest := description; ; {
		before, after, found := strings.Cut(rest, entraPrefix)
		if !found {
			return ""
		}
		digits := 0
		for digits < len(after) && after[digits] >= '0' && after[digits] <= '9' {
			digits++
		}
		begins := before == "" || !isAlnum(before[len(before)-1])
		ends := digits == len(after) || !isAlnum(after[digits])
		if begins && ends && digits > 0 && digits <= maxEntraDigits {
			return entraPrefix + after[:digits]
		}
		rest = after
	}
}

// entraCodeOf looks for it in the description and then in error_codes.
func entraCodeOf(doc object) string {
	if code := entraCode(doc.text("error_description")); code != "" {
		return code
	}
	codes, _ := doc["error_codes"].([]any)
	if len(codes) == 0 {
		return ""
	}
	number, _ := codes[0].(json.Number)
	return entraCode(entraPrefix + string(number))
}

// withEntra puts a code of Entra, if there is one, behind the OAuth error.
func withEntra(short, entra string) string {
	if entra == "" {
		return short
	}
	return short + " " + entra
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
