package verify

import "slices"

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
				shown := s.and(o.shown[a], o.shown[b], n.shown[x], n.shown[y])
				s.add("therapy_order", therapies[x].ID+" before "+therapies[y].ID, Different, s.and(shown, s.old.tied(a, b), s.new.tied(x, y)))
			}
		}
	}
}

// scored returns whether a rule speaks for a therapy in one pack and not, or otherwise, in
// the other.
func (s *changeList) scored(k, t int) node {
	var in []node
	for _, b := range s.rules {
		was, old := s.old.score(b.old, k)
		w, new := s.new.score(b.new, t)
		switch {
		case w == 0 && was == 0:
		case w == was:
			in = append(in, s.xor(old, new))
		case w == 0:
			in = append(in, old)
		case was == 0:
			in = append(in, new)
		default:
			in = append(in, s.or(old, new))
		}
	}
	return s.or(in...)
}

// score returns by how much a rule speaks for a therapy, and when; -1 is for a rule that the
// pack lacks.
func (m *Model) score(r, therapy int) (score int, when node) {
	if r < 0 {
		return 0, no
	}
	for _, s := range m.pack.Rules[r].Then.Suggest {
		if s.Therapy == therapy {
			score += s.Score
		}
	}
	return score, m.rules[r].surely
}

// tied returns whether two therapies have the same score.
func (m *Model) tied(a, b int) node {
	first, second := m.scores(a), m.scores(b)
	var in []node
	for n := range max(len(first), len(second)) {
		x, y := no, no
		if n < len(first) {
			x = first[n]
		}
		if n < len(second) {
			y = second[n]
		}
		in = append(in, -m.xor(x, y))
	}
	return m.and(in...)
}

// scores returns for each n whether a therapy's score is at least n.
func (m *Model) scores(therapy int) []node {
	var in []node
	for r := range m.pack.Rules {
		score, when := m.score(r, therapy)
		for range score {
			in = append(in, when)
		}
	}
	return m.counts(len(in), in)
}
