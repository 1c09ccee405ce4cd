package report

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"
)

// TestHindiSaysTheSame holds the Hindi phrases to the English ones: none is missing, and
// each has the same verbs in the same order.
func TestHindiSaysTheSame(t *testing.T) {
	compare(t, "phrases", reflect.ValueOf(*english()), reflect.ValueOf(*hindi()))
}

func compare(t *testing.T, name string, en, hi reflect.Value) {
	t.Helper()
	verb := regexp.MustCompile(`%[a-z]`)
	switch en.Kind() {
	case reflect.Struct:
		for i := range en.NumField() {
			compare(t, en.Type().Field(i).Name, en.Field(i), hi.Field(i))
		}
	case reflect.Map:
		if en.Len() != hi.Len() {
			t.Errorf("%s has %d words, want %d", name, hi.Len(), en.Len())
		}
		for _, key := range en.MapKeys() {
			if !hi.MapIndex(key).IsValid() {
				t.Errorf("%s lacks %q", name, key)
				continue
			}
			compare(t, fmt.Sprintf("%s of %q", name, key), en.MapIndex(key), hi.MapIndex(key))
		}
	case reflect.String:
		want, got := verb.FindAllString(en.String(), -1), verb.FindAllString(hi.String(), -1)
		if hi.String() == "" || hi.String() == en.String() || !slices.Equal(want, got) {
			t.Errorf("%s: %q for %q", name, hi.String(), en.String())
		}
	}
}
