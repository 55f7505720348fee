package provider

import (
	"strings"

	"latchkey/api/email"
	"latchkey/api/fault"
)

// generic is any OpenID provider that publishes its metadata. What is odd about one
// is left to the protocol: its metadata and its tokens say it.
func generic() Descriptor {
	return Descriptor{
		Kind: KindOpenID,
		Protocol: Protocol{
			Issuer:      func(s Site) string { return s.Issuer },
			Metadata:    genericMetadata,
			TokenIssuer: genericToken,

			TriesClientAuth: true,
		},
		Accounts: Accounts{NamesIssuer: true, AsksDomains: true, ReadsVerified: true, Prove: proveGeneric},
		Lock: Lock{
			Place:   func(c Claims) string { return email.Domain(c.Email) },
			Outside: fault.WrongHostedDomain, OutsideReason: "other_domain", NoPlace: "no e-mail",
			OpenReason: "domain_not_locked",
			Entry:      domainEntry,
		},
		Values: Values{
			ClientID: func(id string, _ bool) (kept, problem string) { return id, "" },
			Secret:   func(string) (problem string) { return "" },
		},
		Answers: genericAnswers,
	}
}

// genericMetadata: the document stands below the issuer, whether that ends with a
// slash or not (OpenID Connect Discovery 1.0, section 4).
func genericMetadata(s Site) (Metadata, string) {
	if s.Tenant != "" {
		return Metadata{}, "provider_invalid"
	}
	return Metadata{Issuer: s.Issuer, At: strings.TrimSuffix(s.Issuer, "/")}, ""
}

// genericToken checks that a token names the issuer of its application, byte by
// byte: the slash at the end belongs to it (OpenID Connect Core 1.0, section 2).
func genericToken(s Site, p Payload) (issuer string, err error) {
	if iss := p.Text("iss"); iss != s.Issuer {
		return "", fault.Mismatch(fault.TokenInvalid, "iss", s.Issuer, Shown(iss))
	}
	return s.Issuer, nil
}

// proveGeneric: whoever runs a generic provider can write any address into it, so
// its word counts for the domains that are the organization's own.
func proveGeneric(t Trusted, c Claims) (weakness string) {
	switch {
	case !c.EmailVerified && c.VerifiedAs == VerifiedText:
		return "email_verified_text"
	case !c.EmailVerified && c.VerifiedAs == VerifiedOther:
		return "email_verified_other"
	case !c.EmailVerified:
		return "email_not_verified"
	case !isListed(t.Domains, email.Domain(c.Email)):
		return "domain_not_verified"
	}
	return ""
}

func domainEntry(entry string) (problem string) {
	if !email.IsDomain(entry) {
		return "format"
	}
	return ""
}

// genericAnswers reads common words that are in no specification of OAuth.
func genericAnswers(said string) (Answer, bool) {
	switch said {
	case "unmet_authentication_requirements": // OpenID Connect Core Unmet Authentication Requirements 1.0
		return Answer{Code: fault.ProviderInteraction}, true
	case "user_cancelled_login", "user_cancelled_authorize": // LinkedIn's words
		return Answer{Code: fault.ProviderDenied}, true
	case "invalid_request: Invalid or expired code parameter.": // Dex up to 2.31
		return Answer{Code: fault.CodeRejected}, true
	}
	return Answer{}, false
}
