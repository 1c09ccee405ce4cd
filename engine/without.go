package engine

import "slices"

// DecideWithout is DecideFacts for a program that lacks one rule.
func (p *Program) DecideWithout(rule int, f *Facts, d *Decision) {
	f.settle()
	p.fire(f)
	for a, group := range p.effects.groups {
		if i, has := slices.BinarySearch(group, int32(rule)); has {
			f.sets[a][i/64] &^= 1 << (i % 64)
		}
	}
	p.combine(f, d)
}
