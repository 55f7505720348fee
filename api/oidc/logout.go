package oidc

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"slices"
	"time"

	"latchkey/api/client"
	"latchkey/api/oidc/refusals"
)

// Logout is what a request to sign out leads to (OpenID Connect RP-Initiated Logout 1.0).
type Logout struct {
	To    string // where the browser goes on, at the application; "": it stays at a page of ours
	Ended bool   // this browser's session has ended
	// Ask is the sealed request that the person is to confirm; "": there is nothing to confirm.
	Ask   string
	Name  string // of the application, "" if none is known
	Wrong string // what is wrong with the request, a word for the developer; "": nothing
}

// logoutRequest is a request to sign out that was read.
type logoutRequest struct {
	ClientID string `json:"c,omitempty"`
	To       string `json:"u,omitempty"` // registered
	State    string `json:"s,omitempty"`
	Session  string `json:"i,omitempty"` // that is to end; of the request itself: the hint's
	Subject  string `json:"-"`           // of the hint; "": there is none
	AskedAt  int64  `json:"a,omitempty"`
}

// What a request to sign out may have wrong, beside what a [BadTarget] has.
const (
	wrongParameter = "logout_malformed"
	wrongHint      = "id_token_hint_unknown"
	wrongClient    = "client_unknown"
	wrongPair      = "client_id_other"
	wrongAddress   = "post_logout_redirect_uri_unknown"
	wrongAlone     = "post_logout_redirect_uri_alone"
	wrongExpired   = "logout_expired"
)

// Logout answers a request to sign out. It ends at most the session of the browser that
// asks, and without a question only if the hint is an ID token of that very session: one
// that has expired names the application and the session, and opens nothing. Every other
// request could be an image on somebody's page, so the person is asked.
func (p *Provider) Logout(ctx context.Context, q url.Values, v Visitor) (Logout, error) {
	r, name, wrong, err := p.readLogout(ctx, q)
	if err != nil {
		return Logout{}, err
	}
	if wrong != "" {
		p.Log.LogAttrs(ctx, slog.LevelInfo, "logout refused", slog.String("ref", v.Reference), slog.String("client", r.ClientID), slog.String("why", wrong))
		p.tell(ctx, Request{ClientID: r.ClientID}, string(toldOfLogout(wrong)), v)
		r.To, r.State = "", "" // nothing is sent anywhere
	}
	who, err := p.signedIn(ctx, v.Session)
	if err != nil {
		return Logout{}, err
	}
	out := Logout{Name: name, Wrong: wrong}
	switch {
	case who == nil && r.Subject != "" && wrong == "":
		out.To = r.back()
		return out, nil
	case who == nil:
		return out, nil
	case wrong == "" && r.Subject == who.UserID && r.Session == who.ID:
		return p.endFor(ctx, r, out)
	}
	r.Session, r.AskedAt = who.ID, p.Now().UnixMicro()
	out.Ask, err = p.sealLogout(r)
	return out, err
}

// toldOfLogout is what super admins read of a request to sign out that was refused.
func toldOfLogout(wrong string) refusals.Code {
	switch wrong {
	case wrongHint, wrongPair:
		return refusals.HintUnknown
	case wrongClient:
		return refusals.ClientUnknown
	case wrongAddress:
		return refusals.LogoutAddressUnknown
	case wrongAlone:
		return refusals.ClientMissing
	}
	return refusals.ParameterInvalid
}

// ConfirmLogout ends the session of a person who was asked.
func (p *Provider) ConfirmLogout(ctx context.Context, sealed, cookie string) (Logout, error) {
	who, err := p.signedIn(ctx, cookie)
	if err != nil {
		return Logout{}, err
	}
	r, err := p.openLogout(sealed)
	if err != nil || who != nil && r.Session != who.ID {
		return Logout{Wrong: wrongExpired}, nil //nolint:nilerr // the page says it
	}
	out := Logout{}
	if r.ClientID != "" {
		c, err := p.Clients.FindApplication(ctx, r.ClientID) // it may have been turned off meanwhile
		if err != nil && !errors.Is(err, client.ErrUnknown) {
			return Logout{}, err
		}
		if err != nil || !slices.Contains(c.Application.PostLogoutRedirectURIs, r.To) {
			r.To = ""
		}
		out.Name = c.Name
	}
	if who == nil {
		out.To = r.back()
		return out, nil
	}
	return p.endFor(ctx, r, out)
}

// endFor ends the session that a request names, and says where the browser goes on.
func (p *Provider) endFor(ctx context.Context, r logoutRequest, out Logout) (Logout, error) {
	if err := p.Sessions.EndID(ctx, r.Session); err != nil {
		return Logout{}, err
	}
	out.To, out.Ended = r.back(), true
	return out, nil
}

// readLogout reads a request. wrong says why nothing may be sent to where it names.
func (p *Provider) readLogout(ctx context.Context, q url.Values) (r logoutRequest, name, wrong string, err error) {
	for _, values := range q {
		if len(values) > 1 {
			return r, "", wrongParameter, nil
		}
	}
	r = logoutRequest{ClientID: q.Get("client_id"), To: q.Get("post_logout_redirect_uri"), State: q.Get("state")}
	if len(r.State) > mostState || !visible(r.State) {
		return r, "", wrongParameter, nil
	}
	if text := q.Get("id_token_hint"); text != "" {
		hint, id, err := p.Sessions.ReadOwnHint(text)
		if err != nil {
			return r, "", wrongHint, nil //nolint:nilerr // the page says it
		}
		if r.ClientID != "" && r.ClientID != id {
			return r, "", wrongPair, nil
		}
		r.ClientID, r.Subject, r.Session = id, hint.Subject, hint.Session
	}
	if r.ClientID == "" {
		if r.To != "" {
			return r, "", wrongAlone, nil
		}
		return r, "", "", nil
	}
	c, err := p.Clients.FindApplication(ctx, r.ClientID)
	if errors.Is(err, client.ErrUnknown) {
		return r, "", wrongClient, nil
	}
	if err != nil {
		return r, "", "", err
	}
	if r.To != "" && !slices.Contains(c.Application.PostLogoutRedirectURIs, r.To) {
		return r, c.Name, wrongAddress, nil
	}
	return r, c.Name, "", nil
}

// back is where the browser goes on after it: with the state, and nothing of ours.
func (r logoutRequest) back() string {
	if r.To == "" || r.State == "" {
		return r.To
	}
	return withQuery(r.To, url.Values{"state": {r.State}})
}

// The seal of a request that the person is to confirm.
const (
	logoutSeal = "logout request"
	logoutLife = time.Hour
)

func (p *Provider) sealLogout(r logoutRequest) (string, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	return p.Ring.SealCookie(logoutSeal, text), nil
}

func (p *Provider) openLogout(sealed string) (logoutRequest, error) {
	text, err := p.Ring.OpenCookie(logoutSeal, sealed)
	if err != nil {
		return logoutRequest{}, errSeal
	}
	var r logoutRequest
	if err := json.Unmarshal(text, &r); err != nil {
		return logoutRequest{}, errSeal
	}
	if age := p.Now().Sub(time.UnixMicro(r.AskedAt)); age < -time.Minute || age > logoutLife || r.Session == "" {
		return logoutRequest{}, errSeal
	}
	return r, nil
}
