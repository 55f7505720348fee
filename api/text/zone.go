package text

import (
	"slices"
	"strings"
	"time"
)

// Zone finds a time zone by a name that browsers know too. The machine's own list
// holds others: local ones, and copies of all in folders.
func Zone(name string) (place *time.Location, ok bool) {
	if name == "" || name == "Local" || name == "Factory" || name[0] < 'A' || name[0] > 'Z' {
		return nil, false
	}
	if slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return part == "" || part == "." || part == ".." }) {
		return nil, false // a folder's path, which browsers do not know
	}
	place, err := time.LoadLocation(name)
	return place, err == nil
}
