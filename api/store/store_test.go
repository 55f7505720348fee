package store_test

import (
	"testing"

	"latchkey/api/store/storetest"
)

func TestConformance(t *testing.T) { storetest.Engines(t, storetest.Run) }
