package apply

import (
	"strings"

	"latchkey/api/fault"
	"latchkey/api/rules"
)

// applicationSentence says what is wanted of a member of an application.
func applicationSentence(f fault.Field) string {
	member := strings.TrimPrefix(f.Pointer, "/")
	texts := map[string]string{
		"clientId":                       "want letters, digits, dots, hyphens and underscores, 2 to 64 of them; latchkey-web is our own",
		"name":                           "want a name on one line, of 60 characters at most",
		"state":                          "want enabled or disabled",
		"type":                           "want web, spa or native",
		"idTokenAlg":                     "want RS256 or ES256",
		"refresh":                        "want none, session or offline",
		"requirePkce":                    "may be false for web only: an application without a secret needs PKCE",
		"redirectUris":                   "want whole https addresses without fragment, wildcard, and code, state, iss or error in the query, each once (http for localhost and loopback; native: also com.example.app:/callback)",
		"redirectUris " + rules.Required: "want at least one address",
		"redirectUris " + rules.TooLong:  "want 20 addresses at most",
		"postLogoutRedirectUris":         "want whole https addresses without fragment, and without state in the query, each once",
		"resources":                      "want whole addresses without fragment, each once",
		"homeUrl":                        "want an https address",
		"initiateLoginUri":               "want an https address",
		"backchannelLogoutUri":           "want an https address",
	}
	if text, ok := texts[member+" "+f.Code]; ok {
		return member + ": " + text
	}
	return member + ": " + texts[member]
}
