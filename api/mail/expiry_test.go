package mail_test

import (
	"testing"
	"time"

	"latchkey/api/mail"
)

func TestDaysLeft(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for left, want := range map[time.Duration][2]string{
		30 * day: {"30", "30"}, 14*day + time.Second: {"15", "30"}, 14 * day: {"14", "14"}, 7*day + 1: {"8", "14"},
		7 * day: {"7", "7"}, day + 1: {"2", "7"}, day: {"1", "1"}, time.Minute: {"1", "1"},
	} {
		if days, step := mail.DaysLeft(left); [2]string{days, step} != want {
			t.Errorf("%v: %s days, step %s; want %v", left, days, step, want)
		}
	}
}
