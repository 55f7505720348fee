package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/store"
)

// atOnce is how many connections are probed at a time.
const atOnce = 8

// connections tries the credentials of every connection that is on, and compares
// the clocks with their providers'.
func (d *Doctor) connections(ctx context.Context, r *Report) {
	lives, err := d.Database.EnabledConnections(ctx)
	if err != nil {
		unreadable(r, "connection", err)
		return
	}
	if len(lives) == 0 {
		r.Add(OK, "connection", "no connection is on", "")
		return
	}
	findings := make([]Report, len(lives))
	slots := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i, l := range lives {
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			d.connection(ctx, &findings[i], l)
		})
	}
	all.Wait()
	for _, f := range findings {
		r.Findings = append(r.Findings, f.Findings...)
	}
	d.clocks(ctx, r, lives)
}

func (d *Doctor) application(l store.LiveConnection, secret string) idp.Application {
	return idp.Application{
		Provider: provider.Key(l.Provider), Connection: l.ID, Tenant: l.Tenant, Issuer: l.Issuer,
		ClientID: l.ClientID, ClientSecret: secret, ClientAuth: idp.ClientAuth(l.ClientAuth), RedirectURI: d.RedirectURI(l.ID),
	}
}

func (d *Doctor) connection(ctx context.Context, r *Report, l store.LiveConnection) {
	const check = "connection"
	name := l.OrganizationCode + " " + l.Provider
	secret, err := d.Keys.OpenRow(l.Version().SecretPlace(), l.SecretSealed)
	if err != nil {
		r.Add(Fail, check, name+": its stored secret does not open", "give the encryption key that sealed it, or save the secret again")
		return
	}
	err = d.Providers.Probe(ctx, d.application(l, string(secret)))
	if err == nil {
		healthy(r, name, l)
		return
	}
	switch f := fault.Of(err); {
	case f.Code == fault.SSOAppInvalid && (f.Reason == "client_secret_invalid" || f.Reason == "client_secret_expired"):
		r.Add(Fail, check, name+": the provider refuses its credentials ("+f.Reason+")", "let a super admin make a new secret at the provider and save it in SSO settings")
	case f.Code == fault.SSOAppInvalid:
		r.Add(Fail, check, name+": the provider's metadata does not fit ("+f.Reason+")", "compare the issuer or tenant in SSO settings with the provider's console")
	case f.Code == fault.OutboundUnavailable:
		r.Add(Fail, check, name+": the provider cannot be reached through the outbound proxy ("+f.Reason+")", aboutProxy(f.Reason))
	case f.Code == fault.ProviderUnreachable:
		r.Add(Fail, check, name+": the provider cannot be reached ("+f.Reason+")", "look at DNS and the firewall of this machine; a provider on a private network needs LATCHKEY_OUTBOUND_ALLOW")
	default:
		r.Add(Look, check, fmt.Sprintf("%s: the provider answered the probe otherwise (%s, %s)", name, f.Code, f.Reason), "let a super admin run the test of the connection in SSO settings")
	}
}

// aboutProxy says what to do about a proxy, by what it did: only one that answered
// has rules to change.
func aboutProxy(reason string) string {
	switch {
	case strings.HasSuffix(reason, "proxy_refused"):
		return "let the proxy allow CONNECT to the provider's hosts, or correct LATCHKEY_OUTBOUND_PROXY"
	case strings.HasSuffix(reason, "proxy_auth"):
		return "correct the user and password in LATCHKEY_OUTBOUND_PROXY"
	case strings.HasSuffix(reason, "proxy_unreachable"):
		return "start the proxy, or correct LATCHKEY_OUTBOUND_PROXY"
	}
	return "look at the proxy of LATCHKEY_OUTBOUND_PROXY, its DNS and its own way out"
}

// healthy is a connection whose credentials the provider takes.
func healthy(r *Report, name string, l store.LiveConnection) {
	switch l.Health.Health {
	case store.HealthDegraded:
		r.Add(Look, "connection", name+": marked as not working ("+l.HealthReason+"), and the provider does not refuse its credentials now",
			"it recovers by itself with the next sign-in; a super admin may run its test in SSO settings")
	case store.HealthSuspect:
		r.Add(Look, "connection", name+": the provider refused it once lately ("+l.HealthReason+")", "wait for the next probe, or run its test in SSO settings")
	default:
		r.Add(OK, "connection", name+": the provider does not refuse its credentials", "")
	}
}

// Clocks that differ by more refuse ID tokens.
const (
	skewToLook = 10 * time.Second
	skewToFail = 60 * time.Second
)

// clocks compares ours with each provider's, once a provider.
func (d *Doctor) clocks(ctx context.Context, r *Report, lives []store.LiveConnection) {
	var asked []string
	for _, l := range lives {
		app := d.application(l, "")
		issuer := d.Providers.Issuer(app)
		if slices.Contains(asked, issuer) {
			continue
		}
		asked = append(asked, issuer)
		offset, err := d.Providers.ClockOffset(ctx, app)
		if err != nil {
			continue // the connection's own line says that it cannot be reached
		}
		const do = "let this machine keep its time by NTP"
		text := fmt.Sprintf("that of %s is %s ahead of ours", issuer, offset)
		if offset < 0 {
			text = fmt.Sprintf("that of %s is %s behind ours", issuer, -offset)
		}
		switch {
		case offset.Abs() > skewToFail:
			r.Add(Fail, "clock", text, do)
		case offset.Abs() > skewToLook:
			r.Add(Look, "clock", text, do)
		default:
			r.Add(OK, "clock", "fits that of "+issuer, "")
		}
	}
}
