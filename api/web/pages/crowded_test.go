package pages

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"latchkey/api/store"
)

// The page while too many sign in is there in every language that people can choose, and
// nothing of it is left empty.
func TestThePageThatWaitsSpeaksEveryLanguage(t *testing.T) {
	t.Parallel()
	made, err := readWaiting()
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Sorted(slices.Values(store.Languages()))
	if got := slices.Sorted(maps.Keys(made)); !slices.Equal(got, want) {
		t.Fatalf("languages %v, want %v", got, want)
	}
	for _, language := range want {
		text, err := waiting.ReadFile("waiting/" + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		texts := waitingTexts{Language: language}
		if err := json.Unmarshal(text, &texts); err != nil {
			t.Fatal(err)
		}
		for field, value := range reflect.ValueOf(texts).Fields() {
			if value.IsZero() {
				t.Errorf("%s: %s is empty", language, field.Name)
			}
		}
	}
}
