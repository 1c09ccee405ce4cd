package main

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"knead/internal/words"
	"knead/rules"
	"knead/rules/packfile"
)

// inLanguage returns the pack in the language of --lang, KNEAD_LANG or the locale. The
// locale is only a wish: a pack that does not speak it stays as it is.
func (g *globals) inLanguage(files fs.FS, p *rules.Pack) (*rules.Pack, error) {
	tag := g.language()
	if tag == "" || words.Match(p.Language) == tag {
		if g.lang != "" && tag == "" {
			return nil, fmt.Errorf("--lang %q: expected one of %s", g.lang, strings.Join(words.Languages(), ", "))
		}
		return p, nil
	}
	if !slices.Contains(packfile.Translations(files), tag) {
		if g.lang != "" {
			return nil, fmt.Errorf("--lang %q: the pack %q speaks only %s", g.lang, p.Name,
				strings.Join(append([]string{p.Language}, packfile.Translations(files)...), ", "))
		}
		return p, nil
	}
	translated, problems := packfile.Translate(files, tag, p)
	if errs := problems.Errors(); errs != nil {
		return nil, fmt.Errorf("pack %q cannot be used in language %q:\n%w", p.Name, tag, errs)
	}
	return translated, nil
}

// language returns the language that is wished for, as far as the program speaks it.
func (g *globals) language() string {
	if g.lang != "" {
		return words.Match(g.lang)
	}
	for _, name := range []string{"KNEAD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			return words.Match(value)
		}
	}
	return ""
}

// catalog returns the program's own texts in the language of a pack.
func catalog(p *rules.Pack) (*words.Catalog, error) {
	tag := words.Match(p.Language)
	if tag == "" {
		tag = words.Languages()[0]
	}
	return words.In(tag)
}
