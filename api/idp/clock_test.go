package idp_test

import (
	"net/http"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
)

func TestClockOffset(t *testing.T) {
	r := newRig(t)
	says := func(date string) lie {
		return func(_ *rig, s *idptest.Script) {
			s.DiscoveryAnswer = func(w http.ResponseWriter, _ *http.Request) bool {
				w.Header()["Date"] = []string{date}
				return false
			}
		}
	}
	for want, date := range map[time.Duration]string{
		0: "Mon, 04 May 2026 09:00:00 GMT", 2 * time.Minute: "Mon, 04 May 2026 09:02:00 GMT", -time.Hour: "Mon, 04 May 2026 08:00:00 GMT",
	} {
		r.lie(says(date))
		if got, err := r.p.ClockOffset(t.Context(), r.openid); err != nil || got != want {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
	r.lie(says("yesterday"))
	_, err := r.p.ClockOffset(t.Context(), r.google)
	wantFault(t, err, fault.ProviderUnreachable, "discovery_no_date")
	r.lie(discoveryAnswer(idptest.HangUp()))
	_, err = r.p.ClockOffset(t.Context(), r.google)
	wantFault(t, err, fault.ProviderUnreachable, "discovery_connection_failed")
	_, err = r.p.ClockOffset(t.Context(), generic("http://169.254.169.254"))
	wantFault(t, err, fault.SSOAppInvalid, "issuer_invalid")
	_, err = r.p.ClockOffset(t.Context(), generic("https://169.254.169.254"))
	wantFault(t, err, fault.ProviderUnreachable, "discovery_address_refused")
}
