package engine

// DecideWithout is DecideFacts for a program that lacks one rule.
func (p *Program) DecideWithout(rule int, f *Facts, d *Decision) {
	f.settle()
	p.fire(f)
	for _, held := range [][]uint64{f.surely, f.possibly, f.perhaps} {
		held[rule/64] &^= 1 << (rule % 64)
	}
	p.combine(f, d)
}
