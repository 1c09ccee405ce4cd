// Package words holds the texts of the program itself, such as prompts, headings and
// phrases, in each language it speaks. Questions and advice are not here: they are the
// pack's. Everybody may import the package; it imports nothing of the project.
//
// Each language is one file of texts by id, so that a further language is a further file. A
// text may hold placeholders such as {n}; texts are worded so that no number in them needs a
// plural.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

//go:embed *.json
var files embed.FS

// defaultLanguage stands in for languages that the program does not speak.
const defaultLanguage = "en"

// Languages are the languages the program speaks, as BCP 47 tags; the first is the default.
func Languages() []string {
	spoken := []string{defaultLanguage}
	entries, _ := files.ReadDir(".") // of what is embedded, which cannot fail
	for _, e := range entries {
		if lang := strings.TrimSuffix(e.Name(), ".json"); lang != defaultLanguage {
			spoken = append(spoken, lang)
		}
	}
	return spoken
}

// Catalog is the texts of one language. It is immutable and safe for concurrent use.
type Catalog struct {
	Language string
	texts    map[string]string
}

// read holds the catalogs that were asked for, by language.
var read sync.Map

// In returns the catalog of one of [Languages].
func In(lang string) (*Catalog, error) {
	if c, ok := read.Load(lang); ok {
		return c.(*Catalog), nil
	}
	data, err := files.ReadFile(lang + ".json")
	if err != nil {
		return nil, fmt.Errorf("no texts in language %q (expected one of %s)", lang, strings.Join(Languages(), ", "))
	}
	c := &Catalog{Language: lang}
	if err := json.Unmarshal(data, &c.texts); err != nil {
		return nil, fmt.Errorf("texts in language %q: %w", lang, err)
	}
	read.Store(lang, c)
	return c, nil
}

// For returns the catalog for a pack or reader whose language is given as a BCP 47 tag, such
// as "hi-IN"; that of the default language where the program does not speak it.
func For(tag string) *Catalog {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	c, err := In(base)
	if err != nil {
		c, err = In(defaultLanguage)
	}
	if err != nil {
		panic(err) // the tests read every file
	}
	return c
}

// IDs returns the ids of all texts, sorted.
func (c *Catalog) IDs() []string { return slices.Sorted(maps.Keys(c.texts)) }

// Has reports whether there is a text with that id.
func (c *Catalog) Has(id string) bool { return c.texts[id] != "" }

// Say returns the text with that id. The pairs are a placeholder's name and its value.
// An id without a text is returned as it is.
func (c *Catalog) Say(id string, pairs ...any) string {
	text, ok := c.texts[id]
	switch {
	case !ok:
		return id
	case len(pairs) == 0:
		return text
	}
	replace := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		replace = append(replace, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(replace...).Replace(text)
}
