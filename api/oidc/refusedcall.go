package oidc

import (
	"context"
	"errors"
	"strings"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/oidc/refusals"
)

// Call is a request that a client sent by itself, with no person's browser: for a token,
// about one, or to end one.
type Call struct {
	ClientID string // as the client proved it, or as it is known by that id; "" of one that nobody knows
	Proven   bool
	Visitor
}

// TellRefused notes that a call was refused in the logs of those whom it concerns: the
// organization of the service, or of the person whose code or token it was, else all that
// the application has; that nobody knows the client, in the log of the only organization
// that there is. What a client is refused rightly many times a day, such as to
// refresh what has ended, stays in the program's log. It never fails a request.
func (p *Provider) TellRefused(ctx context.Context, call Call, err error) {
	o, is := errors.AsType[*fault.OAuth](err)
	if !is {
		return
	}
	code, now, asker := logCodeOfCall(o), p.Now(), refusals.Unproven
	if call.Proven {
		asker = refusals.Proven
	}
	if code == "" || !p.Refusals.MayLook(asker, now) {
		return
	}
	c, err := p.Clients.Known(ctx, call.ClientID)
	if errors.Is(err, client.ErrUnknown) {
		if err = nil; code != refusals.ClientUnknown && code != refusals.KeyUnknown {
			return
		}
	}
	var concerned []string
	if err == nil {
		concerned, err = p.concernedByCall(ctx, c, o.OrganizationID)
	}
	if err != nil {
		p.Log.WarnContext(ctx, "refusal not noted", "ref", call.Reference, "error", err)
		return
	}
	refusal := refusals.Refusal{Code: code, Reference: call.Reference, Address: call.Address, Browser: call.Browser, At: now, Counted: !call.Proven}
	if o.Code == fault.InvalidClient || o.Code == fault.InsufficientScope {
		refusal.Reason = o.Reason // a word of ours; elsewhere it may be the caller's
	}
	p.note(c, concerned, refusal)
}

// concernedByCall lists the organizations that a call of a client concerns, with the one
// that its refusal names, or "".
func (p *Provider) concernedByCall(ctx context.Context, c client.Client, named string) ([]string, error) {
	switch {
	case c.Service != nil:
		return []string{c.Service.OrganizationID}, nil
	case named != "":
		return []string{named}, nil
	}
	return p.concernedBy(ctx, c.Application)
}

// logCodeOfCall is what super admins read of a refused call, "" of what they need not know.
func logCodeOfCall(o *fault.OAuth) refusals.Code {
	switch o.Code { //nolint:exhaustive // of all others nothing is told
	case fault.InvalidClient:
		return logCodeOfProof(o.Reason)
	case fault.InvalidGrant:
		return toldOfGrant(o.Reason)
	case fault.InvalidScope, fault.InsufficientScope:
		return refusals.ScopeExceeded
	case fault.InvalidTarget:
		return refusals.ResourceUnknown
	case fault.InvalidRequest, fault.UnsupportedGrantType, fault.UnauthorizedClient:
		return refusals.TokenRequestInvalid
	}
	return ""
}

func logCodeOfProof(reason string) refusals.Code {
	switch reason {
	case client.Unknown:
		return refusals.ClientUnknown
	case client.KeyUnknown:
		return refusals.KeyUnknown
	case client.Over:
		return refusals.ClientOver
	case client.SecretExpired:
		return refusals.SecretExpired
	case client.SecretEnded:
		return refusals.SecretRevoked
	case client.CredentialOver, client.TokenRevoked:
		return refusals.AccessTokenOver
	}
	if strings.HasPrefix(reason, "assertion_") {
		return refusals.AssertionRefused
	}
	return refusals.ClientUnproven
}

func toldOfGrant(reason string) refusals.Code {
	switch reason {
	case "code_unknown", "code_expired":
		return refusals.CodeUnknown
	case "code_replayed":
		return refusals.CodeReplayed
	case "redirect_uri_other":
		return refusals.CodeRedirectOther
	case "verifier_wrong", "verifier_unasked":
		return refusals.VerifierWrong
	case "refresh_token_unknown", "refresh_token_foreign", "grant_unknown":
		return refusals.RefreshUnknown
	case "refresh_token_replayed":
		return refusals.RefreshReplayed
	case string(refusals.SwitchedOff), string(refusals.NotForOrganization):
		return refusals.Code(reason)
	}
	return ""
}
