package batch

// glidePlainly goes from the end of one value to the next, and on over all values, as long as
// all is usual, and puts the answers. It returns where that ends, and whether that is a
// place whose value comes next, not the end of its value.
//
// Nothing that it passes holds a line feed, so it stays within the record.
func (s *scanner) glidePlainly(data []byte, i, at int) (last, end int, there bool) {
	for {
		p := &s.spots[at]
		d := glanceAt(data, i)
		t := &p.likely
		if p.unsteady {
			t = p.way(d)
		}
		n := uint(t.glides)
		if n > uint(len(d)) || t.differs(d, n) != 0 {
			return at, i, false
		}
		if s.spots[t.next].seen == s.stamp || t.opens && s.answered.seen == s.stamp {
			return at, i, false
		}
		at = int(t.next)
		s.spots[at].seen = s.stamp
		if t.opens {
			s.answered.seen = s.stamp
		}
		i += int(n)
		d = glanceAt(data, i)
		var number uint32
		switch t.usual {
		case spelledOut:
			spelling := t.slots[t.slot(d)]
			n = uint(spelling.n)
			number = t.first + uint32(spelling.entry)
			if n == 0 || s.prepared[number].differs(d, n) != 0 {
				return at, i, true
			}
		case noOptions, namedOptions:
			if t.usual == namedOptions || d[0] != '[' || d[1] != ']' {
				end := s.options(data, i, &t.foreseen)
				if end == 0 {
					return at, i, true
				}
				i = end
				continue
			}
			number, n = t.first, 2
		case smallNumber:
			number, n = wholeNumber(d)
			if n == 0 || number < uint32(t.least) || number > uint32(t.most) {
				return at, i, true
			}
			number += t.first
		default:
			return at, i, true
		}
		s.facts.Put(&s.prepared[number].answer)
		i += int(n)
	}
}
