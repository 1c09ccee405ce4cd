package verify

import (
	"slices"

	"knead/engine/verify/sat"
)

// order compares the order of therapies with equal scores, which is that of the pack.
func (c *comparison) order() {
	was, is := shownIDs(c.oldPack, c.old), shownIDs(c.newPack, c.new)
	for y, second := range is {
		for x, first := range is[:y] {
			a, b := slices.Index(was, first), slices.Index(was, second)
			if a > b && b >= 0 && c.old.Therapies[a].Score == c.old.Therapies[b].Score && c.new.Therapies[x].Score == c.new.Therapies[y].Score {
				c.add("therapy_order", first+" before "+second, Different)
			}
		}
	}
}

func (s *changeList) order() {
	therapies, o, n := s.new.pack.Therapies, &s.old.outcome, &s.new.outcome
	for y := range therapies {
		for x := range therapies[:y] {
			a, b := s.old.pack.TherapyIndex(therapies[x].ID), s.old.pack.TherapyIndex(therapies[y].ID)
			if a > b && b >= 0 {
				shown := s.And(o.shown[a], o.shown[b], n.shown[x], n.shown[y])
				s.add("therapy_order", therapies[x].ID+" before "+therapies[y].ID, Different, s.And(shown, s.old.tied(a, b), s.new.tied(x, y)))
			}
		}
	}
}

// scored returns whether the scores of a therapy differ. What rules add that speak for it
// alike in both packs does not count.
func (s *changeList) scored(k, t int) sat.Node {
	var old, new []sat.Node
	for _, b := range s.rules {
		was, before := s.old.score(b.old, k)
		is, now := s.new.score(b.new, t)
		if was != is || before != now {
			old, new = append(old, slices.Repeat([]sat.Node{before}, was)...), append(new, slices.Repeat([]sat.Node{now}, is)...)
		}
	}
	return -s.Equal(s.Counts(len(old), old), s.Counts(len(new), new))
}

// score returns by how much a rule speaks for a therapy, and when; -1 is for a rule that the
// pack lacks.
func (m *model) score(r, therapy int) (score int, when sat.Node) {
	if r < 0 {
		return 0, sat.No
	}
	for _, s := range m.pack.Rules[r].Then.Suggest {
		if s.Therapy == therapy {
			score += s.Score
		}
	}
	return score, m.rules[r].surely
}

// tied returns whether two therapies have the same score.
func (m *model) tied(a, b int) sat.Node { return m.Equal(m.scores(a), m.scores(b)) }

// scores returns for each n whether a therapy's score is at least n.
func (m *model) scores(therapy int) []sat.Node {
	var in []sat.Node
	for r := range m.pack.Rules {
		score, when := m.score(r, therapy)
		for range score {
			in = append(in, when)
		}
	}
	return m.Counts(len(in), in)
}
