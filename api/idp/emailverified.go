package idp

import (
	"net/url"
	"strings"

	"latchkey/api/idp/provider"
)

// emailVerified reads the claim. A text proves nothing, because a provider that
// sends one may send it for any address, except where an issuer is known to write
// its booleans so.
func emailVerified(issuer string, c object) (verified bool, as provider.VerifiedType) {
	switch v := c["email_verified"].(type) {
	case bool:
		return v, provider.VerifiedBoolean
	case string:
		return v == "true" && writesBooleansAsText(issuer), provider.VerifiedText
	case nil:
		return false, provider.VerifiedBoolean
	}
	return false, provider.VerifiedOther
}

// writesBooleansAsText names the issuers that send "true": Amazon Cognito in
// userinfo and in tokens of federated users, and JumpCloud.
func writesBooleansAsText(issuer string) bool {
	u, err := url.Parse(issuer)
	if err != nil || u.Scheme != "https" {
		return false
	}
	region, cognito := strings.CutPrefix(u.Host, "cognito-idp.")
	region, amazon := strings.CutSuffix(region, ".amazonaws.com")
	return cognito && amazon && region != "" && !strings.Contains(region, ".") || u.Host == "oauth.id.jumpcloud.com"
}
