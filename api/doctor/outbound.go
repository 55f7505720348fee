package doctor

import (
	"context"
	"net"
	"net/url"

	"latchkey/api/idp"
	"latchkey/api/idp/provider"
)

// Outbound tries the operator's proxy; *idp.Providers does.
type Outbound interface {
	TryProxy(ctx context.Context, address string) error
}

// outbound asks the outbound proxy for a tunnel to Google, or to what stands in
// its place, and says nothing through it.
func (d *Doctor) outbound(ctx context.Context, r *Report) {
	if d.Proxy == "" {
		return
	}
	const check, setting = "outbound", "LATCHKEY_OUTBOUND_PROXY"
	target := hostPort(d.Providers.Issuer(idp.Application{Provider: provider.Google}))
	err := d.Outbound.TryProxy(ctx, target)
	if err == nil {
		r.Add(OK, check, "the proxy "+d.Proxy+" lets us out", "")
		return
	}
	switch err.Error() {
	case "proxy_unreachable":
		r.Add(Fail, check, "the proxy "+d.Proxy+" does not answer as one", "start it, or correct "+setting)
	case "proxy_auth":
		r.Add(Fail, check, "the proxy "+d.Proxy+" does not take our user and password", "correct them in "+setting+" (or its file); what is special in a password is escaped, @ as %40")
	case "proxy_refused":
		r.Add(Look, check, "the proxy "+d.Proxy+" answers and does not let us out to "+target, "let it allow CONNECT to the providers' hosts; no more is wrong if Google is not used")
	default:
		r.Add(Look, check, "the proxy "+d.Proxy+" answers, and "+target+" can't be reached through it ("+err.Error()+")", "look at the proxy, its DNS and its own way out")
	}
}

// hostPort is where an issuer is dialled.
func hostPort(issuer string) string {
	u, err := url.Parse(issuer)
	if err != nil {
		return issuer
	}
	port := u.Port()
	if port == "" {
		port = "443"
	}
	return net.JoinHostPort(u.Hostname(), port)
}
