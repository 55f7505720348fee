package pages

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"latchkey/api/web/standalone"
)

// Updating makes the page while the tables are migrated, which comes again by itself: in
// every language at once, since nothing is read yet that would know a person's. It comes
// with the policy that lets it have its few lines of style.
func Updating() (page []byte, policy string, err error) {
	form, err := standalone.Parse(waiting, "waiting/updating.html")
	if err != nil {
		return nil, "", err
	}
	read, err := readWaiting()
	if err != nil {
		return nil, "", err
	}
	first := read[fallbackLanguage]
	delete(read, fallbackLanguage)
	all := []waitingTexts{first}
	for _, language := range slices.Sorted(maps.Keys(read)) {
		all = append(all, read[language])
	}
	var made bytes.Buffer
	if err := form.ExecuteTemplate(&made, "updating.html", all); err != nil {
		return nil, "", fmt.Errorf("make the page while the tables are migrated: %w", err)
	}
	return made.Bytes(), standalone.Policy(made.Bytes()), nil
}
