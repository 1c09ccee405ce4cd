package main

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"knead/internal/words"
	"knead/rules"
	"knead/rules/packfile"
)

// inLanguage returns the pack in the language of --lang, KNEAD_LANG or the locale. The
// locale is only a wish: a pack that does not speak it stays as it is.
func (g *globals) inLanguage(files fs.FS, p *rules.Pack) (*rules.Pack, error) {
	tag := g.language()
	if tag == "" || matchLanguage(p.Language) == tag {
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
		return matchLanguage(g.lang)
	}
	for _, name := range []string{"KNEAD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			return matchLanguage(value)
		}
	}
	return ""
}

// matchLanguage returns the language the program speaks that fits best one of the wished
// tags, the most wished first. A tag may be written as in a locale, such as "hi_IN.UTF-8".
// It returns "" when none fits.
func matchLanguage(wished ...string) string {
	var tags []language.Tag
	for _, w := range wished {
		w, _, _ = strings.Cut(w, ".")
		w, _, _ = strings.Cut(w, "@")
		if tag, err := language.Parse(w); err == nil {
			tags = append(tags, tag)
		}
	}
	var spoken []language.Tag
	for _, l := range words.Languages() {
		spoken = append(spoken, language.MustParse(l))
	}
	_, i, confidence := language.NewMatcher(spoken).Match(tags...)
	if confidence < language.High {
		return ""
	}
	return words.Languages()[i]
}
