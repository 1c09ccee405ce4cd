package packfile

import (
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// parseNotes reads the phrases that hint at answers.
func (p *packParser) parseNotes() {
	for _, n := range p.lists["notes"] {
		r := p.mapping(n, "a note term")
		term := rules.NoteTerm{Pos: n.pos}
		question, options := r.need("question"), r.need("options")
		var ok bool
		if term.Question, ok = p.questions.find(question); ok {
			term.Options = p.noteOptions(term.Question, question, options)
		}
		term.Terms = p.wordList(r.need("terms"), "terms", "a phrase")
		_, term.PastCounts = p.oneOf(r.get("past"), "word", []string{"counts"})
		term.Slips = p.boolean(r.get("slips"))
		if with := r.get("with"); with != nil {
			term.With = p.wordList(with, "with", "a phrase")
		}
		for _, item := range p.list(r.get("harmless"), "phrases") {
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
	case !asked.Kind.HasOptions():
		p.add(question, "wrong-question", "the question %q has no options", question.text)
		return 0
	case !asked.Unsure:
		p.add(question, "wrong-question", "a note makes its question unsure, and %q cannot be answered unsure", question.text)
	case asked.Kind == rules.Bool:
		for _, item := range p.list(options, "options") {
			if item.kind == boolNode {
				item.kind = stringNode // the two options of a bool are written true and false
			}
		}
	}
	return p.options[q].set(options, "options")
}

// harmless reads a phrase within which the terms hint at nothing, or beside names that are
// found with one letter wrong, an ordinary word that is so near to one.
func (p *packParser) harmless(term *rules.NoteTerm, n *node) {
	phrase, ok := p.word(n, "a phrase")
	if !ok || len(term.Terms) == 0 {
		return
	}
	words := rules.NoteWords(phrase)
	whole, within := strings.Join(words, ""), false
	for _, t := range slices.Concat(term.Terms, term.With) {
		inner := rules.NoteWords(t)
		name := strings.Join(inner, "")
		if whole == name {
			p.add(n, "harmless-term", "the phrase %s is one of the terms, which would never be found", text.Quote(phrase))
			return
		}
		within = within || strings.Contains(spaced(words), spaced(inner)) ||
			term.Slips && len([]rune(name)) >= rules.MinSlip && slices.ContainsFunc(words, func(w string) bool { return rules.IsSlip([]rune(w), []rune(name)) })
	}
	if !within {
		p.add(n, "harmless-nothing", "the phrase %s holds none of the terms, so it has no effect", text.Quote(phrase))
		return
	}
	term.Harmless = append(term.Harmless, phrase)
}

// spaced joins words with a space around each, so that whole words are found.
func spaced(words []string) string { return " " + strings.Join(words, " ") + " " }

// The names of categories and directions of cues, by value.
var (
	cueCategories = append([]string{""}, namesUpTo(rules.CuePseudo)[1:]...)
	scopeNames    = append([]string{""}, namesUpTo(rules.OtherSense)[1:]...)
	cueDirections = namesUpTo(rules.Answering)
)

// parseCues reads the phrases that tell how the terms beside them are meant.
func (p *packParser) parseCues() {
	for _, n := range p.lists["note_cues"] {
		r := p.mapping(n, "a note cue")
		cue := rules.NoteCue{Pos: n.pos}
		category, known := p.oneOf(r.need("category"), "category", cueCategories)
		cue.Category = rules.CueCategory(category)
		direction, list, open, ends := r.get("direction"), r.get("list"), r.get("open"), r.get("ends")
		correlative, far := r.get("correlative"), r.get("far")
		if known && cue.Category.HasScope() && direction == nil {
			r.need("direction")
		}
		d, _ := p.oneOf(direction, "direction", cueDirections)
		cue.Direction, cue.List = rules.CueDirection(d), p.boolean(list)
		cue.Open, cue.Correlative, cue.Far = p.boolean(open), p.boolean(correlative), p.boolean(far)
		switch {
		case !known:
		case cue.Category == rules.CueTerminate && direction != nil && d > 0 && cue.Direction != rules.Backward:
			p.add(direction, "wrong-value", "a cue of category terminate has no direction but backward")
		case direction != nil && !cue.Category.HasScope() && cue.Category != rules.CueTerminate:
			p.add(direction, "wrong-key", "a cue of category %s has no direction", cue.Category)
		case cue.Direction == rules.Answering && cue.Category != rules.Negated:
			p.add(direction, "wrong-value", "only a negated cue is an answer")
		case list != nil && cue.Direction&rules.Forward == 0:
			p.add(list, "wrong-key", "only a cue with a forward direction runs on over a list")
		case cue.Open && !cue.List:
			p.add(open, "wrong-key", "only a list is open")
		case correlative != nil && !cue.Category.HasScope():
			p.add(correlative, "wrong-key", "a cue of category %s is not correlative", cue.Category)
		case far != nil && (cue.Category != rules.CueTerminate || cue.Direction != rules.Backward):
			p.add(far, "wrong-key", "only a cue of category terminate that is backward is far")
		case ends != nil && cue.Category != rules.CueTerminate:
			p.add(ends, "wrong-key", "only a cue of category terminate ends others")
		}
		cue.Ends = p.ended(ends)
		cue.Phrases = p.wordList(r.need("phrases"), "phrases", "a phrase")
		r.finish()
		p.pack.Cues = append(p.pack.Cues, cue)
	}
}

// ended reads the categories that a cue ends: all when there are none.
func (p *packParser) ended(n *node) (set uint16) {
	if n == nil {
		return 1<<len(scopeNames) - 1
	}
	for _, item := range p.list(n, "categories") {
		if c, ok := p.oneOf(item, "category", scopeNames); ok {
			set |= 1 << c
		}
	}
	return set
}
