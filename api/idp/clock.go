package idp

import (
	"context"
	"net/http"
	"time"

	"latchkey/api/fault"
)

// ClockOffset says by how much a provider's clock is ahead of ours, negative
// when it is behind: by the Date of its metadata (RFC 9110, section 6.6.1), which
// counts whole seconds. Errors: fault ProviderUnreachable, or SSOAppInvalid for
// an application that has no metadata.
func (p *Providers) ClockOffset(ctx context.Context, app Application) (time.Duration, error) {
	at, err := p.origin(app)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.metadataURL, nil)
	if err != nil {
		return 0, unreachable(inDiscovery, err)
	}
	before := p.now()
	res, err := p.client.Do(ctx, app.Connection, req, maxMetadata)
	if err != nil {
		return 0, unreachable(inDiscovery, err)
	}
	theirs, err := http.ParseTime(res.Date)
	if err != nil {
		return 0, fault.Because(fault.ProviderUnreachable, "discovery_no_date")
	}
	ours := before.Add(p.now().Sub(before) / 2) // halfway between asking and hearing
	return theirs.Sub(ours).Round(time.Second), nil
}
