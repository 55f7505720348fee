package domain_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/domain"
	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

func TestALifeOfADomain(t *testing.T) {
	onBoth(t, func(r *rig) {
		d := r.add(" Acme.EXAMPLE ")
		name, value := domain.Record(d.Domain)
		if d.Domain.Domain != "acme.example" || d.CreatedByName != "Sofia" || name != "_latchkey.acme.example" ||
			!strings.HasPrefix(value, "latchkey-verification=") || len(value) < 40 {
			r.t.Errorf("claim %+v, record %s %s", d, name, value)
		}
		r.is("nothing published", r.check(d), store.DomainPending, domain.NotFound)
		r.now = r.now.Add(10 * time.Second)
		r.zone.publish(d)
		d = r.check(d)
		r.is("published", d, store.DomainVerified, domain.Found)
		if !d.VerifiedAt.Equal(r.now) || !d.CheckedAt.Equal(r.now) || r.zone.asked[0] != "_latchkey.acme.example." {
			r.t.Errorf("claim %+v, asked %q", d, r.zone.asked)
		}
		r.is("still there", r.day(d), store.DomainVerified, domain.Found)
		r.zone.fails(nil)
		r.is("first day", r.day(d), store.DomainVerified, domain.NotFound)
		r.is("second day", r.day(d), store.DomainVerified, domain.NotFound)
		r.is("third day", r.day(d), store.DomainLost, domain.NotFound)
		r.is("fourth day", r.day(d), store.DomainLost, domain.NotFound)
		r.zone.publish(d)
		d = r.day(d)
		r.is("found again", d, store.DomainVerified, domain.Found)
		if d.Misses != 0 || !d.VerifiedAt.Equal(r.now) {
			r.t.Errorf("claim %+v", d)
		}
		r.now = r.now.Add(time.Second)
		r.must(r.Remove(r.t.Context(), r.acme.ID, d.ID, r.sofia.ID))
		r.refused(r.Remove(r.t.Context(), r.acme.ID, d.ID, r.sofia.ID), fault.NotFound, "no_domain")
		if got := r.audited(); got != "sofia domain.added, sofia domain.verified, system domain.lost, system domain.verified, sofia domain.removed" {
			r.t.Errorf("audited %s", got)
		}
		again := r.add("acme.example")
		if again.Token == d.Token || again.State != store.DomainPending {
			r.t.Errorf("claimed anew %+v", again)
		}
	})
}

// A day in between begins the count anew; a button counts nothing; no answer
// proves nothing, and is asked again within the hour.
func TestWhatLosesADomain(t *testing.T) {
	onBoth(t, func(r *rig) {
		d := r.add("acme.example")
		r.zone.publish(d)
		r.check(d)
		r.zone.fails(nil)
		r.day(d)
		r.day(d)
		r.zone.publish(d)
		r.day(d)
		r.zone.fails(nil)
		r.day(d)
		r.is("two days, one found, one day", r.day(d), store.DomainVerified, domain.NotFound)
		for range 5 {
			r.now = r.now.Add(10 * time.Second)
			r.is("by hand", r.check(d), store.DomainVerified, domain.NotFound)
		}
		r.zone.fails(&net.DNSError{Err: "server misbehaving", IsTemporary: true})
		for range 5 {
			d = r.day(d)
			r.is("nobody answers", d, store.DomainVerified, domain.DNSFailed)
		}
		if wait := d.CheckAt.Sub(r.now); wait != time.Hour {
			r.t.Errorf("asked again in %v", wait)
		}
		r.zone.fails(nil)
		r.is("the third miss", r.day(d), store.DomainLost, domain.NotFound)
	})
}

func TestResults(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	d := r.add("acme.example")
	name, value := domain.Record(d.Domain)
	many := func(n int, last string) []string {
		var records []string
		for i := range n {
			records = append(records, fmt.Sprint("other ", i))
		}
		return append(records, last)
	}
	for what, c := range map[string]struct {
		records []string
		err     error
		want    string
	}{
		"ours":                    {records: []string{value}, want: domain.Found},
		"ours among others":       {records: many(63, value), want: domain.Found},
		"ours after too many":     {records: many(64, value), want: domain.OtherValue},
		"another claim's":         {records: []string{"latchkey-verification=somebody"}, want: domain.OtherValue},
		"ours and more":           {records: []string{value + " "}, want: domain.OtherValue},
		"ours in another case":    {records: []string{strings.ToUpper(value)}, want: domain.OtherValue},
		"the token alone":         {records: []string{d.Token}, want: domain.OtherValue},
		"an enormous one":         {records: []string{value + strings.Repeat("x", 1<<20)}, want: domain.OtherValue},
		"an empty one":            {records: []string{""}, want: domain.OtherValue},
		"none":                    {records: []string{}, want: domain.NotFound},
		"no such name":            {err: &net.DNSError{IsNotFound: true}, want: domain.NotFound},
		"no such name, wrapped":   {err: fmt.Errorf("look up: %w", &net.DNSError{IsNotFound: true}), want: domain.NotFound},
		"a server that fails":     {err: &net.DNSError{Err: "server misbehaving", IsTemporary: true}, want: domain.DNSFailed},
		"a server that is silent": {err: &net.DNSError{Err: "i/o timeout", IsTimeout: true}, want: domain.DNSFailed},
		"anything else":           {err: errors.New("odd"), want: domain.DNSFailed},
	} {
		r.now = r.now.Add(10 * time.Second)
		r.zone.records, r.zone.err = map[string][]string{name + ".": c.records}, c.err
		if got := r.check(d); got.Result != c.want {
			t.Errorf("%s: %s, want %s", what, got.Result, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Check(ctx, r.acme.ID, d.ID, r.sofia.ID); !errors.Is(err, context.Canceled) {
		t.Errorf("the caller left: %v", err)
	}
}

func TestNamesThatCannotBeClaimed(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	for name, code := range map[string]string{
		"": "format", "acme": "format", "acme.": "format", ".acme.example": "format", "acme..example": "format", "acme.example.": "format",
		"-acme.example": "format", "acme-.example": "format", "ac_me.example": "format", "acme example.com": "format", "äcme.example": "format",
		"ACME\u017f.example": "format", "acm\u212a.example": "format", "acme.example/x": "format", "https://acme.example": "format", "maya@acme.example": "format", "acme.example:53": "format",
		"*.example.com": "format", "10.0.0.1": "format", "127.1": "format", "[::1]": "format", "acme.123": "format", "acme.example\x00": "format",
		strings.Repeat("a", 64) + ".example": "format", strings.Repeat("a.", 121) + "example": "format",
		"gmail.com": "public_domain", "GMAIL.com": "public_domain", "mail.gmail.com": "public_domain", "googlemail.com": "public_domain", "outlook.com": "public_domain",
		"hotmail.co.uk": "public_domain", "yahoo.co.jp": "public_domain", "icloud.com": "public_domain", "qq.com": "public_domain", "web.de": "public_domain",
		"co.uk": "public_domain", "com.au": "public_domain", "github.io": "public_domain", "xn--p1ai.xn--p1ai": "", "s3.amazonaws.com": "public_domain",
		"acme.co.uk": "", "acme.example": "", "xn--bcher-kva.example": "", "notgmail.com": "", "a.b.c.d.acme.test": "", "1und1.de": "",
		strings.Repeat("a", 63) + ".example": "",
	} {
		_, err := r.Add(t.Context(), r.claim(name))
		if code == "" {
			if err != nil {
				t.Errorf("%q: %v", name, err)
			}
			continue
		}
		f := r.refused(err, fault.ValidationFailed, "domain_"+code)
		if len(f.Fields) != 1 || f.Fields[0] != (fault.Field{Pointer: "/domain", Code: code}) {
			t.Errorf("%q: %v", name, f.Fields)
		}
	}
}

// S1: a claim proves itself later, so it wants a proof of who makes it; refused,
// nothing is written.
func TestS1AClaimWantsAProof(t *testing.T) {
	onBoth(t, func(r *rig) {
		claim := r.claim("acme.example")
		claim.By.Recent = nil
		_, err := r.Add(r.t.Context(), claim)
		r.refused(err, fault.ReauthRequired, "not_proven")
		if got := r.audited(); got != "" {
			r.t.Errorf("audited %s", got)
		}
	})
}

// E08: what one organization claims or proves is nothing to another.
func TestClaimsOfOthers(t *testing.T) {
	onBoth(t, func(r *rig) {
		d := r.add("acme.example")
		_, err := r.Add(r.t.Context(), r.claim("ACME.example"))
		r.refused(err, fault.ValidationFailed, "domain_taken")
		theirs, err := r.Add(r.t.Context(), domain.Claim{By: change.Actor{OrganizationID: r.globex.ID, ID: store.ActorOperator, Recent: proven}, Domain: "acme.example"})
		r.must(err)
		if theirs.Token == d.Token {
			r.t.Error("two organizations have one token")
		}
		r.zone.publish(d)
		r.check(d)
		theirs, err = r.Check(r.t.Context(), r.globex.ID, theirs.ID, store.ActorOperator)
		r.must(err)
		r.is("the record of another", theirs, store.DomainPending, domain.OtherValue)
		_, err = r.Check(r.t.Context(), r.globex.ID, d.ID, "x")
		r.refused(err, fault.NotFound, "no_domain")
		r.refused(r.Remove(r.t.Context(), r.globex.ID, d.ID, "x"), fault.NotFound, "no_domain")
	})
}

func TestFiftyClaimsAndNoMore(t *testing.T) {
	onBoth(t, func(r *rig) {
		for n := range domain.MaxClaims - 1 {
			r.add(fmt.Sprintf("acme%d.example", n))
		}
		var all sync.WaitGroup
		errs := make([]error, 8)
		for n := range errs {
			all.Go(func() { _, errs[n] = r.Add(r.t.Context(), r.claim(fmt.Sprintf("last%d.example", n))) })
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			r.refused(err, fault.ValidationFailed, "domain_out_of_range")
		}
		if won != 1 {
			r.t.Errorf("%d of %d got the last place", won, len(errs))
		}
	})
}

func TestTenSecondsBetweenLooks(t *testing.T) {
	onBoth(t, func(r *rig) {
		d := r.add("acme.example")
		r.check(d)
		r.now = r.now.Add(4 * time.Second)
		_, err := r.Check(r.t.Context(), r.acme.ID, d.ID, r.sofia.ID)
		if f := r.refused(err, fault.RateLimited, "domain_check"); f.RetryAfter != 6*time.Second {
			r.t.Errorf("wait %v", f.RetryAfter)
		}
		if len(r.zone.asked) != 1 {
			r.t.Errorf("asked %d times", len(r.zone.asked))
		}
		r.now = r.now.Add(6 * time.Second)
		r.check(d)
	})
}

// Replicas share the daily looks out: each claim is looked at once.
func TestReplicasLookOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		for n := range 12 {
			r.add(fmt.Sprintf("acme%d.example", n))
		}
		r.now = r.now.Add(time.Hour)
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if err := r.Recheck(r.t.Context()); err != nil {
					r.t.Error(err)
				}
			})
		}
		all.Wait()
		if len(r.zone.asked) != 12 {
			r.t.Errorf("%d looks at 12 claims", len(r.zone.asked))
		}
	})
}

// gathering answers nobody until so many have asked.
type gathering struct {
	sync.WaitGroup
}

func (g *gathering) LookupTXT(ctx context.Context, _ string) ([]string, error) {
	g.Done()
	met := make(chan struct{})
	go func() { g.Wait(); close(met) }()
	select {
	case <-met:
		return []string{"v=spf1 -all"}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// L5: a name server that hangs keeps no other claim waiting.
func TestL5_ClaimsAreLookedAtSideBySide(t *testing.T) {
	onBoth(t, func(r *rig) {
		g, claims := &gathering{}, []store.ClaimedDomain{}
		for n := range 5 {
			claims = append(claims, r.add(fmt.Sprintf("acme%d.example", n)))
		}
		g.Add(len(claims))
		r.Resolver = g
		r.now = r.now.Add(25 * time.Hour)
		r.must(r.Recheck(r.t.Context()))
		for _, d := range claims {
			now, err := r.db.DomainByID(r.t.Context(), d.OrganizationID, d.ID)
			r.must(err)
			if now.Result != domain.OtherValue {
				r.t.Errorf("%s: %s", d.Domain.Domain, now.Result)
			}
		}
	})
}

// ending is a process that ends while it looks.
type ending struct{ end context.CancelFunc }

func (e ending) LookupTXT(ctx context.Context, _ string) ([]string, error) {
	e.end()
	return nil, ctx.Err()
}

// What a process had taken when it ended is looked at a quarter of an hour later, not
// a day.
func TestALookThatWasBrokenOffIsTakenAgain(t *testing.T) {
	onBoth(t, func(r *rig) {
		d := r.add("acme.example")
		r.now = r.now.Add(time.Hour)
		ctx, end := context.WithCancel(r.t.Context())
		r.Resolver = ending{end}
		if err := r.Recheck(ctx); err == nil {
			r.t.Error("it was not broken off")
		}
		r.Resolver = r.zone
		r.zone.publish(d)
		for _, c := range []struct {
			after time.Duration
			looks int
		}{{15*time.Minute - time.Microsecond, 0}, {time.Microsecond, 1}, {15 * time.Minute, 1}} {
			r.now = r.now.Add(c.after)
			r.must(r.Recheck(r.t.Context()))
			if n := len(r.zone.asked); n != c.looks {
				r.t.Errorf("%d looks, want %d", n, c.looks)
			}
		}
	})
}

func TestDomainOfAnAddress(t *testing.T) {
	for email, want := range map[string]string{
		"maya@acme.example": "acme.example", "Maya@ACME.Example": "acme.example", "a@b@acme.example": "acme.example",
		"acme.example": "", "@acme.example": "", "maya@": "", "maya@acme": "", "maya@[10.0.0.1]": "", "maya@10.0.0.1": "", "": "", "@": "", "maya@acme.example.": "",
	} {
		if got := domain.Of(email); got != want {
			t.Errorf("%q: %q, want %q", email, got, want)
		}
	}
}
