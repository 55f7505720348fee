package standalone

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The pages that stand alone load no stylesheet: each of their colours is one of the
// product's, in both themes.
func TestPagesThatStandAloneHaveTheColoursOfTheProduct(t *testing.T) {
	look, err := files.ReadFile("look.html")
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := os.ReadFile("../../../frontend/src/ui/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	known := strings.ReplaceAll(string(tokens), ", ", ",")
	colours := regexp.MustCompile(`light-dark\([^)]*\)`).FindAllString(string(look), -1)
	if len(colours) == 0 {
		t.Fatal("no colour was found")
	}
	for _, colour := range colours {
		if !strings.Contains(known, ": "+colour+";") {
			t.Errorf("%s is no token", colour)
		}
	}
}
