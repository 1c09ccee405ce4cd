package notes

import (
	"slices"

	"knead/rules"
)

// scopes is what is known of the words of a text while scopes are looked for.
type scopes struct {
	words   []wordMarks
	next    []int // by term, the one before it that ends with the same word, plus one
	reached []int // terms in the scope of a cue
}

type wordMarks struct {
	orEnd       int32  // where the "or" that begins here ends
	signEnd     int32  // where another sign that begins here ends
	signFrom    int32  // where another sign that ends here begins, plus one
	starting    int32  // the first term that begins here, plus one
	ending      int32  // the last term that ends here, plus one
	ends        uint16 // the categories whose scope a cue here ends
	undoes      uint16 // the categories whose scope before it a cue that begins here undoes
	far         uint16 // those of them that a far cue undoes
	scoped      bool   // part of a cue with a scope
	term        bool   // part of a term that is found
	alone       bool   // part of one that is no pair
	pseudo      bool   // part of a pseudo cue
	or          bool   // part of an "or"
	correlative bool   // where a correlative cue begins
	joins       bool   // where a cue begins that joins clauses, if that matters
}

func (w *wordMarks) endsScope(c rules.CueCategory) bool { return w.ends>>c&1 != 0 }

// take finds the mentions that are not said.
func (s *Scratch) take() {
	s.mark()
	for i := 0; i < len(s.cues); {
		same, at, both := i, s.cues[i], rules.CueDirection(0) // of the denials at the same words
		for ; i < len(s.cues) && s.cues[i].from == at.from && s.cues[i].to == at.to; i++ {
			if cue := s.cues[i].phrase.cue; cue.Category == rules.Negated {
				both |= cue.Direction
			}
		}
		for _, c := range s.cues[same:i] {
			if c.phrase.cue.Category.HasScope() {
				s.apply(c, both&rules.Bidirectional == rules.Bidirectional)
			}
		}
	}
}

// apply takes the terms in the scope of a cue. A denial whose words may deny what stands before
// and what stands behind ("negative") denies only a term right behind or right before it, if there
// is one; between two it denies neither.
func (s *Scratch) apply(c match, both bool) {
	w, direction := s.scopes.words, c.phrase.cue.Direction
	denial := c.phrase.cue.Category == rules.Negated
	before := denial && both && c.from > 0 && s.text.Gap(c.from) == rules.NoteJoint && w[c.from-1].ending > 0
	behind := denial && both && s.text.Gap(c.to) == rules.NoteJoint && w[c.to].starting > 0
	if direction&rules.Forward != 0 && !before {
		s.forward(c)
		s.settle(c)
	}
	if answer := denial && s.answers(c); answer || direction&rules.Backward != 0 && !behind {
		s.backward(c, answer)
		s.settle(c)
	}
}

// mark marks the words of terms and cues, and drops cues that are none.
func (s *Scratch) mark() {
	w := slices.Grow(s.scopes.words[:0], len(s.text.Words))[:len(s.text.Words)]
	clear(w)
	s.scopes.words, s.scopes.next = w, s.scopes.next[:0]
	for i, t := range s.terms {
		for k := t.from; k < t.to; k++ {
			w[k].term = w[k].term || !t.gap.has(k)
			w[k].alone = w[k].alone || t.gap.to == 0
		}
		if w[t.from].starting == 0 {
			w[t.from].starting = int32(i + 1)
		}
		s.scopes.next = append(s.scopes.next, int(w[t.to-1].ending))
		w[t.to-1].ending = int32(i + 1)
	}
	for i := range s.cues {
		if c := &s.cues[i]; c.phrase.cue.Category == rules.CuePseudo {
			for k := c.from; k < c.to; k++ {
				w[k].pseudo = true
			}
		}
	}
	s.dropOpen()
	s.dropLone()
	for i := range s.cues { // which stand by their place already, so the longer of those that begin together come first
		for k := i; k > 0 && s.cues[k-1].from == s.cues[k].from && s.cues[k-1].to < s.cues[k].to; k-- {
			s.cues[k-1], s.cues[k] = s.cues[k], s.cues[k-1]
		}
	}
	// Of the cues so far, those that go furthest: of all that end no scope, and of those that count.
	var written, longest match
	kept := s.cues[:0]
	for _, c := range s.cues {
		category := c.phrase.cue.Category
		term, pseudo := false, false
		for k := c.from; k < c.to; k++ {
			term = term || w[k].alone || w[k].term && category != rules.CueOtherSign
			pseudo = pseudo || w[k].pseudo
		}
		if category == rules.CueTerminate {
			term, pseudo = c.within(written), false
		} else if !pseudo && c.to > written.to {
			written = c
		}
		if category == rules.CuePseudo || term || pseudo || category != rules.CueTerminate && c.within(longest) {
			continue
		}
		if c.to > longest.to {
			longest = c
		}
		kept = append(kept, c)
		if c.phrase.cue.Direction&rules.Backward != 0 && category == rules.CueTerminate {
			w[c.from].undoes |= c.phrase.cue.Ends
			if c.phrase.cue.Far {
				w[c.from].far |= c.phrase.cue.Ends
			}
		}
		for k := c.from; k < c.to; k++ {
			w[k].scoped = w[k].scoped || category.HasScope()
			switch category {
			case rules.CueTerminate:
				w[k].ends |= c.phrase.cue.Ends
			case rules.CueOr:
				w[k].or = true
				w[c.from].orEnd = int32(c.to)
			case rules.CueOtherSign:
				w[c.from].signEnd, w[c.to-1].signFrom = int32(c.to), int32(c.from+1)
			}
		}
	}
	s.cues = kept
}

// dropOpen drops the cues that stand only at the end of a clause and do not: where neither a comma or
// more nor a cue that joins clauses follows.
func (s *Scratch) dropOpen() {
	if !slices.ContainsFunc(s.cues, func(c match) bool { return c.phrase.closes }) {
		return
	}
	w := s.scopes.words
	for _, c := range s.cues {
		w[c.from].joins = w[c.from].joins || c.phrase.cue.Joins()
	}
	s.cues = slices.DeleteFunc(s.cues, func(c match) bool {
		return c.phrase.closes && s.text.Gap(c.to) < rules.NoteComma && !w[c.to].joins
	})
}

// dropLone drops the correlative cues that stand alone in their clause, or behind a term there.
func (s *Scratch) dropLone() {
	w, any := s.scopes.words, false
	for _, c := range s.cues {
		if c.phrase.cue.Correlative {
			w[c.from].correlative, any = true, true
		}
	}
	if !any {
		return
	}
	for from, to := 0, 0; from < len(w); from = to {
		for to = from + 1; to < len(w) && s.text.Gap(to) <= rules.NoteComma; to++ {
		}
		clause, cues := w[from:to], 0
		for k := range clause {
			if clause[k].correlative {
				cues++
			} else if cues == 0 && clause[k].term {
				break
			}
		}
		for k := range clause {
			clause[k].correlative = clause[k].correlative && cues > 1
		}
	}
	s.cues = slices.DeleteFunc(s.cues, func(c match) bool { return c.phrase.cue.Correlative && !w[c.from].correlative })
}

// item is what a scope behind a cue reaches of an item of a list: one term, and what overlaps it.
type item struct {
	from int // its first word
	used int // where the term ends that ends first: behind that, a term is another one; 0 without a term
	end  int // where the last ends
	of   int // how many terms were reached before it
}

func (it *item) reach(end int) {
	if it.used == 0 || end < it.used {
		it.used = end
	}
	it.end = max(it.end, end)
}

// forward takes the terms behind a cue: those of the first item, and of further ones that a slash
// or, in a list, a comma or "or" joins to it.
func (s *Scratch) forward(c match) {
	w, cue := s.scopes.words, c.phrase.cue
	if gap := s.text.Gap(c.to); c.to == len(w) || gap != rules.NoteJoint && (gap != rules.NoteColon || !cue.List && w[c.to].or) {
		return
	}
	it := item{from: c.to}
	k, blocked := s.item(&it, cue, rules.CueReach, cue.Category == rules.Negated)
	sure := len(s.scopes.reached) // of the terms, those that nothing further on leaves open
	items, closed, pending := 1, false, false
	for !blocked && s.endsItem(it, k) {
		next, or := s.joined(k, cue, closed)
		if next == 0 || w[next].endsScope(cue.Category) || w[next].starting == 0 && w[next].signEnd == 0 {
			break
		}
		switch {
		case or:
			sure, closed, pending = len(s.scopes.reached), true, false
		case s.text.Gap(next) == rules.NoteComma:
			pending = true
		}
		it = item{from: next, of: len(s.scopes.reached)}
		k, blocked = s.item(&it, cue, 1, true)
		items++
		if !pending {
			sure = len(s.scopes.reached)
		}
	}
	if cue.Open && items > 2 && !blocked && s.endsItem(it, k) && s.text.Gap(k) >= rules.NoteStop && (k < len(w) || s.text.Closed()) {
		sure = len(s.scopes.reached)
	}
	s.scopes.reached = s.scopes.reached[:sure]
	if blocked {
		s.scopes.reached = slices.DeleteFunc(s.scopes.reached, func(i int) bool { return s.terms[i].to > k })
	}
}

// joined returns where the next item begins that is joined to one that ends before a word, and
// whether an "or" joins it; 0 where none does.
func (s *Scratch) joined(k int, cue *rules.NoteCue, closed bool) (next int, or bool) {
	w, gap := s.scopes.words, s.text.Gap(k)
	switch {
	case k == len(w), gap > rules.NoteComma, gap == rules.NoteComma && (closed || !cue.List):
		return 0, false
	case w[k].orEnd > 0:
		if next = int(w[k].orEnd); !cue.List || next == len(w) || s.text.Gap(next) != rules.NoteJoint {
			return 0, true
		}
		return next, true
	case gap == rules.NoteJoint:
		return 0, false
	}
	return k, false
}

// item reaches the terms of an item, the first of which begins among so many words. It returns
// where the item ends, and whether another term blocks the scope there: what goes on into that one
// is not reached. What is not strict goes on over further terms.
func (s *Scratch) item(it *item, cue *rules.NoteCue, words int, strict bool) (k int, blocked bool) {
	w, from := s.scopes.words, it.from
	for k = it.from; k < len(w) && (k == it.from || s.text.Gap(k) <= rules.NoteSlash) && !w[k].endsScope(cue.Category); k++ {
		or, slash := w[k].orEnd > 0, k > it.from && s.text.Gap(k) == rules.NoteSlash
		switch {
		case (or || slash) && s.endsItem(*it, k), or && !cue.List && k >= it.end:
			return k, false
		case or && it.used == 0:
			k = int(w[k].orEnd) - 1
			continue
		case slash && it.used == 0:
			from = k
		}
		if strict && it.used > 0 && k >= it.end || k-from >= words && (!strict || it.used == 0) {
			return k, false
		}
		if strict && it.used > 0 {
			past := k >= it.used
			between := !past && !(cue.List && w[k-1].or) && s.between(k, it.of)
			if past && w[k].signEnd > 0 || (past || between) && s.beginsOutside(k, it.of, cue.List) {
				return k, true
			}
		}
		for i := int(w[k].starting); i > 0 && i <= len(s.terms) && s.terms[i-1].from == k; i++ {
			s.scopes.reached = append(s.scopes.reached, i-1)
			it.reach(s.terms[i-1].to)
		}
		if w[k].signEnd > 0 {
			it.reach(int(w[k].signEnd))
		}
	}
	return k, false
}

// endsItem reports whether a term or another sign of an item ends right before a word.
func (s *Scratch) endsItem(it item, k int) bool {
	if it.used == 0 {
		return false
	}
	before := &s.scopes.words[k-1]
	return before.ending > 0 && s.terms[before.ending-1].from >= it.from || int(before.signFrom) > it.from
}

// between reports whether a word stands between the phrases of a pair that is reached, but for the
// first so many.
func (s *Scratch) between(k, of int) bool {
	return slices.ContainsFunc(s.scopes.reached[of:], func(i int) bool { return s.terms[i].gap.has(k) })
}

// beginsOutside reports whether a term begins at a word that is part of no reached one, but for
// the first so many.
func (s *Scratch) beginsOutside(k, of int, list bool) bool {
	for i := int(s.scopes.words[k].starting); i > 0 && i <= len(s.terms) && s.terms[i-1].from == k; i++ {
		if t := s.terms[i-1]; !s.inside(t, of) && !(list && t.gap.to > 0 && s.scopes.words[t.gap.from].orEnd > 0 && s.inside(match{from: t.from, to: int(t.gap.from)}, of)) {
			return true
		}
	}
	return false
}

// inside reports whether a term lies within another one that is reached, or within one of the two
// phrases of such a pair; the first so many of the reached do not count.
func (s *Scratch) inside(t match, of int) bool {
	return slices.ContainsFunc(s.scopes.reached[of:], func(i int) bool {
		o := s.terms[i]
		if o.gap.to == 0 {
			return t.covered(o.from, o.to)
		}
		return t.covered(o.from, int(o.gap.from)) || t.covered(int(o.gap.to), o.to)
	})
}

func (m match) covered(from, to int) bool { return from <= m.from && m.to <= to }

// answers reports whether a denial stands alone in its clause and behind what it denies: a colon or
// question mark ("Cancer: no"), or a term, if it could deny what stands behind it ("cancer no").
func (s *Scratch) answers(c match) bool {
	if c.from == 0 {
		return false
	}
	switch gap := s.text.Gap(c.from); {
	case gap == rules.NoteJoint:
		return c.phrase.cue.Direction&rules.Forward != 0 && s.scopes.words[c.from-1].ending > 0 && s.text.Gap(c.to) >= rules.NoteComma
	case gap != rules.NoteColon && gap != rules.NoteAsked:
		return false
	case s.text.Gap(c.to) != rules.NoteJoint:
		return true
	}
	behind := &s.scopes.words[c.to]
	return behind.or || behind.endsScope(rules.Negated)
}

// backward takes the terms before a cue, which may answer what stands before a colon: of a denial,
// one term and what overlaps it, and others that a slash or "or" joins to it.
func (s *Scratch) backward(c match, answer bool) {
	w, category := s.scopes.words, c.phrase.cue.Category
	denial := category == rules.Negated
	it := item{from: c.from, used: -1} // from is where its first term begins, used where its last one does
	for k := c.from - 1; k >= 0 && !w[k].endsScope(category); k-- {
		gap, begins := s.text.Gap(k+1), s.beginsItem(it, k+1)
		switch {
		case gap > rules.NoteSlash:
			if k+1 < c.from || !answer || gap == rules.NoteComma || gap == rules.NoteStop {
				return
			}
		case w[k].or && denial && begins && gap == rules.NoteJoint:
			for ; k >= 0 && w[k].or; k-- {
				if s.text.Gap(k) != rules.NoteJoint {
					return
				}
			}
			if k < 0 || w[k].ending == 0 || w[k].endsScope(category) {
				return
			}
			it = item{from: k + 1, used: -1, of: len(s.scopes.reached)}
		case w[k].or && denial && it.used < 0 && k+1 < c.from && gap == rules.NoteJoint && c.from-k <= rules.CueReach:
		case w[k].or && (!denial || k < it.from):
			return
		case gap == rules.NoteSlash && begins:
			if w[k].ending == 0 {
				return
			}
			it = item{from: k + 1, used: -1, of: len(s.scopes.reached)}
		case k < it.from && (denial && it.used >= 0 || c.from-k > rules.CueReach):
			return
		}
		if answer && it.used < 0 && w[k].scoped { // "ruled out? no"
			return
		}
		if denial && k < it.used && s.endsOutside(k+1, it.of) {
			s.scopes.reached = slices.DeleteFunc(s.scopes.reached, func(i int) bool { return s.terms[i].from <= k })
			return
		}
		for i := int(w[k].ending); i > 0; i = s.scopes.next[i-1] {
			s.scopes.reached = append(s.scopes.reached, i-1)
			it.from, it.used = min(it.from, s.terms[i-1].from), max(it.used, s.terms[i-1].from)
		}
	}
}

// beginsItem reports whether a term that is reached of an item begins at a word.
func (s *Scratch) beginsItem(it item, k int) bool {
	return it.used >= 0 && slices.ContainsFunc(s.scopes.reached[it.of:], func(i int) bool { return s.terms[i].from == k })
}

// endsOutside is like beginsOutside for a term that ends before a word.
func (s *Scratch) endsOutside(k, of int) bool {
	for i := int(s.scopes.words[k-1].ending); i > 0; i = s.scopes.next[i-1] {
		if !s.inside(s.terms[i-1], of) {
			return true
		}
	}
	return false
}

// settle takes the terms that a cue reaches, unless what stands at one of them undoes its scope.
func (s *Scratch) settle(c match) {
	undone := c.phrase.cue.Category == rules.Negated && s.asked(c) ||
		slices.ContainsFunc(s.scopes.reached, func(i int) bool { return s.undone(s.terms[i], c.phrase.cue.Category) })
	for _, i := range s.scopes.reached {
		if !undone {
			s.taken(i, c)
		}
	}
	s.scopes.reached = s.scopes.reached[:0]
}

// asked reports whether the clause of a denial and what it reaches ends with a question mark.
func (s *Scratch) asked(c match) bool {
	end := c.to
	for _, i := range s.scopes.reached {
		end = max(end, s.terms[i].to)
	}
	for k := end; k <= len(s.text.Words) && k <= end+rules.CueReach; k++ {
		if gap := s.text.Gap(k); gap >= rules.NoteComma {
			return gap >= rules.NoteAsked
		}
	}
	return false
}

// undone reports whether a cue that undoes scopes of a category stands between the words of a
// term, or behind it: right behind, or behind cues there and a comma or colon; a far one behind any
// words, or at the beginning of the next sentence.
func (s *Scratch) undone(t match, category rules.CueCategory) bool {
	w := s.scopes.words
	if slices.ContainsFunc(w[t.gap.from:t.gap.to], func(m wordMarks) bool { return m.undoes>>category&1 != 0 }) {
		return true
	}
	near := true
	for k := t.to; k < min(len(w), t.to+rules.CueReach); k++ {
		switch gap := s.text.Words[k].Before; {
		case w[k].far>>category&1 != 0 && gap <= rules.NoteStop, near && w[k].undoes>>category&1 != 0 && gap <= rules.NoteColon:
			return true
		case gap > rules.NoteColon:
			return false
		}
		near = near && w[k].scoped
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
