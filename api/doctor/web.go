package doctor

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strconv"
	"time"
)

const webWithin = 8 * time.Second

// publicURL looks at the address that people type, as far as it can be seen from
// this machine.
func (d *Doctor) publicURL(ctx context.Context, r *Report) {
	const check = "public_url"
	ctx, cancel := context.WithTimeout(ctx, webWithin)
	defer cancel()
	address, host := d.PublicURL.String(), d.PublicURL.Hostname()
	local := isLocal(host)
	if d.PublicURL.Scheme != "https" {
		r.Add(Look, check, address+" is plain http and reaches this machine only", "for real people set LATCHKEY_PUBLIC_URL to the https address that they type")
	}
	if _, err := netip.ParseAddr(host); err != nil {
		if _, err := d.Names.LookupHost(ctx, host); err != nil {
			r.Add(Fail, check, host+" does not resolve on this machine", "add it to DNS, or correct LATCHKEY_PUBLIC_URL")
			return
		}
	}
	if problem, do := d.reach(ctx); problem != "" {
		r.Add(Fail, check, address+"/healthz "+problem, do)
	} else {
		r.Add(OK, check, address+" answers", "")
	}
	switch {
	case local:
	case d.Proxies:
		r.Add(Look, "proxy", "which headers the proxy passes on cannot be seen from here",
			"open SSO settings as a super admin: a warning stands there when they do not fit; the sign-in log must show people's own addresses")
	default:
		r.Add(Look, "proxy", "no proxy is trusted, so X-Forwarded-For is not believed",
			"right if people reach this process directly; behind a proxy set LATCHKEY_TRUSTED_PROXIES to its network, then compare the addresses in the sign-in log")
	}
}

func isLocal(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// reach asks for /healthz through the public URL, and says what is wrong with
// the answer and what to do, or "".
func (d *Doctor) reach(ctx context.Context) (problem, do string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.PublicURL.String()+"/healthz", nil)
	if err != nil {
		return "cannot be asked for", "correct LATCHKEY_PUBLIC_URL"
	}
	res, err := d.Web.Do(req)
	if _, untrusted := errors.AsType[*tls.CertificateVerificationError](err); untrusted {
		return "has a certificate that this machine does not trust", "renew it, or install the whole chain at the proxy"
	}
	if err != nil {
		return "cannot be reached from this machine", "start latchkey serve; look at the proxy and the firewall; if this machine may not reach its own public address, try it from another one"
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return "answers " + strconv.Itoa(res.StatusCode) + ", not 200", "let the proxy pass every path on to latchkey unchanged; a redirect means that LATCHKEY_PUBLIC_URL is not the address that people end up at"
	}
	var health struct{ Status string }
	body, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	if err != nil || json.Unmarshal(body, &health) != nil || health.Status != "ok" {
		return "is answered by something else than latchkey", "let the proxy pass this host on to latchkey"
	}
	return "", ""
}
