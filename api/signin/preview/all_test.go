package preview_test

import (
	"fmt"
	"testing"

	"latchkey/api/store"
)

// However many connections an organization has, their forecasts cost as many queries.
func TestTheForecastsOfManyConnectionsAreReadAtOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		ask := func() (connections int, statements int64) {
			before := r.DB.Work().Statements
			all, err := r.Forecasts.All(t.Context(), r.Acme.ID)
			r.Must(err)
			return len(all), r.DB.Work().Statements - before
		}
		few, asked := ask()
		for n := range 5 {
			r.Must(r.DB.AddConnection(t.Context(), store.NewConnection(r.Acme.ID, fmt.Sprint("provider-", n), r.Clock.Now())))
		}
		gone := store.NewConnection(r.Acme.ID, "removed", r.Clock.Now())
		gone.State = store.Removed
		r.Must(r.DB.AddConnection(t.Context(), gone))
		if many, n := ask(); many != few+5 || n != asked {
			t.Errorf("%d connections in %d queries, and %d in %d", few, asked, many, n)
		}
	})
}
