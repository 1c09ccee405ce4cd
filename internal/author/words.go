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
	add := func(name string, texts ...rules.Text) *wording {
		w := wording{name: name}
		for _, t := range texts {
			w.said += t.Patient + "\x00" + t.Practitioner + "\x00"
		}
		all = append(all, w)
		return &all[len(all)-1]
	}
	rest := func(w *wording, sources []int, c rules.Certainty) {
		for _, s := range sources {
			w.grounds += p.Sources[s].ID + " "
		}
		w.grounds += c.String()
	}
	add("the title", p.Title)
	add("the intended use", append(append([]rules.Text{p.Use.For}, p.Use.NotFor...), p.Use.Limits...)...)
	add("the disclaimer", p.Disclaimer, p.DisclaimerLine)
	for d, t := range p.Dispositions {
		add("disposition "+rules.Disposition(d).String(), t.Title, t.Text, t.Unsure)
	}
	for _, r := range p.Regions {
		add("region "+r.ID, r.Emergency, r.Urgent)
	}
	for _, s := range p.Sections {
		add("section "+s.ID, s.Title, s.Intro)
	}
	for _, q := range p.Questions {
		add("question "+q.ID, q.Ask, q.Help, q.Why)
		for _, o := range q.Options {
			add("option "+q.ID+"."+o.ID, o.Label, o.Help)
		}
	}
	for _, d := range p.Derived {
		add("derived "+d.ID, d.Title)
	}
	for _, c := range p.Conditions {
		add("condition "+c.ID, c.Title)
	}
	for _, t := range p.Tags {
		add("tag "+t.ID, t.Title)
	}
	for _, r := range p.Rules {
		w := add("rule "+r.ID, r.Text, r.UnsureText)
		w.said += r.Title
		rest(w, r.Sources, r.Certainty)
	}
	for _, t := range p.Therapies {
		w := add("therapy "+t.ID, t.Name, t.About, t.Evidence, t.Harms)
		w.said += fmt.Sprint(t.OtherNames)
		rest(w, t.Sources, t.Certainty)
	}
	for _, s := range p.Schedules {
		rest(add("schedule "+s.ID, s.Name), s.Sources, s.Certainty)
	}
	for _, c := range p.Care {
		rest(add("care "+c.ID, c.Name, c.Text, c.Evidence), c.Sources, c.Certainty)
	}
	for _, s := range p.Sources {
		w := add("source " + s.ID)
		w.said = s.Citation + "\x00" + s.URL + "\x00" + s.Note
	}
	return all
}
