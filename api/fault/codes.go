package fault

import "net/http"

// Code is the stable name of a refusal. It is part of the contract.
type Code string

// The codes, in the order of the catalogue of messages.
const (
	SSONotConfigured        Code = "sso_not_configured"
	SSOAppInvalid           Code = "sso_app_invalid"
	SSOProviderDisabled     Code = "sso_provider_disabled"
	OrgNotResolved          Code = "org_not_resolved"
	ProviderDenied          Code = "provider_denied"
	ProviderConsentRequired Code = "provider_consent_required"
	ProviderBlocked         Code = "provider_blocked"
	ProviderInteraction     Code = "provider_interaction"
	ProviderUnavailable     Code = "provider_unavailable"
	ProviderOther           Code = "provider_other"
	ProviderConfigError     Code = "provider_config_error"
	CodeRejected            Code = "code_rejected"
	ProviderUnreachable     Code = "provider_unreachable"
	OutboundUnavailable     Code = "outbound_unavailable" // the operator's proxy, not the provider
	AttemptUnknown          Code = "attempt_unknown"
	AttemptExpired          Code = "attempt_expired"
	AttemptCookieMissing    Code = "attempt_cookie_missing"
	AttemptReplayed         Code = "attempt_replayed"
	TokenInvalid            Code = "token_invalid"
	ClockSkew               Code = "clock_skew"
	WrongTenant             Code = "wrong_tenant"
	WrongHostedDomain       Code = "wrong_hosted_domain"
	EmailMissing            Code = "email_missing"
	EmailNotVerified        Code = "email_not_verified"
	UserNotAuthorized       Code = "user_not_authorized"
	LinkInProfileFirst      Code = "link_in_profile_first"
	LinkProofFailed         Code = "link_proof_failed"
	LinkLocked              Code = "link_locked"
	LinkTicketExpired       Code = "link_ticket_expired"
	PasswordLoginDisabled   Code = "password_login_disabled"
	RateLimited             Code = "rate_limited"
	InternalError           Code = "internal_error"
	ValidationFailed        Code = "validation_failed"
	CallbackMalformed       Code = "callback_malformed"
	SSOConfigChanged        Code = "sso_config_changed"
	CredentialsInvalid      Code = "credentials_invalid"
	Unauthenticated         Code = "unauthenticated"
	NotFound                Code = "not_found"
	MethodNotAllowed        Code = "method_not_allowed"
	BodyMalformed           Code = "body_malformed"
	BodyTooLarge            Code = "body_too_large"
	MediaTypeUnsupported    Code = "media_type_unsupported"
	OriginRefused           Code = "origin_refused"
	Busy                    Code = "busy"
	SetupClosed             Code = "setup_closed"
	SessionReused           Code = "session_reused"
	AttemptSessionChanged   Code = "attempt_session_changed"
	AlreadyLinkedOtherUser  Code = "already_linked_other_user"
	AlreadyLinkedOther      Code = "already_linked_other"
	ConfigChanged           Code = "config_changed"
	PreconditionRequired    Code = "precondition_required"
	TestRequired            Code = "test_required"
	BreakGlassRequired      Code = "break_glass_required"
	OwnSignInRequired       Code = "own_sign_in_required"
	LastSuperAdmin          Code = "last_super_admin"
	RoleKeyTaken            Code = "role_key_taken"
	RoleLimitReached        Code = "role_limit_reached"
	RoleBuiltIn             Code = "role_built_in"
	RoleInUse               Code = "role_in_use"
	RoleSetByRule           Code = "role_set_by_rule"
	RoleRequired            Code = "role_required"
	Conflict                Code = "conflict"
	Forbidden               Code = "forbidden"
	BypassClosed            Code = "bypass_closed"
	ResetClosed             Code = "reset_closed"
	GuestLinkClosed         Code = "setup_link_closed"
	ReauthRequired          Code = "reauth_required"
	EmailMismatch           Code = "email_mismatch"
	LastSignInMethod        Code = "last_sign_in_method"
	SSORequired             Code = "sso_required"
	ScopeMissing            Code = "insufficient_scope"
	PersonRequired          Code = "person_required" // no machine may
	KeyInAddress            Code = "key_in_address"
	EmailTaken              Code = "email_taken" // by a person with another external id, or none
	IdempotencyKeyReused    Code = "idempotency_key_reused"
	IdempotencyInProgress   Code = "idempotency_in_progress"
	CursorExpired           Code = "cursor_expired"
)

// Entry is what the catalogue says of a code.
type Entry struct {
	Code   Code
	Status int    // of the API answer; the callback always answers 303
	Title  string // English, for integrators; people read the SPA's catalogue
}

// catalogue lists every code once. It is read, never written.
var catalogue = [...]Entry{
	{SSONotConfigured, http.StatusConflict, "This organization has not set up this provider"},
	{SSOAppInvalid, http.StatusConflict, "The organization's application at this provider does not work"},
	{SSOProviderDisabled, http.StatusConflict, "This provider is turned off for the organization"},
	{OrgNotResolved, http.StatusNotFound, "Unknown organization code"},
	{ProviderDenied, http.StatusForbidden, "The sign-in was cancelled at the provider"},
	{ProviderConsentRequired, http.StatusForbidden, "An administrator must consent at the provider first"},
	{ProviderBlocked, http.StatusForbidden, "The provider does not let the account in"},
	{ProviderInteraction, http.StatusUnauthorized, "The provider asks the person to sign in again"},
	{ProviderUnavailable, http.StatusServiceUnavailable, "The provider is temporarily unavailable"},
	{ProviderOther, http.StatusBadGateway, "The provider could not complete the sign-in"},
	{ProviderConfigError, http.StatusConflict, "The provider refused the application's request"},
	{CodeRejected, http.StatusBadRequest, "The provider rejected the authorization code"},
	{ProviderUnreachable, http.StatusServiceUnavailable, "The provider cannot be reached"},
	{OutboundUnavailable, http.StatusServiceUnavailable, "Our way out is closed"},
	{AttemptUnknown, http.StatusBadRequest, "Unknown sign-in attempt"},
	{AttemptExpired, http.StatusGone, "The sign-in attempt expired"},
	{AttemptCookieMissing, http.StatusBadRequest, "The browser brought no sign-in attempt"},
	{AttemptReplayed, http.StatusBadRequest, "This sign-in attempt already ended"},
	{TokenInvalid, http.StatusUnauthorized, "The provider's ID token was refused"},
	{ClockSkew, http.StatusUnauthorized, "The provider's clock and ours differ too much"},
	{WrongTenant, http.StatusForbidden, "The account belongs to another directory"},
	{WrongHostedDomain, http.StatusForbidden, "The account belongs to another hosted domain"},
	{EmailMissing, http.StatusForbidden, "The provider shared no e-mail address"},
	{EmailNotVerified, http.StatusForbidden, "The e-mail address is not proven"},
	{UserNotAuthorized, http.StatusForbidden, "User not authorized"},
	{LinkInProfileFirst, http.StatusForbidden, "Connect the account in the profile first"},
	{LinkProofFailed, http.StatusUnauthorized, "The proof did not match"},
	{LinkLocked, http.StatusTooManyRequests, "Too many tries to link"},
	{LinkTicketExpired, http.StatusGone, "The link step timed out"},
	{PasswordLoginDisabled, http.StatusForbidden, "Password sign-in is off for this organization"},
	{RateLimited, http.StatusTooManyRequests, "Too many requests"},
	{InternalError, http.StatusInternalServerError, "Internal error"},
	{ValidationFailed, http.StatusUnprocessableEntity, "The request does not fit the contract"},
	{CallbackMalformed, http.StatusBadRequest, "Malformed callback"},
	{SSOConfigChanged, http.StatusConflict, "The provider's settings changed meanwhile"},
	{CredentialsInvalid, http.StatusUnauthorized, "Wrong e-mail or password"},
	{Unauthenticated, http.StatusUnauthorized, "No valid session"},
	{NotFound, http.StatusNotFound, "Not found"},
	{MethodNotAllowed, http.StatusMethodNotAllowed, "Method not allowed"},
	{BodyMalformed, http.StatusBadRequest, "The request body is not well formed"},
	{BodyTooLarge, http.StatusRequestEntityTooLarge, "The request body is too large"},
	{MediaTypeUnsupported, http.StatusUnsupportedMediaType, "Send a media type of the contract"},
	{OriginRefused, http.StatusForbidden, "Cross-origin request refused"},
	{Busy, http.StatusServiceUnavailable, "Too busy"},
	{SetupClosed, http.StatusGone, "The set-up link is no longer valid"},
	{SessionReused, http.StatusUnauthorized, "An old refresh token came back"},
	{AttemptSessionChanged, http.StatusForbidden, "Another session finished than the one that started"},
	{AlreadyLinkedOtherUser, http.StatusConflict, "The account is connected to another user"},
	{AlreadyLinkedOther, http.StatusConflict, "The user has connected another account of this provider"},
	{ConfigChanged, http.StatusPreconditionFailed, "Somebody else saved changes meanwhile"},
	{PreconditionRequired, http.StatusPreconditionRequired, "Send If-Match with the etag that was read"},
	{TestRequired, http.StatusConflict, "This version has not passed a test"},
	{BreakGlassRequired, http.StatusConflict, "No super admin is proven to sign in without SSO"},
	{OwnSignInRequired, http.StatusConflict, "Sign in through SSO yourself first"},
	{LastSuperAdmin, http.StatusConflict, "No super admin could sign in any more"},
	{RoleKeyTaken, http.StatusConflict, "A role of the organization has this key"},
	{RoleLimitReached, http.StatusConflict, "The organization has as many roles of its own as it may"},
	{RoleBuiltIn, http.StatusConflict, "A built-in role stays as it is"},
	{RoleInUse, http.StatusConflict, "People or rules have this role"},
	{RoleSetByRule, http.StatusConflict, "A rule gives this person their role"},
	{RoleRequired, http.StatusForbidden, "No rule gives this person a role"},
	{Conflict, http.StatusConflict, "It is there already, or not in the state for this"},
	{Forbidden, http.StatusForbidden, "Not allowed"},
	{BypassClosed, http.StatusGone, "The bypass link is no longer valid"},
	{ResetClosed, http.StatusGone, "The link for a new password is no longer valid"},
	{GuestLinkClosed, http.StatusGone, "The setup link is no longer valid"},
	{ReauthRequired, http.StatusUnauthorized, "Confirm that it is you first"},
	{EmailMismatch, http.StatusForbidden, "The account has another e-mail address"},
	{LastSignInMethod, http.StatusConflict, "No way to sign in would be left"},
	{SSORequired, http.StatusConflict, "The organization requires SSO"},
	{ScopeMissing, http.StatusForbidden, "The service lacks the scope"},
	{PersonRequired, http.StatusForbidden, "Only a person may do this"},
	{KeyInAddress, http.StatusBadRequest, "A key was sent in the address, where logs keep it: revoke it, and send the next one in the Authorization header"},
	{EmailTaken, http.StatusConflict, "Another person has this e-mail address"},
	{IdempotencyKeyReused, http.StatusUnprocessableEntity, "Another request has this Idempotency-Key"},
	{IdempotencyInProgress, http.StatusConflict, "The request with this Idempotency-Key still runs"},
	{CursorExpired, http.StatusGone, "What comes after this cursor is not kept any more: read the lists anew"},
}

// Catalogue returns every entry, in order.
func Catalogue() []Entry { return catalogue[:] }

// Lookup returns the entry of a code; an unknown code reads as internal_error.
func Lookup(c Code) Entry {
	for _, e := range catalogue {
		if e.Code == c {
			return e
		}
	}
	return Lookup(InternalError)
}
