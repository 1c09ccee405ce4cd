package engine

import (
	"math/bits"

	"knead/rules"
)

// bound is the least of the values that rules set of a kind, and those rules.
type bound struct {
	kind  rules.EffectKind
	value int
	rules []int32
}

// bounds finds the limits on pressure, minutes and frequency and the wish for a pressure, as far
// as there are any. Limits come first.
func (p *Program) bounds(f *Facts) (all []bound) {
	p.evaluateAdvice(f)
	c := combination{Program: p, f: f, d: &Decision{}}
	c.protect()
	wishes := nothing
	for w, held := range f.sets[proposing] {
		for ; held != 0; held &= held - 1 {
			wishes.add(&p.effects.proposed[w*64+bits.TrailingZeros64(held)])
		}
	}
	for _, k := range []rules.EffectKind{rules.EffectPressure, rules.EffectMinutes, rules.EffectRate, rules.EffectPrefer} {
		from := &c.limits
		if k == rules.EffectPrefer {
			from = &wishes
		}
		if least := from.number(k, 0); least != 0 {
			all = append(all, bound{k, least, c.d.Rules(c.because(k, least))})
		}
	}
	return all
}
