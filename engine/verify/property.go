package verify

import (
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

// Property is what changes. All that is to be said about one stands in its entry of a table.
type Property uint8

// Where two properties are the two ways of one change, the safer comes first, or the one that
// something is no longer there.
const (
	dispositionChanged Property = iota
	actionDropped
	actionAdded
	actionLowered
	actionRaised
	actionSure
	actionUnsure
	missingDropped
	missingAdded
	ignoredDropped
	ignoredAdded
	therapyRemoved
	therapyAdded
	pressureLowered
	pressureRaised
	minutesLowered
	minutesRaised
	providerRaised
	providerLowered
	areaRemoved
	areaAdded
	ScoreChanged // the score of a therapy, which no case can expect
	forDropped
	forAdded
	therapyOrder
	withheldDropped
	withheldAdded
	withheldBecauseDropped
	withheldBecauseAdded
	scheduleChanged
	planPhases
	planRateLowered
	planRateRaised
	planMinutesLowered
	planMinutesRaised
	planSessionsLowered
	planSessionsRaised
	reviewEarlier
	reviewLater
	planBecauseDropped
	planBecauseAdded
	avoidBecauseDropped
	avoidBecauseAdded
	optionDropped
	optionAdded
	unsureDropped
	unsureAdded
	noneDropped
	noneAdded
	rangeNarrowed
	rangeWidened
	textDropped
	textAdded
	noteDropped
	noteAdded
	harmlessNoteDropped
	harmlessNoteAdded
	firstList // what results list of a kind of effect: dropped and added, kind by kind
)

// propertyEntry is the entry of a property.
type propertyEntry struct {
	name      string
	direction Direction
	kinds     kindSet // the effects that can bring it about; none for what packs alone say
	// anyEffect is set where it is not looked into which effects of a rule bring the change
	// about: a rule is responsible for it by whatever else it does.
	anyEffect bool
	about     about
	// incidental changes leave what may be done as it is.
	incidental bool
}

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
	disposing    = kindsOf(rules.EffectDisposition, rules.EffectIfUnsure)
	showing      = kindsOf(rules.EffectSuggest, rules.EffectExclude, rules.EffectPressure, rules.EffectAvoid)
	withholding  = kindsOf(rules.EffectExclude, rules.EffectPressure, rules.EffectAvoid)
	pressing     = kindsOf(rules.EffectPrefer, rules.EffectPressure)
	lasting      = kindsOf(rules.EffectMinutes, rules.EffectSchedule)
	repeating    = kindsOf(rules.EffectRate, rules.EffectSchedule)
	scheduling   = kindsOf(rules.EffectSchedule)
	suggesting   = kindsOf(rules.EffectSuggest)
	avoiding     = kindsOf(rules.EffectAvoid)
	anyKindOf    = kindSet(1<<rules.EffectKinds-1) &^ kindsOf(rules.EffectCare)
	noKind       = kindSet(0)
	listed       = listedKinds()
	propertyList = buildProperties()
)

// buildProperties returns the table of properties.
func buildProperties() []propertyEntry {
	all := []propertyEntry{
		dispositionChanged:     {name: "disposition", kinds: disposing},
		actionDropped:          {name: "action_dropped", kinds: disposing, about: oneRule, incidental: true},
		actionAdded:            {name: "action_added", kinds: disposing, about: oneRule, incidental: true},
		actionLowered:          {name: "action_lowered", kinds: disposing, about: oneRule, incidental: true},
		actionRaised:           {name: "action_raised", kinds: disposing, about: oneRule, incidental: true},
		actionSure:             {name: "action_sure", kinds: disposing, about: oneRule, incidental: true},
		actionUnsure:           {name: "action_unsure", kinds: disposing, about: oneRule, incidental: true},
		missingDropped:         {name: "missing_dropped", incidental: true},
		missingAdded:           {name: "missing_added", incidental: true},
		ignoredDropped:         {name: "ignored_dropped", incidental: true},
		ignoredAdded:           {name: "ignored_added", incidental: true},
		therapyRemoved:         {name: "therapy_removed", direction: Safer, kinds: showing, anyEffect: true},
		therapyAdded:           {name: "therapy_added", direction: LessSafe, kinds: showing, about: oneTherapy},
		pressureLowered:        {name: "pressure_lowered", direction: Safer, kinds: pressing, anyEffect: true},
		pressureRaised:         {name: "pressure_raised", direction: LessSafe, kinds: pressing},
		minutesLowered:         {name: "minutes_lowered", direction: Safer, kinds: lasting, anyEffect: true},
		minutesRaised:          {name: "minutes_raised", direction: LessSafe, kinds: lasting},
		providerRaised:         {name: "provider_raised", direction: Safer, anyEffect: true},
		providerLowered:        {name: "provider_lowered", direction: LessSafe},
		areaRemoved:            {name: "area_removed", direction: Safer, kinds: avoiding, anyEffect: true},
		areaAdded:              {name: "area_added", direction: LessSafe, kinds: avoiding},
		ScoreChanged:           {name: "score", kinds: suggesting, anyEffect: true},
		forDropped:             {name: "for_dropped", kinds: suggesting, about: oneRule, incidental: true},
		forAdded:               {name: "for_added", kinds: suggesting, about: oneRule, incidental: true},
		therapyOrder:           {name: "therapy_order", incidental: true},
		withheldDropped:        {name: "withheld_dropped", kinds: showing, anyEffect: true, incidental: true},
		withheldAdded:          {name: "withheld_added", kinds: showing, anyEffect: true, incidental: true},
		withheldBecauseDropped: {name: "withheld_because_dropped", kinds: withholding, about: oneTherapy, incidental: true},
		withheldBecauseAdded:   {name: "withheld_because_added", kinds: withholding, about: oneTherapy, incidental: true},
		scheduleChanged:        {name: "schedule", kinds: scheduling, anyEffect: true},
		planPhases:             {name: "plan_phases", incidental: true},
		planRateLowered:        {name: "plan_rate_lowered", direction: Safer, kinds: repeating, anyEffect: true},
		planRateRaised:         {name: "plan_rate_raised", direction: LessSafe, kinds: repeating},
		planMinutesLowered:     {name: "plan_minutes_lowered", direction: Safer, kinds: lasting, anyEffect: true},
		planMinutesRaised:      {name: "plan_minutes_raised", direction: LessSafe, kinds: lasting},
		planSessionsLowered:    {name: "plan_sessions_lowered", direction: Safer, kinds: scheduling, anyEffect: true},
		planSessionsRaised:     {name: "plan_sessions_raised", direction: LessSafe, kinds: scheduling},
		reviewEarlier:          {name: "review_earlier", direction: Safer, kinds: scheduling, anyEffect: true},
		reviewLater:            {name: "review_later", direction: LessSafe, kinds: scheduling},
		planBecauseDropped:     {name: "plan_because_dropped", kinds: scheduling, about: oneRule, incidental: true},
		planBecauseAdded:       {name: "plan_because_added", kinds: scheduling, about: oneRule, incidental: true},
		avoidBecauseDropped:    {name: "avoid_because_dropped", kinds: avoiding, about: oneRule, incidental: true},
		avoidBecauseAdded:      {name: "avoid_because_added", kinds: avoiding, about: oneRule, incidental: true},
		optionDropped:          {name: rules.OptionDropped, direction: LessSafe},
		optionAdded:            {name: "option_added"},
		unsureDropped:          {name: rules.UnsureDropped, direction: LessSafe},
		unsureAdded:            {name: "unsure_added"},
		noneDropped:            {name: "none_dropped"},
		noneAdded:              {name: "none_added"},
		rangeNarrowed:          {name: "range_narrowed"},
		rangeWidened:           {name: rules.RangeWidened, direction: LessSafe},
		textDropped:            {name: rules.TextDropped, direction: LessSafe},
		textAdded:              {name: "text_added", direction: Safer},
		noteDropped:            {name: rules.NoteDropped, direction: LessSafe},
		noteAdded:              {name: "note_added", direction: Safer},
		harmlessNoteDropped:    {name: "harmless_note_dropped", direction: Safer},
		harmlessNoteAdded:      {name: rules.HarmlessNoteAdded, direction: LessSafe},
	}
	for _, kinds := range listed {
		all = append(all, listProperties(kinds)...)
	}
	return all
}

// listedKinds returns the kinds that results list, those of one name together: a caution
// stands in the list of the visit's or beside therapies. What rules say by themselves comes
// first.
func listedKinds() (all []kindSet) {
	for _, byRule := range []bool{true, false} {
		for k := range rules.EffectKinds {
			if k.List() == "" || byRule != (k.Over() == rules.OverRules) {
				continue
			}
			set := noKind
			for other := range rules.EffectKinds {
				if other.String() == k.String() {
					set |= kindsOf(other)
				}
			}
			all = append(all, set)
		}
	}
	return all
}

// first returns the first kind of a set.
func (s kindSet) first() rules.EffectKind {
	k := rules.EffectKind(0)
	for !s.has(k) {
		k++
	}
	return k
}

// listProperties returns the properties of what results list of a kind. What is safer to
// have is less safe to lose; then the rule or area that lost it counts.
func listProperties(kinds kindSet) []propertyEntry {
	k := kinds.first()
	dropped := propertyEntry{name: k.String() + "_dropped", kinds: kinds, anyEffect: true}
	added := propertyEntry{name: k.String() + "_added", kinds: kinds, anyEffect: true}
	if k.Safer() == rules.MoreIsSafer {
		dropped.direction, added.direction, dropped.anyEffect = LessSafe, Safer, false
		dropped.about = oneRule
		if k.Over() == rules.OverAreas {
			dropped.about = oneArea
		}
	}
	return []propertyEntry{dropped, added}
}

// listDropped returns the property that something of a kind is no longer listed; the next one
// is that it is.
func listDropped(k rules.EffectKind) Property {
	p := firstList
	for _, kinds := range listed {
		if kinds.has(k) {
			return p
		}
		p += 2
	}
	panic("results do not list " + k.Key())
}

// String returns the property's name: "disposition", "therapy_added", "pressure_raised".
func (p Property) String() string { return propertyList[p].name }

// Incidental reports whether a change of the property leaves what may be done as it is: it
// is one of actions, reasons, order, or what is withheld, missing or ignored.
func (p Property) Incidental() bool { return propertyList[p].incidental }
