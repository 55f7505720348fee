package idp_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
)

// I1: what providers send when they refuse the token request, and what it means.
// Sources: Keycloak services/.../authenticators/client and TokenEndpoint; Dex
// server/handlers.go; Okta, "Errors" of its API reference; Auth0 issues
// laravel-auth0#42 and auth0-angular-samples#201; Entra, "Authentication and
// authorization error codes"; Google, AutoRclone#98 and email-oauth2-proxy#362;
// GitLab, doorkeeper's config/locales/en.yml; Cognito, "Token endpoint"; and
// node-oidc-provider lib/helpers/errors.js; Hydra and Spring Authorization
// Server as of I9.
func TestI1_WhatProvidersSend(t *testing.T) {
	const (
		refused = "sso_app_invalid client_secret_invalid"
		expired = "sso_app_invalid client_secret_expired"
		unknown = "sso_app_invalid client_unknown"
		off     = "sso_app_invalid client_disabled"
		code    = "code_rejected token_answer"
		config  = "provider_config_error token_answer"
	)
	answers := map[string]struct {
		status             int
		error, description string
		want               string
	}{
		"Keycloak wrong id":             {401, "invalid_client", "Invalid client or Invalid client credentials", refused},
		"Keycloak wrong secret":         {401, "unauthorized_client", "Invalid client or Invalid client credentials", refused},
		"Keycloak 18 wrong secret":      {400, "unauthorized_client", "Invalid client secret", refused},
		"Keycloak disabled":             {401, "unauthorized_client", "Invalid client or Invalid client credentials", refused},
		"Keycloak bad code":             {400, "invalid_grant", "Code not valid", code},
		"Keycloak PKCE":                 {400, "invalid_grant", "PKCE verification failed: Code mismatch", code},
		"Keycloak redirect URI":         {400, "invalid_grant", "Incorrect redirect_uri", code},
		"Keycloak flow off":             {400, "unauthorized_client", "Client is not allowed to initiate browser login", config},
		"Dex wrong id":                  {401, "invalid_client", "Invalid client credentials.", refused},
		"Dex bad code":                  {400, "invalid_grant", "Invalid or expired code parameter.", code},
		"Dex 2.31 bad code":             {400, "invalid_request", "Invalid or expired code parameter.", code},
		"Dex redirect URI":              {400, "invalid_request", "redirect_uri did not match URI from initial request.", config},
		"Okta wrong id":                 {401, "invalid_client", "Invalid value for 'client_id' parameter.", refused},
		"Okta wrong secret":             {401, "invalid_client", "The client secret supplied for a confidential client is invalid.", refused},
		"Okta bad code":                 {400, "invalid_grant", "The authorization code is invalid or has expired.", code},
		"Okta PKCE":                     {400, "invalid_grant", "PKCE verification failed.", code},
		"Auth0 wrong secret":            {401, "access_denied", "Unauthorized", refused},
		"Auth0 bad code":                {403, "invalid_grant", "Invalid authorization code", code},
		"Auth0 PKCE":                    {403, "invalid_grant", "Failed to verify code verifier", code},
		"Entra wrong id":                {400, "unauthorized_client", "AADSTS700016: Application with identifier 'x' was not found in the directory", unknown},
		"Entra wrong secret":            {401, "invalid_client", "AADSTS7000215: Invalid client secret provided.", refused},
		"Entra wrong secret with 400":   {400, "invalid_client", "AADSTS7000215: Invalid client secret provided.", refused},
		"Entra expired secret":          {401, "invalid_client", "AADSTS7000222: The provided client secret keys are expired.", expired},
		"Entra expired secret with 400": {400, "unauthorized_client", "AADSTS7000222: The provided client secret keys are expired.", expired},
		"Entra disabled":                {401, "unauthorized_client", "AADSTS7000112: Application 'x' is disabled.", off},
		"Entra bad code":                {400, "invalid_grant", "AADSTS70000: The provided value for the 'code' parameter is not valid.", code},
		"Entra PKCE":                    {400, "invalid_grant", "AADSTS501481: The Code_Verifier does not match the code_challenge.", code},
		"Entra redirect URI":            {400, "invalid_client", "AADSTS500112: The reply address does not match.", config},
		"Entra public client":           {401, "invalid_client", "AADSTS700025: Client is public.", config},
		"Entra single-page application": {400, "invalid_request", "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type.", config},
		"Entra, a code we do not know":  {401, "invalid_client", "AADSTS79999999: new", refused},
		"Google wrong id":               {401, "invalid_client", "The OAuth client was not found.", refused},
		"Google wrong secret":           {401, "invalid_client", "Unauthorized", refused},
		"Google deleted":                {401, "deleted_client", "The OAuth client was deleted.", unknown},
		"Google disabled":               {401, "disabled_client", "The OAuth client was disabled.", off},
		"Google bad code":               {400, "invalid_grant", "Malformed auth code.", code},
		"Google PKCE":                   {400, "invalid_grant", "Invalid code verifier.", code},
		"Google redirect URI":           {400, "redirect_uri_mismatch", "Bad Request", config},
		"GitLab wrong id or secret":     {401, "invalid_client", "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.", refused},
		"GitLab bad code":               {400, "invalid_grant", "The provided authorization grant is invalid, expired, revoked", code},
		"Cognito wrong secret":          {400, "invalid_client", "invalid_client_secret", refused},
		"Cognito wrong id":              {400, "invalid_client", "", refused},
		"Cognito flow off":              {400, "unauthorized_client", "", config},
		"Cognito bad code":              {400, "invalid_grant", "", code},
		"oidc-provider wrong id":        {401, "invalid_client", "client authentication failed", refused},
		"oidc-provider bad code":        {400, "invalid_grant", "grant request is invalid", code},
		"Hydra another method":          {401, "invalid_client", "Client authentication failed (e.g., unknown client).", refused},
		"Spring wrong secret":           {401, "invalid_client", "", refused},

		"401 with a word of its own":       {401, "not_today", "", refused},
		"401 about the code":               {401, "invalid_grant", "", code},
		"401 about the redirect URI":       {401, "redirect_uri_mismatch", "", config},
		"401 about it in another word":     {401, "invalid_redirect_uri", "", config},
		"401 about the code's age":         {401, "expired_code", "", code},
		"401 about a code in other words":  {401, "bad_verification_code", "", code},
		"401 about the person":             {401, "interaction_required", "", "provider_interaction token_answer"},
		"401 about the moment":             {401, "temporarily_unavailable", "", "provider_unavailable token_answer"},
		"a fine code in capital O letters": {400, "invalid_grant", "aadsts7000215", code},
	}
	for name, a := range answers {
		t.Run("I1 "+name, func(t *testing.T) {
			r := newRig(t)
			r.lie(tokenAnswer(idptest.OAuthError(a.status, a.error, a.description)))
			_, err := r.ana()
			if f := fault.Of(err); string(f.Code)+" "+f.Reason != a.want {
				t.Errorf("got %v, want %s", f, a.want)
			}
			r.clean(err)
		})
	}
}

// I1: 401 without the words of OAuth is a refused client too; being asked to slow
// down, or an error of the server, is not.
func TestI1_StatusWithoutWords(t *testing.T) {
	rows := map[string]struct {
		answer idptest.Answer
		code   fault.Code
		reason string
	}{
		"plain text (Auth0, once)": {idptest.Body(401, "text/plain", "Unauthorized"), fault.SSOAppInvalid, "client_secret_invalid"},
		"empty":                    {idptest.Body(401, "", ""), fault.SSOAppInvalid, "client_secret_invalid"},
		"other JSON":               {body(401, `{"message":"Unauthorized"}`), fault.SSOAppInvalid, "client_secret_invalid"},
		"too many, with a word":    {body(429, `{"error":"invalid_client"}`), fault.ProviderUnreachable, "token_http_429"},
		"503, with a word":         {body(503, `{"error":"invalid_client"}`), fault.ProviderUnreachable, "token_http_503"},
		"403 HTML":                 {idptest.Body(403, "text/html", "<html>"), fault.ProviderUnreachable, "token_http_403"},
	}
	for name, row := range rows {
		t.Run("I1 "+name, func(t *testing.T) {
			r := newRig(t)
			r.lie(tokenAnswer(row.answer))
			c, err := r.ana()
			r.refused(c, err, row.code, row.reason)
		})
	}
}

// F43 and I14: the finer code decides what a refusal is, in both places where
// codes arrive. What the browser brings never says that the application is broken.
func TestF43_FineCodes(t *testing.T) {
	rows := map[string]struct {
		error, description string
		callback, token    fault.Code
	}{
		"not assigned":              {"access_denied", "AADSTS50105: not assigned", fault.ProviderBlocked, fault.ProviderBlocked},
		"conditional access":        {"access_denied", "AADSTS53003: blocked", fault.ProviderBlocked, fault.ProviderBlocked},
		"conditional access, again": {"interaction_required", "AADSTS53003: blocked", fault.ProviderBlocked, fault.ProviderBlocked},
		"a device":                  {"access_denied", "AADSTS53000: not compliant", fault.ProviderBlocked, fault.ProviderBlocked},
		"disabled account":          {"server_error", "AADSTS50057: disabled", fault.ProviderBlocked, fault.ProviderBlocked},
		"admin consent":             {"access_denied", "AADSTS90094: admin consent", fault.ProviderConsentRequired, fault.ProviderConsentRequired},
		"consent":                   {"invalid_grant", "AADSTS65001: consent", fault.ProviderConsentRequired, fault.ProviderConsentRequired},
		"really declined":           {"access_denied", "AADSTS65004: declined", fault.ProviderDenied, fault.ProviderDenied},
		"another directory":         {"access_denied", "AADSTS50020: elsewhere", fault.WrongTenant, fault.WrongTenant},
		"second factor":             {"access_denied", "AADSTS50076: more", fault.ProviderInteraction, fault.ProviderInteraction},
		"redirect URI":              {"access_denied", "AADSTS50011: reply", fault.ProviderConfigError, fault.ProviderConfigError},
		"away":                      {"server_error", "AADSTS90033: transient", fault.ProviderUnavailable, fault.ProviderUnavailable},
		"unknown application":       {"unauthorized_client", "AADSTS700016: none", fault.ProviderConfigError, fault.SSOAppInvalid},
		"secret":                    {"invalid_client", "AADSTS7000215: wrong", fault.ProviderConfigError, fault.SSOAppInvalid},
		"Workspace policy":          {"admin_policy_enforced", "", fault.ProviderBlocked, fault.ProviderBlocked},
		"Workspace only":            {"org_internal", "", fault.WrongHostedDomain, fault.WrongHostedDomain},
		"Okta, not assigned":        {"access_denied", "User is not assigned to the client application.", fault.ProviderBlocked, fault.ProviderBlocked},
		"Auth0, a rule":             {"unauthorized", "user is blocked", fault.ProviderBlocked, fault.ProviderBlocked},
		"I14 Keycloak's page":       {"temporarily_unavailable", "authentication_expired", fault.AttemptExpired, fault.AttemptExpired},
		"I14 really away":           {"temporarily_unavailable", "authentication_expired later", fault.ProviderUnavailable, fault.ProviderUnavailable},
		"only cancelled":            {"access_denied", "the user said no", fault.ProviderDenied, fault.ProviderDenied},
	}
	for name, row := range rows {
		t.Run("F43 "+name, func(t *testing.T) {
			if got := idp.AnswerFault(row.error, row.description).Code; got != row.callback {
				t.Errorf("with the browser: %s, want %s", got, row.callback)
			}
			r := newRig(t)
			r.lie(tokenAnswer(idptest.OAuthError(400, row.error, row.description)))
			_, err := r.ana()
			if got := fault.Of(err).Code; got != row.token {
				t.Errorf("from the token endpoint: %s, want %s", got, row.token)
			}
		})
	}
}

// F43: of several codes, the one that we know speaks.
func TestF43_CodesAsNumbers(t *testing.T) {
	r := newRig(t)
	r.lie(tokenAnswer(body(401, `{"error":"invalid_client","error_codes":[99999999,7000222]}`)))
	c, err := r.ana()
	r.refused(c, err, fault.SSOAppInvalid, "client_secret_expired")
	if got := fault.Of(err).Received; got != "invalid_client AADSTS7000222" {
		t.Errorf("received %q", got)
	}
}

// F43: the pages explain every code of Entra that decides here and no others, and
// name somebody who can act on that kind of refusal.
func TestF43_PagesExplainTheSameCodes(t *testing.T) {
	const person, here, there = "person", "super_admin", "provider_admin"
	acts := map[fault.Code][]string{
		fault.ProviderInteraction: {person}, fault.WrongTenant: {person}, fault.ProviderDenied: {person},
		fault.ProviderConsentRequired: {there}, fault.ProviderBlocked: {person, there},
		fault.CodeRejected: {person}, fault.ProviderUnavailable: {person},
		fault.SSOAppInvalid: {here, there}, fault.ProviderConfigError: {person, here, there},
	}
	source, err := os.ReadFile("../../frontend/src/providers/microsoft-codes.ts")
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]string{}
	for _, m := range regexp.MustCompile(`(AADSTS\d+): "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		explained[m[1]] = m[2]
		code, known := idp.FineCode(m[1])
		if !known {
			t.Errorf("%s is explained, and decides nothing", m[1])
		} else if !slices.Contains(acts[code], m[2]) {
			t.Errorf("%s is %s, and %s is to act", m[1], code, m[2])
		}
	}
	decides, err := os.ReadFile("provider/entra.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range regexp.MustCompile(`AADSTS\d+`).FindAllString(string(decides), -1) {
		if explained[code] == "" {
			t.Errorf("%s decides, and is not explained", code)
		}
	}
}
