package idptest

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// token exchanges a code (RFC 6749, section 4.1.3): the client first, then the
// code, which is spent whatever comes of it.
func (p *Provider) token(w http.ResponseWriter, r *http.Request, s side) {
	lies := p.lies()
	if lies.TokenAnswer != nil && lies.TokenAnswer(w, r) {
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		refuseToken(w, s, http.StatusBadRequest, "invalid_request")
		return
	}
	if lies.CodeFirst && !p.knowsCode(r.PostForm.Get("code")) {
		refuseToken(w, s, http.StatusBadRequest, "invalid_grant")
		return
	}
	clientID, ok := p.authenticate(r)
	if !ok {
		refuseToken(w, s, http.StatusUnauthorized, "invalid_client")
		return
	}
	if r.PostForm.Get("grant_type") != "authorization_code" {
		refuseToken(w, s, http.StatusBadRequest, "unsupported_grant_type")
		return
	}
	g, ok := p.takeCode(r.PostForm.Get("code"))
	if !ok || g.side.provider != s.provider || g.clientID != clientID ||
		g.redirectURI != r.PostForm.Get("redirect_uri") || !g.proves(r.PostForm.Get("code_verifier")) {
		refuseToken(w, s, http.StatusBadRequest, "invalid_grant")
		return
	}
	p.sendTokens(w, g, lies)
}

func (p *Provider) sendTokens(w http.ResponseWriter, g grant, lies Script) {
	accessToken := p.issueAccessToken(g)
	idToken, err := p.idToken(g, accessToken, lies)
	if err != nil {
		http.Error(w, "Signing failed.", http.StatusInternalServerError)
		return
	}
	answer := map[string]any{
		"access_token": accessToken,
		"token_type":   "Bearer",
		"expires_in":   int(tokenLife.Seconds()),
		"scope":        "openid email profile",
		"id_token":     idToken,
	}
	if lies.TokenMembers != nil {
		lies.TokenMembers(answer)
	}
	writeJSON(w, http.StatusOK, answer)
}

// authenticate takes the client's secret from the header or from the form, not
// from both (RFC 6749, section 2.3.1).
func (p *Provider) authenticate(r *http.Request) (clientID string, ok bool) {
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	user, password, basic := r.BasicAuth()
	if basic && secret != "" {
		return "", false
	}
	c, known := p.client(user)
	switch {
	case basic && known && c.Auth == AuthBasicRaw:
		id, secret = user, password
	case basic:
		var errID, errSecret error
		id, errID = url.QueryUnescape(user)
		secret, errSecret = url.QueryUnescape(password)
		if errID != nil || errSecret != nil {
			return "", false
		}
	}
	c, known = p.client(id)
	if c.Auth == AuthBody && basic || c.Auth != "" && c.Auth != AuthBody && !basic {
		return "", false
	}
	same := subtle.ConstantTimeCompare([]byte(secret), []byte(c.Secret)) == 1
	return id, known && secret != "" && same
}

// refuseToken answers with an OAuth error, with Entra's codes on its side.
func refuseToken(w http.ResponseWriter, s side, status int, code string) {
	answer := map[string]any{"error": code}
	if s.provider == Microsoft {
		switch code {
		case "invalid_client":
			answer["error_description"] = "AADSTS7000215: Invalid client secret provided."
			answer["error_codes"] = []int{7000215}
		case "invalid_grant":
			answer["error_description"] = "AADSTS70008: The provided authorization code has expired or was used."
			answer["error_codes"] = []int{70008}
		}
	}
	writeJSON(w, status, answer)
}

// idToken signs the claims of a grant.
func (p *Provider) idToken(g grant, accessToken string, lies Script) (string, error) {
	if lies.BeforeSign != nil {
		lies.BeforeSign()
	}
	key := p.Key()
	header := map[string]any{"alg": key.Alg, "kid": key.ID, "typ": "JWT"}
	claims := p.idTokenClaims(g, accessToken)
	if lies.MutateHeader != nil {
		lies.MutateHeader(header)
	}
	if lies.MutateClaims != nil {
		lies.MutateClaims(claims)
	}
	if lies.RawIDToken != nil {
		return lies.RawIDToken(header, claims, key), nil
	}
	headerText, err := json.Marshal(header)
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	return key.Sign(headerText, payload)
}

// userinfo serves the claims about the person behind an access token that came
// in the header (OpenID Connect Core 1.0, section 5.3).
func (p *Provider) userinfo(w http.ResponseWriter, r *http.Request, s side) {
	lies := p.lies()
	if lies.UserinfoAnswer != nil && lies.UserinfoAnswer(w, r) {
		return
	}
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	g, ok := p.accessToken(bearer)
	if !ok || g.side.provider != s.provider {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	claims := personClaims(g.person)
	if lies.Userinfo != nil {
		lies.Userinfo(claims)
	}
	writeJSON(w, http.StatusOK, claims)
}
