package doctor

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"latchkey/api/store"
)

// applications looks at what people sign in to through us: whether they know us by the
// public URL, and whether they can prove who they are.
func (d *Doctor) applications(ctx context.Context, r *Report) {
	const check = "application"
	list, err := d.Database.ApplicationStates(ctx, d.Now())
	if err != nil {
		unreadable(r, check, err)
		return
	}
	if len(list) == 0 {
		return
	}
	d.issuer(ctx, r, list)
	well := true
	for _, a := range list {
		for _, f := range d.wrongWith(a) {
			r.Add(f.Result, check, a.ClientID+": "+f.Text, f.Do)
			well = false
		}
	}
	if well {
		r.Add(OK, check, fmt.Sprintf("nothing is wrong with %d", len(list)), "")
	}
}

// wrongWith says what is wrong with one, or soon will be.
func (d *Doctor) wrongWith(a store.ApplicationState) (found []Finding) {
	add := func(result Result, text, do string) {
		found = append(found, Finding{Result: result, Text: text, Do: do})
	}
	renew := "latchkey application secret add " + a.ClientID + " makes one; give it to the application"
	left := a.NextExpiry.Sub(d.Now())
	switch {
	case a.Type != store.WebApplication:
	case a.Secrets == 0:
		add(Fail, "it has no live secret, so nobody can sign in to it", renew)
	case !a.LastExpiry.IsZero() && a.LastExpiry.Sub(d.Now()) <= 30*day:
		add(Look, fmt.Sprintf("its last secret expires on %s, %s", a.LastExpiry.Format(time.DateOnly), urgency(a.LastExpiry.Sub(d.Now()))), renew)
	case !a.NextExpiry.IsZero() && left <= 30*day:
		add(Look, fmt.Sprintf("a secret expires on %s, %s; another one lives longer", a.NextExpiry.Format(time.DateOnly), urgency(left)),
			"make sure that the application uses the other one: latchkey application show "+a.ClientID+" says when each was used")
	}
	for _, uri := range a.RedirectURIs {
		if isPlain(uri) {
			add(Look, "codes go to "+uri+" without TLS", "register an https address with latchkey apply")
		}
	}
	return found
}

// isPlain says whether an address sends what it gets over a network unencrypted.
func isPlain(uri string) bool {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "http" || u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost") {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err != nil || !ip.IsLoopback()
}

// issuer compares the public URL with what applications know us by: they refuse what
// comes from another issuer.
func (d *Doctor) issuer(ctx context.Context, r *Report, list []store.ApplicationState) {
	const check = "issuer"
	served, err := d.Database.ServedIssuer(ctx)
	if err != nil {
		unreadable(r, check, err)
		return
	}
	all, unused := make([]string, 0, len(list)), make([]string, 0, len(list))
	for _, a := range list {
		all = append(all, a.ClientID)
		if !a.LastUsedAt.After(served.ChangedAt.Time) {
			unused = append(unused, a.ClientID)
		}
	}
	now := d.PublicURL.String()
	switch {
	case served.Now != "" && served.Now != now:
		r.Add(Fail, check, fmt.Sprintf("LATCHKEY_PUBLIC_URL is %s, and %s was served: these applications know that as their issuer and will sign nobody in: %s", now, served.Now, strings.Join(all, ", ")),
			"keep "+served.Now+", or change the issuer in each of them at the same time")
	case served.Before != "" && len(unused) > 0:
		r.Add(Look, check, fmt.Sprintf("the public URL was %s until %s; nobody signed in to these applications since: %s", served.Before, clock(served.ChangedAt), strings.Join(unused, ", ")),
			"make sure that their issuer is "+now)
	default:
		r.Add(OK, check, fmt.Sprintf("%s is the issuer of %d applications; another LATCHKEY_PUBLIC_URL breaks them: %s", now, len(all), strings.Join(all, ", ")), "")
	}
}
