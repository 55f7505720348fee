package provider

import (
	"strings"

	"latchkey/api/fault"
)

const (
	// entraPrefix begins every code of Entra; digits follow.
	entraPrefix = "AADSTS"
	// maxEntraDigits is more than Entra's longest code has.
	maxEntraDigits = 9
)

// microsoftAnswers reads Entra's codes (Microsoft's reference of AADSTS codes).
// The pages explain the same ones; a test holds both together.
func microsoftAnswers(said string) (Answer, bool) {
	switch said {
	case "AADSTS16000", "AADSTS50053", "AADSTS50055", "AADSTS50058", "AADSTS50126", "AADSTS50132", "AADSTS50133",
		"AADSTS50140", "AADSTS50144", "AADSTS50173",
		"AADSTS50072", "AADSTS50074", "AADSTS50076", "AADSTS50079", "AADSTS50158":
		return Answer{Code: fault.ProviderInteraction}, true
	case "AADSTS50020", "AADSTS50034", "AADSTS51004", "AADSTS90072":
		return Answer{Code: fault.WrongTenant}, true
	case "AADSTS65004":
		return Answer{Code: fault.ProviderDenied}, true
	case "AADSTS65001", "AADSTS650056", "AADSTS90094", "AADSTS90095":
		return Answer{Code: fault.ProviderConsentRequired}, true
	case "AADSTS50105", "AADSTS50057", "AADSTS500021", // not assigned, disabled, a network of another tenant
		"AADSTS50097", "AADSTS50129", "AADSTS50131", // Conditional Access, and what follows
		"AADSTS53000", "AADSTS53001", "AADSTS53002", "AADSTS53003", "AADSTS53004", "AADSTS53011":
		return Answer{Code: fault.ProviderBlocked}, true
	case "AADSTS54005", "AADSTS70000", "AADSTS70008", "AADSTS501481":
		return Answer{Code: fault.CodeRejected}, true
	case "AADSTS90033":
		return Answer{Code: fault.ProviderUnavailable}, true
	}
	return entraApplication(said)
}

// entraApplication reads the codes that are about the application.
func entraApplication(code string) (Answer, bool) {
	switch code {
	case "AADSTS7000215":
		return Answer{fault.SSOAppInvalid, "client_secret_invalid"}, true
	case "AADSTS7000222":
		return Answer{fault.SSOAppInvalid, "client_secret_expired"}, true
	case "AADSTS70001", "AADSTS700016":
		return Answer{fault.SSOAppInvalid, "client_unknown"}, true
	case "AADSTS7000112":
		return Answer{fault.SSOAppInvalid, "client_disabled"}, true
	case "AADSTS50011", "AADSTS500112", "AADSTS500113", // redirect URI
		"AADSTS9002326", "AADSTS9002327", "AADSTS700025", "AADSTS7000218", // another kind of client
		"AADSTS700051", "AADSTS700054", "AADSTS50194", "AADSTS50059", "AADSTS50128", "AADSTS90002", // another tenant
		"AADSTS65005", "AADSTS650052", "AADSTS70011", "AADSTS50001", "AADSTS500011", // permissions
		"AADSTS900144", "AADSTS9002313":
		return Answer{Code: fault.ProviderConfigError}, true
	}
	return Answer{}, false
}

// OwnCode gives the first code of a brand's own that stands whole in the description of a refused
// request, or "". Only Entra writes such codes: AADSTS50105.
func OwnCode(description string) string {
	for rest := description; ; {
		before, after, found := strings.Cut(rest, entraPrefix)
		if !found {
			return ""
		}
		digits := 0
		for digits < len(after) && isDigit(after[digits]) {
			digits++
		}
		begins := before == "" || !isAlnum(before[len(before)-1])
		ends := digits == len(after) || !isAlnum(after[digits])
		if begins && ends && digits > 0 && digits <= maxEntraDigits {
			return entraPrefix + after[:digits]
		}
		rest = after
	}
}

// OwnNumber is OwnCode for a code that stands as a number in the member error_codes.
func OwnNumber(number string) string { return OwnCode(entraPrefix + number) }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isAlnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || isDigit(c)
}
