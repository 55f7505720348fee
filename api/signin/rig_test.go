package signin_test

import (
	"testing"

	"latchkey/api/signin/signintest"
	"latchkey/api/store/storetest"
)

// rig is the rig of sign-ins with the steps of this room's tests.
type rig struct{ *signintest.Rig }

func onBoth(t *testing.T, test func(r *rig)) {
	t.Helper()
	signintest.OnBoth(t, func(r *signintest.Rig) { test(&rig{r}) })
}

func onOne(t *testing.T) *rig { t.Helper(); return &rig{signintest.OnOne(t)} }

// behindFront is a rig on PostgreSQL whose connections can be cut.
func behindFront(t *testing.T) (*rig, *storetest.Front) {
	t.Helper()
	r, front := signintest.BehindFront(t)
	return &rig{r}, front
}
