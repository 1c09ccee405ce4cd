package batch

// glide goes from the end of one value to the next, and on over all values, as long as all
// is usual. It returns where that ends, and whether that is a place whose value comes next,
// not the end of its value.
func (s *scanner) glide(data []byte, n, i int, p *spot) (at *spot, end int, there bool) {
	facts, stamp := s.facts, s.stamp
	for {
		d := glanceAt(data, i)
		t := &p.likely
		if p.unsteady {
			t = p.way(d)
		}
		if t.differs(d) != 0 || t.n > len(d) || i+t.n > n || t.next.seen == stamp {
			return p, i, false
		}
		i += t.n
		p = t.next
		p.seen = stamp
		s.opened += t.opens
		d = glanceAt(data, i)
		switch p.usual {
		case noOptions:
			if d[0] != '[' || d[1] != ']' {
				return p, i, true
			}
			facts.Put(&p.none)
			i += 2
		case preparedAnswers:
			e, n := p.candidate(d)
			if e.differs(d) != 0 {
				return p, i, true
			}
			facts.PutOption(&e.answer)
			i += n
		case smallNumber:
			v, n := number(d)
			if n == 0 || !facts.PutNumber(&p.numbers, v) {
				return p, i, true
			}
			i += n
		default:
			return p, i, true
		}
	}
}
