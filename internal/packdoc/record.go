// Package packdoc describes a pack for people who do not read YAML: a clinician who reviews
// and signs it off, an author who looks something up.
//
// [Describe] makes a [Doc], the plain record of everything that can be shown; JSON writes
// it as it is, [Markdown] and [Text] are readers of it.
package packdoc

import (
	"cmp"
	"fmt"
	"slices"

	"knead/rules"
)

// Doc describes a pack, or the part of it that was asked for.
type Doc struct {
	Pack           Header          `json:"pack"`
	Dispositions   []Disposition   `json:"dispositions,omitempty"` // most cautious first
	Regions        []Region        `json:"regions,omitempty"`      // the first is the default
	Rows           []Row           `json:"rows,omitempty"`
	Questions      []Question      `json:"questions,omitempty"`
	Notes          []Note          `json:"note_terms,omitempty"`
	Cues           []Cue           `json:"note_cues,omitempty"`
	Conditions     []Condition     `json:"conditions,omitempty"`
	Contradictions []Contradiction `json:"contradictions,omitempty"`
	Rules          []Rule          `json:"rules,omitempty"`
	Therapies      []Therapy       `json:"therapies,omitempty"`
	Schedules      []Schedule      `json:"schedules,omitempty"`
	Care           []Care          `json:"care,omitempty"`
	Invariants     []Invariant     `json:"invariants,omitempty"`
	Accepted       []Accepted      `json:"accepted,omitempty"`
	Sources        []Source        `json:"sources,omitempty"`
	Cases          int             `json:"cases"` // test cases of the pack
	partial        bool            // only what was asked for
}

// Fired counts the rules that fire in a case.
func (d *Doc) Fired() int {
	return len(keep(d.Rules, func(r Rule) bool { return len(r.Fires) > 0 }))
}

// Missed counts the rules that a case narrowly misses.
func (d *Doc) Missed() int {
	return len(keep(d.Rules, func(r Rule) bool { return len(r.NearMiss) > 0 }))
}

// Consensus returns the rules that rest on what no source confirmed.
func (d *Doc) Consensus() []Rule {
	return keep(d.Rules, func(r Rule) bool { return r.Certainty == rules.Consensus.String() })
}

// Weightiest returns the rules to read first: the most urgent, among these those that most cases
// fire; at most n. The plainest conditions stand first.
func (d *Doc) Weightiest(n int) []Rule {
	all := slices.Clone(d.Rules)
	slices.SortStableFunc(all, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(b.urgency, a.urgency), cmp.Compare(len(b.Fires), len(a.Fires)))
	})
	all = all[:min(n, len(all))]
	slices.SortStableFunc(all, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(b.urgency, a.urgency), cmp.Compare(len(a.When), len(b.When)))
	})
	return all
}

// Tally is how often something occurs.
type Tally struct {
	Name  string
	Count int
}

// Certainties counts rules by what they rest on, the firmest first.
func (d *Doc) Certainties() (all []Tally) {
	for c := rules.Guideline; ; c-- {
		if n := len(keep(d.Rules, func(r Rule) bool { return r.Certainty == c.String() })); n > 0 {
			all = append(all, Tally{c.String(), n})
		}
		if c == rules.Consensus {
			return all
		}
	}
}

// Advices counts rules by the overall advice they ask for, the most cautious first.
func (d *Doc) Advices() (all []Tally) {
	for advice := rules.Emergency; advice > rules.Proceed; advice-- {
		if n := len(keep(d.Rules, func(r Rule) bool { return r.urgency == advice })); n > 0 {
			all = append(all, Tally{advice.String(), n})
		}
	}
	none := len(keep(d.Rules, func(r Rule) bool { return r.urgency == rules.Proceed }))
	return append(all, Tally{"none: they limit, caution, suggest, plan or advise", none})
}

// Kinds counts the sources of each type by how they were checked, in the order of [Doc.Checks].
func (d *Doc) Kinds() (all []Kind) {
	for _, t := range tally(each(d.Sources, func(_ int, s *Source) string { return s.Type })) {
		k := Kind{Name: t.Name}
		for _, checked := range d.Checks() {
			k.Counts = append(k.Counts, fmt.Sprint(len(keep(d.Sources, func(s Source) bool { return s.Type == t.Name && s.Checked == checked }))))
		}
		all = append(all, k)
	}
	return all
}

// Kind is a type of source, and how many of it there are.
type Kind struct {
	Name   string
	Counts []string
}

// Checks are the ways to have checked a source, the best first.
func (*Doc) Checks() []string {
	return []string{rules.Read.String(), rules.Abstract.String(), rules.Secondary.String(), rules.Known.String()}
}

// Gaps are the sources without a stable address.
func (d *Doc) Gaps() (ids []string) {
	for _, s := range d.Sources {
		if s.URL == "" && s.Type != "custom" {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func tally(names []string) (all []Tally) {
	slices.Sort(names)
	for _, name := range names {
		if len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, Tally{Name: name})
		}
		all[len(all)-1].Count++
	}
	return all
}

// Grounds are what something rests on.
type Grounds struct {
	Sources   []string `json:"sources"`
	Certainty string   `json:"certainty"`
}

// Header says what the pack is and whom it serves.
type Header struct {
	Name       string       `json:"name"`
	Version    string       `json:"version"`
	Title      rules.Text   `json:"title"`
	Author     string       `json:"author"`
	Reviewed   string       `json:"reviewed"` // by its authors, which is not a sign-off
	For        rules.Text   `json:"for"`
	NotFor     []rules.Text `json:"not_for"`
	Limits     []rules.Text `json:"limits"`
	Opening    []rules.Text `json:"opening,omitempty"`
	Disclaimer rules.Text   `json:"disclaimer"`
	Short      rules.Text   `json:"disclaimer_short,omitzero"`
}

// Disposition is an overall advice and its general wording.
type Disposition struct {
	ID         string     `json:"id"`
	Title      rules.Text `json:"title"`
	Short      rules.Text `json:"short,omitzero"`
	Text       rules.Text `json:"text"`
	Unsure     rules.Text `json:"unsure,omitzero"` // when an unsure answer led to it
	LiftedWhen string     `json:"lifted_when,omitempty"`
}

// Region holds the telephone advice of a place.
type Region struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Emergency rules.Text `json:"emergency"`
	Urgent    rules.Text `json:"urgent"`
}

// Note are phrases in free text that make options unknown unless one of them is ticked.
type Note struct {
	Question string   `json:"question"`
	Options  []string `json:"options"`
	Terms    []string `json:"terms"`
	With     []string `json:"with,omitempty"`     // a term counts only near one of these
	Harmless []string `json:"harmless,omitempty"` // phrases within which the terms do not count
	Past     bool     `json:"past_counts,omitempty"`
	Slips    bool     `json:"slips,omitempty"` // found with one letter wrong too
}

// Cue are phrases in free text that tell how the terms beside them are meant.
type Cue struct {
	Category    string   `json:"category"`
	Direction   string   `json:"direction,omitempty"`
	List        bool     `json:"list,omitempty"`        // runs on over a bare list
	Open        bool     `json:"open,omitempty"`        // that needs no "or"
	Correlative bool     `json:"correlative,omitempty"` // counts only beside itself
	Far         bool     `json:"far,omitempty"`         // takes back what stands some words before it too
	Ends        []string `json:"ends,omitempty"`        // of terminate: categories
	Phrases     []string `json:"phrases"`
}

// Row is a fact the pack carries out, and by what.
type Row struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Rules       []string `json:"rules"`
	Invariants  []string `json:"invariants"`
	Tests       int      `json:"tests"`       // cases that fire one of the rules
	NearMisses  int      `json:"near_misses"` // cases in which one of them narrowly has no effect
	Unexpressed string   `json:"unexpressed,omitempty"`
	Partly      string   `json:"partly,omitempty"` // what the rules leave out or approximate, and why
}

// Question is one thing the pack asks.
type Question struct {
	ID       string     `json:"id"`
	Section  string     `json:"section"`
	Type     string     `json:"type"`
	Answers  string     `json:"answers"` // what may be answered, in words
	Required bool       `json:"required"`
	AskedIf  string     `json:"asked_if,omitempty"`
	Ask      rules.Text `json:"ask"`
	Short    rules.Text `json:"short,omitzero"`
	Help     rules.Text `json:"help,omitzero"`
	Why      rules.Text `json:"why"`
	Options  []Option   `json:"options,omitempty"`
	ReadBy   []string   `json:"read_by"` // rules
}

// Option is one answer that can be ticked.
type Option struct {
	ID    string     `json:"id"`
	Label rules.Text `json:"label"`
	Help  rules.Text `json:"help,omitzero"`
}

// Condition is a named condition in words.
type Condition struct {
	ID    string     `json:"id"`
	Title rules.Text `json:"title"`
	When  string     `json:"when"`
}

// Contradiction is a check of answers against each other, and the questions it asks again.
type Contradiction struct {
	ID        string     `json:"id"`
	When      string     `json:"when"`
	Questions []string   `json:"questions"`
	Text      rules.Text `json:"text"`
}

// Rule is one rule in words, with the cases that show it at work.
type Rule struct {
	ID         string     `json:"id"`
	Title      string     `json:"title"`
	File       string     `json:"file"`
	Rows       []string   `json:"rows,omitempty"`
	When       string     `json:"when"`
	Then       []string   `json:"then"`
	Short      rules.Text `json:"short,omitzero"`
	Text       rules.Text `json:"text"`
	UnsureText rules.Text `json:"unsure_text,omitzero"`
	Grounds
	Because  *Grounds `json:"because,omitempty"` // of the reason, where it is graded apart
	Fires    []string `json:"fires"`             // names of cases
	Unsure   []string `json:"unsure"`
	NearMiss []string `json:"near_miss"`
	urgency  rules.Disposition
	ifUnsure rules.Disposition
}

// Advice is the overall advice of the rule in a few words, or else what it does first.
func (r Rule) Advice() string {
	if r.urgency == rules.Proceed {
		return r.Then[0]
	}
	return fmt.Sprintf("%v; unsure: %v", r.urgency, r.ifUnsure)
}

// Therapy is a kind of massage, and which rules speak for and against it.
type Therapy struct {
	ID         string     `json:"id"`
	Name       rules.Text `json:"name"`
	OtherNames []string   `json:"other_names,omitempty"`
	Short      rules.Text `json:"short,omitzero"`
	About      rules.Text `json:"about"`
	Areas      []string   `json:"areas"`
	Pressure   string     `json:"pressure,omitempty"` // absent for procedures that a physician doses
	Minutes    [2]int     `json:"minutes,omitzero"`
	Tags       []string   `json:"tags,omitempty"`
	Provider   string     `json:"provider"`
	Evidence   rules.Text `json:"evidence"`
	Harms      rules.Text `json:"harms"`
	Grounds
	SuggestedBy []string `json:"suggested_by"`
	ExcludedBy  []string `json:"excluded_by"`
	CautionedBy []string `json:"cautioned_by"`
}

// Schedule is the shape of a course.
type Schedule struct {
	ID       string     `json:"id"`
	Name     rules.Text `json:"name"`
	Phases   []string   `json:"phases"`
	Review   string     `json:"review"`
	Sessions string     `json:"sessions"`
	Grounds
	ChosenBy []string `json:"chosen_by"`
}

// Care is advice that goes beside massage.
type Care struct {
	ID       string     `json:"id"`
	Name     rules.Text `json:"name"`
	Short    rules.Text `json:"short,omitzero"`
	Text     rules.Text `json:"text"`
	Evidence rules.Text `json:"evidence"`
	Grounds
	GivenBy []string `json:"given_by"`
}

// Invariant is a promise about every result.
type Invariant struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Rows   []string `json:"rows,omitempty"`
	For    string   `json:"for"`
	Claims []string `json:"claims"`
}

// Source is where statements come from.
type Source struct {
	ID       string   `json:"id"`
	Type     string   `json:"type,omitempty"`
	Citation string   `json:"citation"`
	URL      string   `json:"url,omitempty"`
	Checked  string   `json:"checked,omitempty"`
	Seen     string   `json:"seen,omitempty"`
	Note     string   `json:"note,omitempty"`
	Bears    []string `json:"bears,omitempty"` // ids of what rests on it
}

// Accepted is a finding of rules prove that the authors stand by.
type Accepted struct {
	Property string   `json:"property"`
	Subject  string   `json:"subject"`
	Rules    []string `json:"rules,omitempty"`
	When     string   `json:"when,omitempty"`
	Reason   string   `json:"reason"`
}
