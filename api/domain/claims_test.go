package domain_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"latchkey/api/change"
	"latchkey/api/domain"
	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

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
