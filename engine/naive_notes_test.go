package engine_test

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"knead/rules"
)

// naiveWord is a word of a text or phrase as it is compared, where it stands, and what parts it
// from the word before.
type naiveWord struct {
	said     string
	from, to int
	gap      string // "", "/", ",", ":", ".", "?" or "+"
}

// naiveWords cuts a text into runs of letters and marks, or of digits.
func naiveWords(text string) (words []naiveWord) {
	kind := func(r rune) string {
		switch {
		case unseen(r):
			return "unseen"
		case unicode.IsDigit(r):
			return "digit"
		case unicode.IsLetter(r), unicode.IsMark(r):
			return "letter"
		}
		return ""
	}
	running, between := "", "\n"
	for i, r := range text {
		switch k := kind(r); {
		case k == "unseen" && running == "":
		case k == "":
			running, between = "", between+string(r)
		case k == running || k == "unseen":
			words[len(words)-1].to = i + len(string(r))
		default:
			if k == "digit" && len(words) > 0 && isNumber(text[words[len(words)-1].to-1:words[len(words)-1].to]) && (between == "." || between == ",") {
				between = ""
			}
			words = append(words, naiveWord{"", i, i + len(string(r)), naiveGap(between)})
			running, between = k, ""
		}
	}
	for i := range words {
		words[i].said = naiveFold(text[words[i].from:words[i].to])
	}
	return words
}

// gapAt is what parts a word from the one before; behind the last stands the end of a sentence.
func (n *naiveReader) gapAt(k int) string {
	switch {
	case k < len(n.words):
		return n.words[k].gap
	case k == 0:
		return "."
	}
	if gap := naiveGap(n.text[n.words[k-1].to:] + " "); wider(gap, ".") {
		return gap
	}
	return "."
}

func unseen(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector) || r >= 0x80 && norm.NFD.PropertiesString(string(r)).CCC() == 7
}

// naiveFold is a word in lower case, without what is not seen, a dot for a moon with a dot.
func naiveFold(word string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unseen(r):
			return -1
		case r == 'ँ':
			return 'ं'
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(word))
}

// naiveGap says what parts two words.
func naiveGap(between string) string {
	const joining, commas, colons, questions = "-‐‑'’‘`\"“”", ",،", ":=–—", "?؟"
	var spaced, hyphened, slash, comma, colon, stop bool
	for i, r := range between {
		switch {
		case unicode.Is(unicode.Zs, r):
			spaced = true
		case strings.ContainsRune("-‐‑", r):
			hyphened = true
		case strings.ContainsRune(joining, r), unseen(r):
		case r == '/':
			slash = true
		case strings.ContainsRune(commas, r):
			comma = true
		case strings.ContainsRune(colons, r):
			colon = true
		case r == '+' && i == 0 && len(between) > 1:
			return "+"
		case strings.ContainsRune(questions, r) && i+len(string(r)) < len(between):
			return "?"
		default:
			stop = true
		}
	}
	switch {
	case stop:
		return "."
	case colon || spaced && hyphened:
		return ":"
	case comma || slash && spaced:
		return ","
	case slash:
		return "/"
	}
	return ""
}

// naiveMatch is a phrase that stands at some words of a text.
type naiveMatch struct {
	from, to int
	entry    int            // of Pack.Notes, or -1
	cue      *rules.NoteCue // or nil
	order    int
	closes   bool // it stands only at the end of a clause
	// The words between a term and the phrase it counts near, which are no part of it.
	gapFrom, gapTo int
}

// naiveMention is a term in a text, and how it is taken.
type naiveMention struct {
	naiveMatch
	taken rules.CueCategory
	words string // with the cue
	said  string // without
}

// lastRead is the last text that was read for a pack: most people differ from those before them in
// another answer.
type lastRead struct {
	pack  *rules.Pack
	text  string
	found []naiveMention
}

// lastReads are as many as there are tests side by side.
var lastReads = sync.Pool{New: func() any { return new(lastRead) }}

// naiveNotes reads a text.
func naiveNotes(p *rules.Pack, text string) []naiveMention {
	last := lastReads.Get().(*lastRead)
	defer lastReads.Put(last)
	if last.pack != p || last.text != text {
		*last = lastRead{p, text, readNaively(p, text)}
	}
	return last.found
}

// readNaively reads a text, one question after another: where does each phrase stand, which of
// the cues count, and does a cue reach a term?
func readNaively(p *rules.Pack, text string) (found []naiveMention) {
	n := &naiveReader{text: text, words: naiveWords(text)}
	n.look(p)
	for i, t := range n.terms {
		m := naiveMention{naiveMatch: t, said: n.quote(t.from, t.to), words: n.quote(t.from, t.to)}
		for _, c := range n.cues {
			category := c.cue.Category
			if !category.HasScope() || !n.reaches(c, i) || category == rules.Past && p.Notes[t.entry].PastCounts {
				continue
			}
			if m.taken == rules.Said || category < m.taken {
				m.taken, m.words = category, n.quote(min(c.from, t.from), max(c.to, t.to))
			}
		}
		found = append(found, m)
	}
	return found
}

type naiveReader struct {
	text  string
	words []naiveWord
	terms []naiveMatch // by place
	cues  []naiveMatch // that count, by place
}

func (n *naiveReader) quote(from, to int) string {
	return n.text[n.words[from].from:n.words[to-1].to]
}

// naivePhrase is a phrase of a pack, cut into words.
type naivePhrase struct {
	naiveMatch
	words []naiveWord
	whole string // the words joined
	kind  string // term, with, harmless or cue
}

// naivePhrases are the phrases of packs; only time is saved by keeping them.
var naivePhrases sync.Map

func phrasesOf(p *rules.Pack) (all []naivePhrase) {
	if kept, ok := naivePhrases.Load(p); ok {
		return kept.([]naivePhrase)
	}
	add := func(kind string, entry int, cue *rules.NoteCue, phrases []string) {
		for _, phrase := range phrases {
			words := naiveWords(phrase)
			closes := cue != nil && strings.ContainsAny(phrase[words[len(words)-1].to:], ".;!\r\n।")
			all = append(all, naivePhrase{naiveMatch{entry: entry, cue: cue, order: len(all), closes: closes}, words, joined(words), kind})
		}
	}
	for i, n := range p.Notes {
		add("term", i, nil, n.Terms)
	}
	for i, n := range p.Notes {
		add("with", i, nil, n.With)
		add("harmless", i, nil, n.Harmless)
	}
	for i := range p.Cues {
		add("cue", -1, &p.Cues[i], p.Cues[i].Phrases)
	}
	naivePhrases.Store(p, all)
	return all
}

// look finds the terms and cues that count.
func (n *naiveReader) look(p *rules.Pack) {
	phrases := phrasesOf(p)
	known := func(word string) bool {
		return slices.ContainsFunc(phrases, func(ph naivePhrase) bool {
			return ph.whole == word || slices.ContainsFunc(ph.words, func(w naiveWord) bool { return w.said == word })
		})
	}
	kinds := map[string][]naiveMatch{}
	for _, ph := range phrases {
		if !n.mayStand(ph.whole) {
			continue
		}
		for _, m := range n.standing(ph.words, ph.whole, ph.kind == "term" || ph.kind == "with") {
			m.entry, m.cue, m.order, m.closes = ph.entry, ph.cue, ph.order, ph.closes
			kinds[ph.kind] = append(kinds[ph.kind], m)
		}
		name := ph.whole
		if ph.kind != "term" || !p.Notes[ph.entry].Slips || !isName(name) {
			continue
		}
		for k, w := range n.words {
			if slipped(w.said, name) && !known(w.said) {
				kinds["term"] = append(kinds["term"], naiveMatch{from: k, to: k + 1, entry: ph.entry, order: ph.order})
			}
		}
	}
	terms, harmless, cues := kinds["term"], kinds["harmless"], kinds["cue"]
	covered := func(m naiveMatch) bool {
		return slices.ContainsFunc(harmless, func(h naiveMatch) bool { return h.entry == m.entry && m.inside(h) })
	}
	terms = n.paired(p, slices.DeleteFunc(terms, covered), slices.DeleteFunc(kinds["with"], covered))
	slices.SortFunc(terms, func(a, b naiveMatch) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.order, b.order))
	})
	for _, t := range terms {
		double := slices.ContainsFunc(n.terms, func(o naiveMatch) bool { return o.from == t.from && o.to == t.to && o.entry == t.entry })
		if !double {
			n.terms = append(n.terms, t)
		}
	}
	slices.SortFunc(cues, func(a, b naiveMatch) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to), cmp.Compare(a.order, b.order))
	})
	joined := func(k int) bool {
		return slices.ContainsFunc(cues, func(o naiveMatch) bool { return o.from == k && o.cue.Joins() })
	}
	open := func(c naiveMatch) bool { return c.closes && !wider(n.gapAt(c.to), "/") && !joined(c.to) }
	cues = slices.DeleteFunc(slices.Clone(cues), open)
	cues = slices.DeleteFunc(cues, func(c naiveMatch) bool { return c.cue.Correlative && !n.correlates(c, cues) })
	pseudo := func(c naiveMatch) bool { return c.cue.Category == rules.CuePseudo }
	var free []naiveMatch // neither in a pseudo cue nor in a term
	for _, c := range cues {
		held := slices.ContainsFunc(cues, func(o naiveMatch) bool { return pseudo(o) && c.shares(o) }) || slices.ContainsFunc(n.terms, func(t naiveMatch) bool {
			return c.shares(t) && (t.gapTo == 0 || c.cue.Category != rules.CueOtherSign)
		})
		if !pseudo(c) && (!held || c.cue.Category == rules.CueTerminate) {
			free = append(free, c)
		}
	}
	for _, c := range free {
		ending := c.cue.Category == rules.CueTerminate
		longer := func(o naiveMatch) bool {
			return c.inside(o) && o.to-o.from > c.to-c.from && !(ending && o.cue.Category == rules.CueTerminate)
		}
		written := ending && slices.ContainsFunc(cues, func(o naiveMatch) bool {
			return longer(o) && !slices.ContainsFunc(cues, func(other naiveMatch) bool { return pseudo(other) && o.shares(other) })
		})
		if !written && !slices.ContainsFunc(free, longer) {
			n.cues = append(n.cues, c)
		}
	}
}

// paired keeps of the terms that count only near another phrase, with the nearest of these before
// and behind them, those that stand near one.
func (n *naiveReader) paired(p *rules.Pack, terms, with []naiveMatch) (all []naiveMatch) {
	for _, t := range terms {
		if len(p.Notes[t.entry].With) == 0 {
			all = append(all, t)
			continue
		}
		var before, behind *naiveMatch
		for _, w := range with {
			near := func(from, to int) bool {
				return from <= to && to-from <= 4 && !slices.ContainsFunc(n.words[from:to+1], func(w naiveWord) bool { return wider(w.gap, "/") })
			}
			if w.entry == t.entry && near(w.to, t.from) && (before == nil || w.to > before.to || w.to == before.to && w.from < before.from) {
				before = &w
			}
			if w.entry == t.entry && near(t.to, w.from) && (behind == nil || w.from < behind.from || w.from == behind.from && w.to < behind.to) {
				behind = &w
			}
		}
		if before != nil {
			all = append(all, naiveMatch{before.from, t.to, t.entry, nil, t.order, false, before.to, t.from})
		}
		if behind != nil {
			all = append(all, naiveMatch{t.from, behind.to, t.entry, nil, t.order, false, t.to, behind.from})
		}
	}
	return all
}

func (m naiveMatch) inside(o naiveMatch) bool { return o.from <= m.from && m.to <= o.to }

// shares reports whether a match has a word of another.
func (m naiveMatch) shares(o naiveMatch) bool {
	for k := m.from; k < m.to; k++ {
		if o.from <= k && k < o.to && (k < o.gapFrom || k >= o.gapTo) {
			return true
		}
	}
	return false
}

// mayStand reports whether the phrase begins with a word of the text, or begins or ends like one.
// Only time is saved: where none does, neither the phrase nor a slip of it stands there.
func (n *naiveReader) mayStand(whole string) bool {
	return slices.ContainsFunc(n.words, func(w naiveWord) bool {
		return strings.HasPrefix(whole, w.said) || len(w.said) > 4 && len(whole) > 4 && (w.said[:2] == whole[:2] || w.said[len(w.said)-2:] == whole[len(whole)-2:])
	})
}

func joined(words []naiveWord) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.said)
	}
	return b.String()
}

// standing lists where a phrase stands: where words joined are its words joined, and where the
// text parts them by more than a joint, the phrase begins a word too, parted as much or loose.
func (n *naiveReader) standing(phrase []naiveWord, whole string, loose bool) (all []naiveMatch) {
	for from, first := range n.words {
		if !strings.HasPrefix(whole, first.said) {
			continue
		}
		parted := map[int]string{}
		for i := range phrase {
			parted[len(joined(phrase[:i]))] = phrase[i].gap
		}
		rest := whole
		for to := from; to < len(n.words) && rest != ""; to++ {
			own, begins := parted[len(whole)-len(rest)]
			if gap := n.words[to].gap; to > from && gap != "" && (!begins || !loose && wider(gap, own)) {
				break
			}
			after, same := strings.CutPrefix(rest, n.words[to].said)
			if !same {
				break
			}
			letters := len([]rune(whole))
			pieces := to + 1 - from
			pieced := len(phrase) == 1 && letters <= 3 && pieces > 1 && pieces < letters // "ASA" is not "as a"
			if rest = after; rest == "" && !pieced && n.partsDigits(phrase, from, to+1) {
				all = append(all, naiveMatch{from: from, to: to + 1})
			}
		}
	}
	return all
}

// partsDigits reports whether a word begins among some words of the text wherever two numbers
// follow each other in a phrase.
func (n *naiveReader) partsDigits(phrase []naiveWord, from, to int) bool {
	var own, begins []string // what stands before a word
	for i, w := range phrase {
		if i > 0 && isNumber(w.said) && isNumber(phrase[i-1].said) {
			own = append(own, joined(phrase[:i]))
		}
	}
	for k := from; k < to; k++ {
		begins = append(begins, joined(n.words[from:k]))
	}
	return !slices.ContainsFunc(own, func(o string) bool { return !slices.Contains(begins, o) })
}

func isNumber(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) })
}

// wider reports whether a gap parts more than another.
func wider(gap, other string) bool {
	widths := []string{"", "/", ",", ":", ".", "?", "+"}
	return slices.Index(widths, gap) > slices.Index(widths, other)
}

// isName reports whether a word may be a name that slips are looked for of: long, no digits.
func isName(word string) bool {
	return len([]rune(word)) >= 6 && !strings.ContainsFunc(word, unicode.IsDigit)
}

// slipped reports whether two words are one letter apart: one is missing, added, replaced, or
// exchanged with its neighbour.
func slipped(a, b string) bool {
	if a[0] != b[0] && a[len(a)-1] != b[len(b)-1] {
		return false // only time is saved: one slip in a name leaves its beginning or its end alike
	}
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y) > len(x)+1 {
		return false
	}
	for i := range y {
		without := slices.Concat(y[:i], y[i+1:])
		switch {
		case len(y) == len(x)+1 && slices.Equal(x, without):
			return true
		case len(y) == len(x) && x[i] != y[i] && slices.Equal(x[:i], y[:i]) && slices.Equal(x[i+1:], y[i+1:]):
			return true
		case len(y) == len(x) && i+1 < len(x) && x[i] != x[i+1] && slices.Equal(y, slices.Concat(x[:i], []rune{x[i+1], x[i]}, x[i+2:])):
			return true
		}
	}
	return false
}

// correlates reports whether a correlative cue stands twice in its clause, with no term before.
func (n *naiveReader) correlates(c naiveMatch, cues []naiveMatch) bool {
	from, to := c.from, c.from+1
	for from > 0 && !wider(n.gapAt(from), ",") {
		from--
	}
	for !wider(n.gapAt(to), ",") {
		to++
	}
	var starts []int
	for _, o := range cues {
		if o.cue.Correlative && from <= o.from && o.from < to && !slices.Contains(starts, o.from) {
			starts = append(starts, o.from)
		}
	}
	before := naiveMatch{from: from, to: slices.Min(starts)}
	return len(starts) > 1 && !slices.ContainsFunc(n.terms, func(t naiveMatch) bool { return before.shares(t) })
}

// reaches reports whether a term lies in the scope of a cue.
func (n *naiveReader) reaches(c naiveMatch, term int) bool {
	forward, backward := c.cue.Direction&rules.Forward != 0, c.cue.Direction&rules.Backward != 0
	ends, starts := func(t naiveMatch) bool { return t.to == c.from }, func(t naiveMatch) bool { return t.from == c.to }
	denial := c.cue.Category == rules.Negated
	touches := n.gapAt(c.from) == "" && slices.ContainsFunc(n.terms, ends)
	answer := denial && (n.gapAt(c.from) == ":" || n.gapAt(c.from) == "?") && (n.gapAt(c.to) != "" || n.inOr(c.to) || n.ended(c.to, rules.Negated)) ||
		denial && touches && forward && wider(n.gapAt(c.to), "/")
	both := rules.CueDirection(0)
	for _, o := range n.cues {
		if o.from == c.from && o.to == c.to && o.cue.Category == rules.Negated {
			both |= o.cue.Direction
		}
	}
	if denial && both&rules.Bidirectional == rules.Bidirectional {
		forward = forward && !touches
		backward = backward && !(n.gapAt(c.to) == "" && slices.ContainsFunc(n.terms, starts))
	}
	in := func(scope []int) bool {
		return slices.Contains(scope, term) && !(denial && n.asked(c, scope)) &&
			!slices.ContainsFunc(scope, func(i int) bool { return n.undone(n.terms[i], c.cue.Category) })
	}
	return forward && in(n.behind(c)) || (backward || answer) && in(n.before(c, answer))
}

// asked reports whether a question mark ends what a cue and the terms in its scope stand in.
func (n *naiveReader) asked(c naiveMatch, scope []int) bool {
	end := c.to
	for _, i := range scope {
		end = max(end, n.terms[i].to)
	}
	for k := end; k <= min(len(n.words), end+8); k++ {
		if wider(n.gapAt(k), "/") {
			return wider(n.gapAt(k), ".")
		}
	}
	return false
}

// undone reports whether a cue takes back what a cue of a category says of a term: it begins in the
// gap of the term, or behind it and nothing but words of cues with a scope, with no more than commas; a
// far one behind any words, or at the beginning of a sentence.
func (n *naiveReader) undone(t naiveMatch, category rules.CueCategory) bool {
	return slices.ContainsFunc(n.cues, func(c naiveMatch) bool {
		switch {
		case c.cue.Category != rules.CueTerminate || c.cue.Direction != rules.Backward || c.cue.Ends>>category&1 == 0:
			return false
		case t.gapFrom <= c.from && c.from < t.gapTo:
			return true
		case c.from < t.to || c.from >= t.to+8:
			return false
		}
		for k := t.to; k < c.from; k++ {
			if wider(n.words[k].gap, ":") || !c.cue.Far && !n.scoped(k) {
				return false
			}
		}
		return !wider(n.words[c.from].gap, ":") || c.cue.Far && n.words[c.from].gap == "."
	})
}

// ended reports whether a cue at a word ends the scopes of a category.
func (n *naiveReader) ended(k int, category rules.CueCategory) bool {
	return slices.ContainsFunc(n.cues, func(c naiveMatch) bool {
		return c.cue.Category == rules.CueTerminate && c.cue.Ends>>category&1 != 0 && c.from <= k && k < c.to
	})
}

// scoped reports whether a word is part of a cue with a scope.
func (n *naiveReader) scoped(k int) bool {
	return slices.ContainsFunc(n.cues, func(c naiveMatch) bool { return c.cue.Category.HasScope() && c.from <= k && k < c.to })
}

// inOr reports whether a word is part of an "or".
func (n *naiveReader) inOr(k int) bool {
	return slices.ContainsFunc(n.cues, func(c naiveMatch) bool { return c.cue.Category == rules.CueOr && c.from <= k && k < c.to })
}

// orAt returns where the "or" ends that begins at a word, or 0.
func (n *naiveReader) orAt(k int) int {
	i := slices.IndexFunc(n.cues, func(c naiveMatch) bool { return c.cue.Category == rules.CueOr && c.from == k })
	if i < 0 {
		return 0
	}
	return n.cues[i].to
}

// begins lists the terms that begin at a word.
func (n *naiveReader) begins(k int) (terms []int) {
	for i, t := range n.terms {
		if t.from == k {
			terms = append(terms, i)
		}
	}
	return terms
}

// signAt returns where another sign ends that begins at a word, or 0.
func (n *naiveReader) signAt(k int) int {
	for _, c := range n.cues {
		if c.cue.Category == rules.CueOtherSign && c.from == k {
			return c.to
		}
	}
	return 0
}

// naiveItem is an item of a list: the terms that a scope reaches there, and where each of these
// and of the other signs there ends.
type naiveItem struct {
	terms   []int
	ends    []int
	to      int  // where it ends
	blocked bool // by another term there
}

// bare reports whether a term or sign of the item ends before a word.
func (it naiveItem) bare(k int) bool { return slices.Contains(it.ends, k) }

// part reports whether a match is part of a term of the item, or of one of the phrases of a pair.
func (n *naiveReader) part(m naiveMatch, terms []int) bool {
	return slices.ContainsFunc(terms, func(i int) bool {
		t := n.terms[i]
		front, back := naiveMatch{from: t.from, to: t.gapFrom}, naiveMatch{from: t.gapTo, to: t.to}
		return t.gapTo == 0 && m.inside(t) || t.gapTo > 0 && (m.inside(front) || m.inside(back))
	})
}

// item reads the item of a list that begins at a word; its first term may stand so many words on.
// One that is single ends with its first term and what overlaps it.
func (n *naiveReader) item(c naiveMatch, from, words int, single bool) (it naiveItem) {
	start := from
	for k := from; ; k++ {
		it.to = k
		if k == len(n.words) || k > from && wider(n.gapAt(k), "/") || n.ended(k, c.cue.Category) {
			return it
		}
		or, slash, any := n.orAt(k), k > from && n.gapAt(k) == "/", len(it.ends) > 0
		switch {
		case (or > 0 || slash) && it.bare(k):
			return it
		case or > 0 && !c.cue.List && (!any || k >= slices.Max(it.ends)):
			return it
		case or > 0 && !any:
			k = or - 1
			continue
		case slash && !any:
			start = k
		}
		if any && single && k >= slices.Max(it.ends) || (!any || !single) && k-start >= words {
			return it
		}
		next, sign := n.begins(k), n.signAt(k)
		past := any && k >= slices.Min(it.ends)
		between := any && !past && !(c.cue.List && n.inOr(k-1)) &&
			slices.ContainsFunc(it.terms, func(i int) bool { return n.terms[i].gapFrom <= k && k < n.terms[i].gapTo })
		if single && (past || between) {
			new := func(i int) bool {
				t := n.terms[i]
				joined := c.cue.List && t.gapTo > 0 && n.orAt(t.gapFrom) > 0 && n.part(naiveMatch{from: t.from, to: t.gapFrom}, it.terms)
				return !n.part(t, it.terms) && !joined
			}
			if it.blocked = past && sign > 0 || slices.ContainsFunc(next, new); it.blocked {
				return it
			}
		}
		for _, i := range next {
			it.terms, it.ends = append(it.terms, i), append(it.ends, n.terms[i].to)
		}
		if sign > 0 {
			it.ends = append(it.ends, sign)
		}
	}
}

// behind lists the terms in the scope behind a cue.
func (n *naiveReader) behind(c naiveMatch) (in []int) {
	list := c.cue.List
	gap := n.gapAt(c.to)
	if c.to == len(n.words) || gap != "" && (gap != ":" || !list && n.inOr(c.to)) {
		return nil
	}
	it := n.item(c, c.to, 8, c.cue.Category == rules.Negated)
	in = it.terms
	var waiting []int // for an "or", or the end of the sentence
	items, comma, closed := 1, false, false
	for !it.blocked && it.bare(it.to) {
		k := it.to
		gap, or := n.gapAt(k), n.orAt(k)
		next := k
		switch {
		case k == len(n.words), wider(gap, ","), gap == "," && (closed || !list):
			next = len(n.words)
		case or > 0 && (!list || or == len(n.words) || n.gapAt(or) != ""):
			next = len(n.words)
		case or > 0:
			next = or
		case gap == "":
			next = len(n.words)
		}
		if next == len(n.words) || n.ended(next, c.cue.Category) || len(n.begins(next)) == 0 && n.signAt(next) == 0 {
			break
		}
		if or > 0 {
			in, waiting, closed, comma = append(in, waiting...), nil, true, false
		} else if gap == "," {
			comma = true
		}
		items++
		it = n.item(c, next, 1, true)
		if comma {
			waiting = append(waiting, it.terms...)
		} else {
			in = append(in, it.terms...)
		}
	}
	stopped := it.to < len(n.words) || strings.ContainsAny(n.text[n.words[len(n.words)-1].to:], ".;!\r\n।")
	if c.cue.Open && items >= 3 && !it.blocked && it.bare(it.to) && stopped && wider(n.gapAt(it.to), ":") {
		in = append(in, waiting...)
	}
	return slices.DeleteFunc(in, func(i int) bool { return it.blocked && n.terms[i].to > it.to })
}

// before lists the terms in the scope before a cue, which may answer what stands before a colon.
func (n *naiveReader) before(c naiveMatch, answer bool) (in []int) {
	denial := c.cue.Category == rules.Negated
	var item []int        // the terms of the last item, which others may be joined to
	first := func() int { // of the words of its terms
		from := len(n.words)
		for _, i := range item {
			from = min(from, n.terms[i].from)
		}
		return from
	}
	for k := c.from; k > 0; k-- { // what stands before word k
		gap, past := n.gapAt(k), len(item) > 0 && k <= first()
		begins := slices.ContainsFunc(item, func(i int) bool { return n.terms[i].from == k })
		here := k == c.from
		switch {
		case n.ended(k-1, c.cue.Category):
			return in
		case here && answer && (gap == ":" || gap == "?"):
		case wider(gap, "/"):
			return in
		case n.inOr(k-1) && denial && begins && gap == "":
			for k--; k > 0 && n.inOr(k-1); k-- {
				if n.gapAt(k) != "" {
					return in
				}
			}
			if k == 0 || n.gapAt(k) != "" {
				return in
			}
			if !slices.ContainsFunc(n.terms, func(t naiveMatch) bool { return t.to == k }) || n.ended(k-1, c.cue.Category) {
				return in
			}
			item = nil
		case n.inOr(k-1) && !(denial && (len(item) > 0 && k > first() || len(item) == 0 && len(in) == 0 && !here && gap == "" && c.from-k < 8)):
			return in
		case n.inOr(k - 1):
		case gap == "/" && begins:
			if !slices.ContainsFunc(n.terms, func(t naiveMatch) bool { return t.to == k }) {
				return in
			}
			item = nil
		case past && denial, (past || len(item) == 0) && c.from-k >= 8:
			return in
		}
		if answer && len(item) == 0 && n.scoped(k-1) {
			return in
		}
		var ending []int
		for i, t := range n.terms {
			if t.to == k {
				ending = append(ending, i)
			}
		}
		last := -1
		for _, i := range item {
			last = max(last, n.terms[i].from)
		}
		if denial && k <= last && slices.ContainsFunc(ending, func(i int) bool { return !n.part(n.terms[i], item) }) {
			return slices.DeleteFunc(in, func(i int) bool { return n.terms[i].from < k })
		}
		item, in = append(item, ending...), append(in, ending...)
	}
	return in
}
