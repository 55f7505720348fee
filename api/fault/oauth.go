package fault

import "errors"

// OAuthCode is an error code of OAuth and OpenID Connect: what applications read, where
// our own pages read a [Code].
type OAuthCode string

// The codes that are given (RFC 6749, 4.1.2.1 and 5.2; RFC 6750, 3.1; RFC 8707, 2;
// OpenID Connect Core, 3.1.2.6).
const (
	InvalidRequest          OAuthCode = "invalid_request"
	InvalidClient           OAuthCode = "invalid_client"
	InvalidGrant            OAuthCode = "invalid_grant"
	InvalidScope            OAuthCode = "invalid_scope"
	InvalidTarget           OAuthCode = "invalid_target"
	InvalidToken            OAuthCode = "invalid_token"
	InsufficientScope       OAuthCode = "insufficient_scope"
	UnauthorizedClient      OAuthCode = "unauthorized_client"
	UnsupportedGrantType    OAuthCode = "unsupported_grant_type"
	UnsupportedResponseType OAuthCode = "unsupported_response_type"
	AccessDenied            OAuthCode = "access_denied"
	ServerError             OAuthCode = "server_error"
	TemporarilyUnavailable  OAuthCode = "temporarily_unavailable"
	LoginRequired           OAuthCode = "login_required"
	InteractionRequired     OAuthCode = "interaction_required"
	AccountSelection        OAuthCode = "account_selection_required"
	SlowDown                OAuthCode = "slow_down" // RFC 8628, 3.5
	RequestNotSupported     OAuthCode = "request_not_supported"
	RequestURINotSupported  OAuthCode = "request_uri_not_supported"
)

// OAuth is a refusal that an application reads. The description is a sentence for its
// developer; reason and cause are for the log.
type OAuth struct {
	Code        OAuthCode
	Description string
	Reason      string // a stable short word, where the description must not say it
	// OrganizationID is the organization that the refusal concerns, "" where nobody knows.
	OrganizationID string
	cause          error
}

// NewOAuth returns a refusal with a sentence for the developer of an application.
func NewOAuth(c OAuthCode, description string) *OAuth {
	return &OAuth{Code: c, Description: description}
}

// OAuthBecause is NewOAuth with what only the log says.
func OAuthBecause(c OAuthCode, description, reason string) *OAuth {
	return &OAuth{Code: c, Description: description, Reason: reason}
}

// Concerning says which organization the refusal concerns.
func (o *OAuth) Concerning(organizationID string) *OAuth {
	o.OrganizationID = organizationID
	return o
}

// Error is for logs.
func (o *OAuth) Error() string {
	text := string(o.Code)
	if o.Reason != "" {
		text += " (" + o.Reason + ")"
	}
	return text + ": " + o.Description
}

// Unwrap gives the cause.
func (o *OAuth) Unwrap() error { return o.cause }

// OAuthOf reads an error as a refusal of OAuth; what is none is our own error.
func OAuthOf(err error) *OAuth {
	if o, ok := errors.AsType[*OAuth](err); ok {
		return o
	}
	return &OAuth{Code: ServerError, Description: "An error of the server; it is in its log.", cause: err}
}

// OAuthWrap is NewOAuth with its cause.
func OAuthWrap(c OAuthCode, description string, cause error) *OAuth {
	return &OAuth{Code: c, Description: description, cause: cause}
}
