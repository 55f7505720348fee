package provider

import (
	"strings"

	"latchkey/api/email"
	"latchkey/api/fault"
)

const (
	googleIssuer = "https://accounts.google.com"
	// googleBareIssuer is what Google's tokens sometimes carry instead
	// (Google's OpenID Connect reference, "ID token's payload").
	googleBareIssuer = "accounts.google.com"

	googleClient = ".apps.googleusercontent.com"
	googleSecret = "GOCSPX-"
)

// google knows whose a domain is: its hosted domain (hd) is that of a Workspace.
func google() Descriptor {
	return Descriptor{
		Kind: KindGoogle,
		Name: "Google",
		Protocol: Protocol{
			Base: googleIssuer, Setting: "Google issuer",
			Issuer:      func(s Site) string { return s.Base },
			Metadata:    googleMetadata,
			TokenIssuer: googleToken,
			Read:        func(p Payload, c *Claims) { c.HostedDomain = p.Line("hd") },

			TakesPrompts: true, ChoosesForLogin: true, LockParameter: "hd",
			Neighbours: map[string][]string{"accounts.google.com": {".googleapis.com", ".google.com"}},
		},
		Accounts: Accounts{
			Origin: OriginDomain, Subjects: SubjectSame, AlwaysVerified: true, ReadsVerified: true,
			Prove: proveGoogle,
		},
		Lock: Lock{
			Place:   func(c Claims) string { return c.HostedDomain },
			Outside: fault.WrongHostedDomain, OutsideReason: "other_hosted_domain",
			NoPlaceReason: "no_hosted_domain", NoPlace: "no hd = personal account",
			OpenReason: "domain_not_locked",
			Entry:      hostedDomain,
		},
		// None of them is of groups or roles.
		Texts:   Texts{Only: []string{"hd", "locale", "picture", "profile"}, KeepsTypes: true},
		Values:  Values{ClientID: googleClientID, Secret: googleSecretProblem},
		Answers: googleAnswers,
	}
}

func googleMetadata(s Site) (Metadata, string) {
	if s.Tenant != "" {
		return Metadata{}, "provider_invalid"
	}
	return Metadata{Issuer: s.Base, At: s.Base}, ""
}

// googleToken stores the form with https, whichever arrived. The form without is
// accepted from Google itself only.
func googleToken(s Site, p Payload) (issuer string, err error) {
	iss := p.Text("iss")
	if iss == s.Base || iss == googleBareIssuer && s.Base == googleIssuer {
		return s.Base, nil
	}
	return "", fault.Mismatch(fault.TokenInvalid, "iss", s.Base, Shown(iss))
}

// proveGoogle: Google speaks for gmail.com, and for a Workspace domain in the
// accounts of that domain. A secondary domain of a Workspace is weak.
func proveGoogle(_ Trusted, c Claims) (weakness string) {
	domain := email.Domain(c.Email)
	switch {
	case !c.EmailVerified:
		return "email_not_verified"
	case email.IsGmail(domain):
		return ""
	case c.HostedDomain == "":
		return "no_hosted_domain"
	case email.Fold(c.HostedDomain) != domain:
		return "other_hosted_domain"
	}
	return ""
}

func hostedDomain(entry string) (problem string) {
	if email.IsGmail(entry) {
		return "public_domain"
	}
	return domainEntry(entry)
}

func googleClientID(id string, real bool) (kept, problem string) {
	switch {
	case IsGUID(strings.ToLower(id)):
		return id, "other_provider"
	case real && (!strings.HasSuffix(id, googleClient) || id == googleClient):
		return id, "format"
	}
	return id, ""
}

// googleSecretProblem knows the client id, and what is another provider's.
func googleSecretProblem(secret string) (problem string) {
	if strings.HasSuffix(secret, googleClient) || IsGUID(strings.ToLower(secret)) {
		return "invalid"
	}
	return ""
}

func googleAnswers(said string) (Answer, bool) {
	switch said {
	case "org_internal":
		return Answer{Code: fault.WrongHostedDomain}, true
	case "admin_policy_enforced", "access_blocked":
		return Answer{Code: fault.ProviderBlocked}, true
	case "deleted_client":
		return Answer{fault.SSOAppInvalid, "client_unknown"}, true
	case "disabled_client":
		return Answer{fault.SSOAppInvalid, "client_disabled"}, true
	}
	return Answer{}, false
}
