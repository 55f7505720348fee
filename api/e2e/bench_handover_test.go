package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"latchkey/api/store"
)

// BenchmarkHandOver measures how people who are signed in come into an application:
// authorize, up to the code, then the application's call of the token endpoint. ID tokens
// are signed by RS256 as the specification demands of us, or by ES256 where an application
// takes it: the difference is what RS256 costs.
func BenchmarkHandOver(b *testing.B) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		p := benchProduct(b, engine, played{People: benchUsers}, benchApplications)
		users := benchPeople(p)
		crowd(b, users, 4*benchUsers, (*user).signIn)
		for _, alg := range []string{"RS256", "ES256"} {
			b.Run(string(engine)+"/"+alg, func(b *testing.B) {
				enter := handOver(alg)
				crowd(b, users, 4*benchUsers, enter)
				measure(b, p, users, "hand-over", string(engine)+", "+alg, enter)
			})
		}
		p.stop()
	}
}

// benchApplications are for benchFile, one for each algorithm.
const benchApplications = `applications:
  - {clientId: crm-RS256, name: CRM, type: web, organizations: all, redirectUris: ["` + crmCallback + `"], secrets: [{env: CRM_SECRET}]}
  - {clientId: crm-ES256, name: CRM, type: web, organizations: all, redirectUris: ["` + crmCallback + `"], secrets: [{env: CRM_SECRET}], idTokenAlg: ES256}
`

// handOver is one of the application whose ID tokens are signed by an algorithm.
func handOver(alg string) func(u *user) error {
	verifier := oauth2.GenerateVerifier()
	asked := url.Values{
		"response_type": {"code"}, "client_id": {"crm-" + alg}, "redirect_uri": {crmCallback}, "scope": {"openid profile email"},
		"state": {"state"}, "nonce": {"nonce"}, "code_challenge": {oauth2.S256ChallengeFromVerifier(verifier)}, "code_challenge_method": {"S256"},
	}.Encode()
	return func(u *user) error {
		back, err := u.do(http.MethodGet, u.base+"/oauth/authorize?"+asked, nil, http.StatusSeeOther)
		if err != nil {
			return err
		}
		to, err := url.Parse(back.header.Get("Location"))
		if err != nil {
			return err
		}
		form := url.Values{
			"grant_type": {"authorization_code"}, "code": {to.Query().Get("code")}, "redirect_uri": {crmCallback}, "code_verifier": {verifier},
		}
		req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, u.base+"/oauth/token", strings.NewReader(form.Encode()))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.SetBasicAuth("crm-"+alg, crmSecret)
		res, err := u.client.Do(req)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		var got struct {
			ID    string `json:"id_token"`
			Error string `json:"error"`
		}
		if err := json.NewDecoder(res.Body).Decode(&got); err != nil || got.ID == "" {
			return fmt.Errorf("token: %d %s %w", res.StatusCode, got.Error, err)
		}
		return nil
	}
}
