package rules

import (
	"math/bits"
	"slices"
	"strconv"
)

// Effect is what a rule does. The zero value of each part means it has none. What the parts
// have in common stands in the table of effect kinds: see [EffectKind].
type Effect struct {
	Disposition Disposition // Proceed means none
	IfUnsure    Disposition // set by the parser whenever Disposition is

	Exclude  uint64 // therapies
	Cap      Cap
	Avoid    uint64 // options of the pack's areas question
	Caution  Caution
	Schedule int // index into Pack.Schedules, or -1

	Suggest []Suggestion
	Prefer  Pressure
	Care    []int // indices into Pack.Care

	// ExcludeBy and SuggestBy keep how the pack wrote Exclude and Suggest, for showing.
	ExcludeBy []Selector
	SuggestBy []Selector
}

// Cap bounds what may be done; zero means no bound.
type Cap struct {
	Pressure Pressure
	Minutes  int
	Rate     Rate
}

// Caution says where a caution is shown: for the visit as a whole, or beside therapies.
type Caution struct {
	General   bool
	Stop      bool // for the visit, and it says when to stop
	Therapies uint64
}

// Suggestion is an argument for a therapy; Score is positive.
type Suggestion struct {
	Therapy, Score int
}

// Selector names therapies by one tag or one id. Exactly one of Tag and Therapy is not
// negative. Score is set in suggestions only.
type Selector struct {
	Tag, Therapy, Score int
}

// Selected returns the therapies that a selector names.
func (p *Pack) Selected(s Selector) (set uint64) {
	for i := range p.Therapies {
		if s.Therapy == i || s.Tag >= 0 && p.Therapies[i].Tags>>s.Tag&1 != 0 {
			set |= 1 << i
		}
	}
	return set
}

// EffectKind is a kind of effect. All that is to be said about a kind stands in one entry of
// a table, which the methods read: what evaluates, proves, compares, mutates or describes
// rules goes through the kinds and asks them.
//
// An effect of a kind is a list of values: the therapies that it excludes, the one pressure
// that it allows at most. For one person, a value is present when the condition of some rule
// that has it holds, in the kind's view; the kind says what the present values amount to.
type EffectKind uint8

const (
	EffectDisposition   EffectKind = iota // gives a disposition
	EffectIfUnsure                        // gives one through unsure answers
	EffectExclude                         // keeps therapies away
	EffectPressure                        // caps the pressure
	EffectMinutes                         // caps the minutes of therapies and phases
	EffectRate                            // caps how often there is a session
	EffectAvoid                           // leaves areas alone
	EffectCaution                         // cautions for the visit as a whole
	EffectCautionBeside                   // cautions beside therapies
	EffectSchedule                        // asks for a course of sessions
	EffectSuggest                         // speaks for therapies
	EffectPrefer                          // wishes for a pressure
	EffectCare                            // gives advice beside massage
	EffectKinds                           // how many there are
)

// View is how a rule's condition is looked at where answers are unsure or missing; the
// comment on package engine defines the three ways.
type View uint8

const (
	Surely   View = iota // it must be true: what proposes something
	Possibly             // it must not be false: what protects
	Perhaps              // as Possibly, but questions left blank do not count: dispositions through unsure answers
)

// Domain is what the values of a kind are.
type Domain uint8

const (
	OverDispositions Domain = iota
	OverTherapies           // indices into Pack.Therapies
	OverAreas               // options of the pack's areas question
	OverSchedules           // indices into Pack.Schedules
	OverCare                // indices into Pack.Care
	OverPressures           // Pressure
	OverMinutes             // minutes
	OverRates               // Rate
	OverRules               // the rule itself: its text is what is shown
)

// Merge says what several present values of a kind amount to.
type Merge uint8

const (
	Union    Merge = iota // all of them
	Least                 // the least of them
	Greatest              // the greatest of them
	Sum                   // all of them, each with the sum of its weights
)

// Order says which of two results is the safer by what they have of a kind.
type Order uint8

const (
	Unordered Order = iota
	MoreIsSafer
	LessIsSafer
)

// EffectValue is a value of an effect, and the weight that a rule gives it: the score of a
// suggestion, else 1.
type EffectValue struct{ Value, Weight int }

// effectKind is the entry of a kind of effect.
type effectKind struct {
	name  string // in the names of changes and phrases
	key   string // in the effect of a rule
	over  Domain
	merge Merge
	view  View
	safer Order
	// list is the name of what a result lists of the kind, value by value, and of what a case
	// expects of it; empty when a result is shaped by the kind otherwise.
	list string
	// never and always say what an invariant can promise of the list: that a value is never in
	// it, or always.
	never, always bool
	// values are those of an effect, in the order in which the rule has them.
	values func(e *Effect) []EffectValue
	// remove takes one value out of an effect, which does not share memory with another.
	remove func(e *Effect, value int)
}

var effectKinds = [EffectKinds]effectKind{
	EffectDisposition: {
		name: "disposition", key: "disposition", over: OverDispositions, merge: Greatest, view: Surely, safer: MoreIsSafer,
		values: func(e *Effect) []EffectValue { return number(int(e.Disposition)) },
		remove: func(e *Effect, _ int) { e.Disposition, e.IfUnsure = Proceed, Proceed },
	},
	EffectIfUnsure: {
		name: "disposition", key: "if_unsure", over: OverDispositions, merge: Greatest, view: Perhaps, safer: MoreIsSafer,
		values: func(e *Effect) []EffectValue { return number(int(e.IfUnsure)) },
		remove: func(e *Effect, _ int) { e.Disposition, e.IfUnsure = Proceed, Proceed },
	},
	EffectExclude: {
		name: "exclude", key: "exclude", over: OverTherapies, merge: Union, view: Possibly, safer: MoreIsSafer,
		values: func(e *Effect) []EffectValue { return members(e.Exclude) },
		remove: func(e *Effect, therapy int) { e.Exclude &^= 1 << therapy },
	},
	EffectPressure: {
		name: "pressure", key: "cap.pressure", over: OverPressures, merge: Least, view: Possibly, safer: LessIsSafer,
		values: func(e *Effect) []EffectValue { return number(int(e.Cap.Pressure)) },
		remove: func(e *Effect, _ int) { e.Cap.Pressure = 0 },
	},
	EffectMinutes: {
		name: "minutes", key: "cap.minutes", over: OverMinutes, merge: Least, view: Possibly, safer: LessIsSafer,
		values: func(e *Effect) []EffectValue { return number(e.Cap.Minutes) },
		remove: func(e *Effect, _ int) { e.Cap.Minutes = 0 },
	},
	EffectRate: {
		name: "rate", key: "cap.sessions_per_week", over: OverRates, merge: Least, view: Possibly, safer: LessIsSafer,
		values: func(e *Effect) []EffectValue { return number(int(e.Cap.Rate)) },
		remove: func(e *Effect, _ int) { e.Cap.Rate = 0 },
	},
	EffectAvoid: {
		name: "avoid", key: "avoid", over: OverAreas, merge: Union, view: Possibly, safer: MoreIsSafer, list: "avoid", always: true,
		values: func(e *Effect) []EffectValue { return members(e.Avoid) },
		remove: func(e *Effect, area int) { e.Avoid &^= 1 << area },
	},
	EffectCaution: {
		name: "caution", key: "caution", over: OverRules, merge: Union, view: Possibly, safer: MoreIsSafer, list: "cautions", always: true,
		values: func(e *Effect) []EffectValue { return itself(e.Caution.General) },
		remove: func(e *Effect, _ int) { e.Caution.General, e.Caution.Stop = false, false },
	},
	EffectCautionBeside: {
		name: "caution", key: "caution", over: OverTherapies, merge: Union, view: Possibly, safer: MoreIsSafer,
		values: func(e *Effect) []EffectValue { return members(e.Caution.Therapies) },
		remove: func(e *Effect, therapy int) { e.Caution.Therapies &^= 1 << therapy },
	},
	EffectSchedule: {
		name: "schedule", key: "schedule", over: OverSchedules, merge: Least, view: Possibly, safer: LessIsSafer,
		values: func(e *Effect) []EffectValue {
			if e.Schedule < 0 {
				return nil
			}
			return []EffectValue{{e.Schedule, 1}}
		},
		remove: func(e *Effect, _ int) { e.Schedule = -1 },
	},
	EffectSuggest: {
		name: "suggest", key: "suggest", over: OverTherapies, merge: Sum, view: Surely, safer: LessIsSafer,
		values: func(e *Effect) (all []EffectValue) {
			for _, s := range e.Suggest {
				all = append(all, EffectValue{s.Therapy, s.Score})
			}
			return all
		},
		remove: func(e *Effect, therapy int) {
			e.Suggest = slices.DeleteFunc(slices.Clone(e.Suggest), func(s Suggestion) bool { return s.Therapy == therapy })
		},
	},
	EffectPrefer: {
		name: "prefer", key: "prefer.pressure", over: OverPressures, merge: Least, view: Surely, safer: LessIsSafer,
		values: func(e *Effect) []EffectValue { return number(int(e.Prefer)) },
		remove: func(e *Effect, _ int) { e.Prefer = 0 },
	},
	EffectCare: {
		name: "care", key: "care", over: OverCare, merge: Union, view: Surely, safer: Unordered, list: "care", never: true, always: true,
		values: func(e *Effect) (all []EffectValue) {
			for _, c := range e.Care {
				all = append(all, EffectValue{c, 1})
			}
			return all
		},
		remove: func(e *Effect, care int) {
			e.Care = slices.DeleteFunc(slices.Clone(e.Care), func(c int) bool { return c == care })
		},
	},
}

// members returns the members of a bit set as values.
func members(set uint64) (all []EffectValue) {
	for ; set != 0; set &= set - 1 {
		all = append(all, EffectValue{bits.TrailingZeros64(set), 1})
	}
	return all
}

// number returns a number as a value; zero is none.
func number(n int) []EffectValue {
	if n == 0 {
		return nil
	}
	return []EffectValue{{n, 1}}
}

// itself returns the value of a kind whose values are rules: a rule has only itself, which
// stands at 0.
func itself(has bool) []EffectValue {
	if !has {
		return nil
	}
	return []EffectValue{{0, 1}}
}

// String returns the kind's name: in changes, such as avoid_added, and where a phrase about
// the kind is looked up. Kinds that people do not tell apart share one.
func (k EffectKind) String() string { return effectKinds[k].name }

// Key is where the kind stands in the effect of a rule: "exclude", "cap.pressure".
func (k EffectKind) Key() string { return effectKinds[k].key }

// Over says what the kind's values are.
func (k EffectKind) Over() Domain { return effectKinds[k].over }

// Merge says what several present values amount to.
func (k EffectKind) Merge() Merge { return effectKinds[k].merge }

// View is how the condition of a rule with the kind is looked at.
func (k EffectKind) View() View { return effectKinds[k].view }

// Safer says which of two results is the safer by what they have of the kind.
func (k EffectKind) Safer() Order { return effectKinds[k].safer }

// List is the name of the list in which a result shows the kind's present values and a case
// expects them; it is empty when a result has no such list.
func (k EffectKind) List() string { return effectKinds[k].list }

// Assertable reports whether an invariant can assert something of what is listed of the kind:
// NeverListed or AlwaysListed.
func (k EffectKind) Assertable(c AssertionKind) bool {
	return c == NeverListed && effectKinds[k].never || c == AlwaysListed && effectKinds[k].always
}

// ListKinds returns the kinds of which a result has a list, those looked at in one view.
func ListKinds(v View) (all []EffectKind) {
	for k := range EffectKinds {
		if k.List() != "" && k.View() == v {
			all = append(all, k)
		}
	}
	return all
}

// Named returns the kinds that share a name with one, itself among them.
func (k EffectKind) Named() (all []EffectKind) {
	for o := range EffectKinds {
		if o.String() == k.String() {
			all = append(all, o)
		}
	}
	return all
}

// Decides reports whether the kind gives dispositions, which decide whether any of the
// other kinds is shown.
func (k EffectKind) Decides() bool { return k.Over() == OverDispositions }

// Values returns what an effect has of a kind, in the order in which the rule has it.
func (e *Effect) Values(k EffectKind) []EffectValue { return effectKinds[k].values(e) }

// Shows reports whether an effect has something of a kind that is looked at in a view, the
// kinds that decide left out.
func (e *Effect) Shows(v View) bool {
	for k := range EffectKinds {
		if k.View() == v && !k.Decides() && e.Has(k) {
			return true
		}
	}
	return false
}

// Has reports whether an effect has anything of a kind.
func (e *Effect) Has(k EffectKind) bool { return len(e.Values(k)) > 0 }

// Names reports whether an effect has a value of a kind.
func (e *Effect) Names(k EffectKind, value int) bool {
	return slices.ContainsFunc(e.Values(k), func(v EffectValue) bool { return v.Value == value })
}

// Remove takes a value of a kind out of an effect. Other effects that it was copied from
// stay as they are.
func (e *Effect) Remove(k EffectKind, value int) { effectKinds[k].remove(e, value) }

// Size is how many values there are in a domain, those that packs number from 0; it is 0 for
// domains of numbers. A rule has one value, itself, at 0.
func (p *Pack) Size(d Domain) int {
	switch d {
	case OverDispositions:
		return int(Emergency) + 1
	case OverTherapies:
		return len(p.Therapies)
	case OverAreas:
		return len(p.Questions[p.Areas].Options)
	case OverSchedules:
		return len(p.Schedules)
	case OverCare:
		return len(p.Care)
	case OverPressures:
		return int(Deep) + 1
	case OverRules:
		return 1
	case OverMinutes, OverRates:
	}
	return 0
}

// ValueID is how a value of a domain is called: by the id that the pack gives it, or by its
// name or number. A rule is called by its own id, which is not known here; it has none.
func (p *Pack) ValueID(d Domain, value int) string {
	switch d {
	case OverDispositions:
		return Disposition(value).String()
	case OverTherapies:
		return p.Therapies[value].ID
	case OverAreas:
		return p.Questions[p.Areas].Options[value].ID
	case OverSchedules:
		return p.Schedules[value].ID
	case OverCare:
		return p.Care[value].ID
	case OverPressures:
		return Pressure(value).String()
	case OverMinutes, OverRates:
		return strconv.Itoa(value)
	case OverRules:
	}
	return ""
}
