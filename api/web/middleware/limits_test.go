package middleware_test

import (
	"testing"
	"time"

	"latchkey/api/web/middleware"
)

// A client that asks too much stops neither others of its network nor itself elsewhere.
func TestAClientIsLimitedByItsNetwork(t *testing.T) {
	now := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	l := middleware.NewLimits(3, func(address string) string { return address }, func() time.Time { return now })
	for range 3 {
		if err := l.CheckClient("crm", "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		id, address string
		refused     bool
	}{
		{"crm", "192.0.2.1", true}, {"spa", "192.0.2.1", false}, {"", "192.0.2.1", false}, {"crm", "192.0.2.2", false}, {"crm", "", false},
	} {
		if err := l.CheckClient(c.id, c.address); (err != nil) != c.refused {
			t.Errorf("%s from %q: %v", c.id, c.address, err)
		}
	}
	if err := l.Check("192.0.2.1"); err != nil {
		t.Error("a client uses up what people of its network may begin")
	}
	now = now.Add(20 * time.Second)
	if err := l.CheckClient("crm", "192.0.2.1"); err != nil {
		t.Error("a third of a minute brings nothing back")
	}
}
