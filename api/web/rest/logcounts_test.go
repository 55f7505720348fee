package rest

import (
	"testing"
	"time"
	_ "time/tzdata" // as in package main
)

// Finding 21: days are the reader's, also where clocks change, at midnight too.
func TestDaysOfAZone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone, now string
		want      []string
	}{
		"UTC":                           {"UTC", "2026-11-09T00:00:00Z", []string{"2026-11-08T00:00:00Z", "2026-11-09T00:00:00Z"}},
		"its today is not UTC's":        {"America/New_York", "2026-05-04T02:00:00Z", []string{"2026-05-02T04:00:00Z", "2026-05-03T04:00:00Z"}},
		"half an hour":                  {"Asia/Kolkata", "2026-05-04T18:30:00Z", []string{"2026-05-03T18:30:00Z", "2026-05-04T18:30:00Z"}},
		"three quarters":                {"Asia/Kathmandu", "2026-05-04T18:15:00Z", []string{"2026-05-03T18:15:00Z", "2026-05-04T18:15:00Z"}},
		"25 hours":                      {"Europe/Madrid", "2026-10-26T08:00:00Z", []string{"2026-10-23T22:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"}},
		"23 hours":                      {"Europe/Madrid", "2026-03-30T08:00:00Z", []string{"2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"}},
		"a day without midnight":        {"Africa/Cairo", "2026-04-24T09:00:00Z", []string{"2026-04-22T22:00:00Z", "2026-04-23T22:00:00Z"}},
		"a day with two midnights":      {"America/Havana", "2026-11-02T09:00:00Z", []string{"2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"}},
		"midnight of the day before":    {"Asia/Beirut", "2026-10-25T09:00:00Z", []string{"2026-10-23T21:00:00Z", "2026-10-24T22:00:00Z"}},
		"now in the hour that is twice": {"Europe/Madrid", "2026-10-25T01:30:00Z", []string{"2026-10-24T22:00:00Z"}},
		"at a time that a day has not":  {"Africa/Cairo", "2026-04-24T21:30:00Z", []string{"2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			now, err := time.Parse(time.RFC3339, c.now)
			if err != nil {
				t.Fatal(err)
			}
			for i, start := range lastDays(now.In(place), len(c.want)) {
				if got := start.UTC().Format(time.RFC3339); got != c.want[i] {
					t.Errorf("day %d begins at %s, want %s", i, got, c.want[i])
				}
			}
		})
	}
}

// A day of which the log has lost a part is not counted.
func TestOnlyDaysKeptWhole(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 15, 17, 0, 0, 0, time.UTC)
	for kept, want := range map[int]string{7: "2026-11-09", 13: "2026-11-03", 14: "2026-11-02", 180: "2026-11-02"} {
		days := keptWhole(lastDays(now, 14), now.AddDate(0, 0, -kept))
		if got := days[0].Format(time.DateOnly); got != want {
			t.Errorf("kept for %d days: from %s, want %s", kept, got, want)
		}
	}
}
