package idp

import (
	"net/http"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

// AnswerFault maps the error parameter of the provider's answer (RFC 6749,
// section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6) to a refusal. Where
// a finer code says more, by [fine], it decides. Of the description nothing else
// is looked for. The refusal's Received holds the short code, or "unrecognized",
// and the code of a brand, such as "access_denied AADSTS50105"; never a word of the
// description.
//
// What the browser brings is not the provider's proven word: however it reads,
// the application is not called broken for it (SSOAppInvalid).
func AnswerFault(providerError, description string) *fault.Fault {
	own := provider.OwnCode(description)
	received := withOwnCode(shortCode(providerError), own)
	v, ok := fine(providerError, description, own)
	if !ok {
		v = verdict{code: answerCode(providerError)}
	}
	if v.code == fault.SSOAppInvalid || v.code == fault.CodeRejected {
		v = verdict{code: fault.ProviderConfigError}
	}
	return v.fault("provider_answer", received)
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

// tokenRefused maps an error of the token endpoint (RFC 6749, section 5.2). A
// finer code goes first. Then the status and the word decide together: 401 is
// for a client that is not accepted, and providers use it with many words. Only
// where the word speaks of the code or of our request, and of nothing else, it is
// believed against the status: a working application must not be called broken
// because somebody's code was too old.
func tokenRefused(status int, doc object) *fault.Fault {
	word, description := doc.text("error"), doc.text("error_description")
	own := ownCodeOf(doc)
	v, ok := fine(word, description, own)
	if !ok {
		v = tokenVerdict(status, word)
	}
	return v.fault("token_answer", withOwnCode(shortCode(word), own))
}

func tokenVerdict(status int, word string) verdict {
	switch word {
	case "invalid_grant", "invalid_code", "expired_code", "bad_verification_code":
		return verdict{code: fault.CodeRejected}
	case "unsupported_grant_type", "redirect_uri_mismatch", "invalid_redirect_uri", "invalid_scope":
		return verdict{code: fault.ProviderConfigError}
	case "login_required", "interaction_required", "account_selection_required", "consent_required", "temporarily_unavailable":
		return verdict{code: answerCode(word)} // about the person, or the moment
	case "invalid_client":
		return verdict{fault.SSOAppInvalid, "client_secret_invalid"}
	}
	if status == http.StatusUnauthorized {
		return verdict{fault.SSOAppInvalid, "client_secret_invalid"}
	}
	return verdict{code: answerCode(word)}
}

// verdict is what an answer means to us.
type verdict struct {
	code   fault.Code
	reason string // "" = nothing more than where the answer came
}

func (v verdict) fault(where, received string) *fault.Fault {
	if v.reason == "" {
		v.reason = where
	}
	return fault.Mismatch(v.code, v.reason, "", received)
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
