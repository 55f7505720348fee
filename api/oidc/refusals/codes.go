package refusals

import "slices"

// Code says what was wrong with a request, as super admins read it: AuthorizationRefusal
// in openapi.yaml. None of them is a code of package fault, with which they share a column.
type Code string

// What an application's developer must mend, or the operator who registered it.
const (
	ClientMissing      Code = "client_id_missing"
	ClientUnknown      Code = "client_unknown"
	RedirectMissing    Code = "redirect_uri_missing"
	RedirectUnknown    Code = "redirect_uri_unknown"
	ParameterTwice     Code = "parameter_twice"
	ParameterInvalid   Code = "parameter_invalid"
	RequestObject      Code = "request_object_refused"
	ResponseType       Code = "response_type_refused"
	StateRefused       Code = "state_refused"
	ScopeWithoutOpenID Code = "scope_without_openid"
	PKCEMissing        Code = "pkce_missing"
	PKCEWrong          Code = "pkce_wrong"
	ResourceUnknown    Code = "resource_unknown"
	HintUnknown        Code = "id_token_hint_unknown"
)

// What was wrong when a client asked for a token, about one, or to end one, or brought a
// key or a token.
const (
	ClientUnproven      Code = "client_unproven"
	SecretExpired       Code = "client_secret_expired"
	SecretRevoked       Code = "client_secret_revoked"
	ClientOver          Code = "client_over"
	KeyUnknown          Code = "api_key_unknown"
	AccessTokenOver     Code = "access_token_over"
	AssertionRefused    Code = "client_assertion_refused"
	TokenRequestInvalid Code = "token_request_invalid"
	CodeUnknown         Code = "code_unknown"
	CodeReplayed        Code = "code_replayed"
	CodeRedirectOther   Code = "code_redirect_uri_other"
	VerifierWrong       Code = "code_verifier_wrong"
	RefreshUnknown      Code = "refresh_token_unknown"
	RefreshReplayed     Code = "refresh_token_replayed"
	ScopeExceeded       Code = "scope_exceeded"
)

// LogoutAddressUnknown is wrong with a request to sign out, beside what others have.
const LogoutAddressUnknown Code = "post_logout_redirect_uri_unknown"

// What concerns an organization and its people.
const (
	SwitchedOff        Code = "application_switched_off"
	NotForOrganization Code = "application_not_for_organization"
	OtherPerson        Code = "other_person_signed_in"
)

// Codes lists all codes.
func Codes() []Code {
	return []Code{
		ClientMissing, ClientUnknown, RedirectMissing, RedirectUnknown, ParameterTwice, ParameterInvalid, RequestObject, ResponseType,
		StateRefused, ScopeWithoutOpenID, PKCEMissing, PKCEWrong, ResourceUnknown, HintUnknown, ClientUnproven, SecretExpired, SecretRevoked,
		ClientOver, KeyUnknown, AccessTokenOver, AssertionRefused, TokenRequestInvalid, CodeUnknown,
		CodeReplayed, CodeRedirectOther, VerifierWrong, RefreshUnknown, RefreshReplayed, ScopeExceeded,
		LogoutAddressUnknown, SwitchedOff, NotForOrganization, OtherPerson,
	}
}

// IsOne says whether a word is one of them. What is none stays in the program's log: a
// request that may not ask anybody (prompt=none) is refused many times a day, rightly.
func IsOne(word string) bool { return slices.Contains(Codes(), Code(word)) }
