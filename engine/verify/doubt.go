package verify

import (
	"fmt"
	"slices"

	"knead/engine"
	"knead/engine/verify/sat"
	"knead/rules"
)

// doubt is one question and what not knowing its answer does.
type doubt struct {
	*audit
	question int
	unsure   *model
	ticks    []sat.Node                        // beside "unsure" in a Multi
	accepted [len(harmNames)][]*rules.Accepted // by harm
}

// coverSignals returns for each entry about a harm whether it covers whoever shows it: its rules
// play a part, and no rule does that none of them names. A rule plays a part when an effect
// that can do the harm applies to the known answer and not, or otherwise, to the unknown one.
func (d *doubt) coverSignals(harm int) (covers []sat.Node) {
	if len(d.accepted[harm]) == 0 {
		return nil
	}
	plays := map[string]sat.Node{}
	var strays []sat.Node
	for r := range d.pack.Rules {
		id := d.pack.Rules[r].ID
		parts := partsBehind(d.pack, r, harmNames[harm], "")
		plays[id] = d.plays(parts, parts, d.applying(r), d.unsure.applying(r))
		if !d.named(harm, id) {
			strays = append(strays, plays[id])
		}
	}
	for _, x := range d.accepted[harm] {
		covers = append(covers, d.And(d.reached(x, plays), -d.Or(strays...)))
	}
	return covers
}

// named reports whether an entry about a harm names the rule.
func (d *doubt) named(harm int, id string) bool {
	return slices.ContainsFunc(d.accepted[harm], func(x *rules.Accepted) bool { return slices.Contains(x.Rules, id) })
}

// search settles a finding by a search for somebody whose unknown answer does harm: one for whom
// the signal holds and of whom less says which harm, and how.
func (d *doubt) search(f Finding, signal sat.Node, less func(sight) (harm int, how string)) Finding {
	known := &d.domains[d.question]
	signals := []sat.Node{known.known, known.applies, signal}
	for i, tick := range d.ticks {
		signals = append(signals, d.Or(-tick, known.values[i]))
	}
	asked := &d.pack.Questions[d.question]
	f.Message = "unsure about " + asked.ID + " is never safer than an answer"
	found := d.query.decide(question{space: d.model, signals: signals, witness: func(found sat.Assignment) (*rules.Intake, string) {
		in := d.decode(found)
		left := uint64(0)
		for i, tick := range d.ticks {
			if found.Holds(tick) {
				left |= 1 << i
			}
		}
		why := func(in *rules.Intake) (s sight, harm int, how string) {
			if s, ok := d.look(in, left); ok {
				harm, how = less(s)
				return s, harm, how
			}
			return s, 0, ""
		}
		if _, _, how := why(in); how == "" {
			return nil, ""
		}
		in = shrink(d.pack, in, func(in *rules.Intake) bool { _, _, how := why(in); return how != "" })
		s, harm, how := why(in)
		f.Rules = s.behind(harm)
		return s.unsure, fmt.Sprintf("unsure about %s %s, unlike the answer %s", asked.ID, how, asked.Format(in.Answers[d.question]))
	}})
	f.Status, f.How, f.Witness = found.Status, found.How, found.Witness
	if found.Message != "" {
		f.Message = found.Message
	}
	return f
}

// sight is somebody who knows an answer, the same person unsure, and what is decided for
// each.
type sight struct {
	*doubt
	known, unsure     *rules.Intake
	ofKnown, ofUnsure *engine.Decision
}

// look returns the sight of somebody, with the given ticks beside "unsure". It reports false
// when the person does not know the answer.
func (d *doubt) look(in *rules.Intake, ticks uint64) (s sight, ok bool) {
	q := d.question
	answer := in.Answers[q]
	if answer.State != rules.Answered || !d.program.Applies(in)[q] {
		return s, false
	}
	result := d.program.Decide(in)
	if slices.ContainsFunc(result.Missing, func(m engine.MissingDecision) bool { return int(m.Question) == q }) {
		return s, false // a note makes the answer unsure already
	}
	unsure := &rules.Intake{Answers: slices.Clone(in.Answers)}
	unsure.Answers[q] = rules.Answer{}
	if d.pack.Questions[q].Unsure {
		unsure.Answers[q].State = rules.Unsure
	}
	if d.pack.Questions[q].Kind == rules.Multi && d.pack.Questions[q].Unsure {
		unsure.Answers[q].Ticks = ticks & answer.Ticks
	}
	for g, applied := range d.program.Applies(in) {
		if !applied {
			unsure.Answers[g] = rules.Answer{}
		}
	}
	return sight{d, in, unsure, result, d.program.Decide(unsure)}, true
}

// uncovered says which harm the unknown answer does, unless that is accepted.
func (s sight) uncovered() (harm int, how string) {
	for h := range harmNames {
		how := lessSafe(s.pack, s.ofUnsure, s.ofKnown, 1<<h)
		if how != "" && !slices.ContainsFunc(s.accepted[h], func(x *rules.Accepted) bool { return s.covers(h, x) }) {
			return h, how
		}
	}
	return 0, ""
}

// accepts says whether the unknown answer does a harm that an entry accepts.
func (s sight) accepts(harm int, x *rules.Accepted) (int, string) {
	if !s.covers(harm, x) {
		return harm, ""
	}
	return harm, lessSafe(s.pack, s.ofUnsure, s.ofKnown, 1<<harm)
}

// covers reports whether an entry about a harm covers the person, if there is harm.
func (s sight) covers(harm int, x *rules.Accepted) bool {
	behind := s.behind(harm)
	stray := slices.ContainsFunc(behind, func(id string) bool { return !s.named(harm, id) })
	about := slices.ContainsFunc(x.Rules, func(id string) bool { return slices.Contains(behind, id) })
	return !stray && about && (x.When == nil || s.program.Truth(s.known, x.When) == engine.True)
}

// behind returns the ids of the rules that play a part in a harm.
func (s sight) behind(harm int) (ids []string) {
	for r := range s.pack.Rules {
		parts := partsBehind(s.pack, r, harmNames[harm], "")
		if parts == (effectParts{}) {
			continue
		}
		known, unsure := see(s.program, r, s.known, s.ofKnown), see(s.program, r, s.unsure, s.ofUnsure)
		if known.plays(parts, parts, unsure) {
			ids = append(ids, s.pack.Rules[r].ID)
		}
	}
	return ids
}
