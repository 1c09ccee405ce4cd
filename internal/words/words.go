// Package words holds the texts of the program itself, prompts and headings, in each
// language it speaks. Questions and advice are not here: they are the pack's.
//
// A text is found by its id and may hold placeholders such as {n}. Texts are worded so
// that no number in them needs a plural.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

//go:embed en.json hi.json
var files embed.FS

// Languages are the languages the program speaks, as BCP 47 tags; the first is the default.
func Languages() []string { return []string{"en", "hi"} }

// Match returns the language the program speaks that fits best one of the wished tags,
// the most wished first. A tag may be written as in a locale, such as "hi_IN.UTF-8".
// It returns "" when none fits.
func Match(wished ...string) string {
	var tags []language.Tag
	for _, w := range wished {
		w, _, _ = strings.Cut(w, ".")
		w, _, _ = strings.Cut(w, "@")
		if tag, err := language.Parse(w); err == nil {
			tags = append(tags, tag)
		}
	}
	spoken := make([]language.Tag, len(Languages()))
	for i, l := range Languages() {
		spoken[i] = language.MustParse(l)
	}
	_, i, confidence := language.NewMatcher(spoken).Match(tags...)
	if confidence < language.High {
		return ""
	}
	return Languages()[i]
}

// Catalog is the texts of one language. It is immutable and safe for concurrent use.
type Catalog struct {
	Language string
	texts    map[string]string
}

// In returns the catalog of one of [Languages].
func In(lang string) (*Catalog, error) {
	data, err := files.ReadFile(lang + ".json")
	if err != nil {
		return nil, fmt.Errorf("no texts in language %q (expected one of %s)", lang, strings.Join(Languages(), ", "))
	}
	c := &Catalog{Language: lang}
	return c, json.Unmarshal(data, &c.texts)
}

// Say returns the text with that id. The pairs are a placeholder's name and its value.
// An id without a text is returned as it is.
func (c *Catalog) Say(id string, pairs ...any) string {
	text, ok := c.texts[id]
	if !ok {
		return id
	}
	replace := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		replace = append(replace, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(replace...).Replace(text)
}
