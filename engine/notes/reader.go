// Package notes finds a pack's terms in free text and says of each mention how it is meant:
// said of the person, denied, of somebody else, of the past, a wish, or something else of the
// same name. The method is that of NegEx and ConText (Chapman 2001, Harkema 2009): phrases of
// the pack are cues, and a cue has a scope. In doubt a mention is said.
package notes

import (
	"cmp"
	"slices"

	"knead/rules"
)

// Reader finds the phrases of a pack. It is immutable and safe for concurrent use.
type Reader struct {
	phrases []phrase // terms in the pack's order, then what counts near them, then harmless phrases, then cues
	terms   trie     // of the joined words of all but cues
	cues    trie     // of those of cues
	slips   slips
	wide    bool // a cue may hold the end of a sentence
}

// phrase is a term, a harmless phrase or a cue.
type phrase struct {
	cue    *rules.NoteCue // nil for a term or harmless phrase
	term   *rules.NoteTerm
	order  int32
	entry  int32 // of Pack.Notes, or -1
	short  int8  // the letters of one word with few, which a text may part only into each: "ASA" is "A S A", not "as a"
	isTerm bool
	isWith bool    // a term counts only near it
	closes bool    // it stands only at the end of a clause
	digits bool    // there are bounds between digits
	bounds []bound // where a text may have more than a joint
}

// bound is the beginning of a word of a phrase, but for the first.
type bound struct {
	at     int // byte of the joined words
	before rules.NoteGap
	digits bool // between digits, which a text has to part too: "28/40" is not "2840"
}

// New returns the reader of a pack's notes.
func New(p *rules.Pack) *Reader {
	r := &Reader{}
	var keys []key
	var words wordSet // of all phrases
	var t rules.NoteText
	add := func(ph phrase, text string) {
		t.Split([]byte(text))
		if len(t.Words) == 0 {
			return
		}
		for i, w := range t.Words {
			words.add(t.Word(i))
			r.wide = r.wide || ph.cue != nil && i > 0 && w.Before >= rules.NoteStop
			if i > 0 {
				digits := t.IsNumber(i-1) && t.IsNumber(i)
				ph.bounds, ph.digits = append(ph.bounds, bound{w.Start, w.Before, digits}), ph.digits || digits
			}
		}
		words.add(t.Folded)
		if n := len(rules.AppendLetters(nil, t.Folded)); len(t.Words) == 1 && n <= rules.MaxSpelled {
			ph.short = int8(n)
		}
		ph.closes = ph.cue != nil && t.Closed()
		ph.order = int32(len(r.phrases))
		keys = append(keys, key{string(t.Folded), int32(len(r.phrases))})
		r.phrases = append(r.phrases, ph)
	}
	for i := range p.Notes {
		n := &p.Notes[i]
		for _, text := range n.Terms {
			add(phrase{entry: int32(i), term: n, isTerm: true}, text)
		}
	}
	terms := keys
	for i := range p.Notes {
		for _, text := range p.Notes[i].With {
			add(phrase{entry: int32(i), term: &p.Notes[i], isWith: true}, text)
		}
	}
	for i := range p.Notes {
		for _, text := range p.Notes[i].Harmless {
			add(phrase{entry: int32(i), term: &p.Notes[i]}, text)
		}
	}
	notCues := len(keys)
	for i := range p.Cues {
		for _, text := range p.Cues[i].Phrases {
			add(phrase{entry: -1, cue: &p.Cues[i]}, text)
		}
	}
	r.slips = newSlips(terms, r.phrases, words)
	r.terms, r.cues = newTrie(keys[:notCues]), newTrie(keys[notCues:])
	return r
}

// Span is a part of a text, in bytes.
type Span struct{ From, To int }

// Mention is a term that stands in a text.
type Mention struct {
	Term int // index into Pack.Notes
	// Taken is [rules.Said], or the category of the cue that it is in the scope of.
	Taken rules.CueCategory
	// Words is where the term stands; Context holds the cue too.
	Words, Context Span
}

// match is a phrase at some words of a text, up to before to.
type match struct {
	from, to int
	phrase   *phrase
	gap      gap
}

// gap is the words between a term and the phrase that it counts near.
type gap struct{ from, to int32 }

func (g gap) has(k int) bool { return int(g.from) <= k && k < int(g.to) }

// covers reports whether a match stands within another.
func (m match) covers(o match) bool { return m.from <= o.from && o.to <= m.to }

// within reports whether another match covers it and more.
func (m match) within(o match) bool { return o.covers(m) && !m.covers(o) }

// Scratch is the memory of a Read, for one goroutine and for use again.
type Scratch struct {
	text     rules.NoteText
	terms    []match
	with     []match // phrases that terms count near
	pairs    []match
	harmless []match
	cues     []match
	mentions []Mention
	scopes   scopes
	runes    []rune
	hashes   []uint64
}

// Read returns the mentions of a text, by their place and then in the pack's order. They are
// valid until the next Read with the same memory.
func (r *Reader) Read(text []byte, s *Scratch) []Mention {
	s.mentions = s.mentions[:0]
	if len(text) == 0 || len(r.phrases) == 0 {
		return nil
	}
	s.terms, s.with, s.harmless, s.cues = s.terms[:0], s.with[:0], s.harmless[:0], s.cues[:0]
	s.text.Split(text)
	for i := range s.text.Words {
		r.slips.find(s, i)
		r.find(s, i, &r.terms)
	}
	if len(s.terms) == 0 {
		return nil
	}
	s.dropHarmless()
	s.pair()
	if len(s.terms) == 0 {
		return nil
	}
	for _, t := range s.terms {
		words := s.span(t)
		s.mentions = append(s.mentions, Mention{Term: int(t.phrase.entry), Words: words, Context: words})
	}
	r.findCues(s)
	if len(s.cues) > 0 {
		s.take()
	}
	return s.mentions
}

// findCues adds the cues of the sentences in which terms stand, and of the next one where it begins with
// a far cue: no scope goes beyond.
func (r *Reader) findCues(s *Scratch) {
	end := 0
	for _, t := range s.terms {
		from := t.from
		for from > end && (r.wide || s.text.Words[from].Before != rules.NoteStop) {
			from--
		}
		for end = max(end, from); end < len(s.text.Words) && (end < t.to || r.wide || s.text.Words[end].Before != rules.NoteStop); end++ {
			r.find(s, end, &r.cues)
		}
		if end == len(s.text.Words) {
			return
		}
		found := len(s.cues)
		r.find(s, end, &r.cues)
		end++
		if slices.ContainsFunc(s.cues[found:], func(c match) bool { return c.phrase.cue.Far }) {
			for ; end < len(s.text.Words) && s.text.Words[end].Before != rules.NoteStop; end++ {
				r.find(s, end, &r.cues)
			}
		}
	}
}

// span returns the part of the text that a match stands at.
func (s *Scratch) span(m match) Span {
	return Span{s.text.Words[m.from].From, s.text.Words[m.to-1].To}
}

// find adds the phrases of a trie that begin with a word.
func (r *Reader) find(s *Scratch, first int, in *trie) {
	t := &s.text
	from := in.slot(t.Prefix(first))
	node := from.node
	if node == 0 {
		return
	}
	at := min(t.Words[first].Start+prefix, t.End(first))
	tail := in.tails[from.from:from.to]
	word, end := first, t.End(first)
	joint := true // so far
	for {
		if len(tail) > 0 {
			if len(t.Folded)-at < len(tail) || t.Folded[at] != tail[0] || string(t.Folded[at:at+len(tail)]) != string(tail) {
				return
			}
			at += len(tail)
		}
		if ends := in.ends(node); len(ends) > 0 {
			for ; end < at; end = t.End(word) {
				word++
				joint = joint && t.Words[word].Before == rules.NoteJoint
			}
			if end == at {
				r.found(s, first, word+1, joint, ends)
			}
		}
		if at == len(t.Folded) {
			return
		}
		if node = in.child(node, t.Folded[at]); node == 0 {
			return
		}
		at++
		tail = in.tail(node)
	}
}

// found adds those phrases that stand at some words.
func (r *Reader) found(s *Scratch, from, to int, joint bool, phrases []int32) {
	for _, id := range phrases {
		m := match{from: from, to: to, phrase: &r.phrases[id]}
		switch short := int(m.phrase.short); {
		case !joint && !s.fits(m), m.phrase.digits && !s.parts(m):
		case short > 0 && to > from+1 && to < from+short:
		default:
			s.add(m)
		}
	}
}

// fits reports whether what parts the words of a match is like what parts those of the phrase;
// those of a term may be parted by anything.
func (s *Scratch) fits(m match) bool {
	bounds := m.phrase.bounds
	for i := m.from + 1; i < m.to; i++ {
		w := s.text.Words[i]
		if w.Before == rules.NoteJoint {
			continue
		}
		at := w.Start - s.text.Words[m.from].Start
		k := slices.IndexFunc(bounds, func(b bound) bool { return b.at == at })
		if k < 0 || !m.phrase.isTerm && !m.phrase.isWith && bounds[k].before < w.Before {
			return false
		}
	}
	return true
}

// parts reports whether the words of a match are parted where the phrase is between digits.
func (s *Scratch) parts(m match) bool {
	return !slices.ContainsFunc(m.phrase.bounds, func(b bound) bool {
		return b.digits && !slices.ContainsFunc(s.text.Words[m.from+1:m.to], func(w rules.NoteWord) bool {
			return w.Start-s.text.Words[m.from].Start == b.at
		})
	})
}

// add keeps a match. Two spellings of a term are one.
func (s *Scratch) add(m match) {
	switch n := len(s.terms); {
	case m.phrase.cue != nil:
		s.cues = append(s.cues, m)
	case m.phrase.isWith:
		s.with = append(s.with, m)
	case !m.phrase.isTerm:
		s.harmless = append(s.harmless, m)
	case n == 0 || s.terms[n-1].from != m.from || s.terms[n-1].to != m.to || s.terms[n-1].phrase.entry != m.phrase.entry:
		s.terms = append(s.terms, m)
	}
}

// dropHarmless drops the terms that stand within a harmless phrase of their entry.
func (s *Scratch) dropHarmless() {
	if len(s.harmless) == 0 {
		return
	}
	slices.SortStableFunc(s.harmless, func(a, b match) int { return cmp.Compare(a.phrase.entry, b.phrase.entry) })
	within := func(t match) bool {
		i, _ := slices.BinarySearchFunc(s.harmless, t.phrase.entry, func(h match, entry int32) int { return cmp.Compare(h.phrase.entry, entry) })
		for ; i < len(s.harmless) && s.harmless[i].phrase.entry == t.phrase.entry && s.harmless[i].from <= t.from; i++ {
			if s.harmless[i].covers(t) {
				return true
			}
		}
		return false
	}
	s.terms = slices.DeleteFunc(s.terms, within)
	s.with = slices.DeleteFunc(s.with, within)
}

// pair keeps of the terms that count only near another phrase those that stand near one, each
// with the nearest before and the nearest behind it.
func (s *Scratch) pair() {
	if !slices.ContainsFunc(s.terms, func(t match) bool { return len(t.phrase.term.With) > 0 }) {
		return
	}
	s.pairs = s.pairs[:0]
	found, far := false, 0 // far is, of the phrases, those that stand too far before any further term
	for _, t := range s.terms {
		if len(t.phrase.term.With) == 0 {
			s.pairs = append(s.pairs, t)
			continue
		}
		for far < len(s.with) && s.with[far].to+rules.NoteReach < t.from {
			far++
		}
		var before, behind match
		for i := far; i < len(s.with); i++ {
			w := &s.with[i]
			if w.from > t.to+rules.NoteReach {
				break
			}
			switch {
			case w.phrase.term != t.phrase.term:
			case w.to <= t.from && w.to > int(before.gap.from) && s.near(w.to, t.from):
				before = match{w.from, t.to, t.phrase, gap{int32(w.to), int32(t.from)}}
			case w.from >= t.to && behind.phrase == nil && s.near(t.to, w.from):
				behind = match{t.from, w.to, t.phrase, gap{int32(t.to), int32(w.from)}}
			}
		}
		if before.phrase != nil {
			s.pairs, found = append(s.pairs, before), true
		}
		if behind.phrase != nil {
			s.pairs, found = append(s.pairs, behind), true
		}
	}
	s.terms, s.pairs = s.pairs, s.terms
	if !found {
		return
	}
	slices.SortStableFunc(s.terms, func(a, b match) int {
		switch {
		case a.from != b.from:
			return a.from - b.from
		case a.to != b.to:
			return a.to - b.to
		}
		return int(a.phrase.order - b.phrase.order)
	})
	s.terms = slices.CompactFunc(s.terms, func(a, b match) bool {
		return a.from == b.from && a.to == b.to && a.phrase.entry == b.phrase.entry
	})
}

// near reports whether at most [rules.NoteReach] words, and nothing but joints and slashes, stand between
// what ends before one word and what begins with another.
func (s *Scratch) near(to, from int) bool {
	if from-to > rules.NoteReach {
		return false
	}
	for i := to; i <= from; i++ {
		if s.text.Words[i].Before > rules.NoteSlash {
			return false
		}
	}
	return true
}
