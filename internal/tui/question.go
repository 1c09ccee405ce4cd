//go:build !windows

package tui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"knead/internal/text"
	"knead/questionnaire"
	"knead/rules"
)

// options is a question whose answers are the lines of a list. The same keys serve all: a number,
// 0 for none and - for not sure go to a line, Space ticks it where several can be ticked, and
// Enter confirms. Of a list to tick nothing is confirmed, "none of these" least of all, before
// every line has been on the screen.
type options struct {
	list
	scr          *screen
	many         bool
	ticks        uint64
	none, unsure bool
	complaint    string
}

// askList shows a question whose answers can be listed, until there is a reply. Ticks are
// returned as pending, too: they may be refused, or left for another question.
func (a *asker) askList(ctx context.Context, scr screen) (reply questionnaire.Reply, err error) {
	o := newOptions(a, &scr)
	defer func() {
		if o.many && o.ticks != scr.Given.Ticks {
			reply.Pending = []questionnaire.Pending{{Ticks: o.ticks}}
		}
	}()
	for {
		key, err := a.runList(ctx, &o.list, o.layout)
		reply, leaves := navigation(key)
		switch {
		case err == nil && reply.Act == questionnaire.Keep && leaves && o.unconfirmed():
			o.complaint = a.words("rich_not_confirmed")
		case err != nil || leaves:
			return reply, err
		case key == '*':
			return questionnaire.Reply{Act: questionnaire.Lists}, nil
		case key == '?':
			if err := a.explain(ctx, scr); err != nil {
				return reply, err
			}
		default:
			if reply, ok := o.confirm(); ok {
				return reply, nil
			}
		}
	}
}

func newOptions(a *asker, scr *screen) *options {
	o := &options{list: list{asker: a}, scr: scr, many: scr.Kind.Many(), complaint: scr.complaint}
	o.list.press = o.press
	if o.many {
		o.ticks = scr.Given.Ticks
		if scr.Pending.Ticks != 0 {
			o.ticks = scr.Pending.Ticks
		}
		o.unsure = scr.Given.State == rules.Unsure
		o.none = scr.Keeps() && scr.Given.State == rules.Answered && o.ticks == 0
		if d := scr.Dropping; d.State != rules.Unanswered {
			o.ticks, o.unsure, o.none = d.Ticks, d.State == rules.Unsure, d.State == rules.Answered && d.Ticks == 0
		}
	}
	o.fill()
	if !o.many {
		o.focus = o.given()
	}
	return o
}

// given is the line of the answer so far, or the one that chooses nothing.
func (o *options) given() int {
	of := func(key string) int {
		return max(slices.IndexFunc(o.lines, func(l line) bool { return l.key == key }), 0)
	}
	switch scr := o.scr; {
	case scr.Given.State == rules.Unsure:
		return of("-")
	case scr.Given.State == rules.Answered && scr.Kind.IsNumber():
		return of(strconv.Itoa(scr.Given.Int))
	case scr.Given.State == rules.Answered:
		return 1 + slices.IndexFunc(scr.Options, func(opt questionnaire.Option) bool { return scr.Given.Ticks == 1<<opt.Tick })
	}
	return 0
}

// fill makes the lines. A list of which one line is chosen begins with a line that chooses
// nothing, so that no bare Enter is an answer.
func (o *options) fill() {
	scr := o.scr
	o.lines = nil
	box := func(ticked bool) string {
		switch {
		case !o.many:
			return ""
		case ticked:
			return "[x] "
		}
		return "[ ] "
	}
	if !o.many {
		nothing := "rich_choose"
		if !scr.Required && scr.GivenText != "" {
			nothing = "rich_nothing"
		}
		o.lines = []line{{label: o.words(nothing), help: scr.Help}}
	}
	for i, opt := range scr.Options {
		o.lines = append(o.lines, line{strconv.Itoa(i + 1), box(o.ticks&(1<<opt.Tick) != 0), opt.Label, opt.Help})
	}
	for n := scr.Min; scr.Kind.IsNumber() && n <= scr.Max; n++ {
		o.lines = append(o.lines, line{strconv.Itoa(n), "", "", scr.Help})
	}
	if scr.None {
		o.lines = append(o.lines, line{"0", box(o.none), o.words("none"), ""})
	}
	if scr.Unsure {
		o.lines = append(o.lines, line{"-", box(o.unsure), o.words("unsure"), ""})
	}
}

// press does what a key means at this list and reports whether it leaves it.
func (o *options) press(key rune) bool {
	switch {
	case digitOf(key) == '0' && o.scr.None:
		if !o.showUnseen() {
			o.tick("0", true)
		}
	case key == '-' && o.scr.Unsure:
		o.tick("-", true)
	case key == ' ' && o.many:
		o.tick(o.lines[o.focus].key, false)
		o.filter = ""
	default:
		return strings.ContainsRune("?<>=", key) || key == '*' && o.scr.page.MayChoose
	}
	return false
}

// tick goes to the line of a key and, where several can be ticked, ticks it or, unless it is to
// stay ticked, takes its tick back. A tick takes "none of these" back.
func (o *options) tick(key string, stays bool) {
	o.complaint = ""
	o.focus = slices.IndexFunc(o.lines, func(l line) bool { return l.key == key })
	switch {
	case !o.many:
	case key == "0":
		o.none = stays || !o.none
	case key == "-":
		o.unsure = stays || !o.unsure
		o.none = o.none && !o.unsure
	default:
		o.ticks ^= 1 << o.scr.Options[o.focus].Tick
		o.none = o.none && o.ticks == 0
	}
}

// unconfirmed reports whether something is ticked at a question that has to be answered and is not.
func (o *options) unconfirmed() bool {
	return o.many && o.scr.Required && o.scr.GivenText == "" && (o.ticks != 0 || o.none || o.unsure)
}

// confirm returns the reply that Enter is, if it is one.
func (o *options) confirm() (reply questionnaire.Reply, ok bool) {
	o.complaint = ""
	switch {
	case !o.many && o.showRest():
		return reply, false
	case !o.many:
		return o.chosen()
	case o.filter != "":
		o.filter = ""
		return reply, false
	case o.showUnseen():
		return reply, false
	}
	return o.ticked()
}

// chosen is the reply of the line under the cursor.
func (o *options) chosen() (reply questionnaire.Reply, ok bool) {
	give := rules.Answer{State: rules.Answered}
	scr, key := o.scr, o.lines[o.focus].key
	switch {
	case key == "" && !scr.Required && scr.GivenText != "":
		return questionnaire.Given(rules.Answer{}), true // no answer, after all
	case key == "":
		o.complain(questionnaire.NeedsChoice)
		return reply, false
	case key == "-":
		give.State = rules.Unsure
	case scr.Kind.IsNumber():
		give.Int, _ = strconv.Atoi(key)
	default:
		give.Ticks = 1 << scr.Options[o.focus-1].Tick
	}
	if give == scr.Given {
		return questionnaire.Reply{Act: questionnaire.Enter}, true
	}
	return questionnaire.Given(give), true
}

// ticked is the reply of the ticks. Enter without any is never "none of these".
func (o *options) ticked() (reply questionnaire.Reply, ok bool) {
	scr := o.scr
	a := rules.Answer{State: rules.Answered, Ticks: o.ticks}
	if o.unsure {
		a.State = rules.Unsure
	}
	switch {
	case o.none && (o.ticks != 0 || o.unsure):
		o.complain(questionnaire.NoneAndMore)
		o.complaint += " " + o.words("rich_untick")
		o.focus = slices.IndexFunc(o.lines, func(l line) bool { return strings.HasPrefix(l.box, "[x]") })
		return reply, false
	case !o.none && o.ticks == 0 && !o.unsure && !scr.Required && scr.GivenText != "":
		return questionnaire.Given(rules.Answer{}), true // no answer, after all
	case !o.none && o.ticks == 0 && !o.unsure && scr.None:
		o.complain(questionnaire.NeedsTick)
		return reply, false
	case !o.none && o.ticks == 0 && !o.unsure:
		o.complain(questionnaire.NeedsOne)
		return reply, false
	case a == scr.Given && scr.complaint == "" && scr.Keeps():
		return questionnaire.Reply{Act: questionnaire.Enter}, true
	}
	return questionnaire.Given(a), true
}

// complain says what is missing, and which key skips the question where one does.
func (o *options) complain(code string) {
	o.complaint = o.words("complaint_" + code)
	if !o.scr.Required && o.scr.GivenText == "" {
		o.complaint += " " + o.words("rich_or_skip")
	}
}

// layout lays out the question, its list and the keys that there are.
func (o *options) layout() *page {
	o.fill()
	scr := *o.scr
	scr.complaint = o.complaint
	_, cols := o.terminal.size()
	foot := hints(cols, o.keyHints(scr, cols)...)
	drawing := o.drawn(cols)
	scr.shares = scr.shares && drawing == 0 // there is no room for both
	helps := []int{max(3, drawing), 3, 2, 1, 0}
	return o.arrange(o.tops(scr, o.least(foot)), helps, foot)
}

// drawn is how many rows the longest help with a drawing takes, or 0 without one.
func (o *options) drawn(cols int) (most int) {
	for _, line := range o.lines {
		most = max(most, drawn(line.help, cols-3))
	}
	return most
}

// drawn is how many rows a text with a drawing takes, or 0 without one.
func drawn(s string, cols int) int {
	if !strings.Contains(s, "\n ") {
		return 0
	}
	return len(text.WrapScreen("", s, cols))
}

// beforeDrawing is a text without the drawing in it when there are no lines for the whole:
// a part of a drawing shows nothing. "?" shows it.
func beforeDrawing(text string, cols, limit int) string {
	if drawn(text, cols) <= limit {
		return text
	}
	before, _, _ := strings.Cut(text, "\n") // what announces the drawing goes with it
	return before + " …"
}

// keyHints say which keys there are at a list.
func (a *asker) keyHints(scr screen, cols int) []string {
	many := scr.Kind.Many()
	return append([]string{
		when(!many, a.words("rich_pick")), when(many, a.words("rich_tick")), when(many, a.words("rich_enter")), when(!many, a.words("rich_confirm")),
	}, a.generalHints(scr, cols)...)
}

// generalHints are the keys of every question; in a narrow window the help tells the rest.
func (a *asker) generalHints(scr screen, cols int) []string {
	return []string{
		when(scr.page.MayChoose && !scr.page.Full, a.words("rich_lists")), when(scr.page.MayChoose && scr.page.Full, a.words("rich_short")),
		when(scr.Kind.IsText(), a.words("rich_alone")+":"),
		when(!scr.Required && scr.GivenText == "", a.words("rich_skip")),
		a.words("rich_help"), when(cols >= 60, a.words("rich_back")), when(cols >= 60, a.words("rich_all")),
	}
}

// when is a hint where it holds, else empty.
func when(holds bool, hint string) string {
	if !holds {
		return ""
	}
	return hint
}
