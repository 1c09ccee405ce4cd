package words

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEveryLanguageSaysTheSame(t *testing.T) {
	placeholder := regexp.MustCompile(`\{[a-z]+\}`)
	first, err := In(Languages()[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages()[1:] {
		other, err := In(lang)
		if err != nil {
			t.Fatal(err)
		}
		ids := func(c *Catalog) []string { return slices.Sorted(maps.Keys(c.texts)) }
		if d := cmp.Diff(ids(first), ids(other)); d != "" {
			t.Errorf("%s has other texts than %s:\n%s", lang, first.Language, d)
		}
		for id, text := range first.texts {
			want, got := placeholder.FindAllString(text, -1), placeholder.FindAllString(other.texts[id], -1)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("%s, %q: placeholders %v, want %v", lang, id, got, want)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	for _, row := range []struct {
		wished []string
		want   string
	}{
		{[]string{"hi_IN.UTF-8"}, "hi"},
		{[]string{"en_GB"}, "en"},
		{[]string{"fr", "hi"}, "hi"},
		{[]string{"fr"}, ""},
		{[]string{"C"}, ""},
		{nil, ""},
	} {
		if got := Match(row.wished...); got != row.want {
			t.Errorf("Match(%q) = %q, want %q", row.wished, got, row.want)
		}
	}
}
