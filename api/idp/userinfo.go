package idp

import (
	"context"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

const (
	maxUserinfo  = 64 << 10
	userinfoDeep = 16
)

// userinfo completes claims whose ID token brought no e-mail. E-mail,
// email_verified and hosted domain are all three taken from the userinfo
// endpoint, so that no half of a proof comes from elsewhere. The subject must be
// the ID token's (OpenID Connect Core 1.0, section 5.3.2).
func (p *Providers) userinfo(ctx context.Context, app Application, m *metadata, accessToken string, c Claims) (Claims, error) {
	if accessToken == "" || m.userinfo == "" {
		return c, nil
	}
	doc, err := getObject(ctx, p.client, inUserinfo, get{
		from: m.userinfo, key: app.Connection, bearer: accessToken, most: maxUserinfo, deep: userinfoDeep,
	})
	if err != nil {
		return Claims{}, err
	}
	if !sameSecret(doc.text("sub"), c.Subject) {
		return Claims{}, fault.Because(fault.TokenInvalid, "userinfo_sub")
	}
	c.Email = address(doc.text("email"))
	for _, one := range provider.SaidBy(provider.Payload(doc)) { // the ID token's word counts first
		if !slices.ContainsFunc(c.Said, func(is provider.Said) bool { return slices.Equal(is.Path, one.Path) }) {
			c.Said = append(c.Said, one)
		}
	}
	c.Unsent = append(c.Unsent, provider.Unsent(provider.Payload(doc))...)
	c.EmailVerified, c.VerifiedAs = emailVerified(c.Issuer, doc)
	if read := provider.Of(app.Provider).Read; read != nil {
		read(provider.Payload(doc), &c)
	}
	return c, nil
}
