package packfile

import (
	"slices"

	"knead/rules"
)

func (p *packParser) parseNotes() {
	for _, n := range p.lists["notes"] {
		ps := &p.problems
		r := mapping(ps, n, "a note term")
		term := rules.NoteTerm{Pos: n.pos}
		question, options := r.need("question"), r.need("options")
		var ok bool
		if term.Question, ok = p.questions.find(ps, question); ok {
			term.Options = p.noteOptions(term.Question, question, options)
		}
		for _, item := range list(ps, r.need("terms"), "terms") {
			if phrase, ok := word(ps, item, "a phrase"); ok {
				term.Terms = append(term.Terms, phrase)
			}
		}
		for _, item := range list(ps, r.get("harmless"), "phrases") {
			p.harmless(&term, item)
		}
		r.finish()
		p.pack.Notes = append(p.pack.Notes, term)
	}
}

func (p *packParser) noteOptions(q int, question, options *node) uint64 {
	switch asked := &p.pack.Questions[q]; {
	case p.typeless[asked.ID]:
		return 0
	case asked.Kind == rules.Int || asked.Kind == rules.FreeText:
		p.problems.add(question, "wrong-question", "the question %q has no options", question.text)
		return 0
	case !asked.Unsure:
		p.problems.add(question, "wrong-question", "a note makes its question unsure, and %q cannot be answered unsure", question.text)
	case asked.Kind == rules.Bool:
		for _, item := range list(&p.problems, options, "options") {
			if item.kind == boolNode {
				item.kind = stringNode // the two options of a bool are written true and false
			}
		}
	}
	if options == nil {
		return 0
	}
	return p.options[q].set(&p.problems, options, "options")
}

// harmless reads a phrase within which the terms hint at nothing.
func (p *packParser) harmless(term *rules.NoteTerm, n *node) {
	phrase, ok := word(&p.problems, n, "a phrase")
	if !ok || len(term.Terms) == 0 {
		return
	}
	words, within := rules.NoteWords(phrase), false
	for _, t := range term.Terms {
		inner := rules.NoteWords(t)
		if slices.Equal(words, inner) {
			p.problems.add(n, "harmless-term", "the phrase %s is one of the terms, which would never be found", rules.Quote(phrase))
			return
		}
		within = within || holds(words, inner)
	}
	if !within {
		p.problems.add(n, "harmless-nothing", "the phrase %s holds none of the terms, so it has no effect", rules.Quote(phrase))
		return
	}
	term.Harmless = append(term.Harmless, phrase)
}

// holds reports whether some of the words, one after another, are the inner ones.
func holds(words, inner []string) bool {
	for i := range words {
		if len(inner) > 0 && len(words)-i >= len(inner) && slices.Equal(words[i:i+len(inner)], inner) {
			return true
		}
	}
	return false
}
