package rules

import (
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"latchkey"
	"latchkey/api/store"
)

// A language that the contract lets a person choose is one that pages and mails
// speak; the pages are held to the contract by their type check.
func TestTheLanguagesAreThoseOfTheContract(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(latchkey.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	var promised []string
	for _, language := range doc.Components.Schemas["Language"].Value.Enum {
		promised = append(promised, language.(string))
	}
	if !slices.Equal(promised, store.Languages()) {
		t.Errorf("the contract names %v,\nthe program speaks %v", promised, store.Languages())
	}
}
