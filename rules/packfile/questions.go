package packfile

import (
	"math/bits"
	"slices"
	"strings"

	"knead/internal/text"
	"knead/rules"
)

// maxText is the greatest number of characters a FreeText question may allow.
const maxText = 10_000

func (p *packParser) parseSection(i int, id string, r *record) {
	p.pack.Sections[i] = rules.Section{ID: id, Title: p.text(r.need("title")), Intro: p.text(r.get("intro")), Pos: r.pos}
}

func (p *packParser) parseQuestion(i int, id string, r *record) {
	q := &p.pack.Questions[i]
	q.ID, q.Pos = id, r.pos
	p.options = append(p.options, p.newSymbols("option"))
	q.Section, _ = p.sections.find(r.need("section"))
	p.kind(q, r.need("type"), p.lists["questions"][i])
	if required := r.get("required"); required != nil && required.is("advice") {
		q.Advice = true
	} else {
		q.Required = p.boolean(required)
	}
	q.EachVisit = p.boolean(r.get("each_visit"))
	q.Changeable = p.boolean(r.get("changeable"))
	q.Ask = p.text(r.need("ask"))
	q.Short = p.shortText(r.get("short"))
	q.Help = p.text(r.get("help"))
	q.Why = p.shownText(r.need("why"))
	r.get("ask_if") // read when every id is known
	r.get("returning")
	q.Unsure = !q.Kind.IsText()
	if unsure := r.get("unsure"); unsure != nil {
		q.Unsure = p.boolean(unsure)
		if q.Unsure && q.Kind.IsText() {
			p.add(unsure, "wrong-key", "a text question cannot be answered unsure")
		}
	}
	p.parseKind(i, r)
}

// kind reads the type of a question. A type that is missing or misspelt is complained about
// once: the question is read as the type that its keys suggest, and conditions on it are not
// checked against that.
func (p *packParser) kind(q *rules.Question, n, question *node) {
	kind, known := p.oneOf(n, "type", kindNames)
	if q.Kind = rules.Kind(kind); known {
		return
	}
	p.typeless[q.ID] = true
	switch {
	case question.get("range") != nil:
		q.Kind = rules.Int
	case question.get("max_length") != nil:
		q.Kind = rules.FreeText
	case question.get("at_least_one") != nil:
		q.Kind = rules.Multi
	case question.get("options") == nil:
		q.Kind = rules.Bool
	}
}

// parseKind reads the keys that only some types of question have.
func (p *packParser) parseKind(i int, r *record) {
	q := &p.pack.Questions[i]
	only := func(key string, needed bool, kinds ...rules.Kind) *node {
		n := r.get(key)
		switch {
		case slices.Contains(kinds, q.Kind):
			if needed && n == nil {
				r.need(key)
			}
			return n
		case n != nil:
			p.add(n, "wrong-key", "a question of type %s has no %q", q.Kind, key)
		}
		return nil
	}
	if bounds, ok := p.pair(only("range", true, rules.Int), -maxNumber, maxNumber); ok {
		q.Min, q.Max = bounds[0], bounds[1]
	}
	if most, ok := p.whole(only("max_length", true, rules.FreeText), 1, maxText); ok {
		q.Max = most
	}
	q.AtLeastOne = p.boolean(only("at_least_one", false, rules.Multi))
	statements := only("statements", false, rules.Choice, rules.Multi)
	options := only("options", true, rules.Choice, rules.Multi)
	if q.Kind == rules.Bool {
		q.Options = p.boolOptions(i)
	}
	p.parseOptions(i, options)
	p.parseStatements(i, statements)
}

func (p *packParser) boolOptions(i int) (options []rules.Option) {
	pos := p.pack.Questions[i].Pos
	for k, id := range []string{"false", "true"} {
		p.options[i].enter(id, k)
		p.options[i].places[id] = pos
		options = append(options, rules.Option{ID: id, Pos: pos})
	}
	return options
}

// labelBools words the two options of every Bool.
func labelBools(p *rules.Pack, no, yes string) {
	for i := range p.Questions {
		if q := &p.Questions[i]; q.Kind == rules.Bool {
			q.Options[0].Label = rules.Text{Patient: no, Practitioner: no}
			q.Options[1].Label = rules.Text{Patient: yes, Practitioner: yes}
		}
	}
}

func (p *packParser) parseOptions(i int, n *node) {
	q := &p.pack.Questions[i]
	for k, item := range p.list(n, "options") {
		if k == maxSet {
			p.add(item, "too-many", "more than %d options", maxSet)
		}
		item.mend("id")
		r := p.mapping(item, "an option")
		o := rules.Option{Label: p.text(r.need("label")), Help: p.text(r.get("help")), Pos: item.pos}
		id := r.need("id")
		o.ID = p.options[i].declare(id, k)
		if o.ID == rules.UnsureWord || o.ID == rules.NoneWord && q.Kind.Many() {
			p.add(id, "reserved-id", "the id %q has a meaning of its own; choose another", o.ID)
		}
		r.get("covers") // read when the areas question is known
		_, o.PatientReads = p.oneOf(r.get("reader"), "reader", []string{"patient"})
		if since := r.get("since"); since != nil {
			o.Since = p.matching(since, "a version", rules.IsVersion, "a version such as 1.1.0")
		}
		o.Hidden = p.boolean(r.get("hidden"))
		o.Named = p.text(r.get("named"))
		r.finish()
		q.Options = append(q.Options, o)
	}
}

// parseStatements reads the short form of a list. Every option that is shown is covered once,
// and each that has a name is called by it.
func (p *packParser) parseStatements(i int, n *node) {
	q := &p.pack.Questions[i]
	if n == nil {
		return
	}
	if q.AtLeastOne || q.Kind == rules.Choice && !q.Required {
		p.add(n, "wrong-key", "only a required choice, whose first option is then the answer of who denies all, and a list that \"none\" can answer have statements")
	}
	covered := map[int]rules.Pos{}
	for _, item := range p.list(n, "statements") {
		r := p.mapping(item, "a statement")
		say := r.get("say")
		s := rules.Statement{Say: p.text(say), Apart: p.boolean(r.get("apart")), Pos: item.pos}
		covers := r.need("covers")
		r.finish()
		switch s.Covers = p.options[i].set(covers, "options"); {
		case s.Covers == 0:
			continue
		case say == nil && bits.OnesCount64(s.Covers) > 1:
			p.add(item, "missing-key", "\"say\" is missing: only a statement that covers one option is worded by the label of that")
			continue
		}
		for k := range q.Options {
			if s.Covers&(1<<k) == 0 {
				continue
			}
			if first, again := covered[k]; again {
				p.add(covers, "covered-twice", "%q is covered by two statements", q.Options[k].ID).Related = &first
			}
			covered[k] = item.pos
			if q.Options[k].Hidden {
				p.add(covers, "covers-hidden", "%q is hidden from interviews", q.Options[k].ID)
			}
		}
		q.Statements = append(q.Statements, s)
	}
	for k, o := range q.Options {
		if _, known := covered[k]; !known && !o.Hidden && (q.Kind.Many() || k > 0) {
			p.add(n, "not-covered", "no statement covers %q", o.ID)
		}
	}
	checkStatements(&p.problems, q, "")
}

// checkStatements complains about statements that are too long, or do not name an option by its
// words.
func checkStatements(ps *problems, q *rules.Question, language string) {
	for i := range q.Statements {
		s := &q.Statements[i]
		for _, a := range []rules.Audience{rules.Patient, rules.Practitioner} {
			say := q.Says(s).For(a)
			if n := len(strings.Fields(say)); n > rules.MaxStatement {
				ps.addAt(s.Pos, "say", "too-long", "this statement for the %s%s has %d words, expected at most %d", a, language, n, rules.MaxStatement)
			}
			for k := range q.Options {
				if o := &q.Options[k]; s.Covers&(1<<k) != 0 && !strings.Contains(strings.ToLower(say), strings.ToLower(o.Named.For(a))) {
					ps.addAt(s.Pos, "say", "not-named", "this statement for the %s%s does not name %q by its words, %s", a, language, o.ID, text.Quote(o.Named.For(a)))
				}
			}
		}
	}
}

// parseCovers reads which areas stand for several others.
func (p *packParser) parseCovers(areas int) {
	for i, n := range p.lists["questions"] {
		options := n.get("options")
		if options == nil {
			continue
		}
		for k, item := range options.items {
			covers := item.get("covers")
			switch {
			case covers == nil, k >= len(p.pack.Questions[i].Options):
			case i != areas:
				p.add(covers, "wrong-key", "only options of the areas question cover others")
			default:
				p.pack.Questions[i].Options[k].Covers = p.areas.set(covers, "areas")
			}
		}
	}
	q := &p.pack.Questions[areas]
	for _, o := range q.Options {
		for k := range q.Options {
			if o.Covers&(1<<k) != 0 && q.Options[k].Covers != 0 {
				p.addAt(o.Pos, "covers", "covers-cover", "%q covers %q, which covers areas itself", o.ID, q.Options[k].ID)
			}
		}
	}
}

// plainAreas reads a list of areas that cover nothing else.
func (p *packParser) plainAreas(n *node) uint64 {
	if p.areas == nil || n == nil {
		return 0 // the areas question itself is wrong, which has been said
	}
	set := p.areas.set(n, "areas")
	for k, o := range p.pack.Questions[p.pack.Areas].Options {
		if set&(1<<k) != 0 && o.Covers != 0 {
			p.add(n, "covering-area", "the area %q covers others; name those instead", o.ID)
		}
	}
	return set
}

// parseReferences reads when questions apply and what follows from the last visit, now that
// every id is known.
func (p *packParser) parseReferences() {
	for i, n := range p.lists["questions"] {
		q, when, returning := &p.pack.Questions[i], n.get("ask_if"), n.get("returning")
		for k, o := range q.Options {
			if o.Since != "" && rules.IsVersion(p.pack.Version) && rules.CompareVersions(o.Since, p.pack.Version) > 0 {
				p.add(n.get("options").items[k].get("since"), "later-version", "the pack itself has version %s", p.pack.Version)
			}
		}
		if when != nil && q.Kind.IsText() {
			p.add(when, "wrong-key", "a text question is always asked, since its notes are always read")
		} else {
			q.AskIf = p.condition(when)
		}
		if returning != nil && !p.typeless[q.ID] {
			q.Returning = p.returning(q, returning)
		}
	}
	p.checkSkipCycles()
}

func (p *packParser) returning(q *rules.Question, n *node) rules.Returning {
	r := p.mapping(n, "what follows from the last visit")
	fixed, add, first, lasts := r.get("answer"), r.get("add"), r.get("first"), r.get("lasts")
	r.finish()
	switch {
	case r.n != nil && len(n.entries) != 1:
		p.add(n, "wrong-key", "expected one of {answer: …}, {add: 1}, {add: weeks}, {first: QUESTION} and {lasts: true}")
	case lasts != nil && q.Kind.Many() && p.boolean(lasts):
		return rules.Returning{By: rules.ReturningLast, Pos: n.pos}
	case lasts != nil:
		p.add(lasts, "wrong-key", "expected true, and a question of type multi")
	case fixed != nil:
		return rules.Returning{By: rules.ReturningFixed, Answer: answer(&p.problems, q, fixed), Pos: n.pos}
	case add != nil && q.Kind.IsNumber() && add.is("weeks"):
		return rules.Returning{By: rules.ReturningWeeks, Pos: n.pos}
	case add != nil && q.Kind.IsNumber() && add.text == "1":
		return rules.Returning{By: rules.ReturningOne, Pos: n.pos}
	case add != nil:
		p.add(add, "wrong-key", "expected 1 or weeks, and a question of type int")
	case first != nil:
		other, known := p.questions.index[first.text]
		if known && q.Kind.IsNumber() {
			if o := &p.pack.Questions[other]; o.Kind.IsNumber() && o.Min >= q.Min && o.Max <= q.Max {
				return rules.Returning{By: rules.ReturningFirst, Question: other, Pos: n.pos}
			}
		}
		p.add(first, "wrong-question", "expected a question of type int whose range fits, found %s", text.Quote(first.text))
	}
	return rules.Returning{}
}

func (p *packParser) parseDerived(i int, id string, r *record) {
	p.pack.Derived[i] = rules.Derived{ID: id, Title: p.text(r.need("title")), Terms: p.terms(r.need("sum")), Pos: r.pos}
}

func (p *packParser) terms(n *node) (terms []rules.WeightedAnswer) {
	switch {
	case n == nil:
		return nil
	case n.kind != mapNode:
		p.add(n, "wrong-type", "expected weights by question, such as {baseline_pain: 7}, found %s", n.found())
	case len(n.entries) == 0:
		p.add(n, "empty-list", "the sum is empty")
	}
	for _, e := range n.entries {
		q, known := p.questions.lookup(e.pos, e.key, e.key)
		weight, ok := p.whole(e.value, -1000, 1000)
		switch {
		case !known || !ok || p.typeless[e.key]:
		case !p.pack.Questions[q].Kind.IsNumber():
			p.addAt(e.pos, e.key, "wrong-question", "the question %q is not of type int, so it cannot be part of a sum", e.key)
		case weight == 0:
			p.add(e.value, "zero-weight", "a weight of 0 has no effect")
		default:
			terms = append(terms, rules.WeightedAnswer{Weight: weight, Question: q})
		}
	}
	return terms
}
