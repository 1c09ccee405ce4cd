package rules

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Pack is everything one questionnaire with its rules consists of. It is immutable once
// parsed and safe for concurrent use.
type Pack struct {
	Name, Version string
	// Digest is "sha256:" and the hexadecimal hash of the pack's files, tests excepted.
	Digest   string
	Language string // BCP 47 tag of its texts
	Title    Text
	Author   string
	Reviewed string // date of the authors' last review, YYYY-MM-DD
	Use      IntendedUse

	Sections     []Section
	Questions    []Question
	Derived      []Derived
	Conditions   []NamedCondition
	Tags         []Tag
	Therapies    []Therapy  // ties between equal scores follow this order
	Schedules    []Schedule // gentlest first
	Care         []Care
	Sources      []Source
	Rules        []Rule
	Notes        []NoteTerm
	Cues         []NoteCue
	Contradicts  []Contradiction
	Regions      []Region // the first is the default
	Requirements []Requirement
	Invariants   []Invariant
	Waivers      []Waiver

	// Dispositions holds the general wording of each disposition, indexed by it.
	Dispositions [Emergency + 1]DispositionText
	// Disclaimer is part of every output; DisclaimerLine is its one-line form.
	Disclaimer, DisclaimerLine Text
	// DisclaimerShort is the form of one-screen results, in at most MaxDisclaimer characters. When
	// it is empty they have the whole one.
	DisclaimerShort Text

	// Areas is the index of the question whose options are body areas.
	Areas int
	// Person are the questions whose answers say in one line who comes and with what.
	Person []int
	// SessionsDone is the index of the Int question that counts the sessions of the
	// course so far, or -1.
	SessionsDone int
	// ClearanceLifted is the condition under which a certain clearance becomes proceed;
	// nil means never.
	ClearanceLifted *Condition

	Pos Pos
}

// IntendedUse says whom the pack serves and whom it does not.
type IntendedUse struct {
	For    Text
	NotFor []Text
	Limits []Text
	// Opening says on the first screen, a line each, what the pack is, what it is not and when to call
	// for help; without it For and NotFor do.
	Opening []Text
}

// DispositionText is how a disposition is worded.
type DispositionText struct {
	Title  Text // a few words: "Get emergency help now"
	Short  Text // what it means, for one-screen results; may be empty
	Text   Text // what it means and what to do
	Unsure Text // said when an unsure answer led to it and the rule has no words of its own
}

// Region holds the telephone advice of a place.
type Region struct {
	ID        string
	Name      Text
	Emergency Text // stands for {emergency}: "112 (or 108 for an ambulance)"
	Urgent    Text // stands for {urgent}: "a doctor or NHS 111"
	Pos       Pos
}

// anywhere is the id of the region whose advice is for no place of its own.
const anywhere = "default"

// numbersBeside finds digits with all that may belong to the same telephone number.
var numbersBeside = regexp.MustCompile(`\+?\d[\d ().\-/]*`)

// Numbers returns the telephone numbers in the advice, as they can be dialled: three digits or more, and nothing
// beside them by which they may be a part of a longer number. What is advised anywhere need not be
// the number of the place where somebody is, and is none.
func (r *Region) Numbers() (all []string) {
	if r.ID == anywhere {
		return nil
	}
	for _, t := range []Text{r.Emergency, r.Urgent} {
		for _, number := range numbersBeside.FindAllString(t.Patient+"; "+t.Practitioner, -1) {
			number = strings.TrimRight(number, " ().-/")
			if len(number) >= 3 && strings.Trim(number, "0123456789") == "" && !slices.Contains(all, number) {
				all = append(all, number)
			}
		}
	}
	return all
}

// The greatest length of ids in bytes: of a pack's parts, and of an intake.
const (
	MaxIDLength       = 64
	MaxIntakeIDLength = 128
)

var versionFormat = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`)

// IsVersion reports whether s can be the version of a pack.
func IsVersion(s string) bool { return versionFormat.MatchString(s) }

// IsDate reports whether s is a day of the calendar, written YYYY-MM-DD.
func IsDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// QuestionIndex returns the position of the question with that id, or -1.
func (p *Pack) QuestionIndex(id string) int {
	return index(p.Questions, func(q *Question) bool { return q.ID == id })
}

// index is slices.IndexFunc for elements that are large.
func index[T any](all []T, is func(*T) bool) int {
	for i := range all {
		if is(&all[i]) {
			return i
		}
	}
	return -1
}

// QuestionIDs returns the ids of all questions.
func (p *Pack) QuestionIDs() []string {
	ids := make([]string, len(p.Questions))
	for i := range p.Questions {
		ids[i] = p.Questions[i].ID
	}
	return ids
}

// TherapyIndex returns the position of the therapy with that id, or -1.
func (p *Pack) TherapyIndex(id string) int {
	return index(p.Therapies, func(t *Therapy) bool { return t.ID == id })
}

// RuleIndex returns the position of the rule with that id, or -1.
func (p *Pack) RuleIndex(id string) int {
	return index(p.Rules, func(r *Rule) bool { return r.ID == id })
}

// HasShort reports whether the pack has phrases for one-screen results.
func (p *Pack) HasShort() bool {
	return index(p.Rules, func(r *Rule) bool { return !r.Short.Empty() }) >= 0
}

// StaleReview warns when the authors' last review of the pack is more than two years before
// today, or after it; otherwise it returns nil.
func StaleReview(p *Pack, today time.Time) *Problem {
	reviewed, err := time.Parse(time.DateOnly, p.Reviewed)
	if err != nil {
		return nil
	}
	problem := Problem{Pos: p.Pos, Field: "reviewed", Code: "stale-review", Warning: true}
	switch {
	case reviewed.AddDate(2, 0, 0).Before(today):
		problem.Message = "the last review, " + p.Reviewed + ", is more than two years ago"
	case reviewed.After(today):
		problem.Message = "the last review, " + p.Reviewed + ", lies in the future"
	default:
		return nil
	}
	return &problem
}

// Contradiction is a check of answers against each other. It says that answers do not go
// together, so that the person looks at them again; no advice depends on it.
type Contradiction struct {
	ID        string
	When      *Condition // must be true: an answer that is unsure contradicts nothing
	Questions []int      // what is asked again, in the pack's order
	Text      Text
	Pos       Pos
}
