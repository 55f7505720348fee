package store_test

import (
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

func TestConformance(t *testing.T) { storetest.Engines(t, storetest.Run) }

// The statements that serve several who come back do what those for one do.
func TestConformanceGathered(t *testing.T) {
	db := storetest.Open(t, store.Postgres)
	db.Gather()
	storetest.Gathered(t, db)
}
