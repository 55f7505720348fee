package idp

import (
	"time"

	"latchkey/api/fault"
)

const (
	skew        = 60 * time.Second
	maxLifetime = 24 * time.Hour
	// nearMiss is how far beyond the skew a time still looks like a wrong clock.
	nearMiss = 15 * time.Minute
)

// checkTimes refuses a token that is not of now. What misses by little is
// ClockSkew, which an administrator can repair; the rest is TokenInvalid.
func checkTimes(c object, now time.Time) error {
	iat, ok := c.moment("iat")
	if !ok {
		return fault.Because(fault.TokenInvalid, "iat")
	}
	if !c.has("exp") {
		return fault.Because(fault.TokenInvalid, "exp_missing")
	}
	exp, ok := c.moment("exp")
	if !ok {
		return fault.Because(fault.TokenInvalid, "exp")
	}
	if err := notBefore(iat, now, "iat"); err != nil {
		return err
	}
	if now.Sub(iat) > maxLifetime+skew {
		return offBy(fault.TokenInvalid, "iat", now, iat)
	}
	if life := exp.Sub(iat); life <= 0 || life > maxLifetime {
		return fault.Mismatch(fault.TokenInvalid, "lifetime", maxLifetime.String(), life.String())
	}
	if late := now.Sub(exp) - skew; late > nearMiss {
		return offBy(fault.TokenInvalid, "expired", now, exp)
	} else if late > 0 {
		return offBy(fault.ClockSkew, "just_expired", now, exp)
	}
	if !c.has("nbf") {
		return nil
	}
	nbf, ok := c.moment("nbf")
	if !ok {
		return fault.Because(fault.TokenInvalid, "nbf")
	}
	return notBefore(nbf, now, "nbf")
}

// notBefore refuses a time that has not come yet.
func notBefore(t, now time.Time, reason string) error {
	switch early := t.Sub(now) - skew; {
	case early > nearMiss:
		return offBy(fault.TokenInvalid, reason, now, t)
	case early > 0:
		return offBy(fault.ClockSkew, "issued_in_future", now, t)
	}
	return nil
}

// offBy shows our clock and the time that came.
func offBy(code fault.Code, reason string, now, got time.Time) error {
	return fault.Mismatch(code, reason, now.UTC().Format(time.RFC3339), got.UTC().Format(time.RFC3339))
}
