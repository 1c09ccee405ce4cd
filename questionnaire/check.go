package questionnaire

import (
	"fmt"
	"math/bits"
	"unicode/utf8"

	"knead/rules"
)

// Complaint says why an answer cannot be taken. Code chooses the words in which a person
// is told; Min, Max and Word fill them in.
type Complaint struct {
	Code     string
	Min, Max int
	Word     string
	Item     int    // position of the item on the page
	Ticks    uint64 // Drops
	Items    []int  // StillOpen
}

// The codes of complaints.
const (
	NeedsTick   = "needs_tick"   // a list needs ticks, "none of these" or "not sure"
	NeedsOne    = "needs_one"    // a list that needs at least one tick
	NeedsChoice = "needs_choice" // one option must be chosen
	NeedsNumber = "needs_number" // a whole number from Min to Max
	NeedsAnswer = "needs_answer" // "not sure" is no answer to this question
	TooLong     = "too_long"     // text of more than Max characters
	NoMatch     = "no_match"     // Word is no option
	ManyMatch   = "many_match"   // Word fits several options
	NoneAndMore = "none_and_more"
	StillOpen   = "still_open" // the items at Items are not answered
	AtFirst     = "at_first"   // there is nothing before the first question
	Drops       = "drops"      // Ticks, which were so at the last visit, are left out: say it again
)

func (c *Complaint) Error() string {
	switch c.Code {
	case NeedsNumber:
		return fmt.Sprintf("a whole number from %d to %d is needed", c.Min, c.Max)
	case TooLong:
		return fmt.Sprintf("at most %d characters are possible", c.Max)
	case NoMatch:
		return fmt.Sprintf("no option is called %q", c.Word)
	case ManyMatch:
		return fmt.Sprintf("several options fit %q", c.Word)
	case NeedsTick:
		return `an option, "none" or "unsure" is needed`
	case NeedsOne:
		return "at least one option is needed"
	case NeedsChoice:
		return "one option is needed"
	case NoneAndMore:
		return `"none" stands alone`
	case StillOpen:
		return fmt.Sprintf("%d answers are missing on this page", len(c.Items))
	case Drops:
		return "something of the last visit is left out; answer so again if that is right"
	case AtFirst:
		return "this is the first question"
	}
	return `"unsure" is no answer to this question`
}

// missing is the complaint about a question that was given no answer.
func missing(q *rules.Question) error {
	switch {
	case q.Kind.Many() && q.AtLeastOne:
		return &Complaint{Code: NeedsOne}
	case q.Kind.Many():
		return &Complaint{Code: NeedsTick}
	case q.Kind.IsNumber():
		return &Complaint{Code: NeedsNumber, Min: q.Min, Max: q.Max}
	case q.Kind.IsText():
		return &Complaint{Code: NeedsAnswer}
	}
	return &Complaint{Code: NeedsChoice}
}

// Check returns a [*Complaint] when the answer cannot be given to the question, else nil.
// An unanswered state takes an answer back, which only optional questions allow.
func Check(q *rules.Question, a rules.Answer) error {
	switch a.State {
	case rules.Unanswered:
		if q.Required || q.Advice {
			return missing(q)
		}
		return nil
	case rules.Unsure:
		if !q.Unsure {
			return &Complaint{Code: NeedsAnswer}
		}
	}
	wrong := false
	switch many := q.Kind.Many(); {
	case a.Ticks>>len(q.Options) != 0:
		return &Complaint{Code: NoMatch}
	case a.State == rules.Unsure:
		wrong = a.Ticks != 0 && !many
	case q.Kind.IsText():
		if utf8.RuneCountInString(a.Text) > q.Max {
			return &Complaint{Code: TooLong, Max: q.Max}
		}
	case q.Kind.IsNumber():
		wrong = a.Int < q.Min || a.Int > q.Max
	case many:
		wrong = a.Ticks == 0 && q.AtLeastOne
	default:
		wrong = bits.OnesCount64(a.Ticks) != 1
	}
	if wrong {
		return missing(q)
	}
	return nil
}
