package idp

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"latchkey/api/fault"
)

// Check names one thing that an inspection looks at.
type Check string

// The checks, in their order.
const (
	CheckDiscovery   Check = "discovery"
	CheckKeys        Check = "keys"
	CheckClock       Check = "clock"
	CheckCredentials Check = "credentials"
)

// Verdict is how a check ended.
type Verdict string

// The verdicts.
const (
	Passed     Verdict = "passed"
	Look       Verdict = "look" // works, but somebody should look at it
	Info       Verdict = "info" // could not be known
	Failed     Verdict = "failed"
	NotReached Verdict = "not_reached" // it stands on a check that failed
)

// Finding is what one check found. Reason is a stable word; Expected and
// Received are as in a fault: never a secret, never the other side's own text.
type Finding struct {
	Check              Check
	Verdict            Verdict
	Reason             string
	Expected, Received string
	Code               fault.Code        // of the refusal that failed it, or ""
	Facts              map[string]string // host, ms, keys, seconds
	ClientAuth         ClientAuth        // credentials: how they were accepted, where it is not what the application tries first
}

// Inspection is what can be known of an application without a person.
type Inspection []Finding

// Inspect looks at an application as it is now: metadata and keys are fetched,
// whatever is cached, and the credentials are tried with a code that cannot be
// right. It takes as long as one request to a provider may take, all in all, and
// always returns all four findings.
func (p *Providers) Inspect(ctx context.Context, app Application) Inspection {
	ctx, cancel := context.WithTimeout(ctx, p.client.TimeLimit())
	defer cancel()
	at, err := p.origin(app)
	if err != nil {
		return Inspection{found(CheckDiscovery, err), unreached(CheckKeys), unreached(CheckClock), unreached(CheckCredentials)}
	}
	begun := p.now()
	m, date, err := fetchDated(ctx, p.client, at)
	took := p.now().Sub(begun)
	discovery := found(CheckDiscovery, err).with("host", hostOf(at.metadataURL)).with("ms", millis(took))
	if err != nil {
		return Inspection{discovery, unreached(CheckKeys), unreached(CheckClock), unreached(CheckCredentials)}
	}
	p.keep(app, m, nil)
	clock := clockFinding(date, begun.Add(took/2))
	// Both at once: a slow key endpoint must not eat the time of the other.
	credentials := make(chan Finding, 1)
	go func() {
		var f Finding
		if err := beside(ctx, func() error { f = p.inspectCredentials(ctx, app, m); return nil }); err != nil {
			f = found(CheckCredentials, err)
		}
		credentials <- f
	}()
	keys := p.inspectKeys(ctx, app, m)
	return Inspection{discovery, keys, clock, <-credentials}
}

// keep puts what was just fetched in the place of what was kept, so that a test
// and the sign-ins after it go by what the provider publishes now.
func (p *Providers) keep(app Application, m *metadata, keys []publicKey) {
	src, err := p.source(app)
	if err != nil {
		return
	}
	src.meta.put(m)
	if keys != nil {
		src.keys.cached.put(keys)
	}
}

func (p *Providers) inspectKeys(ctx context.Context, app Application, m *metadata) Finding {
	begun := p.now()
	keys, err := fetchKeys(ctx, p.client, m.keys)
	f := found(CheckKeys, err).with("ms", millis(p.now().Sub(begun)))
	if err != nil {
		return f
	}
	p.keep(app, m, keys)
	return f.with("keys", strconv.Itoa(len(keys)))
}

// inspectCredentials tries the credentials with a code that cannot be right. An
// answer about the code proves them only where a wrong secret is answered
// otherwise: some providers look at the code first.
func (p *Providers) inspectCredentials(ctx context.Context, app Application, m *metadata) Finding {
	begun, known := p.now(), p.worked.of(app)
	_, way, err := p.redeem(ctx, app, m, probeCode, probeVerifier())
	took := p.now().Sub(begun)
	f := credentialsFinding(err)
	switch {
	case way != AuthAutomatic && way != known: // the others were refused, so the secret was looked at
		f = Finding{Check: CheckCredentials, Verdict: Passed, Reason: "auth_" + string(way), ClientAuth: way}
	case aboutCode(err):
		f = p.compared(ctx, app, m, way)
	}
	return f.with("ms", millis(took))
}

// wrongSecret is nobody's.
const wrongSecret = "latchkey-probe-with-a-wrong-secret"

// compared tries a wrong secret, once: there are providers that lock a client
// after several. So it is for tests that somebody starts, never for probes.
func (p *Providers) compared(ctx context.Context, app Application, m *metadata, way ClientAuth) Finding {
	accepted := Finding{Check: CheckCredentials, Verdict: Passed}
	if way != AuthAutomatic {
		accepted.Reason, accepted.ClientAuth = "auth_"+string(way), way
	} else {
		way = clientAuths(app, m)[0]
	}
	app.ClientSecret = wrongSecret
	_, err := p.redeemBy(ctx, app, m, way, probeCode, probeVerifier())
	if err != nil && fault.Of(err).Code == fault.SSOAppInvalid {
		return accepted
	}
	return Finding{Check: CheckCredentials, Verdict: Info, Reason: "not_before_sign_in"}
}

// aboutCode tells an answer that finds fault with the code alone, in either of
// the words that providers have for a code that they never made.
func aboutCode(err error) bool {
	if err == nil {
		return false
	}
	f := fault.Of(err)
	return f.Code == fault.CodeRejected || f.Code == fault.ProviderConfigError && strings.HasPrefix(f.Received, "invalid_request")
}

func credentialsFinding(err error) Finding {
	if err == nil {
		return Finding{Check: CheckCredentials, Verdict: Look, Reason: "probe_accepted"}
	}
	finding, refusal := found(CheckCredentials, err), fault.Of(err)
	switch refusal.Code {
	case fault.SSOAppInvalid, fault.ProviderConfigError, fault.ProviderUnreachable, fault.ProviderUnavailable, fault.OutboundUnavailable, fault.Busy:
		return finding
	}
	finding.Verdict, finding.Code = Look, "" // it said neither yes nor no: the person's sign-in will tell
	return finding
}

// clockOff is how far the clocks may differ before somebody should look; tokens
// are refused when it is more than a minute.
const clockOff = skew / 2

// clockFinding compares the Date of an answer (RFC 9110, section 6.6.1), which
// is cut to the second, with the middle of the request.
func clockFinding(date string, middle time.Time) Finding {
	if date == "" {
		return Finding{Check: CheckClock, Verdict: Info, Reason: "no_date"}
	}
	theirs, err := http.ParseTime(date)
	if err != nil {
		return Finding{Check: CheckClock, Verdict: Info, Reason: "date_unreadable"}
	}
	off := theirs.Add(time.Second / 2).Sub(middle)
	f := Finding{Check: CheckClock, Verdict: Passed}
	if off.Abs() > clockOff {
		f.Verdict, f.Reason = Look, "clock_differs"
		f.Expected, f.Received = middle.UTC().Format(time.RFC3339), theirs.UTC().Format(time.RFC3339)
	}
	tenths := math.Round(off.Seconds()*10) / 10
	return f.with("seconds", strconv.FormatFloat(tenths+0, 'f', 1, 64)) // + 0: no "-0.0"
}

// found reads an error as a finding; none is a check that passed.
func found(c Check, err error) Finding {
	if err == nil {
		return Finding{Check: c, Verdict: Passed}
	}
	f := fault.Of(err)
	return Finding{Check: c, Verdict: Failed, Reason: f.Reason, Expected: f.Expected, Received: f.Received, Code: f.Code}
}

func unreached(c Check) Finding { return Finding{Check: c, Verdict: NotReached} }

func (f Finding) with(name, value string) Finding {
	if f.Facts == nil {
		f.Facts = map[string]string{}
	}
	f.Facts[name] = value
	return f
}

func millis(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
