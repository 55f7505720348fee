package connection

import (
	"context"
	"net/netip"
	"net/url"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/store"
)

// inspect runs the checks that need no person; code is of the first one that
// failed, or "". The way is how the secret was accepted, where it is not the
// version's.
func (c *Connections) inspect(ctx context.Context, t BegunTest, seenHost string) (report store.TestReport, code fault.Code, way idp.ClientAuth) {
	secret, unreadable := c.Ring.OpenRow(t.Version.SecretPlace(), t.Version.SecretSealed)
	found := c.Providers.Inspect(ctx, idp.Application{
		Provider: provider.Key(t.Connection.Provider), Connection: t.ConnectionID, Tenant: t.Version.Tenant, Issuer: t.Version.Issuer, ClientID: t.Version.ClientID,
		ClientSecret: string(secret), ClientAuth: idp.ClientAuth(t.Version.ClientAuth), RedirectURI: c.RedirectURI(t.ConnectionID),
	})
	for _, f := range found {
		if f.Check == idp.CheckCredentials {
			report.Checks = append(report.Checks, publicAddress(c.RedirectURI(t.ConnectionID), seenHost))
			if unreadable != nil { // whatever the provider said, it was not asked with the secret
				f = idp.Finding{Check: f.Check, Verdict: idp.Failed, Reason: "secret_unreadable", Code: fault.SSOAppInvalid}
			}
		}
		report.Checks = append(report.Checks, store.TestCheck{
			Stage: "server", Name: string(f.Check), Result: string(f.Verdict), Reason: f.Reason,
			Expected: f.Expected, Received: f.Received, Facts: f.Facts,
		})
		if code == "" {
			code = f.Code
		}
		if f.ClientAuth != idp.AuthAutomatic {
			way = f.ClientAuth
		}
	}
	return report, code, way
}

// IsThisMachine says whether a host is the machine that the browser runs on: a
// trial, for which providers need neither TLS nor a name.
func IsThisMachine(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// publicAddress looks at the address that providers send people back to: not
// over TLS, or not the one by which this browser came, it will hardly work for
// others.
func publicAddress(redirectURI, seenHost string) store.TestCheck {
	check := store.TestCheck{Stage: "server", Name: "public_address", Result: store.CheckPassed}
	u, err := url.Parse(redirectURI)
	if err != nil {
		check.Result, check.Reason = store.CheckLook, "unreadable"
		return check
	}
	check.Facts = map[string]string{"host": u.Host}
	switch {
	case !strings.EqualFold(u.Host, seenHost):
		check.Result, check.Reason, check.Expected, check.Received = store.CheckLook, "other_host", u.Host, seenHost
	case u.Scheme != "https" && IsThisMachine(u.Hostname()):
		check.Result, check.Reason = store.CheckInfo, "not_https" // a trial on one machine, which providers allow
	case u.Scheme != "https":
		check.Result, check.Reason = store.CheckLook, "not_https"
	}
	return check
}

// Check runs the checks that need no person on the newest version, and keeps nothing but
// how the secret was accepted; code is of the first one that failed, or "". Error: fault
// Conflict when there is no version.
func (c *Connections) Check(ctx context.Context, organizationID, connectionID, seenHost string) ([]store.TestCheck, fault.Code, error) {
	conn, version, err := newestVersion(ctx, c.Store.Rows, organizationID, connectionID)
	if err != nil {
		return nil, "", err
	}
	test := store.ConnectionTest{OrganizationID: organizationID, ConnectionID: conn.ID, VersionID: version.ID}
	report, code, way := c.inspect(ctx, BegunTest{test, conn, version}, seenHost)
	return report.Checks, code, c.keepClientAuth(ctx, c.Store.Rows, test, way)
}
