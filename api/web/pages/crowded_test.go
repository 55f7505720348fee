package pages

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"latchkey/api/store"
)

// The pages of whoever has to wait are there in every language that people can choose, and
// nothing of them is left empty.
func TestThePagesThatWaitSpeakEveryLanguage(t *testing.T) {
	t.Parallel()
	read, err := readWaiting()
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Sorted(slices.Values(store.Languages()))
	if got := slices.Sorted(maps.Keys(read)); !slices.Equal(got, want) {
		t.Fatalf("languages %v, want %v", got, want)
	}
	for language, texts := range read {
		for field, value := range reflect.ValueOf(texts).Fields() {
			if value.IsZero() {
				t.Errorf("%s: %s is empty", language, field.Name)
			}
		}
	}
}
