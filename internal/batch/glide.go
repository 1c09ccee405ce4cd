package batch

// glide goes from the end of one value to the next, and on over all values, as long as all
// is usual. It returns where that ends, and whether that is a place whose value comes next,
// not the end of its value.
//
// Nothing that it passes holds a line feed, so it stays within the record.
func (s *scanner) glide(data []byte, i int, p *spot) (at *spot, end int, there bool) {
	facts, stamp := s.facts, s.stamp
	for {
		const twoGlances = 2 * len(glance{})
		two := (*[twoGlances]byte)(data[i : i+twoGlances])
		d := (*glance)(two[:])
		t := &p.likely
		if p.unsteady {
			t = p.way(d)
		}
		n := t.glides
		if t.differs(d) != 0 || n > uint(len(d)) || t.next.seen == stamp {
			return p, i, false
		}
		i += int(n)
		p = t.next
		p.seen = stamp
		d = (*glance)(two[n:])
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
