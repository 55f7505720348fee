package crm

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

// logout signs out here, and then at the provider, if it has an address for that (OpenID
// Connect RP-Initiated Logout). Its cookie is Lax: no other site can post this.
func (c *CRM) logout(w http.ResponseWriter, r *http.Request) {
	s, found := c.sessions.of(r, c.Now())
	c.sessions.forget(r)
	http.SetCookie(w, c.cookie(sessionCookie, "", "/", -1))
	p, err := c.provider(r.Context())
	if err != nil || p.endSession == "" || !found {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	separator := "?"
	if strings.Contains(p.endSession, "?") {
		separator = "&"
	}
	http.Redirect(w, r, p.endSession+separator+url.Values{
		"id_token_hint": {s.idToken}, "client_id": {c.ClientID}, "post_logout_redirect_uri": {c.BaseURL + "/"},
		"ui_locales": {locales(r.Header.Get("Accept-Language"))},
	}.Encode(), http.StatusSeeOther)
}

// backchannelLogout takes the provider's word that a session has ended there: a sign-out,
// a deactivation (OpenID Connect Back-Channel Logout, 2.5 to 2.8).
func (c *CRM) backchannelLogout(w http.ResponseWriter, r *http.Request) {
	p, err := c.provider(r.Context())
	if err != nil {
		http.Error(w, "the provider is not known yet", http.StatusServiceUnavailable)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	token, err := p.verifier.VerifyLogout(oidc.ClientContext(r.Context(), c.HTTP), r.PostFormValue("logout_token"))
	if err != nil {
		c.Log.WarnContext(r.Context(), "the CRM refused a logout token", "error", err)
		http.Error(w, "no logout token", http.StatusBadRequest)
		return
	}
	c.sessions.end(token.SessionID, token.Subject)
	c.Log.LogAttrs(r.Context(), slog.LevelDebug, "a session of the CRM was ended by the provider")
}
