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

	"latchkey/api/domain"
	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

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
