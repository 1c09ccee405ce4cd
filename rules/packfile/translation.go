package packfile

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// Translations returns the languages other than its own that a pack's files speak, in
// order: the names of the files in its folder lang. [Parse] complains about other files there.
func Translations(fsys fs.FS) []string { return new(problems).languages(fsys) }

func (ps *problems) languages(fsys fs.FS) (tags []string) {
	for _, name := range ps.yamlFiles(fsys, languageFolder) {
		tag := strings.TrimSuffix(path.Base(name), ".yaml")
		if !languageTag.MatchString(tag) {
			ps.addAt(rules.Pos{File: name}, "", "file-name", "expected the tag of a language as name, such as hi.yaml")
			continue
		}
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}

// Translate returns the pack p, which was parsed from fsys, in another language. The file
// lang/TAG.yaml gives each text by its key (see [rules.Pack.Texts]) and the mark of the wording it
// was made from. A text that is missing, or whose original has changed since, is a warning,
// and the original is used: something to read in another language is safer than something
// that is no longer so. When there are errors there is no pack.
func Translate(fsys fs.FS, tag string, p *rules.Pack) (*rules.Pack, rules.Problems) {
	file := languageFolder + "/" + tag + ".yaml"
	if !languageTag.MatchString(tag) {
		return nil, rules.Problems{{Code: "bad-language", Message: "expected the tag of a language such as hi, found " + text.Quote(tag)}}
	}
	var found problems
	data, ok := found.readAlone(fsys, file)
	if !ok {
		return nil, rules.Problems(found)
	}
	root, found := onlyDocument(data, file, YAML)
	if root == nil || found.errors() != nil {
		if root == nil && len(found) == 0 {
			found.addAt(rules.Pos{File: file, Line: 1}, "", "empty-file", "the file holds no translation")
		}
		return nil, rules.Problems(found)
	}
	t := translation{problems: found, tag: tag, pack: copyOf(p)}
	t.read(root)
	all := t.problems.sorted()
	if all.Errors() != nil {
		return nil, all
	}
	return t.pack, all
}

// translation replaces the texts of a pack.
type translation struct {
	problems
	tag  string
	pack *rules.Pack // a copy of its own
}

func (t *translation) read(root *node) {
	r := t.mapping(root, "a translation")
	if language, ok := t.word(r.need("language"), "the tag of the language"); ok && language != t.tag {
		t.add(r.n.get("language"), "bad-language", "expected %s, as the file is called", t.tag)
	}
	if name, ok := t.word(r.need("pack"), "the name of the pack"); ok && name != t.pack.Name {
		t.add(r.n.get("pack"), "other-pack", "expected the name of the pack, %s", t.pack.Name)
	}
	yes, _ := t.prose(r.need("yes"), "a word")
	no, _ := t.prose(r.need("no"), "a word")
	texts := r.need("texts")
	r.finish()
	if texts == nil || texts.kind != mapNode {
		t.addAt(root.pos, "texts", "wrong-type", "expected texts by key")
		return
	}
	t.pack.Language = t.tag
	labelBools(t.pack, no, yes)
	t.texts(texts)
}

func (t *translation) texts(n *node) {
	refs := map[string]*rules.TextRef{}
	list := t.pack.Texts()
	for i := range list {
		refs[list[i].Key] = &list[i]
	}
	done := map[string]bool{}
	for _, e := range n.entries {
		ref := refs[e.key]
		if ref == nil {
			t.addAt(e.pos, fieldOf(e.key), "unknown-text", "the pack has no text %s", text.Quote(e.key)).Warning = true
			continue
		}
		done[e.key] = true
		t.text(ref, e.value)
	}
	for _, ref := range list {
		if !done[ref.Key] && ref.Needed() {
			t.addAt(n.pos, ref.Key, "missing-text", "the text %s is not translated", text.Quote(ref.Key)).Warning = true
		}
	}
	for i := range t.pack.Questions {
		checkStatements(&t.problems, &t.pack.Questions[i], " in "+t.tag)
	}
}

func (t *translation) text(ref *rules.TextRef, n *node) {
	r := t.mapping(n, "a translated text, {of: MARK, text: …}")
	of, marked := t.word(r.need("of"), "the mark of the original")
	wording := r.need("text")
	r.finish()
	if wording == nil || !marked {
		return
	}
	if of != ref.Text.Mark() {
		t.add(n, "stale-text", "the original of %s has changed since it was translated; its mark is now %s", text.Quote(ref.Key), ref.Text.Mark()).Warning = true
		return
	}
	reader := packParser{}
	translated := reader.wording(wording, ref.Shown)
	t.problems = append(t.problems, reader.problems...)
	either := placeholders(ref.Text.Patient + ref.Text.Practitioner)
	for _, a := range []rules.Audience{rules.Patient, rules.Practitioner} {
		// One wording for both readers may name a telephone number that only one original names.
		want, got := placeholders(ref.Text.For(a)), placeholders(translated.For(a))
		if !subset(want, got) || !subset(got, either) {
			t.add(n, "lost-placeholder", "the placeholders of %s differ from the original's: expected %s", text.Quote(ref.Key), cmp.Or(strings.Join(want, ", "), "none"))
			return
		}
	}
	t.tooLong(wording, translated, ref.Most)
	*ref.Text = translated
}

// placeholders returns the different placeholders of a text, in order.
func placeholders(s string) []string {
	found := placeholder.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func subset(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// copyOf returns a pack whose texts can be changed without touching the original's.
func copyOf(p *rules.Pack) *rules.Pack {
	c := *p
	c.Use.NotFor, c.Use.Limits, c.Use.Opening = slices.Clone(p.Use.NotFor), slices.Clone(p.Use.Limits), slices.Clone(p.Use.Opening)
	c.Sections, c.Questions = slices.Clone(p.Sections), slices.Clone(p.Questions)
	for i := range c.Questions {
		c.Questions[i].Options = slices.Clone(c.Questions[i].Options)
		c.Questions[i].Statements = slices.Clone(c.Questions[i].Statements)
	}
	c.Derived, c.Conditions, c.Tags = slices.Clone(p.Derived), slices.Clone(p.Conditions), slices.Clone(p.Tags)
	c.Therapies, c.Schedules, c.Care = slices.Clone(p.Therapies), slices.Clone(p.Schedules), slices.Clone(p.Care)
	c.Rules, c.Regions, c.Contradicts = slices.Clone(p.Rules), slices.Clone(p.Regions), slices.Clone(p.Contradicts)
	return &c
}
