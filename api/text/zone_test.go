package text_test

import (
	"testing"

	"latchkey/api/text"
)

// A zone has one name, the one that browsers know: no path to it.
func TestZone(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"UTC": true, "Europe/Berlin": true, "America/Argentina/Buenos_Aires": true, "Etc/GMT+5": true,
		"": false, "Local": false, "Factory": false, "posix/Europe/Berlin": false,
		"Europe//Berlin": false, "Europe/./Berlin": false, "Europe/../Europe/Berlin": false, "Europe/Berlin/": false, "Europe/Berlin/.": false,
	} {
		if _, ok := text.Zone(name); ok != want {
			t.Errorf("%q: %v", name, ok)
		}
	}
}
