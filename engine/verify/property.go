package verify

import (
	"slices"
	"strings"

	"knead/rules"
)

// Direction says whether a change makes a pack safer.
type Direction uint8

const (
	Different Direction = iota // neither safer nor less safe by itself
	Safer
	LessSafe
)

// String returns "different", "safer" or "less safe".
func (d Direction) String() string { return [...]string{"different", "safer", "less safe"}[d] }

// Change is one way in which two packs say something else to the same person.
type Change struct {
	Property  Property
	Subject   Subject
	Direction Direction
}

// String writes a change as outputs do: "therapy_added deep_tissue".
func (c Change) String() string { return c.Property.String() + " " + c.Subject.String() }

// Subject is what a change is about: the ids that its property is about, others are empty.
type Subject struct {
	Therapy, Question, Area, Rule, Option, Care, Schedule string
	// Detail says more: "refer to proceed", or which phrase of notes it is.
	Detail string
}

// String writes a subject as outputs and lists of allowed changes do:
// "deep_tissue.anticoagulant", "refer to proceed".
func (s Subject) String() string {
	var ids []string
	for _, id := range []string{s.Therapy, s.Question, s.Area, s.Rule, s.Option, s.Care, s.Schedule} {
		if id != "" {
			ids = append(ids, id)
		}
	}
	return strings.Join(ids, ".") + s.Detail
}

// Property is what changes. All that is to be said about one stands where it is declared.
type Property struct{ *propertyEntry }

type propertyEntry struct {
	name      string
	direction Direction // of dispositions and actions it depends on what they were and are
	kinds     kindSet   // the effects that can bring it about; none for what packs alone say
	// anyEffect is set when any effect of a rule makes it responsible for the change, not
	// only those of kinds.
	anyEffect bool
	about     about
	// incidental changes leave what may be done as it is.
	incidental bool
}

// String returns the property's name: "disposition", "therapy_added", "pressure_raised".
func (p Property) String() string { return p.name }

// Incidental reports whether a change of the property leaves what may be done as it is: it
// is one of actions, reasons, order, or what is withheld, missing or ignored.
func (p Property) Incidental() bool { return p.incidental }

// about says which part of a rule's effect counts for one change of a property.
type about uint8

const (
	anything   about = iota
	oneTherapy       // as far as it is about the therapy
	oneArea          // as far as it is about the area
	oneRule          // that of the rule
)

// kindSet is a set of kinds of effects.
type kindSet uint32

func kindsOf(kinds ...rules.EffectKind) (s kindSet) {
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

func (s kindSet) has(k rules.EffectKind) bool { return s>>k&1 != 0 }

// kindsIn returns the kinds of an effect.
func kindsIn(e *rules.Effect) (s kindSet) {
	for k := range rules.EffectKinds {
		if e.Has(k) {
			s |= 1 << k
		}
	}
	return s
}

var (
	disposing   = kindsOf(rules.EffectDisposition, rules.EffectIfUnsure)
	showing     = kindsOf(rules.EffectSuggest, rules.EffectExclude, rules.EffectPressure, rules.EffectAvoid)
	withholding = kindsOf(rules.EffectExclude, rules.EffectPressure, rules.EffectAvoid)
	pressing    = kindsOf(rules.EffectPrefer, rules.EffectPressure)
	lasting     = kindsOf(rules.EffectMinutes, rules.EffectSchedule)
	repeating   = kindsOf(rules.EffectRate, rules.EffectSchedule)
	scheduling  = kindsOf(rules.EffectSchedule)
	suggesting  = kindsOf(rules.EffectSuggest)
	avoiding    = kindsOf(rules.EffectAvoid)
	anyKindOf   = kindSet(1<<rules.EffectKinds-1) &^ kindsOf(rules.EffectCare)
)

// twoWays are the two ways of one change: something is dropped or lowered, or added or raised.
type twoWays struct{ less, more Property }

// one declares a property by itself.
func one(name string, e propertyEntry) Property {
	e.name = name
	return Property{&e}
}

// alike declares two ways of which neither is safer.
func alike(name string, e propertyEntry) twoWays {
	return twoWays{one(name+"_dropped", e), one(name+"_added", e)}
}

// opposed declares two ways of which the first is safer, and the second less safe. Which
// effects bring it about is looked into where it is less safe.
func opposed(name, less, more string, kinds kindSet, of about) twoWays {
	return twoWays{
		one(name+less, propertyEntry{direction: Safer, kinds: kinds, anyEffect: true}),
		one(name+more, propertyEntry{direction: LessSafe, kinds: kinds, about: of}),
	}
}

// asked declares two ways in which something can be answered otherwise.
func asked(less string, ofLess Direction, more string, ofMore Direction) twoWays {
	return twoWays{one(less, propertyEntry{direction: ofLess}), one(more, propertyEntry{direction: ofMore})}
}

func ofAction(name string) Property {
	return one(name, propertyEntry{kinds: disposing, about: oneRule, incidental: true})
}

// What changes of results.
var (
	dispositionChanged = one("disposition", propertyEntry{kinds: disposing})
	actionDropped      = ofAction("action_dropped")
	actionAdded        = ofAction("action_added")
	actionLowered      = ofAction("action_lowered")
	actionRaised       = ofAction("action_raised")
	actionSure         = ofAction("action_sure")
	actionUnsure       = ofAction("action_unsure")
	missing            = alike("missing", propertyEntry{incidental: true})
	ignored            = alike("ignored", propertyEntry{incidental: true})

	therapyShown    = opposed("therapy", "_removed", "_added", showing, oneTherapy)
	pressure        = opposed("pressure", "_lowered", "_raised", pressing, anything)
	minutes         = opposed("minutes", "_lowered", "_raised", lasting, anything)
	provider        = opposed("provider", "_raised", "_lowered", 0, anything)
	areaTreated     = opposed("area", "_removed", "_added", avoiding, anything)
	ScoreChanged    = one("score", propertyEntry{kinds: suggesting, anyEffect: true}) // which no case can expect
	reasonFor       = alike("for", propertyEntry{kinds: suggesting, about: oneRule, incidental: true})
	therapyOrder    = one("therapy_order", propertyEntry{incidental: true})
	withheld        = alike("withheld", propertyEntry{kinds: showing, anyEffect: true, incidental: true})
	withheldBecause = alike("withheld_because", propertyEntry{kinds: withholding, about: oneTherapy, incidental: true})

	scheduleChanged = one("schedule", propertyEntry{kinds: scheduling, anyEffect: true})
	planPhases      = one("plan_phases", propertyEntry{incidental: true})
	planRate        = opposed("plan_rate", "_lowered", "_raised", repeating, anything)
	planMinutes     = opposed("plan_minutes", "_lowered", "_raised", lasting, anything)
	planSessions    = opposed("plan_sessions", "_lowered", "_raised", scheduling, anything)
	review          = opposed("review", "_earlier", "_later", scheduling, anything)
	planBecause     = alike("plan_because", propertyEntry{kinds: scheduling, about: oneRule, incidental: true})
	avoidBecause    = alike("avoid_because", propertyEntry{kinds: avoiding, about: oneRule, incidental: true})

	ofActions = []Property{actionDropped, actionAdded, actionLowered, actionRaised, actionSure, actionUnsure}
	ofPlans   = []Property{
		scheduleChanged, planPhases, planRate.less, planRate.more, planMinutes.less, planMinutes.more,
		planSessions.less, planSessions.more, review.less, review.more, planBecause.less, planBecause.more,
	}
)

// What changes of what can be answered, and of what notes hint at.
var (
	options       = asked(rules.OptionDropped, LessSafe, "option_added", Different)
	unsureAnswer  = asked(rules.UnsureDropped, LessSafe, "unsure_added", Different)
	noneAnswer    = asked("none_dropped", Different, "none_added", Different)
	numberRange   = asked("range_narrowed", Different, rules.RangeWidened, LessSafe)
	contradicts   = asked("contradiction_dropped", Different, "contradiction_added", Different)
	freeText      = asked(rules.TextDropped, LessSafe, "text_added", Safer)
	notes         = asked(rules.NoteDropped, LessSafe, "note_added", Safer)
	harmlessNotes = asked("harmless_note_dropped", Safer, rules.HarmlessNoteAdded, LessSafe)
	noteCues      = asked("note_cue_dropped", Safer, rules.NoteCueAdded, LessSafe)
	noteLimits    = asked(rules.NoteLimitDropped, LessSafe, "note_limit_added", Safer)
)

// listChange is a change of what results list of kinds of effects with one name: a caution
// stands in the list of the visit's or beside therapies.
type listChange struct {
	rules.EffectKind // the one with the list
	kinds            kindSet
	twoWays
}

// lists are the changes of all lists. What rules say by themselves comes first.
var lists = func() (all []listChange) {
	for _, byRule := range []bool{true, false} {
		for k := range rules.EffectKinds {
			if k.List() != "" && byRule == (k.Over() == rules.OverRules) {
				kinds := kindsOf(k.Named()...)
				all = append(all, listChange{k, kinds, listed(k, kinds)})
			}
		}
	}
	return all
}()

// listed declares the two ways in which what results list of a kind changes. What is safer to
// have is less safe to lose; then the rule or area that lost it counts.
func listed(k rules.EffectKind, kinds kindSet) twoWays {
	if k.Safer() != rules.MoreIsSafer {
		return alike(k.String(), propertyEntry{kinds: kinds, anyEffect: true})
	}
	of := oneRule
	if k.Over() == rules.OverAreas {
		of = oneArea
	}
	return twoWays{
		one(k.String()+"_dropped", propertyEntry{direction: LessSafe, kinds: kinds, about: of}),
		one(k.String()+"_added", propertyEntry{direction: Safer, kinds: kinds, anyEffect: true}),
	}
}

// listOf returns the change of the list of a kind.
func listOf(k rules.EffectKind) listChange {
	return lists[slices.IndexFunc(lists, func(l listChange) bool { return l.EffectKind == k })]
}
