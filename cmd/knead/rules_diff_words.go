package main

import "knead/rules"

// reworded lists what two packs have in common by id but word differently.
func reworded(old, new *rules.Pack) (names []string) {
	was := wordings(old)
	for _, w := range wordings(new) {
		for _, o := range was {
			if o.name == w.name && o.said != w.said {
				names = append(names, w.name)
			}
		}
	}
	return names
}

// wording is everything that is said about one thing of a pack.
type wording struct{ name, said string }

func wordings(p *rules.Pack) (all []wording) {
	add := func(name string, texts ...rules.Text) {
		w := wording{name: name}
		for _, t := range texts {
			w.said += t.Patient + "\x00" + t.Practitioner + "\x00"
		}
		all = append(all, w)
	}
	add("the disclaimer", p.Disclaimer, p.DisclaimerLine)
	for d, t := range p.Dispositions {
		add("disposition "+rules.Disposition(d).String(), t.Title, t.Text, t.Unsure)
	}
	for _, r := range p.Regions {
		add("region "+r.ID, r.Emergency, r.Urgent)
	}
	for _, q := range p.Questions {
		texts := []rules.Text{q.Ask, q.Help, q.Why}
		for _, o := range q.Options {
			texts = append(texts, o.Label, o.Help)
		}
		add("question "+q.ID, texts...)
	}
	for _, r := range p.Rules {
		add("rule "+r.ID, r.Text, r.UnsureText)
	}
	for _, t := range p.Therapies {
		add("therapy "+t.ID, t.Name, t.About, t.Evidence, t.Harms)
	}
	for _, c := range p.Care {
		add("care "+c.ID, c.Name, c.Text, c.Evidence)
	}
	return all
}
