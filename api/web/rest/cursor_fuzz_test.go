package rest

import "testing"

// What is read as a place in a list is what we wrote, letter by letter.
func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"", "MTc4Nzg4NTIwMDAwMDAwMC5hYmM", "MC5h", "LTEuYQ", "MS4", "=", "MS5hIE9SIDE9MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTkuYQ", "\x00", "MS5h\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		c, err := readCursor(&raw)
		if err == nil && (cursorOf(c) != raw || c.ID == "" || c.At.UnixMicro() <= 0) {
			t.Errorf("%q is read as %+v", raw, c)
		}
	})
}
