package health

import "time"

// NextCheck is when a connection's daily check comes.
func NextCheck(id string, now time.Time) time.Time { return nextCheck(id, now) }
