package people_test

import (
	"testing"

	"latchkey/api/people/peopletest"
)

// rig is a world with what these tests ask of it.
type rig struct{ *peopletest.World }

func onBoth(t *testing.T, test func(r *rig)) {
	t.Helper()
	peopletest.OnBoth(t, func(w *peopletest.World) { test(&rig{w}) })
}
