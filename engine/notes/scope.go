package notes

import (
	"cmp"
	"slices"

	"knead/rules"
)

// reach is the number of words beside a cue that can hold its scope.
const reach = 8

// scopes is what is known of the words of a text while scopes are looked for.
type scopes struct {
	words   []wordMarks
	next    []int // by term, the one before it that ends with the same word, plus one
	pending []int // terms of a list that no "or" has closed so far
	reached []int // terms in the scope of a cue
}

type wordMarks struct {
	ends     uint16 // the categories whose scope a cue here ends
	undoes   uint16 // the categories whose scope before it a cue that begins here undoes
	scoped   bool   // part of a cue with a scope
	term     bool   // part of a term that is found
	pseudo   bool   // part of a pseudo cue
	or       bool   // part of an "or"
	orEnd    int    // where the "or" that begins here ends
	starting int    // the first term that begins here, plus one
	ending   int    // the last term that ends here, plus one
}

func (w wordMarks) endsScope(c rules.CueCategory) bool { return w.ends>>c&1 != 0 }

// take finds the mentions that are not said.
func (s *Scratch) take() {
	s.mark()
	for _, c := range s.cues {
		category, direction := c.phrase.cue.Category, c.phrase.cue.Direction
		if !category.HasScope() {
			continue
		}
		if direction&rules.Forward != 0 {
			s.forward(c)
			s.settle(c)
		}
		if answer := category == rules.Negated && s.answers(c); answer || direction&rules.Backward != 0 {
			s.backward(c, answer)
			s.settle(c)
		}
	}
}

// mark marks the words of terms and cues, and drops cues that are none.
func (s *Scratch) mark() {
	w := slices.Grow(s.scopes.words[:0], len(s.text.Words))[:len(s.text.Words)]
	clear(w)
	s.scopes.words, s.scopes.next = w, s.scopes.next[:0]
	for i, t := range s.terms {
		for k := t.from; k < t.to; k++ {
			w[k].term = w[k].term || k < t.gap.From || k >= t.gap.To
		}
		if w[t.from].starting == 0 {
			w[t.from].starting = i + 1
		}
		s.scopes.next = append(s.scopes.next, w[t.to-1].ending)
		w[t.to-1].ending = i + 1
	}
	for _, c := range s.cues {
		for k := c.from; k < c.to && c.phrase.cue.Category == rules.CuePseudo; k++ {
			w[k].pseudo = true
		}
	}
	slices.SortFunc(s.cues, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to), cmp.Compare(a.phrase.order, b.phrase.order))
	})
	var written, longest match // of the cues so far, those that go furthest: of all, and of those that count
	kept := s.cues[:0]
	for _, c := range s.cues {
		category := c.phrase.cue.Category
		term := slices.ContainsFunc(w[c.from:c.to], func(m wordMarks) bool { return m.term })
		pseudo := slices.ContainsFunc(w[c.from:c.to], func(m wordMarks) bool { return m.pseudo })
		if category == rules.CueTerminate {
			term, pseudo = c.within(written), false
		} else if !pseudo && c.to > written.to {
			written = c
		}
		if category == rules.CuePseudo || term || pseudo || c.within(longest) {
			continue
		}
		if c.to > longest.to {
			longest = c
		}
		kept = append(kept, c)
		if c.phrase.cue.Direction&rules.Backward != 0 && category == rules.CueTerminate {
			w[c.from].undoes |= c.phrase.cue.Ends
		}
		for k := c.from; k < c.to; k++ {
			w[k].scoped = w[k].scoped || category.HasScope()
			switch category {
			case rules.CueTerminate:
				w[k].ends |= c.phrase.cue.Ends
			case rules.CueOr:
				w[k].or = true
				w[c.from].orEnd = c.to
			}
		}
	}
	s.cues = kept
}

// forward takes the terms behind a cue.
func (s *Scratch) forward(c match) {
	w, list := s.scopes.words, c.phrase.cue.List
	category := c.phrase.cue.Category
	strict := category == rules.Negated // only the next term, or the items of a list
	closed := false                     // by an "or"
	end := 0                            // of the terms so far
	s.scopes.pending = s.scopes.pending[:0]
	pending := false // in a list that is not closed
	for k := c.to; k < len(w) && !w[k].endsScope(category); k++ {
		gap := s.text.Words[k].Before
		switch {
		case k < end:
			if gap != rules.NoteJoint {
				return
			}
		case list && k == end && (w[k].orEnd > 0 && gap <= rules.NoteComma || gap == rules.NoteComma) && !(closed && gap == rules.NoteComma):
			strict, pending = true, true
			if w[k].orEnd > 0 {
				k = w[k].orEnd
				if k == len(w) || s.text.Words[k].Before != rules.NoteJoint || w[k].endsScope(category) {
					return
				}
			}
			if w[k].starting == 0 {
				return
			}
			if w[k-1].or {
				s.scopes.reached = append(s.scopes.reached, s.scopes.pending...)
				closed, pending = true, false
			}
		case gap == rules.NoteColon && k == c.to && (list || !w[k].or): // "Denies: fever"
		case gap != rules.NoteJoint, strict && end > 0, k-c.to >= reach:
			return
		case w[k].or && !list:
			return
		}
		for i := w[k].starting; i > 0 && i <= len(s.terms) && s.terms[i-1].from == k; i++ {
			if pending {
				s.scopes.pending = append(s.scopes.pending, i-1)
			} else {
				s.scopes.reached = append(s.scopes.reached, i-1)
			}
			end = max(end, s.terms[i-1].to)
		}
	}
}

// answers reports whether a cue stands alone behind a colon, as in "Cancer: no."
func (s *Scratch) answers(c match) bool {
	if s.text.Words[c.from].Before != rules.NoteColon {
		return false
	}
	if c.to == len(s.text.Words) {
		return true
	}
	behind := s.scopes.words[c.to]
	return s.text.Words[c.to].Before != rules.NoteJoint || behind.or || behind.endsScope(rules.Negated)
}

// backward takes the terms before a cue, which may answer what stands before a colon.
func (s *Scratch) backward(c match, answer bool) {
	w, category := s.scopes.words, c.phrase.cue.Category
	start := c.from // of the terms so far
	for k := c.from - 1; k >= 0 && !w[k].endsScope(category) && !w[k].or; k-- {
		gap := s.text.Words[k+1].Before
		if gap != rules.NoteJoint && !(answer && gap == rules.NoteColon && k+1 == c.from) {
			return
		}
		if k < start && (category == rules.Negated && start < c.from || c.from-k > reach) {
			return
		}
		for i := w[k].ending; i > 0; i = s.scopes.next[i-1] {
			s.scopes.reached = append(s.scopes.reached, i-1)
			start = min(start, s.terms[i-1].from)
		}
	}
}

// settle takes the terms that a cue reaches, unless what stands at one of them undoes its scope.
func (s *Scratch) settle(c match) {
	undone := slices.ContainsFunc(s.scopes.reached, func(i int) bool { return s.undone(s.terms[i], c.phrase.cue.Category) })
	for _, i := range s.scopes.reached {
		if !undone {
			s.taken(i, c)
		}
	}
	s.scopes.reached = s.scopes.reached[:0]
}

// undone reports whether a cue that undoes scopes of a category stands between the words of a
// term or right behind it, or behind cues there and a comma.
func (s *Scratch) undone(t match, category rules.CueCategory) bool {
	w := s.scopes.words
	if slices.ContainsFunc(w[t.gap.From:t.gap.To], func(m wordMarks) bool { return m.undoes>>category&1 != 0 }) {
		return true
	}
	for k := t.to; k < min(len(w), t.to+reach) && s.text.Words[k].Before <= rules.NoteComma; k++ {
		if w[k].undoes>>category&1 != 0 {
			return true
		}
		if !w[k].scoped {
			return false
		}
	}
	return false
}

// taken takes a term as a cue in whose scope it lies says. The first category counts, and of
// that the first cue.
func (s *Scratch) taken(i int, c match) {
	m, category := &s.mentions[i], c.phrase.cue.Category
	if m.Taken != rules.Said && m.Taken <= category || category == rules.Past && s.terms[i].phrase.term.PastCounts {
		return
	}
	cue := s.span(c)
	m.Taken, m.Context = category, Span{min(cue.From, m.Words.From), max(cue.To, m.Words.To)}
}
