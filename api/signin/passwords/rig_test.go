package passwords_test

import (
	"testing"

	"latchkey/api/signin/signintest"
)

// rig is the rig of sign-ins with the steps of this room's tests.
type rig struct{ *signintest.Rig }

func onBoth(t *testing.T, test func(r *rig)) {
	t.Helper()
	signintest.OnBoth(t, func(r *signintest.Rig) { test(&rig{r}) })
}

func onOne(t *testing.T) *rig { t.Helper(); return &rig{signintest.OnOne(t)} }
