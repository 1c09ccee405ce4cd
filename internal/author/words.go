package author

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"

	"knead/rules"
	"knead/rules/packfile"
)

// reworded lists what two packs have in common by id but word differently, translations
// included, and what rests on other sources in them or has another certainty.
func (c *Comparison) reworded() (words, grounds []string) {
	was := wordings(c.Old.Program.Pack())
	for _, w := range wordings(c.New.Program.Pack()) {
		i := slices.IndexFunc(was, func(o wording) bool { return o.name == w.name })
		if i < 0 {
			continue
		}
		if was[i].said != w.said {
			words = append(words, w.name)
		}
		if was[i].grounds != w.grounds {
			grounds = append(grounds, w.name)
		}
	}
	return append(words, retranslated(c.Old.Files, c.New.Files)...), grounds
}

// retranslated lists the translations that differ between two packs, or that one of them lacks.
func retranslated(before, after fs.FS) (all []string) {
	tags := append(packfile.Translations(before), packfile.Translations(after)...)
	slices.Sort(tags)
	for _, tag := range slices.Compact(tags) {
		was, _ := fs.ReadFile(before, "lang/"+tag+".yaml") // no content is no translation
		is, _ := fs.ReadFile(after, "lang/"+tag+".yaml")
		if !bytes.Equal(was, is) {
			all = append(all, "translation "+tag)
		}
	}
	return all
}

// wording is everything that is said about one thing of a pack, and what it rests on.
type wording struct{ name, said, grounds string }

func wordings(p *rules.Pack) (all []wording) {
	add := func(name, grounds string, said ...any) {
		all = append(all, wording{name, fmt.Sprintf("%q", said), grounds})
	}
	grounds := func(sources []int, c rules.Certainty) (ids string) {
		for _, s := range sources {
			ids += p.Sources[s].ID + " "
		}
		return ids + c.String()
	}
	add("the title", "", p.Title)
	add("the intended use", "", p.Use.For, append(slices.Clone(p.Use.NotFor), p.Use.Limits...))
	add("the disclaimer", "", p.Disclaimer, p.DisclaimerLine)
	for d, t := range p.Dispositions {
		add("disposition "+rules.Disposition(d).String(), "", t.Title, t.Text, t.Unsure)
	}
	for _, r := range p.Regions {
		add("region "+r.ID, "", r.Emergency, r.Urgent)
	}
	for _, s := range p.Sections {
		add("section "+s.ID, "", s.Title, s.Intro)
	}
	for _, q := range p.Questions {
		add("question "+q.ID, "", q.Ask, q.Help, q.Why)
		for _, o := range q.Options {
			add("option "+q.ID+"."+o.ID, "", o.Label, o.Help)
		}
	}
	for _, d := range p.Derived {
		add("derived "+d.ID, "", d.Title)
	}
	for _, c := range p.Conditions {
		add("condition "+c.ID, "", c.Title)
	}
	for _, t := range p.Tags {
		add("tag "+t.ID, "", t.Title)
	}
	for _, r := range p.Rules {
		add("rule "+r.ID, grounds(r.Sources, r.Certainty), r.Text, r.UnsureText, r.Title)
	}
	for _, t := range p.Therapies {
		add("therapy "+t.ID, grounds(t.Sources, t.Certainty), t.Name, t.About, t.Evidence, t.Harms, t.OtherNames)
	}
	for _, s := range p.Schedules {
		add("schedule "+s.ID, grounds(s.Sources, s.Certainty), s.Name)
	}
	for _, c := range p.Care {
		add("care "+c.ID, grounds(c.Sources, c.Certainty), c.Name, c.Text, c.Evidence)
	}
	for _, s := range p.Sources {
		add("source "+s.ID, "", s.Citation, s.URL, s.Note)
	}
	return all
}
