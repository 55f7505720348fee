package domain_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"latchkey/api/domain"
	"latchkey/api/fault"
	"latchkey/api/store"
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
