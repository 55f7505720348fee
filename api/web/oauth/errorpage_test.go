package oauth

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"latchkey/api/store"
)

// The page of an error says the same in every language that people can choose, and
// nothing is left empty.
func TestTheErrorPageSpeaksEveryLanguage(t *testing.T) {
	p, err := readErrorPages()
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Sorted(slices.Values(store.Languages()))
	if got := p.languages(); !slices.Equal(got, want) {
		t.Fatalf("languages %v, want %v", got, want)
	}
	causes := slices.Sorted(maps.Keys(p.texts[fallback].Causes))
	for language, texts := range p.texts {
		if got := slices.Sorted(maps.Keys(texts.Causes)); !slices.Equal(got, causes) {
			t.Errorf("%s: causes %v, want %v", language, got, causes)
		}
		for field, value := range reflect.ValueOf(texts).Fields() {
			if value.IsZero() {
				t.Errorf("%s: %s is empty", language, field.Name)
			}
		}
		for _, page := range []any{texts.Logout, texts.Onward} {
			for field, value := range reflect.ValueOf(page).Fields() {
				if value.IsZero() {
					t.Errorf("%s: %s of %T is empty", language, field.Name, page)
				}
			}
		}
		for cause, text := range texts.Causes {
			if text == "" {
				t.Errorf("%s: %s is empty", language, cause)
			}
		}
	}
}
