package packfile

import "knead/rules"

// boolIDs returns the ids of the two options of a Bool.
func boolIDs() [2]string { return [2]string{"false", "true"} }

// maxText is the greatest number of characters a FreeText question may allow.
const maxText = 10_000

func (p *packParser) parseSections() {
	for i, n := range p.lists["sections"] {
		r, id := p.open(n, "a section")
		p.pack.Sections[i] = rules.Section{ID: id, Title: p.text(r.need("title")), Intro: p.text(r.get("intro")), Pos: n.pos}
		r.finish()
	}
}

func (p *packParser) parseQuestions() {
	p.options = make([]*names, len(p.pack.Questions))
	for i, n := range p.lists["questions"] {
		p.options[i] = newNames("option")
		p.parseQuestion(i, n)
	}
}

func (p *packParser) parseQuestion(i int, n *node) {
	ps, q := &p.problems, &p.pack.Questions[i]
	r, id := p.open(n, "a question")
	q.ID, q.Pos = id, n.pos
	q.Section, _ = p.sections.find(ps, r.need("section"))
	p.kind(q, r.need("type"), n)
	q.Required = boolean(ps, r.get("required"))
	q.EachVisit = boolean(ps, r.get("each_visit"))
	q.Changeable = boolean(ps, r.get("changeable"))
	q.Ask = p.text(r.need("ask"))
	q.Help = p.text(r.get("help"))
	q.Why = p.shownText(r.need("why"))
	r.get("ask_if") // read when every id is known
	r.get("returning")
	q.Unsure = q.Kind != rules.FreeText
	if unsure := r.get("unsure"); unsure != nil {
		q.Unsure = boolean(ps, unsure)
		if q.Unsure && q.Kind == rules.FreeText {
			ps.add(unsure, "wrong-key", "a text question cannot be answered unsure")
		}
	}
	p.parseKind(i, r)
	r.finish()
}

// kind reads the type of a question. A type that is missing or misspelt is complained about
// once: the question is read as the type that its keys suggest, and what refers to it is not
// held against that.
func (p *packParser) kind(q *rules.Question, n, question *node) {
	kind, known := oneOf(&p.problems, n, "type", kindNames)
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
	ps, q := &p.problems, &p.pack.Questions[i]
	only := func(key string, kinds ...rules.Kind) *node {
		n := r.get(key)
		for _, k := range kinds {
			if k == q.Kind {
				return n
			}
		}
		if n != nil {
			ps.add(n, "wrong-key", "a question of type %s has no %q", q.Kind, key)
		}
		return nil
	}
	needed := func(key string, kind rules.Kind) *node {
		n := only(key, kind)
		if n == nil && q.Kind == kind {
			r.need(key)
		}
		return n
	}
	if bounds, ok := pair(ps, needed("range", rules.Int), -maxNumber, maxNumber); ok {
		q.Min, q.Max = bounds[0], bounds[1]
	}
	if most, ok := whole(ps, needed("max_length", rules.FreeText), 1, maxText); ok {
		q.Max = most
	}
	q.AtLeastOne = boolean(ps, only("at_least_one", rules.Multi))
	options := only("options", rules.Choice, rules.Multi)
	if q.Kind == rules.Choice || q.Kind == rules.Multi {
		r.need("options")
	}
	if q.Kind == rules.Bool {
		q.Options = p.boolOptions(i)
	}
	p.parseOptions(i, options)
}

// boolOptions gives a Bool its two options.
func (p *packParser) boolOptions(i int) []rules.Option {
	pos := p.pack.Questions[i].Pos
	ids := boolIDs()
	for k, id := range ids {
		p.options[i].ids = append(p.options[i].ids, id)
		p.options[i].index[id], p.options[i].places[id] = k, pos
	}
	return []rules.Option{
		{ID: ids[0], Pos: pos},
		{ID: ids[1], Pos: pos},
	}
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
	ps, q := &p.problems, &p.pack.Questions[i]
	for k, item := range list(ps, n, "options") {
		if k == maxSet {
			ps.add(item, "too-many", "more than %d options", maxSet)
		}
		item.mend("id")
		r := mapping(ps, item, "an option")
		o := rules.Option{Label: p.text(r.need("label")), Help: p.text(r.get("help")), Pos: item.pos}
		if id := r.need("id"); id != nil {
			o.ID = p.options[i].declare(ps, id, k)
			if o.ID == "unsure" || o.ID == "none" && q.Kind == rules.Multi {
				ps.add(id, "reserved-id", "the id %q has a meaning of its own; choose another", o.ID)
			}
		}
		r.get("covers") // read when the areas question is known
		_, o.PatientReads = oneOf(ps, r.get("reader"), "reader", []string{"patient"})
		r.finish()
		q.Options = append(q.Options, o)
	}
}

// parseCovers reads which areas stand for several others.
func (p *packParser) parseCovers(areas int) {
	for i, n := range p.lists["questions"] {
		for k, item := range p.optionNodes(n) {
			covers := item.get("covers")
			switch {
			case covers == nil, k >= len(p.pack.Questions[i].Options):
			case i != areas:
				p.problems.add(covers, "wrong-key", "only options of the areas question cover others")
			default:
				p.pack.Questions[i].Options[k].Covers = p.areas.set(&p.problems, covers, "areas")
			}
		}
	}
	q := &p.pack.Questions[areas]
	for _, o := range q.Options {
		for k := range q.Options {
			if o.Covers&(1<<k) != 0 && q.Options[k].Covers != 0 {
				p.problems.addAt(o.Pos, "covers", "covers-cover", "%q covers %q, which covers areas itself", o.ID, q.Options[k].ID)
			}
		}
	}
}

// optionNodes returns the options of a question that have the shape of options.
func (p *packParser) optionNodes(question *node) []*node {
	options := question.get("options")
	if options == nil {
		return nil
	}
	return options.items
}

// plainAreas reads a list of areas that cover nothing else.
func (p *packParser) plainAreas(n *node) uint64 {
	if p.areas == nil || n == nil {
		return 0 // the areas question itself is wrong, which has been said
	}
	set := p.areas.set(&p.problems, n, "areas")
	for k, o := range p.pack.Questions[p.pack.Areas].Options {
		if set&(1<<k) != 0 && o.Covers != 0 {
			p.problems.add(n, "covering-area", "the area %q covers others; name those instead", o.ID)
		}
	}
	return set
}

// parseAskIfs reads when questions apply, now that every id is known.
func (p *packParser) parseAskIfs() {
	for i, n := range p.lists["questions"] {
		if n.kind == mapNode {
			when := n.get("ask_if")
			switch q := &p.pack.Questions[i]; {
			case when == nil:
			case q.Kind == rules.FreeText:
				p.problems.add(when, "wrong-key", "a text question is always asked, since its notes are always read")
			default:
				q.AskIf = p.condition(when)
			}
		}
	}
	p.checkSkipCycles()
}

// parseDerived reads the computed numbers.
func (p *packParser) parseDerived() {
	for i, n := range p.lists["derived"] {
		r, id := p.open(n, "a derived number")
		d := rules.Derived{ID: id, Title: p.text(r.need("title")), Pos: n.pos}
		if sum := r.need("sum"); sum != nil {
			d.Terms = p.terms(sum)
		}
		r.finish()
		p.pack.Derived[i] = d
	}
}

func (p *packParser) terms(n *node) (terms []rules.WeightedAnswer) {
	ps := &p.problems
	if n.kind != mapNode {
		ps.add(n, "wrong-type", "expected weights by question, such as {baseline_pain: 7}, found %s", n.found())
		return nil
	}
	if len(n.entries) == 0 {
		ps.add(n, "empty-list", "the sum is empty")
	}
	for _, e := range n.entries {
		q, known := p.questions.lookup(ps, e.pos, e.key, e.key)
		weight, ok := whole(ps, e.value, -1000, 1000)
		switch {
		case !known || !ok || p.typeless[e.key]:
		case p.pack.Questions[q].Kind != rules.Int:
			ps.addAt(e.pos, e.key, "wrong-question", "the question %q is not of type int, so it cannot be part of a sum", e.key)
		case weight == 0:
			ps.add(e.value, "zero-weight", "a weight of 0 has no effect")
		default:
			terms = append(terms, rules.WeightedAnswer{Weight: weight, Question: q})
		}
	}
	return terms
}
